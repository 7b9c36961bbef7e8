"""What a search gives."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime

from api.knowledge.entries import Entry


@dataclass(frozen=True)
class Match:
    """An entry that may answer; the score is how likely it does, 0 to 1."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class PublishedMatch:
    """A published answer that fits, at its lasting address /tra-loi/<slug>."""

    slug: str
    question: str
    text: str
    agency_code: str
    published_at: datetime
    score: float


@dataclass(frozen=True)
class Found:
    """What was found: entries nearest first, also when none is near enough to be an answer (`answered`)."""

    answered: bool
    score: float
    entries: list[Match] = field(default_factory=list)
    published: list[PublishedMatch] = field(default_factory=list)
    lead: float = math.inf  # of the first entry over the second, in logarithms of their shares


@dataclass(frozen=True)
class ToCheck:
    """An entry that an administrator must look at, with the reasons."""

    entry: Entry
    reasons: list[str]
    withdrawn_since: date | None
