"""Finding the place that a message means, among the communes of today. Pure.

What is not sure is asked back: an old name of several districts, a name of today that was also a commune elsewhere, a
commune that was split, a district.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from api.core.text import fold
from api.places.details import Token, detail_of, tokens_of, words
from api.places.mentions import PLACED, Finder, Mention
from api.places.names import CommuneRef, Names, OldName, bare, fits, is_exactly, kind_of, nearly_fits

__all__ = ["Candidate", "CommuneRef", "Gazetteer", "OldName", "PlaceResult"]

Status = Literal["found", "ambiguous", "outside", "none"]
_CORRECTS: Final = re.compile(r"\b(?:nham|y toi la|y em la|sua lai|sua thanh|chinh xac la|dung ra la)\b")
_SHORT: Final = 5
_BEFORE_A_PROVINCE: Final = words("tinh tp o tai pho t cua")
_TRAVELS: Final = words("di len ra tu ve sang den toi vao voi xe cua")


@dataclass(frozen=True)
class Candidate:
    """A commune that may be meant, and what tells it from the others."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class PlaceResult:
    """What was found; `detail` keeps the citizen's own spelling, `explanation` tells how an old name leads here."""

    status: Status
    commune: CommuneRef | None = None
    detail: str | None = None
    candidates: tuple[Candidate, ...] = ()
    explanation: str | None = None


@dataclass(frozen=True)
class _Meaning:
    """One commune that a mention may mean; `old` is the commune of before by which it was called."""

    commune: CommuneRef
    why: str
    old: OldName | None = None
    sure: bool = True


class Gazetteer:
    """All names of the province, ready to be looked up.

    `outside` are the names of other provinces, `elsewhere` those of communes in them, `own` those of the province
    itself, of today and of before, which say nothing about the commune.
    """

    def __init__(
        self,
        communes: Iterable[CommuneRef],
        old_names: Iterable[OldName],
        outside: Iterable[str] = (),
        elsewhere: Iterable[str] = (),
        own: Iterable[str] = (),
    ) -> None:
        self._names = Names(communes, old_names, elsewhere)
        self._finder = Finder(self._names)
        self._outside = {fold(name): name for name in outside}
        self._own = frozenset(bare(name) for name in own)

    def resolve(self, text: str) -> PlaceResult:
        """Return the place that a text names. What it denies ("chứ không phải Tiên Lữ") is not it."""
        tokens = tokens_of(text)
        mentions = [m for m in self._finder.all_in(tokens) if not self._is_province(m, tokens)]
        districts = [m for m in mentions if self._is_district(m, mentions)]
        communes = [m for m in mentions if m.kind == "commune" and m not in districts]
        best = self._best(communes, fold(text))
        detail = detail_of(tokens, [(m.start, m.end) for m in [*best, *districts]])
        province = self._other_province(tokens, best)
        if province is not None:
            return PlaceResult("outside", detail=detail, explanation=f"{province} không thuộc địa bàn của tỉnh")
        if best:
            return self._decide(best, districts, detail)
        if districts:
            return self._of_districts(districts, detail)
        strange = self._strange_commune(tokens)
        note = f"{strange} không có trong tỉnh" if strange else None
        return PlaceResult("outside" if strange else "none", detail=detail, explanation=note)

    def _is_province(self, mention: Mention, tokens: Sequence[Token]) -> bool:
        """Whether this is only a province's name: one's own, as people end an address with it, or another's."""
        if mention.prefix is not None:
            return False
        other = self._outside.get(mention.keys[0])
        if other is not None and fits(mention.written, other):
            return True
        return mention.keys[0] in self._own and mention.end - mention.start < len(tokens)

    def _is_district(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """A district is so called, or has no commune of its name, or follows a commune as in an address."""
        if mention.kind == "district":
            return True
        if mention.prefix is not None or mention.keys[0] not in self._names.districts:
            return False
        before = [m for m in mentions if m.end <= mention.start]
        follows = bool(before) and self._lies_in(before[-1], mention.keys[0])
        follows = follows or (bool(before) and before[-1].kind == "district" and before[-1].end == mention.start)
        return follows or (mention.is_old and mention.keys[0] not in self._names.old)

    def _lies_in(self, mention: Mention, district: str) -> bool:
        """Whether a commune of that name, of today or of before, lies in the old district."""
        keys = set(mention.keys)
        return mention.kind == "commune" and any(
            bare(old.name) in keys or bare(old.commune.name) in keys for old in self._names.in_district[district]
        )

    @staticmethod
    def _best(communes: Sequence[Mention], folded: str) -> list[Mention]:
        """Return the surest mentions; of a correction only the last. A place on the way is less than where one is."""
        if not communes:
            return []
        here = [m for m in communes if not m.is_relative] or list(communes)
        most = max(m.strength for m in here)
        best = [m for m in here if m.strength == most]
        return best[-1:] if _CORRECTS.search(folded) else best

    def _decide(self, best: Sequence[Mention], districts: Sequence[Mention], detail: str | None) -> PlaceResult:
        meanings = [meaning for mention in best for meaning in self._meanings(mention, districts)]
        by_code = {meaning.commune.code: meaning for meaning in reversed(meanings)}
        if len(by_code) == 1 and meanings[0].sure:
            return PlaceResult("found", meanings[0].commune, detail, explanation=_told(meanings[0]))
        unique = sorted(by_code.values(), key=meanings.index)
        candidates = tuple(Candidate(m.commune.code, m.commune.name, m.why) for m in unique)
        return PlaceResult("ambiguous", detail=detail, candidates=candidates)

    def _meanings(self, mention: Mention, districts: Sequence[Mention]) -> list[_Meaning]:
        """Return what a mention may mean, narrowed by its kind, by "cũ" and by the district named with it."""
        today = [c for key in mention.keys for c in self._names.today.get(key, []) if _can_be(mention, c.name)]
        old = [o for key in mention.keys for o in self._names.old.get(key, []) if _can_be(mention, o.name)]
        if mention.prefix is not None:
            today, old = _of_kind(today, old, mention.prefix)
        if mention.is_old and old:
            today = []
        named = {key for district in districts for key in district.keys}
        if named:
            today, old = self._in_districts(today, old, named)
        sure = mention.mended != "unsure"
        meanings = [_Meaning(c, f"{c.name} hiện nay", sure=sure) for c in today]
        meanings += [_Meaning(o.commune, _why(o), o, sure) for o in old]
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
        key = mention.keys[0]
        return [
            _Meaning(o.commune, f"thuộc {o.district} cũ", o)
            for o in _each_commune(self._names.in_district.get(key, []))
        ]

    def _of_districts(self, districts: Sequence[Mention], detail: str | None) -> PlaceResult:
        """A district alone is asked back with the communes that are there now."""
        olds = [o for mention in districts for key in mention.keys for o in self._names.in_district.get(key, [])]
        candidates = tuple(
            Candidate(o.commune.code, o.commune.name, f"thuộc {o.district} cũ") for o in _each_commune(olds)
        )
        return PlaceResult("ambiguous", detail=detail, candidates=candidates)

    def _other_province(self, tokens: Sequence[Token], best: Sequence[Mention]) -> str | None:
        """Return the other province that the text places itself in, by name."""
        for start in range(len(tokens)):
            for length in (3, 2):
                span = tokens[start : start + length]
                name = self._outside.get(" ".join(token.folded for token in span))
                if name is None or len(span) < length or not fits(" ".join(t.text for t in span), name):
                    continue
                if self._places(tokens, start, length, best):
                    return name
        return None

    @staticmethod
    def _places(tokens: Sequence[Token], start: int, length: int, best: Sequence[Mention]) -> bool:
        """Whether a province's name says where: as such, or at the end of an address, not as where one travels."""
        before = tokens[start - 1].folded if start else ""
        marked = any(fold(t.text) != t.text.lower() for t in tokens[start : start + length])
        capitals = all(t.text[:1].isupper() for t in tokens[start : start + length])
        if best:
            after_name = any(m.end <= start <= m.end + 5 for m in best)
            return after_name and before not in _TRAVELS and (before in ("tinh", "tp") or capitals or not marked)
        if marked and not capitals:
            return False
        in_a_city = capitals and any(token.text.lower() == "quận" for token in tokens)  # the province has none
        return before in _BEFORE_A_PROVINCE or len(tokens) <= _SHORT or in_a_city

    def _strange_commune(self, tokens: Sequence[Token]) -> str | None:
        """Return a commune that the text calls so and that another province has."""
        for start in range(1, len(tokens)):
            kind = {"xa": "xã", "phuong": "phường"}.get(tokens[start - 1].folded)
            if kind is None or tokens[start - 1].ends_phrase or tokens[start - 1].text.lower() == "xa":
                continue
            for length in (3, 2):
                span = tokens[start : start + length]
                written = " ".join(token.text for token in span)
                found = self._names.elsewhere.get(fold(written), [])
                marked = fold(written) != written.lower()
                if marked and any(is_exactly(written, name) for name in found):
                    return f"{kind} {written}"
        return None


def _can_be(mention: Mention, name: str) -> bool:
    if mention.mended == "no":
        return fits(mention.written, name)
    return nearly_fits(mention.written, name)


def _of_kind(today: list[CommuneRef], old: list[OldName], kind: str) -> tuple[list[CommuneRef], list[OldName]]:
    """Keep the names of the kind that was said; people confuse them, so nothing left means nothing said."""
    same_today = [c for c in today if kind_of(c.name) == kind]
    same_old = [o for o in old if kind_of(o.name) == kind]
    return (same_today, same_old) if same_today or same_old else (today, old)


def _each_commune(olds: Iterable[OldName]) -> list[OldName]:
    return list({o.commune.code: o for o in olds}.values())


def _why(old: OldName) -> str:
    part = "một phần " if old.divided else ""
    return f"{part}{old.name}, {old.district} cũ"


def _told(meaning: _Meaning) -> str | None:
    """Return how an old name led here; nothing when it is the name of today."""
    old = meaning.old
    if old is None or bare(old.name) == bare(old.commune.name):
        return None
    return f"{old.name} ({old.district} cũ) nay là {old.commune.name}"
