"""Which right somebody claims in own words. Pure; patterns are for folded text."""

import re
from typing import Final

from api.core.text import fold

DELETE, SEE, CORRECT, WITHDRAW, OBJECT = "delete", "see", "correct", "withdraw", "object"
KINDS: Final = (DELETE, SEE, CORRECT, WITHDRAW, OBJECT)
_LONGEST: Final = 30

_DATA: Final = (
    r"(?:(?:het |toan bo |tat ca |moi )?(?:cac |nhung )?(?:du lieu|thong tin)(?: ca nhan| lien he)?|"
    r"tin nhan|lich su (?:chat|tin nhan|tro chuyen)|cuoc tro chuyen)"
)
_MINE: Final = r"(?:cua |ve )?(?:toi|em|minh|chau|bac|tui|con)"
_CONTACT: Final = r"(?:ho ten|ten|so dien thoai|sdt|so dt|dia chi|so)"
_CLAIMS: Final = (
    (WITHDRAW, re.compile(r"\b(?:rut|thu hoi)(?: lai)? (?:su |cai |loi )?(?:dong y|chap thuan|cho phep)\b")),
    (
        OBJECT,
        re.compile(
            r"\b(?:dung|khong|ko|cam|khong duoc|khong cho) (?:co )?(?:phep )?(?:dung|su dung|lay|dem|chia se|xu ly)\b"
            rf"(?: \S+){{0,2}}? {_DATA}"
        ),
    ),
    (DELETE, re.compile(rf"\b(?:xoa|huy|go bo)(?: \S+){{0,3}}? {_DATA}\b")),
    (
        CORRECT,
        re.compile(
            rf"\b(?:sua|doi|dinh chinh|cap nhat|chinh)(?: lai)? (?:giup |ho )?(?:cai )?{_CONTACT} {_MINE}\b"
            rf"|\b(?:sua|dinh chinh|cap nhat)(?: \S+){{0,2}}? (?:du lieu|thong tin) ca nhan\b"
            rf"|\b(?:xoa|bo|go)(?: giup| ho| cai)? (?:so dien thoai|sdt|so dt|so)(?: (?:{_MINE}|di|giup|ho)\b|$)"
        ),
    ),
    (
        SEE,
        re.compile(
            r"\b(?:xem|biet|coi|cho|nhan|xin|gui|sao)(?: \S+){0,7}? (?:du lieu|thong tin ca nhan|ban sao du lieu)\b"
            r".*\b(?:toi|em|minh|chau|bac)\b|\b(?:luu|giu) (?:nhung )?(?:du lieu|thong tin) (?:gi|nao)\b"
        ),
    ),
)


def kind_of(text: str) -> str | None:
    """Return the right that a short message claims, or None if it claims none."""
    folded = fold(text)
    if len(folded.split()) > _LONGEST:
        return None
    return next((kind for kind, pattern in _CLAIMS if pattern.search(folded)), None)
