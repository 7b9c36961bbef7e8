"""What holds for every deadline, whatever the moment, the amount and the pauses."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.clock.calendar import Calendar
from api.clock.rules import (
    UNIT_NAMES,
    WORKING_DAY,
    WORKING_HOUR,
    DeadlineRule,
    Extension,
    Pause,
    deadline_after,
    due,
    in_order,
    resume,
    share_used,
    working_minutes,
)
from api.core.time import local

FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
AMOUNTS = st.integers(1, 60)
UNITS = st.sampled_from(sorted(UNIT_NAMES))
MINUTES = st.integers(0, 60 * 24 * 60)
quick = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rule(amount: int, unit: str) -> DeadlineRule:
    return DeadlineRule(amount, unit, "test", "configured")


@quick
@given(MOMENTS, AMOUNTS, UNITS)
def test_a_deadline_lies_in_working_time_after_the_receipt(
    calendar: Calendar, received: datetime, amount: int, unit: str
) -> None:
    at = due(received, rule(amount, unit), calendar).due_at
    assert at > received
    assert calendar.is_working(local(at).date())
    assert working_minutes(at - timedelta(minutes=1), at, calendar) == 1


@quick
@given(MOMENTS, MINUTES, AMOUNTS, UNITS)
def test_a_later_receipt_is_never_due_earlier(
    calendar: Calendar, received: datetime, minutes: int, amount: int, unit: str
) -> None:
    later = received + timedelta(minutes=minutes)
    assert due(later, rule(amount, unit), calendar).due_at >= due(received, rule(amount, unit), calendar).due_at


@quick
@given(MOMENTS, AMOUNTS, UNITS)
def test_more_time_is_never_less(calendar: Calendar, received: datetime, amount: int, unit: str) -> None:
    assert due(received, rule(amount + 1, unit), calendar).due_at >= due(received, rule(amount, unit), calendar).due_at


@quick
@given(MOMENTS, st.integers(1, 200))
def test_working_hours_are_given_to_the_minute(calendar: Calendar, received: datetime, hours: int) -> None:
    at = due(received, rule(hours, WORKING_HOUR), calendar).due_at
    assert working_minutes(received, at, calendar) == hours * 60


@quick
@given(MOMENTS, AMOUNTS)
def test_working_days_are_given_whole(calendar: Calendar, received: datetime, days: int) -> None:
    at = due(received, rule(days, WORKING_DAY), calendar).due_at
    assert calendar.days_until(local(at).date()) - calendar.days_until(local(received).date()) == days


@quick
@given(MOMENTS, MINUTES, MINUTES)
def test_working_time_adds_up(calendar: Calendar, start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = working_minutes(start, middle, calendar) + working_minutes(middle, end, calendar)
    assert parts == working_minutes(start, end, calendar)
    assert working_minutes(end, start, calendar) == 0


@quick
@given(MOMENTS, AMOUNTS, UNITS, MINUTES, MINUTES)
def test_a_pause_never_takes_time_away(
    calendar: Calendar, received: datetime, amount: int, unit: str, after: int, length: int
) -> None:
    given_rule = rule(amount, unit)
    before = due(received, given_rule, calendar).due_at
    paused = received + timedelta(minutes=after)
    resumed = paused + timedelta(minutes=length)
    moved = resume(before, paused, resumed, given_rule, calendar).due_at
    assert moved >= before
    if paused < before:
        assert moved > resumed
    else:
        assert moved == before


@quick
@given(MOMENTS, AMOUNTS, MINUTES, MINUTES)
def test_pausing_and_resuming_loses_no_working_minute(
    calendar: Calendar, received: datetime, hours: int, after: int, length: int
) -> None:
    given_rule = rule(hours, WORKING_HOUR)
    before = due(received, given_rule, calendar).due_at
    paused = received + timedelta(minutes=after)
    resumed = paused + timedelta(minutes=length)
    moved = resume(before, paused, resumed, given_rule, calendar).due_at
    if paused < before:
        assert working_minutes(resumed, moved, calendar) == working_minutes(paused, before, calendar)


@quick
@given(MOMENTS, AMOUNTS, MINUTES, MINUTES)
def test_pausing_and_resuming_loses_no_working_day(
    calendar: Calendar, received: datetime, days: int, after: int, length: int
) -> None:
    given_rule = rule(days, WORKING_DAY)
    before = due(received, given_rule, calendar).due_at
    paused = received + timedelta(minutes=after)
    resumed = paused + timedelta(minutes=length)
    moved = resume(before, paused, resumed, given_rule, calendar).due_at

    def days_left(now: datetime, until: datetime) -> int:
        return calendar.days_until(local(until).date()) - calendar.days_until(local(now).date())

    if paused < before:
        assert days_left(resumed, moved) >= days_left(paused, before)


@quick
@given(MOMENTS)
def test_working_days_and_their_numbers_are_inverse(calendar: Calendar, moment: datetime) -> None:
    day = local(moment).date()
    last = calendar.working_day(calendar.days_until(day))
    assert last <= day
    assert (last == day) is calendar.is_working(day)


SPANS = st.lists(st.tuples(MINUTES, MINUTES), max_size=4)


def _pauses(received: datetime, spans: list[tuple[int, int]]) -> list[Pause]:
    starts = [(received + timedelta(minutes=after), length) for after, length in spans]
    return [Pause(start, start + timedelta(minutes=length)) for start, length in starts]


@quick
@given(MOMENTS, AMOUNTS, UNITS, SPANS)
def test_overlapping_pauses_never_take_time_and_give_none_twice(
    calendar: Calendar, received: datetime, amount: int, unit: str, spans: list[tuple[int, int]]
) -> None:
    given_rule, pauses = rule(amount, unit), _pauses(received, spans)
    changes = in_order(pauses, start=received)
    ends = [change.end for change in changes if isinstance(change, Pause)]
    starts = [change.start for change in changes if isinstance(change, Pause)]
    assert all(start >= end for end, start in zip(ends, starts[1:], strict=False))
    moved = deadline_after(received, given_rule, calendar, changes).due_at
    assert moved >= due(received, given_rule, calendar).due_at
    assert deadline_after(received, given_rule, calendar, in_order([*pauses, *pauses], start=received)).due_at == moved


@quick
@given(MOMENTS, AMOUNTS, st.integers(1, 20), UNITS, SPANS)
def test_an_extension_never_makes_a_date_earlier(
    calendar: Calendar, received: datetime, amount: int, more: int, unit: str, spans: list[tuple[int, int]]
) -> None:
    given_rule, pauses = rule(amount, unit), _pauses(received, spans)
    extension = Extension(received + timedelta(days=1), more, "x")
    plain = deadline_after(received, given_rule, calendar, in_order(pauses, start=received))
    longer = deadline_after(received, given_rule, calendar, in_order(pauses, start=received, extension=extension))
    assert longer.due_at >= plain.due_at


@quick
@given(MOMENTS, AMOUNTS, UNITS, MINUTES, MINUTES)
def test_the_share_of_a_clock_only_grows(
    calendar: Calendar, received: datetime, amount: int, unit: str, first: int, second: int
) -> None:
    at = due(received, rule(amount, unit), calendar).due_at
    earlier = received + timedelta(minutes=min(first, second))
    later = received + timedelta(minutes=max(first, second))
    shares = [share_used(received, at, now, [], calendar) for now in (earlier, later)]
    assert shares[0] <= shares[1]
