"""Short turns of speech that mean something only as an answer to what was asked last. Folded text."""

import re
from typing import Final

# "dấu tên" is a common misspelling of "giấu tên"; without marks both are "dau ten".
ANONYMOUS: Final = re.compile(
    r"\b(?:an danh|(?:giau|dau|an|kin|khong lo|dung lo|ko lo|k lo|khong (?:de )?lo|tuyet doi khong (?:de )?lo) "
    r"(?:ten|danh tinh|thong tin)|khong (?:muon )?(?:de|neu|noi|khai) ten)\b"
)
UNKNOWN: Final = re.compile(r"\b(?:k|ko|khong|hong|chang|cha|quen)\s*(?:biet|nho|ro)\b|\bquen (?:mat|roi)\b")
# Typed without marks this is "đúng, gửi đi" or "đừng gửi đi": one tap decides.
SEND_OR_NOT: Final = re.compile(r"^dung gui\b")
SEND: Final = re.compile(
    r"^(?:thoi |vay |the |u |uh |ok |oke )*(?:cu )?(?:gui|goi) (?:\S+ )*?(?:di|giup|ho|dum|luon|da|nhe|nha|cho)\b|^gui$"
)
# A thumb or a nod after a question is a yes, whatever else the classifier makes of it.
YES_SIGNS: Final = frozenset("👍👌✅🆗")
ORDINAL: Final = re.compile(r"^(?:(?:cai|so|thu|y|muc|chon|o|phuong an)\s*)*(?:thu\s*)?(\d|nhat|hai|nhi|ba|tu)\b")
NUMBERS: Final = {"nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4}
# Whoever says "tố cáo" of somebody in office is heard as a denouncer: better a report too many in the restricted
# queue than a denunciation on the desk of the accused (Luật Tố cáo 2018, Điều 8-9).
DENOUNCES: Final = re.compile(r"\b(?:to cao|to giac|to cao giac)\b")
OFFICE: Final = re.compile(
    r"\b(?:chu tich|bi thu|can bo|cong chuc|cong an|truong thon|truong ban|truong phong|truong xa|dia chinh|"
    r"lanh dao|giam doc|hieu truong|ke toan|pho chu tich|to truong|xa doi|thanh tra|quan chuc|ong xa|quan ly)\b"
)
BRIBE: Final = re.compile(
    r"\b(?:nhan (?:tien|hoi lo|phong bi)|an (?:tien|hoi lo|chan)|voi (?:tien|vinh)|"
    r"doi (?:tien|phong bi|lot tay|hoi lo)|tham o|tham nhung|hoi lo|lot tay|boi tron|bien thu|chung chi)\b"
)
KEEP_SECRET: Final = re.compile(
    r"\b(?:giu kin|bi mat|tru dap|tra thu|"
    r"(?:dung|khong) (?:gui|chuyen|dua|bao)(?: \S+){0,3} (?:xa|phuong|ubnd|truong))\b"
)
_MANY_WORDS = 6
INSULT: Final = re.compile(r"\b(?:dm|dmm|dcm|vcl|vl|cc|dit me|deo|me may|ngu)\b")


def denounces(folded: str) -> bool:
    """Whether folded words denounce somebody in office, whatever act the classifier found."""
    if DENOUNCES.search(folded):
        return OFFICE.search(folded) is not None or BRIBE.search(folded) is not None
    return OFFICE.search(folded) is not None and BRIBE.search(folded) is not None


def is_short(folded: str) -> bool:
    """Whether a turn is short enough to be nothing but a yes or a no."""
    return len(folded.split()) <= _MANY_WORDS


def is_yes_sign(text: str) -> bool:
    """Whether a message is nothing but a thumb up or the like (skin tones and repeats included)."""
    signs = [sign for sign in text if not sign.isspace() and not 0x1F3FB <= ord(sign) <= 0x1F3FF and sign != "\ufe0f"]
    return bool(signs) and set(signs) <= YES_SIGNS


def ordinal(folded: str) -> int | None:
    """Return the number of the choice that a short turn names ("cái thứ 2" -> 2), or None."""
    match = ORDINAL.match(folded)
    if match is None or len(folded.split()) > 4:
        return None
    word = match.group(1)
    return int(word) if word.isdigit() else NUMBERS[word]
