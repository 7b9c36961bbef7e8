"""The words of a text as the search compares them: as they sound, with marks and without, in pairs, in letters."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from api.core.text import clean, fold

_WORD = re.compile(r"[^\W_]+")
_LETTERS = 4

# First letters that the Red River delta does not tell apart ("nàm nại" = "làm lại") or that people mix up in writing.
_SOUNDS = (
    ("ngh", "ng"), ("gh", "g"), ("tr", "c"), ("ch", "c"), ("gi", "d"), ("qu", "w"), ("ph", "f"), ("x", "s"),
    ("r", "d"), ("l", "n"), ("k", "c"),
)  # fmt: skip

# Address and courtesy, without marks: they tell nothing about the matter.
_FILLER_WORDS = (
    "a ad admin ah ai anh ay ba bac ban be boi bot cac cai cau chao chau chi cho chu co con cu da de di do duoc em gi "
    "gio giup ha hay hoi hom ho la lai lam len ma minh moi mong muon nao nay nen nha nhe nho nhu nhung no nua oi qua "
    "ra roi sao se sep thay the thi thoi toi tu va vay ve vi voi xin xem za z j ak khong k ko dc hok nhi uh dang bi "
    "can cung deu ong nguoi ta biet vs r"
)
FILLER = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True)
class Terms:
    """What is compared, kind by kind, each with how often it stands in the text."""

    words: Counter[str]  # as they sound, without marks and filler
    marked: Counter[str]  # only those that were written with marks: "bán" is not "bạn"
    pairs: Counter[str]  # of neighbours, without marks, filler too: "có được không"
    letters: Counter[str]  # runs of four, over the borders of words, for slips of the finger
    concepts: Counter[str]
    plain: tuple[str, ...]  # the words as written, without marks, for other searches

    @property
    def has_marks(self) -> bool:
        """Whether the writer set marks: only then can they tell words apart."""
        return bool(self.marked)


class Concepts:
    """The ways in which people name a thing, found in a text whether or not either has marks."""

    def __init__(self, ways: Mapping[str, Iterable[str]]) -> None:
        self._ways: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
        for concept, names in ways.items():
            for name in names:
                marked = tuple(map(heard, words_of(name)))
                bare = tuple(map(fold, marked))
                self._ways.setdefault(bare[0], []).append((marked, bare, concept))

    def named(self, marked: list[str], bare: list[str]) -> list[str]:
        """Return the concepts that a text (as it sounds) names, each as often as it does."""
        return [
            concept
            for start, first in enumerate(bare)
            for way, way_bare, concept in self._ways.get(first, ())
            if tuple(bare[start : start + len(way_bare)]) == way_bare and _same(marked[start : start + len(way)], way)
        ]


def _same(written: Iterable[str], known: Iterable[str]) -> bool:
    """Whether words may stand for others that fold alike: not if both bear marks, and other ones."""
    return all(a == b or fold(a) == a or fold(b) == b for a, b in zip(written, known, strict=True))


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, with their marks."""
    return _WORD.findall(clean(text).lower())


def heard(word: str) -> str:
    """Return a word as it sounds: first letters that people mix up are one, marks stay."""
    for written, sound in _SOUNDS:
        if word.startswith(written):
            return sound + word[len(written) :].replace("y", "i")
    return word.replace("y", "i")


def terms_of(text: str, concepts: Concepts) -> Terms:
    """Return what the search compares of a text."""
    written = words_of(text)
    plain = [fold(word) for word in written]
    marked = [heard(word) for word in written]
    bare = [fold(word) for word in marked]
    kept = [number for number, word in enumerate(plain) if word not in FILLER]
    joined = f" {' '.join(bare[number] for number in kept)} "
    return Terms(
        words=Counter(bare[number] for number in kept),
        marked=Counter(marked[number] for number in kept if marked[number] != bare[number]),
        pairs=Counter(f"{a} {b}" for a, b in pairwise(bare)),
        letters=Counter(joined[i : i + _LETTERS] for i in range(len(joined) - _LETTERS + 1)),
        concepts=Counter(concepts.named(marked, bare)),
        plain=tuple(plain[number] for number in kept),
    )
