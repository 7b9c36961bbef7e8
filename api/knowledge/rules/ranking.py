"""Entries ranked by how near their words are to a question's."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from api.knowledge.rules.words import Concepts, Terms, terms_of

KINDS = tuple(field.name for field in fields(Terms))
_MARKED = "marked"


@dataclass(frozen=True)
class Weights:
    """How much each kind of term counts, and an entry's nearest question against its whole text."""

    words: float = 1.0
    marked: float = 0.6
    pairs: float = 0.8
    letters: float = 0.8
    concepts: float = 1.0
    whole: float = 0.6
    second: float = 0.3
    power: float = 1.0


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


class Ranking:
    """All documents, ready to be compared with a question."""

    def __init__(self, documents: Iterable[Document], concepts: Concepts, weights: Weights | None = None) -> None:
        self.documents = list(documents)
        self.concepts = concepts
        self.weights = weights or Weights()
        terms = [terms_of(document.text, concepts) for document in self.documents]
        self.spaces = {kind: Space([getattr(t, kind) for t in terms]) for kind in KINDS}
        self._own: dict[str, set[str]] = defaultdict(set)
        for document, found in zip(self.documents, terms, strict=True):
            self._own[document.entry].update(found.words)

    def rank(self, question: Terms) -> list[tuple[str, float]]:
        """Return entries with their scores (0 to about 1), the best first; those that share nothing are left out."""
        near = self._nearness(question)
        ways: dict[str, list[float]] = defaultdict(list)
        whole: dict[str, float] = defaultdict(float)
        for number, score in near.items():
            document = self.documents[number]
            if document.whole:
                whole[document.entry] = score
            else:
                ways[document.entry].append(score)
        scores = {entry: self._joined(ways.get(entry, []), whole[entry]) for entry in {*ways, *whole}}
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

    def known(self, question: Terms, entry: str) -> float:
        """Return which share of the question's words, by weight, the entry has (0 to 1)."""
        space, own = self.spaces["words"], self._own[entry]
        weights = {word: space.rarity(word) for word in question.words}
        return float(sum(w for word, w in weights.items() if word in own) / (sum(weights.values()) or 1.0))

    def compare(self, question: Terms, other: Terms) -> float:
        """Return how near a text that is no entry's is to a question (0 to 1)."""
        used = {kind: getattr(self.weights, kind) for kind in KINDS if getattr(question, kind)}
        near: float = sum(weight * self._cosine(kind, question, other) for kind, weight in used.items())
        return near / (sum(used.values()) or 1.0)

    def _cosine(self, kind: str, question: Terms, other: Terms) -> float:
        vector, second = (self.spaces[kind].vector(getattr(terms, kind)) for terms in (question, other))
        return sum(value * second.get(term, 0.0) for term, value in vector.items())

    def _joined(self, ways: list[float], whole: float) -> float:
        best = [*sorted(ways, reverse=True)[:2], 0.0, 0.0]
        parts = ((best[0], 1.0), (best[1], self.weights.second), (whole, self.weights.whole))
        return sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts)

    def _nearness(self, question: Terms) -> dict[int, float]:
        """Return the nearness of documents over all kinds of terms that the question has."""
        used = {kind: getattr(self.weights, kind) for kind in KINDS if getattr(question, kind)}
        found: dict[int, float] = defaultdict(float)
        for kind, weight in used.items():
            for number, value in self.spaces[kind].nearness(getattr(question, kind)).items():
                found[number] += weight * value
        everything = sum(used.values()) or 1.0
        return {number: value / everything for number, value in found.items()}


def documents_of(entries: Mapping[str, tuple[str, Iterable[str], Iterable[str]]]) -> list[Document]:
    """Return the documents of entries given as id -> (title, questions, texts of the answer)."""
    found = []
    for entry, (title, questions, answer) in entries.items():
        ways = [title, *questions]
        found += [Document(entry, way) for way in ways]
        found.append(Document(entry, " . ".join([*ways, *answer]), whole=True))
    return found
