"""Which steps of a deadline are reached, and when staff may be told. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from api.clock.calendar import Calendar
from api.core.time import local

ALL_CLASSES: Final = "*"
LATE: Final = 100


@dataclass(frozen=True)
class Rule:
    """Who is told when so much of the working time has passed, or so many working days after the deadline."""

    at_percent: int
    days_late: int
    recipient: str

    @property
    def step(self) -> str:
        """Return the name of the step: `50%`, `late`, `late+5`."""
        if self.at_percent < LATE:
            return f"{self.at_percent}%"
        return f"late+{self.days_late}" if self.days_late else "late"


def step_name(step: str) -> str:
    """Return a step in Vietnamese."""
    if step.endswith("%"):
        return f"đã dùng {step.removesuffix('%')} % thời hạn"
    days = step.partition("+")[2]
    return f"quá hạn {days} ngày làm việc" if days else "đã quá hạn"


def rules_for(legal_class: str, rules: Iterable[tuple[str, Rule]]) -> list[Rule]:
    """Return the rules of a legal class: its own if it has any, else those of all others."""
    pairs = list(rules)
    own = [rule for name, rule in pairs if name == legal_class]
    return own or [rule for name, rule in pairs if name == ALL_CLASSES]


def reached(rules: Iterable[Rule], *, share: float, due_at: datetime, now: datetime, calendar: Calendar) -> list[Rule]:
    """Return the rules whose step a clock has reached; `share` is how much of its working time has passed."""
    days_late = calendar.days_until(local(now).date()) - calendar.days_until(local(due_at).date())
    late = now > due_at
    return [
        rule
        for rule in rules
        if (rule.at_percent < LATE and share * 100 >= rule.at_percent)
        or (rule.at_percent >= LATE and late and days_late >= rule.days_late)
    ]


def may_tell(now: datetime, *, calendar: Calendar, digest_at: Sequence[str], quiet: Sequence[str]) -> bool:
    """Whether digests may go out: on a working day, from the first of its times on, outside the quiet hours."""
    here = local(now)
    if not calendar.is_working(here.date()) or _is_quiet(here.time(), quiet):
        return False
    return any(time.fromisoformat(moment) <= here.time() for moment in digest_at)


def last_digest(now: datetime, digest_at: Sequence[str]) -> datetime | None:
    """Return today's latest digest time that has passed, or None."""
    here = local(now)
    passed = [time.fromisoformat(moment) for moment in digest_at if time.fromisoformat(moment) <= here.time()]
    return datetime.combine(here.date(), max(passed), here.tzinfo) if passed else None


def _is_quiet(at: time, quiet: Sequence[str]) -> bool:
    if len(quiet) != 2:
        return False
    start, end = (time.fromisoformat(moment) for moment in quiet)
    return start <= at or at < end if start > end else start <= at < end
