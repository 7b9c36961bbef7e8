"""Several matters in one message: where it falls into parts that speak surely of different topics.

The message is cut where both sides are surest of topics of their own and neither could be about the other's; a side
may be cut again. Background and asides stay in the matter they belong to, since alone they are sure of nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.nlu.fold import fold

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;\n]+|$)")
# "Besides", "by the way", "secondly": a new matter may begin here without a full stop before it.
_JOINER = re.compile(
    r"\b(?:ngoai ra|voi lai|tien the|con nua|them nua|nhan day|nhan tien|a ma|a quen|thu (?:hai|ba)|(?:hai|ba) la|"
    r"(?:chuyen|viec) (?:nua|khac)|dong thoi|ben canh do|con (?:viec|chuyen)|luon tien|sang chuyen|"
    r"(?:hoi|cho em hoi|cho hoi) (?:them|luon))\b"
)
# In a short message also at an "and" or a "but": "đường thì hỏng mà rác thì không ai dọn". Only what one sees in the
# street and two agencies mend counts there; with all topics, or at commas, one matter was too often taken for two.
_FINER = re.compile(r"\b(?:con|va|ma|voi|lai|nua la)\b")
_SEEN = frozenset({"6c.road", "6c.power", "6c.water", "6c.waste"})
_SHORT_MESSAGE = 25
_FINER_SURE = 0.8
_FEWEST_WORDS, _FEWEST_FINER = 4, 3
# The cost of a look grows with the parts; what is told after so many belongs to the last.
_MOST_PARTS = 8
# Chosen on `nlu_data/several.jsonl` (docs/understanding.md, section Several matters).
_SURE = 0.6
_OTHERS_AT_MOST = 0.03

# Confidences by topic of one text.
Read = Callable[[str], dict[str, float]]


@dataclass(frozen=True)
class Matter:
    """A part of the citizen's text, by offsets, with its topic."""

    start: int
    end: int
    topic: str
    confidence: float


def parts(text: str, *, finer: bool = False) -> list[tuple[int, int]]:
    """Return the sentences, cut at joiners too, by offsets; what is too short to have a topic joins its neighbour."""
    folded, fewest = fold(text).lower(), _FEWEST_FINER if finer else _FEWEST_WORDS
    cuts = {0, len(text), *(match.end() for match in _SENTENCE.finditer(text))}
    cuts |= {match.start() for match in _JOINER.finditer(folded)}
    cuts |= {match.start() for match in _FINER.finditer(folded)} if finer else set()
    edges = sorted(cuts)
    found: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        last = text[slice(*found[-1])] if found else ""
        if found and (min(_words(text[start:end]), _words(last)) < fewest or len(found) == _MOST_PARTS):
            found[-1] = (found[-1][0], end)
        elif text[start:end].strip():
            found.append((start, end))
    return found


def find_matters(text: str, read: Read) -> list[Matter]:
    """Return the matters when there are two or more, else nothing; `read` gives the confidences of a text."""
    matters = _several(text, parts(text), read, _SURE)
    if matters or _words(text) > _SHORT_MESSAGE:
        return matters
    finer = _several(text, parts(text, finer=True), read, _FINER_SURE)
    return finer if all(matter.topic in _SEEN for matter in finer) else []


def _several(text: str, places: list[tuple[int, int]], read: Read, sure: float) -> list[Matter]:
    matters = _cut(text, places, read, sure) if len(places) > 1 else []
    return matters if len({matter.topic for matter in matters}) > 1 else []


def _cut(text: str, places: list[tuple[int, int]], read: Read, sure: float) -> list[Matter]:
    """Return the matters of a run of parts: those of its two sides where it falls apart, else the one that it is."""
    best, at = 0.0, 0
    for cut in range(1, len(places)):
        left, right = read(_text(text, places[:cut])), read(_text(text, places[cut:]))
        ours, theirs = max(left, key=left.__getitem__), max(right, key=right.__getitem__)
        apart = ours != theirs and max(left[theirs], right[ours]) <= _OTHERS_AT_MOST
        if apart and min(left[ours], right[theirs]) > best:
            best, at = min(left[ours], right[theirs]), cut
    if best >= sure:
        return _cut(text, places[:at], read, sure) + _cut(text, places[at:], read, sure)
    whole = read(_text(text, places))
    topic = max(whole, key=whole.__getitem__)
    return [Matter(places[0][0], places[-1][1], topic, whole[topic])]


def _text(text: str, places: list[tuple[int, int]]) -> str:
    return text[places[0][0] : places[-1][1]]


def _words(text: str) -> int:
    return len(text.split())
