"""Whether the nearest entry is an answer, or nothing is: a question that no entry answers must get none.

A logistic model over few figures of a question and an entry, its weights fitted on tests/answers/tuning.jsonl
(`python -m ops.answers fit`); docs/answers.md has the figures.
"""

import math

from api.knowledge.rules.ranking import Ranking
from api.knowledge.rules.words import Terms, terms_of

# fitted: (constant, score, lead over the best other entry, share of the question's weight that the entry knows)
_WEIGHTS = (-6.0, 12.0, 8.0, 3.0)
THRESHOLD = 0.5
PUBLISHED_FITS = 0.35
_BOTH_WITHIN = 0.6
_MOST_WORDS = 12
_LONGEST_WORD = 20


def chances(question: Terms, ranked: list[tuple[str, float]], ranking: Ranking) -> list[tuple[str, float]]:
    """Return each entry with how likely it answers (0 to 1), in the order given."""
    return [(entry, _chance(features(question, place, ranked, ranking))) for place, (entry, _) in enumerate(ranked)]


def both_fit(first: float, second: float) -> bool:
    """Whether two chances are so near that the citizen should choose."""
    return second >= _BOTH_WITHIN * first


def features(
    question: Terms, place: int, ranked: list[tuple[str, float]], ranking: Ranking
) -> tuple[float, float, float]:
    """Return what the decision rests on, for the entry at a place of the ranking."""
    entry, score = ranked[place]
    others = [other for number, (_, other) in enumerate(ranked) if number != place]
    return score, score - max(others, default=0.0), ranking.known(question, entry)


def telling_words(question: Terms, ranking: Ranking) -> list[str]:
    """Return the words that tell most, to look for published answers; what is no word of Vietnamese tells nothing."""
    space = ranking.spaces["words"]
    words = sorted(
        (w for w in question.words if w.isalnum() and w.isascii() and len(w) <= _LONGEST_WORD),
        key=lambda w: (-space.rarity(w), w),
    )
    return words[:_MOST_WORDS]


def nearness(question: Terms, text: str, ranking: Ranking) -> float:
    """Return how near another text is to a question, by the words that are rare among the entries (0 to 1)."""
    return ranking.compare(question, terms_of(text, ranking.concepts))


def _chance(figures: tuple[float, ...]) -> float:
    total = _WEIGHTS[0] + sum(weight * figure for weight, figure in zip(_WEIGHTS[1:], figures, strict=True))
    return 1 / (1 + math.exp(-total))
