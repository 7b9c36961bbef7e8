"""Finding places in what people write: with or without marks, abbreviated, old names and new. Pure.

A name counts as a place when something says so: a prefix (xã, phường, huyện), a word of place before it (ở, tại),
marks that fit, or a message that is hardly more than the name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from api.core.text import fold
from api.places.details import Token, detail_of, tokens_of

Status = Literal["found", "ambiguous", "outside", "none"]
_COMMUNE_PREFIX: Final = frozenset({"xa", "x", "phuong", "p", "tt"})
_DISTRICT_PREFIX: Final = frozenset({"huyen", "h", "tx", "tp"})
_TWO_WORD_PREFIX: Final = {("thi", "tran"): "commune", ("thi", "xa"): "district", ("thanh", "pho"): "district"}
# What follows these is a street, a market, a hamlet or a person, even when a commune has the same name.
_NOT_COMMUNE_AFTER: Final = frozenset(
    [
        "thon",
        "xom",
        "lang",
        "ap",
        "khu",
        "doi",
        "duong",
        "pho",
        "ngo",
        "ngach",
        "hem",
        "cho",
        "cau",
        "truong",
        "chua",
        "dinh",
        "den",
        "vien",
        "song",
        "kenh",
        "quan",
        "nha",
        "anh",
        "chi",
        "ong",
        "ba",
        "co",
        "chu",
        "em",
        "chau",
        "bac",
        "ten",
        "the",
        "trai",
        "to",
        "may",
        "cty",
    ]
)
_WORDS_OF_PLACE: Final = frozenset(["o", "tai", "ben", "ve", "den", "tu", "thuoc", "ubnd", "uy", "dan", "cua"])
_SHORT_MESSAGE: Final = 5
_LONGEST_NAME: Final = 4
_NOT_THIS: Final = re.compile(r"(?:khong phai|ko phai|k phai|chu khong|chang phai)(?: la| o| ben| xa| phuong)*$")


@dataclass(frozen=True)
class CommuneRef:
    """A commune of today."""

    code: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """A commune that may be meant, and what tells it from the others."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class OldName:
    """A commune of before 2025, its district, and where it is now."""

    name: str
    district: str
    commune: CommuneRef
    divided: bool


@dataclass(frozen=True)
class PlaceResult:
    """What was found; `detail` keeps the citizen's own spelling."""

    status: Status
    commune: CommuneRef | None = None
    detail: str | None = None
    candidates: tuple[Candidate, ...] = ()
    explanation: str | None = None


@dataclass(frozen=True)
class _Match:
    """A name of a commune or district in the text, by token numbers."""

    start: int
    end: int
    key: str
    strength: int
    marked: bool
    written: str


@dataclass
class _Names:
    today: dict[str, list[CommuneRef]] = field(default_factory=lambda: defaultdict(list))
    old: dict[str, list[OldName]] = field(default_factory=lambda: defaultdict(list))


class Gazetteer:
    """All names of the province, ready to be looked up."""

    def __init__(
        self, communes: Iterable[CommuneRef], old_names: Iterable[OldName], outside: Iterable[str] = ()
    ) -> None:
        self._names = _Names()
        self._districts: dict[str, str] = {}
        for commune in communes:
            self._names.today[_bare(commune.name)].append(commune)
        for old in old_names:
            self._names.old[_bare(old.name)].append(old)
            self._districts[_bare(old.district)] = old.district
        self._keys = set(self._names.today) | set(self._names.old)
        self._outside = {fold(name): name for name in outside}

    def resolve(self, text: str) -> PlaceResult:
        """Return the place that a text names. What it denies ("chứ không phải Tiên Lữ") is not it."""
        tokens = tokens_of(text)
        districts = self._matches(tokens, set(self._districts), _DISTRICT_PREFIX, "district")
        named_districts = {m.key: m for m in districts if m.strength >= 2 or self._stands_alone(m, tokens)}
        communes = self._matches(tokens, self._keys, _COMMUNE_PREFIX, "commune")
        communes = [m for m in communes if not self._is_district_here(m, named_districts)]
        best = self._best(communes)
        spans = [(m.start, m.end) for m in [*([best] if best else []), *named_districts.values()]]
        detail = detail_of(tokens, spans)
        if best is not None:
            return self._decide(best, set(named_districts), detail)
        lone = next((m for m in districts if m.key in self._keys and m.strength < 2), None)
        if lone is not None:
            return self._decide(lone, set(), detail)
        return PlaceResult("outside" if self._names_outside(tokens) else "none", detail=detail)

    def _matches(self, tokens: list[Token], keys: set[str], prefixes: frozenset[str], kind: str) -> list[_Match]:
        found: list[_Match] = []
        taken = -1
        for start in range(len(tokens)):
            if start <= taken:
                continue
            for length in range(min(_LONGEST_NAME, len(tokens) - start), 0, -1):
                key = " ".join(token.folded for token in tokens[start : start + length])
                if key not in keys or any(t.ends_phrase for t in tokens[start : start + length - 1]):
                    continue
                match = self._judge(tokens, start, start + length, key, prefixes, kind)
                if match is not None:
                    found.append(match)
                    taken = match.end - 1
                    break
        return found

    def _judge(
        self, tokens: list[Token], start: int, end: int, key: str, prefixes: frozenset[str], kind: str
    ) -> _Match | None:
        """Return the match with its strength: 3 with a prefix, 2 after a word of place or alone, 1 by its marks."""
        written = " ".join(token.text for token in tokens[start:end])
        marked = fold(written) != written.lower()
        if marked and not self._marks_fit(written, key, kind):
            return None
        before = tokens[start - 1].folded if start else ""
        pair = (tokens[start - 2].folded, before) if start > 1 else ("", "")
        joined = start == 0 or not tokens[start - 1].ends_phrase
        if self._denied(tokens, start):
            return None
        if joined and (_TWO_WORD_PREFIX.get(pair) == kind or before in prefixes):
            return _Match(start, end, key, 3, marked, written)
        other = _DISTRICT_PREFIX if kind == "commune" else _COMMUNE_PREFIX
        if joined and (before in other or _TWO_WORD_PREFIX.get(pair, kind) != kind or before in _NOT_COMMUNE_AFTER):
            return None
        if len(key.split()) < 2 and len(tokens) > 1:
            return None
        if before in _WORDS_OF_PLACE or len(tokens) <= _SHORT_MESSAGE:
            return _Match(start, end, key, 2, marked, written)
        named = all(token.text[:1].isupper() for token in tokens[start:end])
        return _Match(start, end, key, 1, marked, written) if marked and named else None

    def _marks_fit(self, written: str, key: str, kind: str) -> bool:
        """Whether a name with marks is really this one: "Tân Dân" is not "Tân Đàn"."""
        if kind == "district":
            return _marks(self._districts[key]).endswith(_marks(written))
        names = [c.name for c in self._names.today.get(key, [])] + [o.name for o in self._names.old.get(key, [])]
        return any(_marks(name).endswith(_marks(written)) for name in names)

    @staticmethod
    def _denied(tokens: list[Token], start: int) -> bool:
        before = " ".join(token.folded for token in tokens[max(0, start - 4) : start])
        return _NOT_THIS.search(before) is not None

    @staticmethod
    def _stands_alone(match: _Match, tokens: list[Token]) -> bool:
        """A district's name behind a commune's, as people write addresses: "Tân Dân, Khoái Châu"."""
        return match.start > 0 and match.end == len(tokens) and match.strength >= 1

    def _is_district_here(self, match: _Match, districts: dict[str, _Match]) -> bool:
        district = districts.get(match.key)
        return district is not None and district.start == match.start and match.strength < 3

    @staticmethod
    def _best(matches: list[_Match]) -> _Match | None:
        """The strongest name wins, of equals the last: people correct themselves at the end."""
        return max(matches, key=lambda m: (m.strength, m.end), default=None)

    def _decide(self, match: _Match, districts: set[str], detail: str | None) -> PlaceResult:
        old = [o for o in self._names.old.get(match.key, []) if _fits(o.name, match)]
        today = [c for c in self._names.today.get(match.key, []) if _fits(c.name, match)]
        if districts:
            of_district = [o for o in old if _bare(o.district) in districts]
            if of_district:
                return self._of_old(of_district, detail)
        if today and not (districts and self._elsewhere(today[0], districts) and old):
            return PlaceResult("found", today[0], detail)
        if old:
            return self._of_old(old, detail)
        return PlaceResult("found", today[0], detail) if today else PlaceResult("none", detail=detail)

    def _elsewhere(self, commune: CommuneRef, districts: set[str]) -> bool:
        """Whether a commune of today took in nothing of these districts."""
        every = (o for group in self._names.old.values() for o in group)
        return not any(o.commune == commune and _bare(o.district) in districts for o in every)

    @staticmethod
    def _of_old(names: list[OldName], detail: str | None) -> PlaceResult:
        """Old names lead to where they are now; several communes are asked back, a split one too."""
        communes = {o.commune.code: o for o in names}
        if len(communes) == 1:
            only = names[0]
            note = f"{only.name} ({only.district} cũ) nay là {only.commune.name}"
            same = fold(only.name) == fold(only.commune.name)
            return PlaceResult("found", only.commune, detail, explanation=None if same else note)
        candidates = tuple(
            Candidate(o.commune.code, o.commune.name, f"{o.name}, {o.district} cũ") for o in communes.values()
        )
        return PlaceResult("ambiguous", detail=detail, candidates=candidates)

    def _names_outside(self, tokens: list[Token]) -> bool:
        """Whether another province is named, as a province or after a word of place."""
        for start in range(len(tokens)):
            for length in (3, 2):
                span = tokens[start : start + length]
                name = self._outside.get(" ".join(token.folded for token in span))
                if len(span) < length or name is None or _marks(" ".join(t.text for t in span)) != _marks(name):
                    continue
                before = tokens[start - 1].folded if start else ""
                if before in ("tinh", "tp", "o", "tai", "pho", "cua") or len(tokens) <= _SHORT_MESSAGE:
                    return True
        return False


def _bare(name: str) -> str:
    """Return the folded name without its kind: "Thị trấn Như Quỳnh" -> "nhu quynh"."""
    return re.sub(r"^(?:xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh) ", "", fold(name))


# Old and new placing of the tone mark: hoà / hòa, thuỷ / thủy.
_OLD_TONES: Final = str.maketrans({"\u2019": "'"})
_TONE_PAIRS: Final = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("uỳ", "ùy"), ("uý", "úy"),
                      ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"), ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"))  # fmt: skip


def _marks(name: str) -> str:
    lowered = name.lower().translate(_OLD_TONES)
    for one, other in _TONE_PAIRS:
        lowered = lowered.replace(one, other)
    return lowered


def _fits(name: str, match: _Match) -> bool:
    return not match.marked or _marks(name).endswith(_marks(match.written))
