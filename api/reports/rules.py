"""The portal-reply figures, computed from steps of the log. Pure.

They are our own «chỉ số phúc đáp»; PAPI 8.3 is a survey of citizens and never the same number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median


@dataclass(frozen=True)
class Round:
    """One clock of one ticket: from its start to its answer, if there is one."""

    agency_code: str
    started_at: datetime
    due_at: datetime
    answered_at: datetime | None
    ended: bool  # rejected or withdrawn: no answer is owed any more
    waiting_minutes: int = 0  # working minutes for which the citizen was asked
    rating: int | None = None
    reopened: bool = False
    due_without_extension: datetime | None = None  # of an answer after an extension
    topic: str | None = None
    commune: str | None = None
    standing: bool = False  # the clock stands: the citizen was asked, or a decision suspends it


@dataclass
class AgencyFigures:
    """The figures of one agency in one period; `median_hours` are working hours without the pauses."""

    agency_code: str
    received: int = 0
    answered: int = 0
    on_time: int = 0
    extended: int = 0  # on time, but only because of an extension; never added to `on_time`
    late: int = 0
    open: int = 0
    overdue: int = 0
    ended: int = 0
    reopened: int = 0
    ratings: dict[int, int] = field(default_factory=dict)
    minutes: list[int] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        """Return the median working hours from the start of the clock to the answer, or None without answers."""
        return round(median(self.minutes) / 60, 1) if self.minutes else None

    @property
    def on_time_share(self) -> float | None:
        """Return on time / (answered + open and overdue), 0 to 1 (facts.md 2.7), or None if nothing was due."""
        owed = self.answered + self.overdue
        return self.on_time / owed if owed else None


def figures(
    rounds: Iterable[Round], *, now: datetime, working_minutes: Callable[[datetime, datetime], int]
) -> dict[str, AgencyFigures]:
    """Return the figures by agency code. A round counts for the agency that holds or answered it."""
    result: dict[str, AgencyFigures] = {}
    for item in rounds:
        row = result.setdefault(item.agency_code, AgencyFigures(item.agency_code))
        row.received += 1
        row.reopened += item.reopened
        if item.answered_at is not None:
            _count_answer(row, item, item.answered_at, working_minutes)
        elif item.ended:
            row.ended += 1
        else:
            row.open += 1
            row.overdue += item.due_at < now and not item.standing
    return result


def _count_answer(
    row: AgencyFigures,
    item: Round,
    answered_at: datetime,
    working_minutes: Callable[[datetime, datetime], int],
) -> None:
    row.answered += 1
    plain = item.due_without_extension or item.due_at
    row.on_time += answered_at <= plain
    row.extended += plain < answered_at <= item.due_at
    row.late += answered_at > item.due_at
    row.minutes.append(max(0, working_minutes(item.started_at, answered_at) - item.waiting_minutes))
    if item.rating is not None:
        row.ratings[item.rating] = row.ratings.get(item.rating, 0) + 1


def total(rows: Iterable[AgencyFigures]) -> AgencyFigures:
    """Return the figures of all agencies together; the median is that of all answers, not of the medians."""
    whole = AgencyFigures("")
    for row in rows:
        for name in ("received", "answered", "on_time", "extended", "late", "open", "overdue", "ended", "reopened"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
        whole.minutes.extend(row.minutes)
        for stars, count in row.ratings.items():
            whole.ratings[stars] = whole.ratings.get(stars, 0) + count
    return whole
