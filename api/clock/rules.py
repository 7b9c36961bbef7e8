"""Deadlines by the rules of Vietnamese law and of the province. Pure: the calendar is passed in.

The day of receipt is not counted, a period that ends on a day off ends on the next working day (Bộ luật Dân sự 2015,
Điều 147-148); a period in days ends at the close of work of its last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise
from typing import Final

from api.clock.calendar import FIRST_DAY, LAST_DAY, Calendar
from api.core.time import ZONE, format_date, format_instant, local

WORKING_DAY: Final = "working_day"
CALENDAR_DAY: Final = "calendar_day"
WORKING_HOUR: Final = "working_hour"
_FRIDAY: Final = 4
_DAYS_IN_WEEK: Final = 7
UNIT_NAMES: Final = {WORKING_DAY: "ngày làm việc", CALENDAR_DAY: "ngày", WORKING_HOUR: "giờ làm việc"}


@dataclass(frozen=True)
class DeadlineRule:
    """An amount of time with its unit, and the article or decision that it rests on."""

    amount: int
    unit: str
    source: str
    mark: str


# Who can be reminded of a ticket: of the agency that holds it, of the coordinating desk, of the agency above.
RECIPIENTS: Final = ("officer", "leader", "coordinator", "above")
WAITING: Final = "chờ công dân bổ sung"


@dataclass(frozen=True)
class Pause:
    """A span in which the clock stood, and why in words that follow «tạm dừng»."""

    start: datetime
    end: datetime
    why: str = WAITING


@dataclass(frozen=True)
class Extension:
    """More time, granted once: an amount in the rule's own unit."""

    at: datetime
    amount: int
    why: str


Change = Pause | Extension


@dataclass(frozen=True)
class Deadline:
    """The last moment (UTC) at which an answer is on time, and one Vietnamese line on how it came about."""

    due_at: datetime
    explanation: str


def due(
    received_at: datetime,
    rule: DeadlineRule,
    calendar: Calendar,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> Deadline:
    """Return the deadline of what was received at an instant. Pauses are in order and do not overlap.

    Raises ValueError for an unknown unit, an amount below 1, a day that the calendar does not cover, or pauses that
    end before they begin, overlap, or begin before the receipt.
    """
    if rule.unit not in UNIT_NAMES or rule.amount < 1:
        raise ValueError(f"a deadline needs a unit of {sorted(UNIT_NAMES)} and an amount of at least 1")
    if not FIRST_DAY <= local(received_at).date() <= LAST_DAY:
        raise ValueError(f"the calendar covers {FIRST_DAY} to {LAST_DAY}")
    if any(later < earlier for earlier, later in pairwise([received_at, *chain.from_iterable(pauses)])):
        raise ValueError("pauses must follow one another after the receipt")
    return deadline_after(received_at, rule, calendar, [Pause(start, end) for start, end in pauses])


def deadline_after(start: datetime, rule: DeadlineRule, calendar: Calendar, changes: Sequence[Change]) -> Deadline:
    """Return the deadline of a clock that began at `start`, after its pauses and its extension in order of time."""
    at = _first_due(start, rule, calendar)
    deadline = Deadline(at, _explain(start, at, rule, calendar))
    for change in changes:
        moved = (
            resume(deadline.due_at, change.start, change.end, rule, calendar, why=change.why)
            if isinstance(change, Pause)
            else extend(deadline.due_at, change.amount, rule, calendar, why=change.why)
        )
        deadline = Deadline(moved.due_at, f"{deadline.explanation}; {moved.explanation}")
    return deadline


def in_order(pauses: Iterable[Pause], *, start: datetime, extension: Extension | None = None) -> list[Change]:
    """Return pauses since `start` without overlap (time is not given twice), with the extension in its place."""
    kept: list[Pause] = []
    reached = start
    for pause in sorted(pauses, key=lambda item: item.start):
        begins = max(pause.start, reached)
        if pause.end > begins:
            kept.append(replace(pause, start=begins))
            reached = pause.end
    if extension is None:
        return [*kept]
    before = [pause for pause in kept if pause.start <= extension.at]
    return [*before, extension, *kept[len(before) :]]


def extend(due_at: datetime, amount: int, rule: DeadlineRule, calendar: Calendar, *, why: str) -> Deadline:
    """Return the deadline after an extension, counted from the old deadline. Raises ValueError below 1."""
    if amount < 1:
        raise ValueError("an extension is at least 1")
    at = _first_due(due_at, replace(rule, amount=amount), calendar)
    period = f"{amount} {UNIT_NAMES[rule.unit]}"
    return Deadline(at, f"gia hạn {period} ({why}): hạn mới {_format_end(at, rule)}")


def resume(
    due_at: datetime,
    paused_at: datetime,
    resumed_at: datetime,
    rule: DeadlineRule,
    calendar: Calendar,
    *,
    why: str = WAITING,
) -> Deadline:
    """Return the deadline after a pause: what was left at its beginning is left at its end.

    Of a period in days the days are what is left, of one in hours the minutes. A pause that began after the deadline
    moves nothing. Raises ValueError if it ends before it begins.
    """
    if resumed_at < paused_at:
        raise ValueError("a pause ends before it begins")
    if paused_at >= due_at:
        return Deadline(due_at, "tạm dừng sau khi đã hết hạn, hạn giữ nguyên")
    moved = max(_moved(due_at, paused_at, resumed_at, rule, calendar), due_at)
    return Deadline(
        moved,
        f"tạm dừng từ {format_instant(paused_at)} đến {format_instant(resumed_at)} {why}: "
        f"hạn mới {_format_end(moved, rule)}",
    )


def _moved(
    due_at: datetime, paused_at: datetime, resumed_at: datetime, rule: DeadlineRule, calendar: Calendar
) -> datetime:
    if rule.unit == WORKING_HOUR:
        left = calendar.minutes_until(due_at) - calendar.minutes_until(paused_at)
        return calendar.instant(calendar.minutes_until(resumed_at) + left).astimezone(UTC)
    due_on, paused_on, resumed_on = local(due_at).date(), local(paused_at).date(), local(resumed_at).date()
    if rule.unit == CALENDAR_DAY:
        day = resumed_on + (due_on - paused_on)
    else:
        days_left = calendar.days_until(due_on) - calendar.days_until(paused_on)
        day = calendar.working_day(calendar.days_until(resumed_on) + days_left) if days_left else resumed_on
    at = _close_of_work(day, calendar)
    # Paused on its last day and resumed after the close of one: the next working day is left.
    return at if at > resumed_at else _close_of_work(local(resumed_at).date() + timedelta(days=1), calendar)


def share_used(start: datetime, due_at: datetime, now: datetime, stood: Iterable[Change], calendar: Calendar) -> float:
    """Return how much of a clock's working time has passed, 0 to 1 and more when late, the pauses left out."""
    pauses = [change for change in stood if isinstance(change, Pause)]
    whole = working_minutes(start, due_at, calendar) - _stood(pauses, due_at, calendar)
    used = working_minutes(start, now, calendar) - _stood(pauses, now, calendar)
    if now > due_at:
        return max(1.0, used / whole if whole > 0 else 1.0)
    return min(1.0, max(0.0, used / whole)) if whole > 0 else 1.0


def _stood(pauses: Iterable[Pause], until: datetime, calendar: Calendar) -> int:
    return sum(working_minutes(pause.start, min(pause.end, until), calendar) for pause in pauses)


def working_minutes(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return the working minutes between two instants, 0 if the end comes first."""
    return max(0, calendar.minutes_until(end) - calendar.minutes_until(start))


def _first_due(received_at: datetime, rule: DeadlineRule, calendar: Calendar) -> datetime:
    received_on = local(received_at).date()
    if rule.unit == WORKING_HOUR:
        return calendar.instant(calendar.minutes_until(received_at) + rule.amount * 60).astimezone(UTC)
    if rule.unit == WORKING_DAY:
        return _at_close(calendar.working_day(calendar.days_until(received_on) + rule.amount), calendar)
    return _close_of_work(received_on + timedelta(days=rule.amount), calendar)


def _close_of_work(day: date, calendar: Calendar) -> datetime:
    """Return the close of work on this day, or on the next working day."""
    if not calendar.is_working(day):
        day = calendar.working_day(calendar.days_until(day) + 1)
    return _at_close(day, calendar)


def _at_close(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day, calendar.closes_at, ZONE).astimezone(UTC)


def _format_end(at: datetime, rule: DeadlineRule) -> str:
    return format_instant(at) if rule.unit == WORKING_HOUR else format_date(local(at).date())


def _explain(received_at: datetime, due_at: datetime, rule: DeadlineRule, calendar: Calendar) -> str:
    period = f"{rule.amount} {UNIT_NAMES[rule.unit]}"
    received_on, due_on = local(received_at).date(), local(due_at).date()
    since = format_instant(received_at) if rule.unit == WORKING_HOUR else format_date(received_on)
    begins = f"{period} kể từ {since}"
    if rule.unit == CALENDAR_DAY:
        planned = received_on + timedelta(days=rule.amount)
        moved = (
            f"; {format_date(planned)} là ngày nghỉ nên chuyển sang ngày làm việc kế tiếp" if planned != due_on else ""
        )
    else:
        moved = _passed_over(received_on, due_on, calendar)
    return f"{begins}{moved}: hạn {_format_end(due_at, rule)}"


def _passed_over(received_on: date, due_on: date, calendar: Calendar) -> str:
    """Name what does not count between two days, and the Saturdays that do."""
    days = (due_on - received_on).days
    weekend = days >= _DAYS_IN_WEEK or received_on.weekday() > due_on.weekday() or received_on.weekday() > _FRIDAY
    off = calendar.off_between(received_on, due_on)
    parts = []
    if days and weekend:
        parts.append("thứ Bảy, Chủ nhật")
    if off:
        parts.append("ngày nghỉ lễ " + ", ".join(_spans(off)))
    worked = sorted(day for day in calendar.extra_days if received_on < day <= due_on)
    counted = f", tính cả {', '.join(format_date(day) for day in worked)} làm bù" if worked else ""
    return (f", trừ {' và '.join(parts)}" if parts else "") + counted


def _spans(days: Sequence[date]) -> list[str]:
    """Return days that follow one another as spans: 16/02-20/02."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return [f"{s[0]:%d/%m}" if len(s) == 1 else f"{s[0]:%d/%m}-{s[-1]:%d/%m}" for s in spans]
