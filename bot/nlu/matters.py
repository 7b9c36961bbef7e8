"""Several matters in one message: parts of it that clearly speak of different topics.

A part counts only when the classifier is sure of it, so background and asides stay in the matter they belong to.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_PART = re.compile(r"[^.!?;\n]+(?:[.!?;\n]+|$)")
_FEWEST_WORDS = 5
_SURE = 0.8


@dataclass(frozen=True)
class Matter:
    """A part of the citizen's text, by offsets, with its topic."""

    start: int
    end: int
    topic: str
    confidence: float


def parts(text: str) -> list[tuple[int, int]]:
    """Return the sentences by offsets; one that is too short to have a topic joins the sentence before it."""
    found: list[tuple[int, int]] = []
    for match in _PART.finditer(text):
        if found and len(match.group().split()) < _FEWEST_WORDS:
            found[-1] = (found[-1][0], match.end())
        elif match.group().strip():
            found.append((match.start(), match.end()))
    return found


def find_matters(text: str, best: Callable[[Sequence[str]], list[tuple[str, float]]]) -> list[Matter]:
    """Return the matters when there are two or more, else nothing; `best` gives topic and confidence of texts."""
    places = parts(text)
    if len(places) < 2:
        return []
    matters: list[Matter] = []
    for (start, end), (topic, sure) in zip(places, best([text[a:b] for a, b in places])):  # noqa: B905  Python 3.10
        if sure < _SURE:
            continue
        if matters and matters[-1].topic == topic:
            matters[-1] = Matter(matters[-1].start, end, topic, max(sure, matters[-1].confidence))
        else:
            matters.append(Matter(start, end, topic, sure))
    return matters if len({m.topic for m in matters}) > 1 else []
