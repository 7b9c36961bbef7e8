"""The words of a text as the search compares them: as they sound, with marks and without, in pairs, in letters."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from api.core.text import fold, words_of

_LETTERS = 4

# First letters that the Red River delta does not tell apart ("nàm nại" = "làm lại") or that people mix up in writing.
_SOUNDS = (
    ("ngh", "ng"), ("gh", "g"), ("tr", "c"), ("ch", "c"), ("gi", "d"), ("qu", "w"), ("ph", "f"), ("x", "s"),
    ("r", "d"), ("l", "n"), ("k", "c"),
)  # fmt: skip
_ONE_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")

# Address, courtesy, small words: they tell nothing about the matter. "bạn" is one of them, "bán" is not.
_FILLER_WORDS = (
    "à ạ ad admin ah ai ak anh ấy bà bác bạn bị biết bọn bởi bot các cái cần cậu câu chào cháu chị cho chú có "
    "con cụ của cũng đã đang dạ đều đi để do dc đc được em gì giờ giúp hả hay họ hỏi hok hôm là lại làm lên ko "
    "không k mà mình mọi mong muốn nào này nên nó nữa ơi nhà nhé nhỉ nhờ như nhưng những ông người quá ra rồi "
    "r sao sẽ sếp ta tôi thấy thế thì thôi từ tự và vậy về vì với vs xem xin uh z za j ý"
)
_FILLER = frozenset(_FILLER_WORDS.split())
_BARE_FILLER = frozenset(map(fold, _FILLER))


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


def _is_filler(word: str) -> bool:
    """Whether a word is filler; one without marks may stand for one with."""
    return word in _FILLER or word in _BARE_FILLER


def heard(word: str) -> str:
    """Return a word as it sounds: first letters that people mix up are one, marks stay."""
    for written, sound in _SOUNDS:
        if word.startswith(written):
            return sound + word[len(written) :].translate(_ONE_I)
    return word.translate(_ONE_I)


def telling_sounds(text: str) -> set[str]:
    """Return the words of a text as `Terms.words` has them, for texts of which nothing else is compared."""
    return {fold(heard(word)) for word in words_of(text) if not _is_filler(word)}


def terms_of(text: str, concepts: Concepts) -> Terms:
    """Return what the search compares of a text."""
    written = words_of(text)
    plain = [fold(word) for word in written]
    marked = [heard(word) for word in written]
    bare = [fold(word) for word in marked]
    kept = [number for number, word in enumerate(written) if not _is_filler(word)]
    joined = f" {' '.join(bare[number] for number in kept)} "
    return Terms(
        words=Counter(bare[number] for number in kept),
        marked=Counter(marked[number] for number in kept if marked[number] != bare[number]),
        pairs=Counter(f"{a} {b}" for a, b in pairwise(bare)),
        letters=Counter(joined[i : i + _LETTERS] for i in range(len(joined) - _LETTERS + 1)),
        concepts=Counter(concepts.named(marked, bare)),
        plain=tuple(plain[number] for number in kept),
    )
