"""Which entry is nearest, and whether it is an answer: a question that no entry answers must get none.

The nearest is found by a weighted sum of figures (`ranking`), whether it answers by a logistic model over these
figures, the share among the others, and how much the question resembles those that no entry answers. Both are fitted on
tests/answers/tuning.jsonl by `python -m ops.answers fit`, which writes weights.json; docs/answers.md has the figures.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.knowledge.rules.ranking import FIGURES, OUTSIDE_FIGURES, Ranking, score
from api.knowledge.rules.words import Terms

SIGNS = ("score", "share", "length", "bare", *FIGURES, *OUTSIDE_FIGURES)
_SHARE = SIGNS.index("share")
PUBLISHED_FITS = 0.5  # of the question's words, by weight, in a published answer: enough for who searches
PUBLISHED_ALIKE = 0.75  # and from here on for a draft: half of the words brought in other matters
_MOST_WORDS = 12
_LONGEST_WORD = 20
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Model:
    """The fitted weights: of FIGURES for the ranking, of a constant and SIGNS for the decision."""

    ranking: tuple[float, ...]
    decision: tuple[float, ...]
    threshold: float  # of the chance, from which on an entry is given as the answer
    near: float  # from which on it is worth showing to somebody who chooses
    both: float  # lead of the first, in logarithms of shares, under which the second is offered too

    @classmethod
    def read(cls, file: Path = WEIGHTS) -> "Model":
        """Return what was fitted last."""
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        ranking, decision = found["ranking"], found["decision"]
        return cls(
            tuple(ranking[name] for name in FIGURES),
            tuple(decision[name] for name in ("constant", *SIGNS)),
            found["threshold"],
            found["near"],
            found["both"],
        )

    def chances(
        self, question: Terms, figures: Mapping[str, Sequence[float]], outside: Sequence[float]
    ) -> list["Chance"]:
        """Return the nearest entries with how likely each answers, the nearest first."""
        signs = signs_of(ranked_by(self.ranking, figures), figures, question, outside)
        return [Chance(entry, self.chance(self.decision, found), found[_SHARE]) for entry, found in signs]

    @staticmethod
    def chance(weights: Sequence[float], signs: Sequence[float]) -> float:
        """Return what a logistic model makes of the signs (0 to 1)."""
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, weights[0] + score(signs, weights[1:])))))


@dataclass(frozen=True)
class Chance:
    """How likely an entry answers (0 to 1), and the logarithm of its share among all entries."""

    entry: str
    chance: float
    share: float


def ranked_by(weights: Sequence[float], figures: Mapping[str, Sequence[float]]) -> list[tuple[str, float]]:
    """Return entries with their scores, the best first."""
    scored = [(entry, score(found, weights)) for entry, found in figures.items()]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def signs_of(
    ranked: Sequence[tuple[str, float]],
    figures: Mapping[str, Sequence[float]],
    question: Terms,
    outside: Sequence[float],
    most: int = 5,
) -> list[tuple[str, list[float]]]:
    """Return what the decision rests on, in the order of SIGNS, for the first entries of a ranking."""
    if not ranked:
        return []
    best = ranked[0][1]
    everything = best + math.log(sum(math.exp(value - best) for _, value in ranked))
    about = [math.log1p(question.letters.total()), 0.0 if question.has_marks else 1.0]
    return [(entry, [value, value - everything, *about, *figures[entry], *outside]) for entry, value in ranked[:most]]


def telling_words(question: Terms, ranking: Ranking) -> list[str]:
    """Return the words that tell most, to look for published answers."""
    words = (word for word in question.plain if word.isascii() and len(word) <= _LONGEST_WORD)
    return ranking.rarest(words, _MOST_WORDS)
