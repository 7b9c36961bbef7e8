"""Extensions, pauses and suspensions of one clock, worked out by hand from a wall calendar."""

from datetime import datetime

import pytest

from api.clock.calendar import Calendar
from api.clock.rules import (
    WORKING_DAY,
    WORKING_HOUR,
    DeadlineRule,
    Extension,
    Pause,
    deadline_after,
    extend,
    in_order,
    share_used,
)
from tests.unit.clock.test_deadlines import at, rule, shown

TEN = rule(10, WORKING_DAY)
STORM = "theo 1234/QĐ-UBND"


def _due(
    calendar: Calendar, start: str, given: DeadlineRule, *pauses: Pause, extension: Extension | None = None
) -> str:
    changes = in_order(pauses, start=at(start), extension=extension)
    return shown(deadline_after(at(start), given, calendar, changes).due_at)


def test_an_extension_is_counted_from_the_old_deadline(calendar: Calendar) -> None:
    # Monday 2/3/2026, ten working days: Monday 16/3; five more: Monday 23/3.
    longer = Extension(at("10/03/2026 09:00"), 5, "chờ kết quả đo")
    assert _due(calendar, "02/03/2026 09:00", TEN, extension=longer) == "23/03/2026 17:00"


def test_an_extension_passes_over_a_holiday(calendar: Calendar) -> None:
    # Due Friday 13/2/2026; Tết is 16/2-20/2, so one more day is Monday 23/2.
    assert shown(extend(at("13/02/2026 17:00"), 1, TEN, calendar, why="x").due_at) == "23/02/2026 17:00"


def test_an_extension_in_hours_runs_over_the_night(calendar: Calendar) -> None:
    hours = rule(4, WORKING_HOUR)
    assert shown(extend(at("02/03/2026 16:00"), 4, hours, calendar, why="x").due_at) == "03/03/2026 10:30"


def test_the_line_says_how_the_date_came_about(calendar: Calendar) -> None:
    changes = in_order(
        [Pause(at("05/03/2026 09:00"), at("09/03/2026 09:00"))],
        start=at("02/03/2026 09:00"),
        extension=Extension(at("12/03/2026 09:00"), 5, "chờ kết quả đo"),
    )
    line = deadline_after(at("02/03/2026 09:00"), TEN, calendar, changes).explanation
    assert "10 ngày làm việc kể từ" in line
    assert "chờ công dân bổ sung" in line
    assert line.endswith("gia hạn 5 ngày làm việc (chờ kết quả đo): hạn mới thứ Tư 25/03/2026")


def test_a_suspension_gives_back_the_days_that_were_left(calendar: Calendar) -> None:
    # Received Monday 2/3 with ten days (due 16/3); stopped from Wednesday 4/3 to Wednesday 18/3: eight days are left.
    storm = Pause(at("04/03/2026 08:00"), at("18/03/2026 08:00"), STORM)
    assert _due(calendar, "02/03/2026 09:00", TEN, storm) == "30/03/2026 17:00"


def test_a_wait_inside_a_suspension_is_not_given_twice(calendar: Calendar) -> None:
    storm = Pause(at("04/03/2026 08:00"), at("18/03/2026 08:00"), STORM)
    wait = Pause(at("05/03/2026 08:00"), at("12/03/2026 08:00"))
    assert _due(calendar, "02/03/2026 09:00", TEN, storm, wait) == "30/03/2026 17:00"
    assert _due(calendar, "02/03/2026 09:00", TEN, wait, storm) == "30/03/2026 17:00"


def test_a_wait_that_outlasts_a_suspension_counts_from_its_end(calendar: Calendar) -> None:
    # The clock stands from 4/3 to 20/3 in all; on 4/3 eight days were left, on Friday 20/3 they begin to run.
    storm = Pause(at("04/03/2026 08:00"), at("18/03/2026 08:00"), STORM)
    wait = Pause(at("10/03/2026 08:00"), at("20/03/2026 08:00"))
    assert _due(calendar, "02/03/2026 09:00", TEN, storm, wait) == "01/04/2026 17:00"


def test_a_suspension_from_before_the_receipt_begins_with_it(calendar: Calendar) -> None:
    # Stopped since 20/2, received 2/3, running from Monday 9/3: ten days after it is Monday 23/3.
    storm = Pause(at("20/02/2026 08:00"), at("09/03/2026 08:00"), STORM)
    assert _due(calendar, "02/03/2026 09:00", TEN, storm) == "23/03/2026 17:00"


def test_a_suspension_that_ended_before_changes_nothing(calendar: Calendar) -> None:
    storm = Pause(at("20/02/2026 08:00"), at("25/02/2026 08:00"), STORM)
    assert _due(calendar, "02/03/2026 09:00", TEN, storm) == "16/03/2026 17:00"


def test_an_extension_below_one_is_refused(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        extend(at("13/02/2026 17:00"), 0, TEN, calendar, why="x")


# from Monday 2/3/2026 07:30 with two working days of 7.5 hours to Wednesday 4/3 17:00: three days of work in all
@pytest.mark.parametrize(
    ("now", "share"),
    [("02/03/2026 07:30", 0.0), ("02/03/2026 17:00", 1 / 3), ("03/03/2026 11:30", 0.511), ("04/03/2026 17:00", 1.0)],
)
def test_the_share_of_the_working_time(calendar: Calendar, now: str, share: float) -> None:
    used = share_used(at("02/03/2026 07:30"), at("04/03/2026 17:00"), at(now), [], calendar)
    assert used == pytest.approx(share, abs=0.001)


def test_the_share_leaves_pauses_out(calendar: Calendar) -> None:
    stood = [Pause(at("03/03/2026 07:30"), at("04/03/2026 07:30"))]
    used = share_used(at("02/03/2026 07:30"), at("05/03/2026 17:00"), at("04/03/2026 07:30"), stood, calendar)
    assert used == pytest.approx(1 / 3)


def test_a_late_clock_has_used_more_than_all(calendar: Calendar) -> None:
    assert share_used(at("02/03/2026 07:30"), at("04/03/2026 17:00"), _later(), [], calendar) > 1


def _later() -> datetime:
    return at("10/03/2026 09:00")
