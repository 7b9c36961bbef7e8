"""How entries are asked for, against how people ask what no entry answers."""

import math
from collections import Counter
from collections.abc import Iterable

_FEW = 3  # terms that a very short question lacks for its contrast to count fully


class Contrast:
    """How much likelier terms are among the questions that entries answer than among those that none does."""

    def __init__(self, answered: Iterable[Counter[str]], outside: Iterable[Counter[str]]) -> None:
        self._answered, self._all_answered = _counted(answered)
        self._outside, self._all_outside = _counted(outside)

    def of(self, terms: Counter[str], *, without_itself: bool = False) -> float:
        """Return the mean logarithm of the likelihoods' ratio; above 0 speaks for an answer.

        `without_itself` judges a question that is itself among those outside as if it were not, for fitting.
        """
        less = 1 if without_itself else 0
        total = sum(self._of_term(term, less) for term in terms)
        return total / (len(terms) + _FEW)

    def _of_term(self, term: str, less: int) -> float:
        answered = (self._answered[term] + 0.5) / (self._all_answered + 1)
        outside = (max(0, self._outside[term] - less) + 0.5) / (self._all_outside - less + 1)
        return math.log(answered / outside)


def _counted(texts: Iterable[Counter[str]]) -> tuple[Counter[str], int]:
    """Return in how many texts each term stands, and how many texts there are."""
    found: Counter[str] = Counter()
    number = 0
    for text in texts:
        found.update(text.keys())
        number += 1
    return found, max(number, 1)
