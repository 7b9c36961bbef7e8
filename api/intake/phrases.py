"""Turns of speech that mean something beside what the classifiers find. All patterns are for folded text."""

import re
from typing import Final

from api.core.text import fold


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# --- yes, no, send
SEND: Final = re.compile(
    r"^(?:(?:thoi|vay|the|u|uh|ok|oke|dung roi|chuan roi|chuan|dung|duoc|roi|vang|da|"
    r"(?:chu|co|em|anh|chi|bac|ad|bot|chau)(?: oi| a)?)[\s,.!]+)*"
    r"(?:thi )?(?:cu )?(?:gui|goi)"
    r"(?: \S+)*? (?:di|giup|ho|dum|luon|da|nhe|nha|cho|nghen)\b"
    r"|^(?:cu )?gui$"
)
# "Thôi cứ gửi đã": no more questions, whatever is asked.
INSISTS: Final = re.compile(
    r"^(?:thoi |vay |the |u |uh |da |vang )*(?:(?:thi )?cu (?:gui|goi)|(?:gui|goi) (?:luon|ngay|da))\b"
)
# Typed without marks this is "đúng, gửi đi" or "đừng gửi đi": one tap decides.
SEND_OR_NOT: Final = re.compile(r"^dung (?:co )?gui\b")
WAIT: Final = re.compile(r"\b(?:khoan|chua gui|dung gui|dung co gui|khong gui|ko gui|k gui|tu tu|doi da|de da)\b")
# Not now: the draft is kept, nothing is sent.
LATER: Final = re.compile(r"\b(?:khoan|tu tu|doi da|de da|de toi (?:nghi|xem|hoi))\b")
# Dropped for good, however long the reason told with it.
DROPS: Final = re.compile(
    r"\b(?:khong|ko|k|khoi|dung) (?:muon |can |phai )?gui (?:o day |di |gi )?(?:nua|dau)\b"
    r"|\bthoi (?:khong|ko|khoi|dung) gui\b"
    r"|\bkhong (?:bao|phan anh|to cao|khieu nai) nua\b|\bbo di\b$|\b(?:do not|don't|dont) send\b|\bnever mind\b"
)
# A slip of the finger: the line that was opened is as it was.
MISTAPPED: Final = re.compile(r"\b(?:bam|an|cham|nhan) nham\b|\bkhong (?:can )?sua (?:gi|nua|dau)\b|\bgiu nguyen\b")
# A thumb or a nod after a question is a yes, whatever else the classifier makes of it.
YES_SIGNS: Final = frozenset("👍👌✅🆗")
NO_SIGNS: Final = frozenset("👎❌🚫")
ANGRY_SIGNS: Final = frozenset("😡🤬😠👿💢😤😞😢😭")
UNKNOWN: Final = re.compile(r"\b(?:k|ko|khong|hong|chang|cha|quen)\s*(?:biet|nho|ro)\b|\bquen (?:mat|roi)\b")
SKIPS: Final = re.compile(r"^(?:thoi|khoi|thoi khoi|(?:thoi )?(?:khong|ko|k) can|bo qua)(?: a| nhe| em| ad| dau)*$")
_SAYS_NO: Final = re.compile(r"^(?:da )?(?:khong|ko|k|hong|thoi|chang)\b")

# --- choosing
ORDINAL: Final = re.compile(
    r"^(?:(?:cai|so|thu|y|muc|chon|o|viec|phuong an)\s*)*"
    r"(?:thu\s*)?(\d|nhat|hai|nhi|ba|tu|dau|cuoi)\b"
)
NUMBERS: Final = {"nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "cuoi": -1}
BOTH: Final = re.compile(r"\b(?:ca hai|ca 2|hai viec|hai phieu|2 phieu|rieng ra|tach ra|gui rieng|tat ca)\b")

# --- who may know who wrote
# "dấu tên" is a common misspelling of "giấu tên"; without marks both are "dau ten".
ANONYMOUS: Final = re.compile(
    r"\b(?:an danh|(?:giau|dau|an|kin|khong lo|dung (?:de )?(?:ai |bi )?lo|ko lo|"
    r"k lo|khong (?:de )?lo|tuyet doi khong (?:de )?lo) "
    r"(?:ten|danh tinh|thong tin)|khong (?:muon )?(?:de|neu|noi|khai) ten)\b"
)
EVIDENCE: Final = re.compile(
    r"\b(?:ghi am|quay|clip|video|anh chup|chup|giay (?:to|viet|bien|tay)|bien lai|hoa don|danh sach|ban sao|ban chup|"
    r"lam chung|nhan chung|chung cu|bang chung|tin nhan|chuyen khoan|so sach|"
    r"khong co (?:them |gi )|nguoi (?:thay|biet|nghe))"
)
# A denouncer without a name is heard too, though not as the law's denunciation (Luật Tố cáo 2018, Điều 25).
NAMELESS: Final = re.compile(
    r"\b(?:an danh|nac danh|(?:khong|ko|k) (?:muon |dam |the )?(?:de|neu|noi|khai|ghi|xung) (?:ten|danh tinh))\b"
)
OPENLY: Final = re.compile(
    r"\b(?:(?:khong|ko|k|chang) (?:can|phai) (?:giau|dau|an)(?: ten| danh)?|cu (?:de|ghi|neu|gui) ten|cong khai ten|"
    r"(?:ghi|de|neu|gui|kem) (?:ca |luon |kem )?ten (?:toi|em|minh|chau|bac))\b"
)
KEEP_SECRET: Final = re.compile(
    r"\b(?:giu kin|bi mat|tru dap|tra thu|giau ten|dau ten|lo ten|"
    r"(?:dung|khong) (?:gui|chuyen|dua|bao)(?: \S+){0,3} (?:xa|phuong|ubnd|truong))\b"
)

# --- denunciations
# Whoever says "tố cáo" of somebody in office is heard as a denouncer: better a report too many in the restricted
# queue than a denunciation on the desk of the accused (Luật Tố cáo 2018, Điều 8-9).
DENOUNCES: Final = re.compile(r"\b(?:to cao|to giac|to cao giac)\b")
OFFICE: Final = re.compile(
    r"\b(?:chu tich|bi thu|can bo|cong chuc|cong an|truong thon|truong ban|truong phong|truong xa|dia chinh|"
    r"lanh dao|giam doc|hieu truong|ke toan|pho chu tich|to truong|xa doi|thanh tra|quan chuc|ong xa|quan ly)\b"
)
BRIBE: Final = re.compile(
    r"\b(?:nhan (?:tien|hoi lo|phong bi)|an (?:tien|hoi lo|chan)|"
    r"voi (?:tien|vinh)|doi (?:tien|phong bi|lot tay|hoi lo)|"
    r"tham o|tham nhung|hoi lo|lot tay|boi tron|bien thu|chung chi)\b"
)
_ACT: Final = r"(to cao|khieu nai|phan anh|kien nghi|de nghi|gop y|hoi|khen)"
_NOT_ACT: Final = re.compile(rf"\b(?:khong|ko|k|chang|dau|chu khong) (?:phai|co y|dinh|muon|he) (?:la )?{_ACT}\b")
_ONLY_ACT: Final = re.compile(rf"\b(?:chi|muon|la|thanh|sang)(?: \S+)?? {_ACT}\b")
ACTS: Final = {
    "to cao": "denounce",
    "khieu nai": "complain",
    "phan anh": "report",
    "kien nghi": "suggest",
    "de nghi": "suggest",
    "gop y": "suggest",
    "hoi": "ask",
    "khen": "praise",
}

# Named by the citizen in the first words: believed when the classifier is not sure.
PROPOSES: Final = re.compile(r"^(?:\S+ ){0,4}?(?:kien nghi|de xuat|gop y)\b")
ASKS: Final = re.compile(r"^(?:\S+ ){0,2}?(?:cho|xin|muon|can)(?: \S+){0,2}? hoi\b")
# Who asks how it is done does not do it.
HOW_TO: Final = re.compile(
    r"\bhoi\b.*\b(?P<act>to cao|khieu nai)\b.*\b"
    r"(?:o dau|cho nao|the nao|lam sao|can (?:gi|nhung gi)|co can|gui ai|bao lau)\b"
)

# --- corrections and second matters
NOT_THAT: Final = re.compile(
    r"\b(?:khong phai|ko phai|k phai|chang phai|dau phai|nham roi|sai roi) (.+?)(?: ma(?: la)?| la|,) (.+)"
)
DENIED: Final = re.compile(r"[,\s]*\b(?:chứ|chu|mà|ma)?\s*(?:không|khong|ko|k|hông|đâu|dau) (?:phải|phai)\b.*$", re.I)
MAINLY: Final = re.compile(r"\b(?:chu yeu|quan trong nhat|chinh la|viec chinh|truoc het|truoc tien|nhat la)\b")
MORE: Final = re.compile(
    r"\b(?:ngoai ra|voi lai|hon nua|(?:them|con) (?:mot |1 |cai )?(?:viec|chuyen|vu)|tien the|nhan tien|"
    r"hai viec|2 viec|mot viec nua|con nua)\b"
)
RESTART: Final = re.compile(
    r"\b(?:(?:lam|noi|ke|viet) lai tu dau|tu dau di|"
    r"(?:bo|huy) (?:cai|viec|phieu|chuyen)(?: \S+){0,2} (?:do|kia|truoc|nay|ay)\b(?: di\b)?(?!.*\bgui\b)|"
    r"(?:thoi|bo|huy|khong gui)(?: \S+){0,6} (?:viec|chuyen) khac)\b"
)
TWO_MATTERS: Final = re.compile(r"\b(?:hai|2|ba|3|may) (?:viec|chuyen|vu|van de)\b(?! gi)")
ANOTHER: Final = re.compile(r"\b(?:viec|chuyen|vu) (?:khac|moi)\W*$")
# Something that is broken, blocked or gone, as it is told.
FAULT: Final = re.compile(
    r"\b(?:bi (?:tac|hong|vo|sut|lun|gay|ngap|mat|chay|do|ro|ri)|tac|tran|ngap|hong|vo|sut|lun|mat dien|mat nuoc|"
    r"duc ngau|nuoc duc|hoi thoi|khet|chap chon|khong (?:sang|chay|co (?:nuoc|dien))|"
    r"chay tran|boc mui|u dong|chat dong|o ga|roi xuong|dut|do nga)\b"
)
_MAY_I: Final = re.compile(
    r"^(?:da |a |oi |ad |em |bac |anh |chi )*(?:cho|xin) (?:toi |em |minh |chau |bac )?hoi\b[\s,:]*"
)
# Who wants a paper that an office holds asks for information by law (Luật Tiếp cận thông tin 104/2016/QH13).
WANTS_A_PAPER: Final = re.compile(
    r"\b(?:xin|de nghi|yeu cau|muon|can|cho) (?:\S+ ){0,4}?(?:cung cap|cap|xin|duoc xem|xem|sao chup|trich luc|cho) "
    r"(?:\S+ ){0,4}?(?:ban sao|tai lieu|thong tin|ban do|van ban|ho so luu|so lieu|bien ban|quyet dinh|bang ke)\b"
)
_ABOUT_A_CASE: Final = re.compile(r"\b(?:sao y|chung thuc|cong chung|khai sinh|so do|can cuoc|tam tru|ket hon)\b")
ADDS: Final = re.compile(
    r"^(?:a |u |oi |thoi chet )*(?:quen|bo sung|noi them|ghi them|them (?:la|thong tin|cai|chi tiet)|con thieu)\b"
    r"|\bbo sung (?:them )?(?:cho|vao|thong tin)\b"
)

# An answer to "since when?", which nobody asked: no spot.
WHEN: Final = re.compile(
    r"^(?:o )?(?:tu|khoang|hom|suot|da|duoc|ca|may|gan|tam)\b"
    r".*\b(?:ngay|hom|thang|tuan|gio|nam|nay|toi|sang|dem|mua|\d+/\d+)\b"
)

# --- a matter announced and not told
OPENS: Final = re.compile(
    r"\b(?:(?:phan anh|bao|kien nghi|khieu nai|to cao|hoi|gop y|trinh bay|gui)(?: \S+){0,2} "
    r"(?:mot|1|vai|cai|chut) (?:viec|dieu|chuyen|vu|y kien|y)|(?:toi|em|minh) (?:muon|can|xin|dinh) "
    r"(?:duoc )?(?:bao|phan anh|kien nghi|khieu nai|to cao|hoi|gop y))\b"
)
_FILLER: Final = words(
    "a ad ban bac bot cac chao cho chu co da day di dinh duoc em gi giup gui ho hoi hop khong la lam minh mot "
    "1 muon nay "
    "nhe nha o oi oke phan anh kien nghi khieu nai to cao gop y rang rat roi the thi toi trinh bay tuc u vang ve viec "
    "dieu chuyen vu voi xin ten lo giau an danh tuyet doi nhung de dau noi bao biet"
)

# --- abuse
INSULT: Final = re.compile(r"\b(?:dm|dmm|dcm|vcl|vl|cmn|clm|dit me|me may|chung may|bon may|bot ngu|do ngu|ngu vl)\b")
TO_THE_BOT: Final = re.compile(r"\b(?:bot|chatbot|robot|may moc|tro ly)\b")

# --- a ticket that was just looked at
URGES: Final = re.compile(
    r"\b(?:nhac|giuc|don doc|hoi thuc|thuc|bao len|kien len|chuyen len|gui len|len tinh|cap tren|keu ai|hoi ai|tim ai|"
    r"goi ai|bao ai|im lang|im re|van im|lam the nao|lam sao|lam gi)\b"
)
URGES_NOW: Final = re.compile(
    r"\b(?:nhac|giuc|don doc|hoi thuc|thuc|bao len|kien len|chuyen len|gui len|len tinh|cap tren)\b"
)
# "HY-" and then figures or letters, with at least one figure: meant as a code, right or wrong.
LIKE_A_CODE: Final = re.compile(r"\bhy[\s-]?(?=[0-9a-z-]*\d)[0-9a-z]{2,}[0-9a-z-]*")

_MANY_WORDS = 6


def without_may_i(folded: str) -> str:
    """Return folded words without the courtesy that opens them: "cho hoi ..."."""
    return _MAY_I.sub("", folded)


def wants_a_paper(folded: str) -> bool:
    """Whether folded words ask for a document or data of an office, and not for a paper of one's own."""
    return WANTS_A_PAPER.search(folded) is not None and _ABOUT_A_CASE.search(folded) is None


def denounces(folded: str) -> bool:
    """Whether folded words denounce somebody in office, whatever act the classifier found."""
    if _NOT_ACT.search(folded):
        return False
    if DENOUNCES.search(folded):
        return OFFICE.search(folded) is not None or BRIBE.search(folded) is not None
    return OFFICE.search(folded) is not None and BRIBE.search(folded) is not None


def act_said(folded: str) -> str | None:
    """Return the act that the citizen names against ours ("không phải tố cáo, chỉ phản ánh"), or None."""
    denied = _NOT_ACT.search(folded)
    if denied is None:
        return None
    named = [ACTS[word] for word in _ONLY_ACT.findall(folded) if word != denied.group(1)]
    return named[-1] if named else "report"


def is_short(folded: str) -> bool:
    """Whether a turn is short enough to be nothing but a yes or a no."""
    return len(folded.split()) <= _MANY_WORDS


def says_no(folded: str) -> bool:
    """Whether a short turn begins with a no."""
    return is_short(folded) and _SAYS_NO.search(folded) is not None


def signs(text: str) -> set[str]:
    """Return the signs of a message that has no letter or digit; empty if it has words."""
    if any(character.isalnum() for character in text):
        return set()
    skins = {chr(code) for code in range(0x1F3FB, 0x1F400)}
    return {sign for sign in text if not sign.isspace()} - skins - {"\ufe0f", "\u200d"}


def is_yes_sign(text: str) -> bool:
    """Whether a message is nothing but a thumb up or the like (skin tones and repeats included)."""
    found = signs(text)
    return bool(found) and found <= YES_SIGNS


def is_no_sign(text: str) -> bool:
    """Whether a message is nothing but a thumb down or a cross."""
    found = signs(text)
    return bool(found) and found <= NO_SIGNS


def ordinal(folded: str) -> int | None:
    """Return the number of the choice that a short turn names ("cái thứ 2" -> 2, the last -> -1), or None."""
    match = ORDINAL.match(folded)
    if match is None or len(folded.split()) > 4:
        return None
    word = match.group(1)
    return int(word) if word.isdigit() else NUMBERS[word]


def announces_only(text: str) -> bool:
    """Whether a message says that a matter comes, or how to keep the name, and not what the matter is."""
    folded = fold(text)
    if OPENS.search(folded) is None and ANONYMOUS.search(folded) is None:
        return False
    left = [word.strip(",.!?:;") for word in ANONYMOUS.sub(" ", folded).split()]
    return len([word for word in left if word and word not in _FILLER]) <= _MANY_WORDS


def without_denied(text: str) -> str:
    """Return the text without what it says is not meant ("... chứ không phải Tiên Lữ")."""
    return DENIED.sub("", text).strip(" ,.")
