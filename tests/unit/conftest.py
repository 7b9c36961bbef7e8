"""The calendar of the tests: Viet Nam's holidays, the swap of January 2026, and the default office hours."""

from datetime import date

import pytest

from api.clock.calendar import Calendar, Hours, national_days_off


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    days_off, worked = national_days_off()
    return Calendar(
        hours=[Hours.of("07:30", "11:30"), Hours.of("13:30", "17:00")],
        days_off={**days_off, date(2026, 1, 2): "nghỉ hoán đổi"},
        extra_days={*worked, date(2026, 1, 10)},
    )
