from datetime import date, datetime

import pytest

from api.clock.calendar import Calendar, Hours, national_days_off
from api.clock.rules import working_minutes
from api.core.time import ZONE


def test_the_national_holidays_of_2026() -> None:
    off, worked = national_days_off()
    weekdays = {day for day in off if day.year == 2026 and day.weekday() < 5}
    assert weekdays == {
        date(2026, 1, 1),
        *(date(2026, 2, n) for n in range(16, 21)),
        date(2026, 4, 27),
        date(2026, 4, 30),
        date(2026, 5, 1),
        date(2026, 8, 31),
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2026, 11, 24),  # Nghị quyết 28/2026/QH16
    }
    assert date(2026, 8, 22) in worked


def test_twenty_fourth_of_november_is_off_from_2026_on() -> None:
    off, _ = national_days_off()
    assert [year for year in range(2024, 2030) if date(year, 11, 24) in off] == [2026, 2027, 2028, 2029]


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-30T07:30", "2026-11-30T17:00", 450),
        ("2026-11-30T11:30", "2026-11-30T13:30", 0),
        ("2026-11-30T11:00", "2026-11-30T14:00", 60),
        ("2026-11-27T16:00", "2026-11-30T08:30", 120),
        ("2026-11-28T07:30", "2026-11-29T17:00", 0),
        ("2026-11-23T16:00", "2026-11-25T08:30", 120),
        ("2026-08-21T16:00", "2026-08-22T08:30", 120),
        ("2026-02-13T16:00", "2026-02-23T08:30", 120),
        ("2026-11-30T00:00", "2026-12-05T00:00", 2250),
    ],
)
def test_working_minutes(calendar: Calendar, start: str, end: str, minutes: int) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (start, end))
    assert working_minutes(first, last, calendar) == minutes


def test_office_hours_are_data() -> None:
    early = Calendar(hours=[Hours.of("06:00", "10:00")], days_off={}, extra_days=())
    start = datetime(2026, 11, 30, 5, 0, tzinfo=ZONE)
    assert working_minutes(start, start.replace(hour=23), early) == 240


def test_reversed_office_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="end before they begin"):
        Hours.of("17:00", "07:30")


def test_a_calendar_needs_hours() -> None:
    with pytest.raises(ValueError, match="hours"):
        Calendar(hours=[], days_off={}, extra_days=())
