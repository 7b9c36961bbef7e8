"""Questions about the way itself, asked in the middle of a matter: answered at once, and the matter goes on. Pure."""

import re
from typing import Final

from api.core.text import fold
from api.intake.phrases import words

_ASKS: Final = re.compile(
    r"\?|\b(?:the nao|sao|bao lau|bao gio|khi nao|may ngay|ai|co quan nao|cho nao|o dau|bao nhieu|gi|nao|duoc khong|"
    r"duoc ko|co duoc|khong a|ko a|khong nhi|may gio|hay la|a)\b(?:\W|$)|\b(?:khong|ko)\W*$"
)
_LONGEST: Final = 16
_SHORT: Final = 13
_TWINS: Final = re.compile(r"\b(?:đến|đèn|(?:các|bọn|mấy) anh(?: chị)?|anh (?:chị|ấy|ta|em))\b", re.IGNORECASE)
_OF_THE_SERVICE: Final = frozenset(
    {"utter_faq_cost", "utter_faq_bot", "utter_faq_hours", "utter_faq_photo", "utter_faq_privacy"}
)
# What the state pays for land it takes is another matter (topic 2d) and no damage done by somebody.
_STATE_PAYS: Final = re.compile(r"\b(?:thu hoi|giai phong|giai toa|gpmb|quy hoach|du an|tai dinh cu)\b")
_COMPENSATION: Final = re.compile(
    r"\b(?:den|boi thuong|den bu|bat den|phai den)\b(?! gio| nay| khi| luc)"
    r"|\b(?:bat|doi|buoc)(?: \S+){0,4}? (?:tra|chiu) (?:tien|vien phi|chi phi)\b"
)
_TIME: Final = re.compile(
    r"\b(?:bao lau|bao gio|khi nao|may ngay|bao nhieu ngay)\b.*"
    r"\b(?:xong|tra loi|ket qua|giai quyet|xu ly|duoc|goi|lien he|bao lai|den|xuong|sua|va|don|lam)\b"
    r"|^(?:the )?(?:bao lau|bao gio|khi nao|may ngay)\b"
)
_COST: Final = re.compile(
    r"\b(?:mat|ton|nop|dong|tra|het|thu) (?:tien|phi|le phi)\b.*\b(?:khong|ko|k|bao nhieu|gi)\b|\bmien phi\b"
)
_PRIVACY: Final = re.compile(
    r"\b(?:ai|nguoi ta|xa|ho|no|(?:ong|ba|anh|chi)(?: ta| ay)?) (?:co |se )?(?:biet|doc|xem|thay)\b"
    r"|\b(?:ten|so dien thoai|sdt|so dt|thong tin)\b.*"
    r"\b(?:dua|cho|chia se|tiet lo|ban|gui) (?:cho )?(?:ai|nguoi khac|xa)\b"
    r"|\blo (?:ten|danh tinh|thong tin)\b.*\b(?:khong|ko|k|a)\b"
)
_AGENCY: Final = re.compile(
    r"\b(?:gui|chuyen|den|toi) (?:cho |den |toi |o )?(?:ai|dau|co quan nao|cho nao)\b"
    r"|\b(?:ai|co quan nao) (?:xu ly|giai quyet|tra loi|lo|nhan|doc|xem)\b"
)
_HOURS: Final = re.compile(
    r"\b(?:may gio|gio nao|gio lam viec|gio hanh chinh|luc nao|hom nao|thu bay|cuoi tuan)\b"
    r".*\b(?:lam viec|mo cua|co nguoi|truc|can bo|tiep dan|lam)\b"
    r"|\b(?:can bo|nguoi truc|co quan)\b.*\b(?:may gio|gio nao|luc nao)\b"
)
_PHOTO: Final = re.compile(
    r"\b(?:anh|hinh|clip|video|ghi am|file|tai lieu)\b.*"
    r"\b(?:gui|dua|dang|up|kieu gi|the nao|cho nao|duoc khong|vao day)\b"
    r"|\b(?:gui|dua|dang|up)(?: \S+){0,3} (?:anh|hinh|clip|video|ghi am|file)\b"
)
_BOT: Final = re.compile(
    r"\b(?:may|robot|bot|nguoi that|nguoi hay may|ai dang) (?:tra loi|hay nguoi|a|the|day|nay|phai khong)\b"
    r"|\b(?:nguoi|nguoi that) hay (?:la )?(?:may|bot|robot)\b|\b(?:may|bot|robot) hay (?:la )?nguoi\b"
    r"|\b(?:are you|is this) (?:a |an )?(?:robot|bot|human|person|real)\b"
)
# What a short question after an answer asks of the same entry, by its parts.
_PARTS: Final = (
    (("fee",), re.compile(r"\b(?:tien|phi|le phi|gia)\b|^(?:the )?(?:het |mat |ton )?(?:bao nhieu|bn|bnh)\b")),
    (("time",), re.compile(
        r"\b(?:bao lau|may (?:ngay|hom|tuan|thang)|bao nhieu ngay|khi nao|bao gio|lau khong|lau ko)\b")),
    (("documents",), re.compile(r"\b(?:giay to|mang(?: theo)? (?:gi|nhung gi)|can (?:nhung )?gi|ho so (?:gi|gom))\b")),
    (("online",), re.compile(r"\b(?:online|qua mang|tren mang|truc tuyen)\b")),
    (("where",), re.compile(r"\b(?:o dau|cho nao|di dau|den dau|ra dau|nop dau|lam dau|ve que)\b")),
    (("who",), re.compile(r"\b(?:uy quyen|lam ho|nho nguoi|di thay|lam thay)\b")),
)  # fmt: skip
_NO_SUBJECT: Final = words(
    "the vay thi con va ma la co khong ko k a ad oi em toi minh chau anh chi bac u da vang cho hoi xin muon biet "
    "duoc lam nop het mat ton tat ca tong cong bao nhieu bn bnh lau ngay may hom tuan thang tien phi le gia dong o dau "
    "noi cho nao gi nhung can giay to mang theo ho phai khong di den ra ve que trong trg khi gio xong lay nhan ket qua "
    "online qua tren mang truc tuyen nay no do nhi nhe nha z ha sao thoi gian uy quyen nguoi nho thay khac viec dua "
    "ban goc bao gio nhieu lan moi luon roi hay tai xa phuong huyen tinh giay chua hom hon ben cu ca hai dau j gom"
)
_LONGEST_FOLLOW_UP: Final = 10
_AGED: Final = re.compile(r"\b(?:con|chau|be|toi|em|bo|me|ong|ba)(?: toi| em)? \d+ (?:tuoi|thang)\b")
_ANSWERS: Final = (
    ("utter_faq_compensation", _COMPENSATION),
    ("utter_faq_time", _TIME),
    ("utter_faq_cost", _COST),
    ("utter_faq_privacy", _PRIVACY),
    ("utter_faq_hours", _HOURS),
    ("utter_faq_agency", _AGENCY),
    ("utter_faq_photo", _PHOTO),
    ("utter_faq_bot", _BOT),
)


def in_passing(text: str) -> str | None:
    """Return the name of the answer to a question about procedure, or None if the message is something else."""
    folded = fold(_without_twins(text))
    if len(folded.split()) > _LONGEST or not _ASKS.search(folded):
        return None
    for response, pattern in _ANSWERS:
        if pattern.search(folded) and not (response == "utter_faq_compensation" and _STATE_PAYS.search(folded)):
            return response
    return None


def part_asked(text: str) -> tuple[str, ...] | None:
    """Return the parts of the last answer that a short question without a subject asks for; None if it is none."""
    folded = re.sub(r"[^\w\s]", " ", fold(text)).strip()
    if len(folded.split()) > _LONGEST_FOLLOW_UP or _marks_a_title(text):
        return None
    left = [word for word in _AGED.sub(" ", folded).split() if word not in _NO_SUBJECT]
    if left:
        return None
    return next((parts for parts, pattern in _PARTS if pattern.search(folded)), None)


def _marks_a_title(text: str) -> bool:
    """Whether a text names a paper whose folded name is made of small words ("sổ đỏ" is no "số", "đó")."""
    return re.search(r"\b(?:sổ đỏ|sổ hồng|so do|hộ khẩu|ho khau|hộ nghèo|ho ngheo)\b", text.lower()) is not None


def is_question(text: str) -> bool:
    """Whether a message is put as a question."""
    return _ASKS.search(fold(text)) is not None


def about_the_service(text: str) -> str | None:
    """Return the answer to a question about this service that opens a conversation, or None.

    Only what cannot be a question about a matter of the citizen's: "bao giờ xong" may be one.
    """
    found = in_passing(text)
    return found if found in _OF_THE_SERVICE and len(text.split()) <= _SHORT else None


def _without_twins(text: str) -> str:
    """Return the text without the words that fold to the same letters as what is looked for ("đến" is no "đền")."""
    return _TWINS.sub("", text)
