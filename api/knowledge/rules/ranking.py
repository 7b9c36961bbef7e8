"""Entries ranked by how near their words are to a question's.

An entry has its ways of being asked (title, questions) and its whole text. For each kind of term three figures are
taken (cosines): the nearest way, the second nearest, the whole text; and two of the whole text alone: which share of
the question's words it has, and how much likelier its letters make the question than those of all entries do. A score
is their weighted sum; the weights are fitted, see docs/answers.md.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from api.knowledge.rules.contrast import Contrast
from api.knowledge.rules.words import Concepts, Terms, heard, telling_sounds, terms_of

KINDS = ("marked", "pairs", "letters", "concepts")
FIGURES = (*(f"{kind}.{place}" for kind in KINDS for place in ("first", "second", "whole")), "known", "likelier")
CONTRASTS = ("words", "pairs", "letters", "concepts")
OUTSIDE_FIGURES = (*(f"outside.{kind}" for kind in KINDS), *(f"contrast.{kind}" for kind in CONTRASTS))
OUTSIDE = ""  # the id of questions that no entry answers
_NOTHING = (0.0, 0.0, 0.0)
_PRIOR = 50  # letters of all entries that are mixed into an entry's own (Dirichlet smoothing)
_FEW = 3  # letters that a very short question lacks for its likelihood to count fully


@dataclass(frozen=True)
class Document:
    """A text of an entry: one way of asking (`whole` is false), or all that the entry says."""

    entry: str
    text: str
    whole: bool = False


class Space:
    """One kind of term: vectors of length 1 whose parts weigh what is rare more."""

    def __init__(self, documents: list[Counter[str]]) -> None:
        self._count = len(documents)
        self._frequency = Counter(term for document in documents for term in document)
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, document in enumerate(documents):
            for term, value in self.vector(document).items():
                self._places[term].append((number, value))

    def rarity(self, term: str) -> float:
        """Return how much a term tells: nothing when it stands everywhere, most when it is unknown."""
        return math.log((self._count + 1) / (self._frequency.get(term, 0) + 0.5))

    def vector(self, terms: Counter[str]) -> dict[str, float]:
        """Return the terms' weights, together of length 1."""
        raw = {term: (1 + math.log(count)) * self.rarity(term) for term, count in terms.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {term: value / length for term, value in raw.items()}

    def nearness(self, terms: Counter[str]) -> dict[int, float]:
        """Return the cosine with each document that shares a term."""
        found: dict[int, float] = defaultdict(float)
        for term, value in self.vector(terms).items():
            for number, other in self._places.get(term, ()):
                found[number] += value * other
        return found


class Likelihood:
    """How much likelier a text's letters are in an entry than in all entries together."""

    def __init__(self, wholes: Mapping[str, Counter[str]]) -> None:
        self._all: Counter[str] = Counter()
        for letters in wholes.values():
            self._all.update(letters)
        self._sum = self._all.total()
        self._sizes = {entry: letters.total() for entry, letters in wholes.items()}
        self._places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for entry, letters in wholes.items():
            for term, count in letters.items():
                self._places[term].append((entry, count))

    def of(self, letters: Counter[str]) -> dict[str, float]:
        """Return the mean logarithm of the likelihoods' ratio, entry by entry."""
        size = letters.total()
        found = {entry: size * math.log(_PRIOR / (own + _PRIOR)) for entry, own in self._sizes.items()}
        for term, count in letters.items():
            share = (self._all.get(term, 0) + 0.5) / self._sum
            for entry, own in self._places.get(term, ()):
                found[entry] += count * math.log1p(own / (_PRIOR * share))
        return {entry: value / (size + _FEW) for entry, value in found.items()}


@dataclass(frozen=True)
class Look:
    """What a question is like: each entry's figures in the order of FIGURES, and OUTSIDE_FIGURES."""

    figures: dict[str, list[float]]
    outside: list[float]


class Ranking:
    """All documents, ready to be compared with a question."""

    def __init__(self, documents: Iterable[Document], concepts: Concepts) -> None:
        self._documents = list(documents)
        self.concepts = concepts
        terms = [terms_of(document.text, concepts) for document in self._documents]
        self._spaces = {kind: Space([getattr(t, kind) for t in terms]) for kind in KINDS}
        self._words = Space([t.words for t in terms])
        wholes = {d.entry: t for d, t in zip(self._documents, terms, strict=True) if d.whole}
        ways = [(d.entry == OUTSIDE, t) for d, t in zip(self._documents, terms, strict=True) if not d.whole]
        self._contrasts = {
            kind: Contrast(*([getattr(t, kind) for out, t in ways if out is side] for side in (False, True)))
            for kind in CONTRASTS
        }
        self._own = {entry: set(found.words) for entry, found in wholes.items()}
        self._likelihood = Likelihood({entry: found.letters for entry, found in wholes.items()})

    def look(self, question: Terms, *, skip: int = 0) -> "Look":
        """Return each entry's figures, and how much the question resembles those that no entry answers.

        For fitting, `skip` passes over that many of the nearest of those, as if the question were less like them.
        """
        near = [self._near(kind, question, skip) for kind in KINDS]
        likelier, known = self._likelihood.of(question.letters), self._shares(question, self._own)
        figures = {
            entry: [*(f for of_kind, _ in near for f in of_kind.get(entry, _NOTHING)), known[entry], likelier[entry]]
            for entry in self._own
        }
        contrasts = [self._contrasts[kind].of(getattr(question, kind), without_itself=skip > 0) for kind in CONTRASTS]
        return Look(figures, [*(outside for _, outside in near), *contrasts])

    def rarest(self, words: Iterable[str], most: int) -> list[str]:
        """Return the words, written without marks, that tell most."""
        return sorted(set(words), key=lambda word: (-self._words.rarity(heard(word)), word))[:most]

    def compare(self, question: Terms, text: str) -> float:
        """Return which share of the question's words, by weight, another text has (0 to 1)."""
        return self._shares(question, {"": telling_sounds(text)})[""]

    def _near(self, kind: str, question: Terms, skip: int) -> tuple[dict[str, tuple[float, float, float]], float]:
        """Return each entry's nearest way, second nearest and whole text in one kind of term, and what is outside."""
        found: dict[str, tuple[float, float, float]] = {}
        outside = []
        for number, value in self._nearness(kind, question).items():
            document = self._documents[number]
            first, second, whole = found.get(document.entry, _NOTHING)
            if document.entry == OUTSIDE:
                outside.append(value)
            elif document.whole:
                found[document.entry] = first, second, value
            else:
                found[document.entry] = max(first, value), max(second, min(first, value)), whole
        return found, ([*sorted(outside, reverse=True), *[0.0] * (skip + 1)])[skip]

    def _nearness(self, kind: str, question: Terms) -> dict[int, float]:
        """Return the cosines in a kind of term; who sets no marks is compared by words without marks."""
        if kind == "marked" and not question.has_marks:
            return self._words.nearness(question.words)
        return self._spaces[kind].nearness(getattr(question, kind))

    def _shares(self, question: Terms, owners: Mapping[str, Set[str]]) -> dict[str, float]:
        """Return which share of the question's words, by weight, each owner has."""
        weights = {word: self._words.rarity(word) for word in question.words}
        everything = sum(weights.values()) or 1.0
        return {
            owner: sum(weight for word, weight in weights.items() if word in own) / everything
            for owner, own in owners.items()
        }


def score(figures: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted sum."""
    return sum(figure * weight for figure, weight in zip(figures, weights, strict=True))


def documents_of(
    entries: Mapping[str, tuple[str, Iterable[str], Iterable[str]]], asked: Iterable[tuple[str, str]] = ()
) -> list[Document]:
    """Return the documents of entries given as id -> (title, questions, texts of the answer), and of asked questions.

    These are given after the id of the entry that answers each, or after OUTSIDE.
    """
    ways: dict[str, list[str]] = {OUTSIDE: [], **{entry: [title, *own] for entry, (title, own, _) in entries.items()}}
    for entry, question in asked:
        ways[entry].append(question)
    found = [Document(entry, way) for entry, texts in ways.items() for way in texts]
    wholes = {entry: [*ways[entry], *answer] for entry, (_, _, answer) in entries.items()}
    return [*found, *(Document(entry, " . ".join(texts), whole=True) for entry, texts in wholes.items())]
