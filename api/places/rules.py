"""Finding the place that a message means, among the communes of today. Pure.

What is not sure is asked back: an old name of several districts, a name of today that was also a commune elsewhere, a
commune that was split, a district.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from api.core.text import fold
from api.places.details import Token, detail_of, tokens_of
from api.places.elsewhere import Elsewhere
from api.places.mentions import PLACED, Finder, Mention
from api.places.names import CommuneRef, Names, OldName, bare, fits, kind_of, nearly_fits
from api.places.telling import Candidate, Teller

__all__ = ["Candidate", "CommuneRef", "Elsewhere", "Gazetteer", "OldName", "PlaceResult"]

Status = Literal["found", "ambiguous", "outside", "none"]
_CORRECTS: Final = re.compile(r"\b(?:nham|y toi la|y em la|sua lai|sua thanh|chinh xac la|dung ra la)\b")
# Why several are asked back: their names are alike, an old commune was split, only a district was named.
Reason = Literal["names", "split", "district"]


@dataclass(frozen=True)
class PlaceResult:
    """What was found; `detail` keeps the citizen's own spelling.

    `explanation` tells how an old name leads here, or which place outside was named and who deals with matters there.
    """

    status: Status
    commune: CommuneRef | None = None
    detail: str | None = None
    candidates: tuple[Candidate, ...] = ()
    explanation: str | None = None
    reason: Reason = "names"


@dataclass(frozen=True)
class _Meaning:
    """One commune that a mention may mean; `old` is the commune of before by which it was called.

    `by_district` when only its district of before was named.
    """

    commune: CommuneRef
    old: OldName | None = None
    sure: bool = True
    by_district: bool = False


class Gazetteer:
    """All names of the province, ready to be looked up.

    `elsewhere` knows the other provinces, `own` are the names of this one, of today and of before, which say nothing
    about the commune.
    """

    def __init__(
        self,
        communes: Iterable[CommuneRef],
        old_names: Iterable[OldName],
        elsewhere: Elsewhere,
        own: Iterable[str] = (),
    ) -> None:
        self._elsewhere = elsewhere
        self._names = Names(communes, old_names, elsewhere.communes)
        self._finder = Finder(self._names)
        self._teller = Teller(self._names.became)
        self._own = frozenset(bare(name) for name in own)

    def resolve(self, text: str) -> PlaceResult:
        """Return the place that a text names. What it denies ("chứ không phải Khoái Châu") is not it."""
        tokens = tokens_of(text)
        mentions = [m for m in self._finder.all_in(tokens) if not self._is_province(m, tokens)]
        districts = [m for m in mentions if self._is_district(m, mentions)]
        communes = [m for m in mentions if m.kind == "commune" and m not in districts]
        best = self._best(communes, fold(text))
        detail = detail_of(tokens, [(m.start, m.end) for m in [*best, *districts]])
        outside = self._elsewhere.province(tokens, best)
        outside = outside or self._elsewhere.district(tokens, self._names.districts, [*best, *districts])
        if outside is None and not best and not districts:
            outside = self._elsewhere.commune(tokens)
        if outside is not None:
            return PlaceResult("outside", detail=detail, explanation=outside)
        if best:
            return self._decide(best, districts, detail)
        return self._of_districts(districts, detail) if districts else PlaceResult("none", detail=detail)

    def _is_province(self, mention: Mention, tokens: Sequence[Token]) -> bool:
        """Whether this is only a province's name: one's own, as people end an address with it, or another's."""
        if mention.prefix is not None:
            return False
        other = self._elsewhere.provinces.get(mention.keys[0])
        if other is not None and fits(mention.written, other):
            return True
        return mention.keys[0] in self._own and mention.end - mention.start < len(tokens)

    def _is_district(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """A district is so called, or has no commune of its name, or stands beside a commune as in an address."""
        if mention.kind == "district":
            return True
        if mention.prefix is not None or mention.keys[0] not in self._names.districts:
            return False
        before = [m for m in mentions if m.end <= mention.start]
        follows = bool(before) and self._lies_in(before[-1], mention.keys[0])
        follows = follows or (bool(before) and before[-1].kind == "district" and before[-1].end == mention.start)
        after = [m for m in mentions if m.start == mention.end]  # "Khoái Châu, Đông Tảo"
        follows = follows or (bool(after) and self._lies_in(after[0], mention.keys[0]))
        return follows or (mention.is_old and mention.keys[0] not in self._names.old)

    def _lies_in(self, mention: Mention, district: str) -> bool:
        """Whether a commune of that name, of today or of before, lies in the old district."""
        return mention.kind == "commune" and any(self._names.lies_in(key, district) for key in mention.keys)

    @staticmethod
    def _best(communes: Sequence[Mention], folded: str) -> list[Mention]:
        """Return the surest mentions; of a correction only the last.

        A place on the way or beside it counts for less, and so does where the writer lives when another is as sure.
        """
        if not communes:
            return []
        here = [m for m in communes if not m.is_relative] or list(communes)
        most = max(m.strength for m in here)
        surest = [m for m in here if m.strength == most]
        now = [m for m in surest if m.is_now]
        best = now or [m for m in surest if not m.is_home] or surest
        return best[-1:] if _CORRECTS.search(folded) else best

    def _decide(self, best: Sequence[Mention], districts: Sequence[Mention], detail: str | None) -> PlaceResult:
        meanings = [meaning for mention in best for meaning in self._meanings(mention, districts)]
        by_code = {meaning.commune.code: meaning for meaning in reversed(meanings)}
        if len(by_code) == 1 and meanings[0].sure:
            return PlaceResult("found", meanings[0].commune, detail, explanation=_told(meanings[0]))
        unique = sorted(by_code.values(), key=meanings.index)
        candidates = tuple(self._candidate(meaning) for meaning in unique)
        return PlaceResult("ambiguous", detail=detail, candidates=candidates, reason=_reason(unique))

    def _candidate(self, meaning: _Meaning) -> Candidate:
        if meaning.old is None:
            return self._teller.by_today(meaning.commune)
        return self._teller.by_district(meaning.old) if meaning.by_district else self._teller.by_old(meaning.old)

    def _meanings(self, mention: Mention, districts: Sequence[Mention]) -> list[_Meaning]:
        """Return what a mention may mean, narrowed by its kind, by "cũ" and by the district named with it."""
        today = [c for key in mention.keys for c in self._names.today.get(key, []) if _can_be(mention, c.name)]
        old = [o for key in mention.keys for o in self._names.old.get(key, []) if _can_be(mention, o.name)]
        named = {key for district in districts for key in district.keys}
        if named:
            today, old = self._in_districts(today, old, named)
        old = _newest(today, old)
        if mention.prefix is not None:
            today, old = _of_kind(today, old, mention.prefix)
        if mention.is_old and old:
            today = []
        sure = mention.mended != "unsure"
        meanings = [_Meaning(c, sure=sure) for c in today]
        meanings += [_Meaning(o.commune, o, sure) for o in old]
        if mention.prefix is None and mention.strength <= PLACED and not named:
            meanings += self._as_district(mention)
        return meanings

    def _in_districts(
        self, today: list[CommuneRef], old: list[OldName], districts: set[str]
    ) -> tuple[list[CommuneRef], list[OldName]]:
        """Keep what lies in these districts; when nothing does, the district was another matter."""
        inside = [o for o in old if bare(o.district) in districts]
        codes = {o.commune.code for key in districts for o in self._names.in_district.get(key, [])}
        touching = [c for c in today if c.code in codes]
        same = {o.commune.code for o in inside}
        if inside:
            return [c for c in touching if c.code in same], inside
        return (touching, []) if touching else (today, old)

    def _as_district(self, mention: Mention) -> list[_Meaning]:
        """A bare name that was a district's too may mean any commune of it."""
        olds = _each_commune(self._names.in_district.get(mention.keys[0], []))
        return [_Meaning(old.commune, old, by_district=True) for old in olds]

    def _of_districts(self, districts: Sequence[Mention], detail: str | None) -> PlaceResult:
        """A district alone is asked back with the communes that are there now."""
        olds = [o for mention in districts for key in mention.keys for o in self._names.in_district.get(key, [])]
        candidates = tuple(self._teller.by_district(old) for old in _each_commune(olds))
        return PlaceResult("ambiguous", detail=detail, candidates=candidates, reason="district")


def _can_be(mention: Mention, name: str) -> bool:
    if mention.mended == "no":
        return fits(mention.written, name)
    return nearly_fits(mention.written, name)


def _of_kind(today: list[CommuneRef], old: list[OldName], kind: str) -> tuple[list[CommuneRef], list[OldName]]:
    """Keep the names of the kind that was said; people confuse them, so nothing left means nothing said."""
    same_today = [c for c in today if kind_of(c.name) == kind]
    same_old = [o for o in old if kind_of(o.name) == kind]
    return (same_today, same_old) if same_today or same_old else (today, old)


def _newest(today: Sequence[CommuneRef], old: list[OldName]) -> list[OldName]:
    """Leave out a name that ended before 2025 when a commune has it today: it is that which people mean."""
    return [o for o in old if not o.older] if today else old


def _each_commune(olds: Iterable[OldName]) -> list[OldName]:
    return list({o.commune.code: o for o in olds}.values())


def _reason(meanings: Sequence[_Meaning]) -> Reason:
    """Tell why several communes are in question: one that was split, a district, or else names that are alike."""
    olds = {(m.old.name, m.old.district) for m in meanings if m.old is not None}
    if len(olds) == 1 and all(m.old is not None and m.old.divided for m in meanings):
        return "split"
    return "district" if all(m.by_district for m in meanings) else "names"


def _told(meaning: _Meaning) -> str | None:
    """Return how an old name led here; nothing when it is the name of today."""
    old = meaning.old
    if old is None or bare(old.name) == bare(old.commune.name):
        return None
    return f"{old.name} ({old.district} cũ) nay là {old.commune.name}"
