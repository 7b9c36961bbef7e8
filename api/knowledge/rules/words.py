"""The words of a text as the search compares them: with marks, without, in pairs, in letters, as concepts."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from api.core.text import clean, fold

_WORD = re.compile(r"[^\W_]+")
_LETTERS = 4

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

    words: Counter[str]  # without marks
    marked: Counter[str]  # only words that were written with marks
    pairs: Counter[str]
    letters: Counter[str]
    concepts: Counter[str]

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
                marked = words_of(name)
                bare = tuple(map(fold, marked))
                self._ways.setdefault(bare[0], []).append((tuple(marked), bare, concept))

    def named(self, marked: list[str], bare: list[str]) -> list[str]:
        """Return the concepts that a text names, each as often as it does."""
        return [
            concept
            for start, first in enumerate(bare)
            for way, way_bare, concept in self._ways.get(first, ())
            if tuple(bare[start : start + len(way_bare)]) == way_bare
            and all(_same(a, b) for a, b in zip(marked[start:], way, strict=False))
        ]


def _same(written: str, known: str) -> bool:
    """Whether a word may stand for another that folds alike: not if both bear marks, and other ones."""
    return written == known or fold(written) == written or fold(known) == known


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, with their marks."""
    return _WORD.findall(clean(text).lower())


def terms_of(text: str, concepts: Concepts) -> Terms:
    """Return what the search compares of a text."""
    marked = words_of(text)
    bare = [fold(word) for word in marked]
    kept = [(m, b) for m, b in zip(marked, bare, strict=True) if b not in FILLER]
    joined = f" {' '.join(b for _, b in kept)} "
    return Terms(
        words=Counter(b for _, b in kept),
        marked=Counter(m for m, b in kept if m != b),
        pairs=Counter(f"{a} {b}" for (_, a), (_, b) in pairwise(kept)),
        letters=Counter(joined[i : i + _LETTERS] for i in range(len(joined) - _LETTERS + 1)),
        concepts=Counter(concepts.named(marked, bare)),
    )
