"""Whether two citizens of one commune tell of the same matter of one topic. Pure.

A wrong yes costs a tap ("Vẫn gửi riêng"), a wrong no a second ticket: so a shared spot, or a third of the shorter
text's own words, is enough.
"""

import re
from typing import Final

from api.core.text import fold

_ENOUGH_WORDS: Final = 0.45
_SAME_SPOT: Final = 0.6
_AT_LEAST: Final = 3


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that every message has, in folded form.
_COMMON: Final = _set(
    "a ad ai anh ba bac bao bi boi ca cac cai cam can chau chi cho chua chung co con cua cung da dang dau day de den "
    "di do duoc duong em gi giup ha hay ho hom huyen khong ko la lai lam len luon ma may minh moi mong mot muc nao nay "
    "nen nha nhe nhieu nhung nua o oi ong phuong qua quan ra rat roi sao sau so ta tai thi thon thoi tinh to toi tren "
    "trong tu va vao van vay ve vi viec voi xa xin xom xong xuong ngay thang tuan gan phan kien nghi xu ly"
)
# These say how near a spot is, or what kind it is of, and name none.
_NEAR: Final = _set(
    "dau cuoi giua canh truoc sau ben doi dien khu doan ngo hem so o gan cho thon xa xom duong pho to lang"
)


def is_alike(text: str, detail: str | None, other_text: str, other_detail: str | None) -> bool:
    """Whether both texts are about the same thing: the same spot and some same words, or many same words."""
    shared, smaller = _shared(_words(text), _words(other_text))
    spot, shorter = _shared(_spot(detail), _spot(other_detail))
    same_spot = shorter > 0 and spot / shorter >= _SAME_SPOT
    other_spot = shorter > 0 and spot == 0
    if same_spot:
        return shared >= 1
    return not other_spot and shared >= _AT_LEAST and shared / smaller >= _ENOUGH_WORDS


def _shared(some: frozenset[str], others: frozenset[str]) -> tuple[int, int]:
    return len(some & others), min(len(some), len(others))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", fold(text))) - _COMMON


def _spot(detail: str | None) -> frozenset[str]:
    """Return the words of a spot; what only says how near ("gần", "đầu") names nothing."""
    return frozenset(re.findall(r"[a-z0-9]+", fold(detail or ""))) - _NEAR
