"""Which agency a matter complains of, by the words that name it. Pure.

A matter about a body never goes to that body nor to one under it (`api/routing/rules.py`), so the body has to be found
when the matter is filed. Only complaints, denunciations, and reports on how officials behave are read for it: a report
of a broken road names the commune because that is where the road is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from api.core.text import fold

_ACCUSING_ACTS: Final = frozenset({"complain", "denounce"})
# How officials behave, answer and handle cases: rows 3a, 3b, 4a-4d and 8c of the plan.
_CONDUCT_TOPICS: Final = frozenset({"3a", "3b", "4a", "4b.health", "4b.edu", "4c", "4d", "8c"})
_COMMUNE: Final = re.compile(
    r"\b(?:ubnd|uy ban(?: nhan dan)?|chu tich|pho chu tich|can bo|cong chuc|nhan vien|dia chinh|tu phap|ke toan|"
    r"mot cua|trung tam (?:phuc vu )?hanh chinh(?: cong)?|lanh dao|bi thu|van phong|phong kinh te|ong|ba|may ong)"
    r"(?: \S+){0,4}? (?:xa|phuong|thi tran)\b(?! hoi)"
)
_POLICE: Final = re.compile(r"\b(?:cong an|ca|truong cong an|canh sat khu vuc)(?: vien)? (?:xa|phuong|thi tran)\b")
_OFFICE_ALONE: Final = re.compile(
    r"\b(?:dia chinh xa|tu phap xa|xa khong (?:chiu |them |he )?(?:giai quyet|tra loi|nhan)|xa doi|xa bat|xa ep)\b"
)


@dataclass(frozen=True)
class Body:
    """An agency by its code and names."""

    code: str
    names: tuple[str, ...]


def accuses(act: str, topic: str) -> bool:
    """Whether a matter of this kind complains of a body at all."""
    return act in _ACCUSING_ACTS or topic in _CONDUCT_TOPICS


def body_complained_of(text: str, bodies: Iterable[Body], *, commune_code: str | None) -> str | None:
    """Return the code of the agency that the words complain of, or None if they name none.

    A department of the province by its own name (the longest that fits); else the police or the committee of the
    commune in which the matter lies.
    """
    folded = fold(text)
    named = [
        (len(name), body.code)
        for body in bodies
        for name in map(fold, body.names)
        if re.search(rf"\b{re.escape(name)}\b", folded)
    ]
    if named:
        return max(named)[1]
    if commune_code is None:
        return None
    if _POLICE.search(folded):
        return f"ca-{commune_code}"
    if _COMMUNE.search(folded) or _OFFICE_ALONE.search(folded):
        return f"ubnd-{commune_code}"
    return None
