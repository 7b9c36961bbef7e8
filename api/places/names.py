"""The names of communes and districts, of today and of before, and how what people type compares with them. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from api.core.text import fold


@dataclass(frozen=True)
class CommuneRef:
    """A commune of today."""

    code: str
    name: str


@dataclass(frozen=True)
class OldName:
    """A commune of before July 2025, its district, and where it is now; an `older` one ended in a merger before."""

    name: str
    district: str
    commune: CommuneRef
    divided: bool
    older: bool = False


_KIND = re.compile(
    r"^(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|xa|phuong|thi tran|huyen|thi xa|thanh pho|tinh) "
)
_SHORTEST_TO_MEND: Final = 6
_TONES: Final = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_NO_TONE: Final = "0"
_ALIKE: Final = re.compile(r"^(?:tr|s(?!$)|r|gi(?=[aeiouyăâêôơư]))")
_SOUNDS: Final = {"tr": "ch", "s": "x", "r": "d", "gi": "d"}


@lru_cache(maxsize=65_536)
def bare(name: str) -> str:
    """Return the folded name without its kind: "Thị trấn Như Quỳnh" -> "nhu quynh"."""
    return _KIND.sub("", fold(name))


def kind_of(name: str) -> str:
    """Return xã, phường, or thị trấn."""
    return "thị trấn" if name.startswith("thị trấn") else name.split(" ", 1)[0]


def plain(name: str) -> str:
    """Return the name without its kind, as it is written: "thị trấn Như Quỳnh" -> "Như Quỳnh"."""
    return name.removeprefix(f"{kind_of(name)} ")


def own_letters(name: str) -> str:
    """Return the name without its kind, in small letters, as it is written."""
    return _KIND.sub("", name.lower())


@lru_cache(maxsize=65_536)
def canonical(text: str) -> str:
    """Return small letters with each word's tone behind it, so that its place in the word says nothing: hoà, hòa."""
    words = []
    for word in text.lower().split():
        letters, tone = [], _NO_TONE
        for letter in unicodedata.normalize("NFD", word):
            if letter in _TONES:
                tone = _TONES[letter]
            else:
                letters.append(letter)
        words.append(unicodedata.normalize("NFC", "".join(letters)) + tone)
    return " ".join(words)


def fits(written: str, name: str) -> bool:
    """Whether a text can be this name: each letter is the same or lacks its marks, none has others."""
    return _all_same(canonical(written), canonical(own_letters(name)))


def is_exactly(written: str, name: str) -> bool:
    """Whether a text is this name with all its marks."""
    return canonical(written) == canonical(own_letters(name))


def nearly_fits(written: str, name: str) -> bool:
    """Whether one letter, tone or blank put right makes the text this name, or it sounds the same in the North."""
    mine, theirs = canonical(written), canonical(own_letters(name))
    if _one_edit_away(mine, theirs) or _without_blanks(mine) == _without_blanks(theirs):
        return True
    return _all_same(sound(mine), sound(theirs))


def sound(text: str) -> str:
    """Return the words with one letter for beginnings that sound alike in the North: tr, ch; s, x; r, gi, d."""
    return " ".join(_ALIKE.sub(lambda match: _SOUNDS[match.group()], word) for word in text.split(" "))


def _without_blanks(text: str) -> str:
    """Return the letters alone: of words that were run together only the last tone could be kept."""
    return "".join(letter for letter in text if letter.isalpha())


def _same(written: str, right: str) -> bool:
    return written == right or written == fold(right) or (written == _NO_TONE and right.isdigit())


def _one_edit_away(mine: str, theirs: str) -> bool:
    """Whether at most one letter is wrong, missing, too much, or exchanged with its neighbour."""
    start = 0
    while start < min(len(mine), len(theirs)) and _same(mine[start], theirs[start]):
        start += 1
    a, b = mine[start:], theirs[start:]
    exchanged = len(a) > 1 and len(b) > 1 and (a[0], a[1]) == (b[1], b[0]) and _all_same(a[2:], b[2:])
    return _all_same(a[1:], b[1:]) or _all_same(a[1:], b) or _all_same(a, b[1:]) or exchanged


def _all_same(mine: str, theirs: str) -> bool:
    return len(mine) == len(theirs) and all(_same(a, b) for a, b in zip(mine, theirs, strict=True))


class Names:
    """All names of a province by their folded form without kind."""

    def __init__(
        self, communes: Iterable[CommuneRef], old_names: Iterable[OldName], elsewhere: Mapping[str, list[str]]
    ) -> None:
        self.today: dict[str, list[CommuneRef]] = defaultdict(list)
        self.old: dict[str, list[OldName]] = defaultdict(list)
        self.districts: dict[str, str] = {}
        self.in_district: dict[str, list[OldName]] = defaultdict(list)
        self.became: dict[str, list[OldName]] = defaultdict(list)
        self.elsewhere = elsewhere
        for commune in communes:
            self.today[bare(commune.name)].append(commune)
        for old in old_names:
            self.old[bare(old.name)].append(old)
            if not old.older:
                self.became[old.commune.code].append(old)
            self.districts[bare(old.district)] = old.district
            self.in_district[bare(old.district)].append(old)
        self.communes = frozenset(self.today) | frozenset(self.old)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for key in self.communes:
            self._sounds[sound(key)].add(key)
        self._near_communes = _one_letter_less(self.communes)
        self._near_districts = _one_letter_less(self.districts)

    def commune_names(self, key: str) -> list[str]:
        """Return the names, of today and of before, that a key stands for."""
        return [c.name for c in self.today.get(key, [])] + [o.name for o in self.old.get(key, [])]

    def lies_in(self, key: str, district: str) -> bool:
        """Whether a commune of this name, of today or of before, lies in the old district; both are keys."""
        return any(key in (bare(old.name), bare(old.commune.name)) for old in self.in_district.get(district, ()))

    def nearly(self, key: str, *, districts: bool = False) -> list[str]:
        """Return the keys that one letter put right makes of this one."""
        if len(key) < _SHORTEST_TO_MEND:
            return []
        near = self._near_districts if districts else self._near_communes
        candidates = {found for form in _forms(key) for found in near.get(form, ())}
        alike = set() if districts else self._sounds.get(sound(key), set())
        return sorted({found for found in candidates if _one_edit_away(key, found)} | alike)

    def by_initials(self, letters: str) -> list[str]:
        """Return the districts that people shorten to these letters: "hy" -> Hưng Yên."""
        return [key for key in self.districts if "".join(word[0] for word in key.split()) == letters]


def _one_letter_less(keys: Iterable[str]) -> dict[str, set[str]]:
    """Return for each key, whole and with one letter left out, the keys it may come from (as SymSpell does)."""
    index: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        for form in _forms(key):
            index[form].add(key)
    return dict(index)


def _forms(key: str) -> set[str]:
    return {key} | {key[:n] + key[n + 1 :] for n in range(len(key))}
