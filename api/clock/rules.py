"""Deadlines by the rules of Vietnamese law and of the province. Pure: the calendar is passed in.

The day of receipt is not counted, a period that ends on a day off ends on the next working day (Bộ luật Dân sự 2015,
Điều 147-148); a period in days ends at the close of work of its last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from api.clock.calendar import Calendar
from api.core.time import ZONE, format_date, format_instant, local

WORKING_DAY: Final = "working_day"
CALENDAR_DAY: Final = "calendar_day"
WORKING_HOUR: Final = "working_hour"
UNIT_NAMES: Final = {WORKING_DAY: "ngày làm việc", CALENDAR_DAY: "ngày", WORKING_HOUR: "giờ làm việc"}


@dataclass(frozen=True)
class DeadlineRule:
    """An amount of time with its unit, and the article or decision that it rests on."""

    amount: int
    unit: str
    source: str
    mark: str


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

    Raises ValueError for an unknown unit, an amount below 1, or a pause that ends before it begins.
    """
    if rule.unit not in UNIT_NAMES or rule.amount < 1:
        raise ValueError(f"a deadline needs a unit of {sorted(UNIT_NAMES)} and an amount of at least 1")
    at = _first_due(received_at, rule, calendar)
    deadline = Deadline(at, _explain(received_at, at, rule, calendar))
    for paused_at, resumed_at in pauses:
        moved = resume(deadline.due_at, paused_at, resumed_at, rule, calendar)
        deadline = Deadline(moved.due_at, f"{deadline.explanation}; {moved.explanation}")
    return deadline


def resume(
    due_at: datetime, paused_at: datetime, resumed_at: datetime, rule: DeadlineRule, calendar: Calendar
) -> Deadline:
    """Return the deadline after a pause: what was left at its beginning is left at its end.

    A pause that began after the deadline moves nothing. Raises ValueError if it ends before it begins.
    """
    if resumed_at < paused_at:
        raise ValueError("a pause ends before it begins")
    if paused_at >= due_at:
        return Deadline(due_at, "tạm dừng sau khi đã hết hạn, hạn giữ nguyên")
    if rule.unit == CALENDAR_DAY:
        moved = _close_of_work(local(resumed_at + (due_at - paused_at)).date(), calendar)
    else:
        left = calendar.minutes_until(due_at) - calendar.minutes_until(paused_at)
        exact = calendar.instant(calendar.minutes_until(resumed_at) + max(left, 1))
        moved = exact if rule.unit == WORKING_HOUR else _at_close(local(exact).date(), calendar)
    moved = max(moved.astimezone(UTC), due_at)
    return Deadline(
        moved,
        f"tạm dừng từ {format_instant(paused_at)} đến {format_instant(resumed_at)} chờ công dân bổ sung: "
        f"hạn mới {format_instant(moved)}",
    )


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


def _explain(received_at: datetime, due_at: datetime, rule: DeadlineRule, calendar: Calendar) -> str:
    received_on, due_on = local(received_at).date(), local(due_at).date()
    period = f"{rule.amount} {UNIT_NAMES[rule.unit]}"
    if rule.unit == WORKING_HOUR:
        return f"{period} kể từ {format_instant(received_at)}: hạn {format_instant(due_at)}"
    begins = f"{period} kể từ {format_date(received_on)} (không tính ngày nhận)"
    if rule.unit == CALENDAR_DAY:
        planned = received_on + timedelta(days=rule.amount)
        moved = f", {format_date(planned)} là ngày nghỉ nên chuyển sang" if planned != due_on else ":"
        return f"{begins}{moved} hạn {format_date(due_on)}"
    off = [day for day in sorted(calendar.days_off) if received_on < day <= due_on and day.weekday() < 5]
    without = "trừ thứ Bảy, Chủ nhật"
    if off:
        without += " và ngày nghỉ lễ " + ", ".join(f"{day:%d/%m}" for day in off)
    return f"{begins}, {without}: hạn {format_date(due_on)}"
