"""Deadlines worked out by hand from the rules and a wall calendar, not by the code.

Days off within reach: 2025: 1/1, Tết 27/1-31/1, 7/4, 30/4-2/5 (2/5 for Saturday 26/4 worked), 1/9, 2/9.
2026: 1/1, 2/1 (for Saturday 10/1 worked), Tết 16/2-20/2, 27/4 (Giỗ Tổ on Sunday 26/4), 30/4, 1/5,
31/8-2/9 (31/8 for Saturday 22/8 worked), 24/11 (new). 2027: 1/1, 24/11.
"""

from datetime import UTC, datetime

import pytest

from api.clock.calendar import Calendar
from api.clock.rules import CALENDAR_DAY, WORKING_DAY, WORKING_HOUR, DeadlineRule, due
from api.core.time import ZONE

FORM = "%d/%m/%Y %H:%M"


def at(text: str) -> datetime:
    """Return an instant written as on the province's clocks."""
    return datetime.strptime(text, FORM).replace(tzinfo=ZONE)


def rule(amount: int, unit: str) -> DeadlineRule:
    return DeadlineRule(amount, unit, "test", "configured")


def shown(instant: datetime) -> str:
    assert instant.tzinfo is UTC
    return instant.astimezone(ZONE).strftime(FORM)


# received, working days, due (the close of work, 17:00)
WORKING_DAYS = [
    # the new holiday of 24 November 2026, a Tuesday
    ("23/11/2026 09:00", 1, "25/11/2026"),
    ("23/11/2026 09:00", 2, "26/11/2026"),
    ("23/11/2026 09:00", 3, "27/11/2026"),
    ("23/11/2026 09:00", 4, "30/11/2026"),
    ("23/11/2026 09:00", 5, "01/12/2026"),
    ("23/11/2026 09:00", 10, "08/12/2026"),
    ("23/11/2026 09:00", 15, "15/12/2026"),
    ("24/11/2026 09:00", 1, "25/11/2026"),  # received on the holiday itself
    ("24/11/2026 09:00", 10, "08/12/2026"),
    ("21/11/2025 09:00", 1, "24/11/2025"),  # not yet a holiday in 2025
    ("23/11/2027 09:00", 1, "25/11/2027"),
    # weekends, nights, the edges of a day
    ("21/11/2026 09:00", 1, "23/11/2026"),
    ("21/11/2026 09:00", 3, "26/11/2026"),
    ("22/11/2026 23:59", 2, "25/11/2026"),
    ("27/11/2026 16:59", 3, "02/12/2026"),
    ("27/11/2026 17:01", 3, "02/12/2026"),
    ("23/11/2026 20:00", 1, "25/11/2026"),
    ("23/11/2026 00:00", 1, "25/11/2026"),
    ("22/11/2026 23:59", 1, "23/11/2026"),
    # Tết 2026
    ("12/02/2026 10:00", 1, "13/02/2026"),
    ("12/02/2026 10:00", 2, "23/02/2026"),
    ("13/02/2026 10:00", 1, "23/02/2026"),
    ("13/02/2026 10:00", 5, "27/02/2026"),
    ("13/02/2026 10:00", 10, "06/03/2026"),
    ("14/02/2026 10:00", 3, "25/02/2026"),
    ("18/02/2026 10:00", 10, "06/03/2026"),
    ("09/02/2026 10:00", 10, "02/03/2026"),
    # Tết 2025
    ("23/01/2025 10:00", 2, "03/02/2025"),
    ("24/01/2025 10:00", 1, "03/02/2025"),
    # the turn of the year, with a swapped Saturday
    ("30/12/2026 10:00", 1, "31/12/2026"),
    ("30/12/2026 10:00", 2, "04/01/2027"),
    ("30/12/2026 10:00", 10, "14/01/2027"),
    ("30/12/2025 10:00", 3, "06/01/2026"),
    ("31/12/2025 10:00", 1, "05/01/2026"),
    ("31/12/2025 10:00", 5, "09/01/2026"),
    ("31/12/2025 10:00", 6, "10/01/2026"),
    ("31/12/2025 10:00", 7, "12/01/2026"),
    # Giỗ Tổ, Victory Day, Labour Day
    ("24/04/2026 10:00", 1, "28/04/2026"),
    ("24/04/2026 10:00", 2, "29/04/2026"),
    ("24/04/2026 10:00", 3, "04/05/2026"),
    ("24/04/2026 10:00", 10, "13/05/2026"),
    ("29/04/2026 10:00", 1, "04/05/2026"),
    ("04/04/2025 10:00", 1, "08/04/2025"),
    ("25/04/2025 10:00", 1, "26/04/2025"),  # Saturday, worked for Friday 2 May
    ("25/04/2025 10:00", 2, "28/04/2025"),
    ("25/04/2025 10:00", 4, "05/05/2025"),
    ("29/04/2025 10:00", 1, "05/05/2025"),
    # the National Day of 2026, with a worked Saturday before
    ("20/08/2026 10:00", 2, "22/08/2026"),
    ("21/08/2026 10:00", 1, "22/08/2026"),
    ("21/08/2026 10:00", 2, "24/08/2026"),
    ("21/08/2026 10:00", 6, "28/08/2026"),
    ("21/08/2026 10:00", 7, "03/09/2026"),
    ("22/08/2026 10:00", 1, "24/08/2026"),
    ("28/08/2026 10:00", 1, "03/09/2026"),
    ("28/08/2026 10:00", 3, "07/09/2026"),
    ("02/09/2026 10:00", 2, "04/09/2026"),
    ("29/08/2025 10:00", 1, "03/09/2025"),
]

# received, calendar days, due (the close of work of the last day, or of the next working day)
CALENDAR_DAYS = [
    ("23/11/2026 09:00", 30, "23/12/2026"),
    ("23/11/2026 09:00", 1, "25/11/2026"),  # the 24th is off
    ("23/11/2026 09:00", 2, "25/11/2026"),
    ("23/11/2026 09:00", 5, "30/11/2026"),  # ends on Saturday the 28th
    ("23/11/2026 09:00", 6, "30/11/2026"),
    ("23/11/2026 09:00", 7, "30/11/2026"),
    ("23/11/2026 09:00", 10, "03/12/2026"),
    ("23/11/2026 09:00", 20, "14/12/2026"),
    ("23/11/2026 23:30", 45, "07/01/2027"),
    ("23/01/2026 09:00", 30, "23/02/2026"),
    ("17/01/2026 09:00", 30, "23/02/2026"),  # ends on the first day of Tết
    ("21/01/2026 09:00", 30, "23/02/2026"),
    ("26/01/2026 09:00", 30, "25/02/2026"),
    ("24/04/2026 09:00", 3, "28/04/2026"),
    ("24/04/2026 09:00", 6, "04/05/2026"),
    ("12/08/2026 09:00", 10, "22/08/2026"),  # a worked Saturday is no day off
    ("01/08/2026 09:00", 30, "03/09/2026"),
    ("02/12/2026 09:00", 30, "04/01/2027"),
]

# received, working hours, due, to the minute; a day has 4 hours to 11:30 and 3.5 from 13:30
WORKING_HOURS = [
    ("23/11/2026 09:00", 1, "23/11/2026 10:00"),
    ("23/11/2026 10:30", 1, "23/11/2026 11:30"),
    ("23/11/2026 11:00", 1, "23/11/2026 14:00"),
    ("23/11/2026 11:30", 1, "23/11/2026 14:30"),
    ("23/11/2026 12:00", 1, "23/11/2026 14:30"),
    ("23/11/2026 13:00", 2, "23/11/2026 15:30"),
    ("23/11/2026 13:30", 1, "23/11/2026 14:30"),
    ("23/11/2026 10:15", 2, "23/11/2026 14:15"),
    ("23/11/2026 15:00", 2, "23/11/2026 17:00"),
    ("23/11/2026 06:00", 2, "23/11/2026 09:30"),
    ("23/11/2026 07:30", 7, "23/11/2026 16:30"),
    ("23/11/2026 07:30", 8, "25/11/2026 08:00"),
    ("23/11/2026 16:30", 1, "25/11/2026 08:00"),
    ("23/11/2026 17:00", 1, "25/11/2026 08:30"),
    ("23/11/2026 20:00", 1, "25/11/2026 08:30"),
    ("23/11/2026 09:00", 8, "25/11/2026 09:30"),
    ("24/11/2026 10:00", 1, "25/11/2026 08:30"),
    ("27/11/2026 16:45", 1, "30/11/2026 08:15"),
    ("28/11/2026 10:00", 2, "30/11/2026 09:30"),
    ("30/11/2026 09:20", 24, "03/12/2026 10:50"),
    ("21/08/2026 16:00", 2, "22/08/2026 08:30"),
    ("13/02/2026 16:30", 4, "23/02/2026 11:00"),
    ("31/12/2025 16:00", 2, "05/01/2026 08:30"),
    ("10/01/2026 16:30", 1, "12/01/2026 08:00"),
]

# received, amount, unit, pauses, due
PAUSES = [
    ("23/11/2026 09:00", 10, WORKING_DAY, [("25/11/2026 10:00", "27/11/2026 15:00")], "10/12/2026 17:00"),
    ("23/11/2026 09:00", 10, WORKING_DAY, [("27/11/2026 16:00", "30/11/2026 09:00")], "09/12/2026 17:00"),
    ("23/11/2026 09:00", 10, WORKING_DAY, [("28/11/2026 09:00", "29/11/2026 09:00")], "08/12/2026 17:00"),
    ("23/11/2026 09:00", 10, WORKING_DAY, [("25/11/2026 08:00", "25/11/2026 16:00")], "08/12/2026 17:00"),
    ("09/02/2026 09:00", 10, WORKING_DAY, [("12/02/2026 09:00", "23/02/2026 09:00")], "04/03/2026 17:00"),  # over Tết
    ("30/11/2026 09:00", 3, WORKING_DAY, [("03/12/2026 16:00", "10/12/2026 09:00")], "10/12/2026 17:00"),
    ("30/11/2026 09:00", 3, WORKING_DAY, [("03/12/2026 16:00", "10/12/2026 18:00")], "11/12/2026 17:00"),
    ("30/11/2026 09:00", 3, WORKING_DAY, [("03/12/2026 16:00", "12/12/2026 09:00")], "14/12/2026 17:00"),
    ("30/11/2026 09:00", 3, WORKING_DAY, [("04/12/2026 08:00", "07/12/2026 08:00")], "03/12/2026 17:00"),  # too late
    (
        "23/11/2026 09:00",
        10,
        WORKING_DAY,
        [("25/11/2026 10:00", "27/11/2026 10:00"), ("30/11/2026 10:00", "01/12/2026 10:00")],
        "11/12/2026 17:00",
    ),
    ("30/11/2026 09:00", 8, WORKING_HOUR, [("30/11/2026 10:00", "30/11/2026 15:00")], "01/12/2026 14:30"),
    ("30/11/2026 09:00", 8, WORKING_HOUR, [("30/11/2026 18:00", "30/11/2026 20:00")], "01/12/2026 09:30"),
    ("27/11/2026 15:00", 4, WORKING_HOUR, [("27/11/2026 16:00", "30/11/2026 08:30")], "30/11/2026 11:30"),
    ("23/11/2026 09:00", 30, CALENDAR_DAY, [("01/12/2026 09:00", "06/12/2026 09:00")], "28/12/2026 17:00"),
    ("23/11/2026 09:00", 30, CALENDAR_DAY, [("01/12/2026 09:00", "04/12/2026 09:00")], "28/12/2026 17:00"),
]


@pytest.mark.parametrize(("received", "days", "expected"), WORKING_DAYS)
def test_working_days(calendar: Calendar, received: str, days: int, expected: str) -> None:
    assert shown(due(at(received), rule(days, WORKING_DAY), calendar).due_at) == f"{expected} 17:00"


@pytest.mark.parametrize(("received", "days", "expected"), CALENDAR_DAYS)
def test_calendar_days(calendar: Calendar, received: str, days: int, expected: str) -> None:
    assert shown(due(at(received), rule(days, CALENDAR_DAY), calendar).due_at) == f"{expected} 17:00"


@pytest.mark.parametrize(("received", "hours", "expected"), WORKING_HOURS)
def test_working_hours(calendar: Calendar, received: str, hours: int, expected: str) -> None:
    assert shown(due(at(received), rule(hours, WORKING_HOUR), calendar).due_at) == expected


@pytest.mark.parametrize(("received", "amount", "unit", "pauses", "expected"), PAUSES)
def test_pauses(
    calendar: Calendar, received: str, amount: int, unit: str, pauses: list[tuple[str, str]], expected: str
) -> None:
    instants = [(at(start), at(end)) for start, end in pauses]
    assert shown(due(at(received), rule(amount, unit), calendar, instants).due_at) == expected


def test_the_local_date_counts_not_that_of_utc(calendar: Calendar) -> None:
    monday_in_hanoi = datetime(2026, 11, 29, 17, 30, tzinfo=UTC)  # 00:30 on Monday 30/11
    assert shown(due(monday_in_hanoi, rule(1, WORKING_DAY), calendar).due_at) == "01/12/2026 17:00"


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        (
            "23/11/2026 09:00",
            10,
            WORKING_DAY,
            "10 ngày làm việc kể từ thứ Hai 23/11/2026, trừ thứ Bảy, Chủ nhật và ngày nghỉ lễ 24/11: "
            "hạn thứ Ba 08/12/2026",
        ),
        ("07/12/2026 09:00", 3, WORKING_DAY, "3 ngày làm việc kể từ thứ Hai 07/12/2026: hạn thứ Năm 10/12/2026"),
        (
            "10/02/2026 09:00",
            5,
            WORKING_DAY,
            "5 ngày làm việc kể từ thứ Ba 10/02/2026, trừ thứ Bảy, Chủ nhật và ngày nghỉ lễ 16/02-20/02: "
            "hạn thứ Ba 24/02/2026",
        ),
        (
            "21/08/2026 09:00",
            2,
            WORKING_DAY,
            "2 ngày làm việc kể từ thứ Sáu 21/08/2026, trừ thứ Bảy, Chủ nhật, tính cả thứ Bảy 22/08/2026 làm bù: "
            "hạn thứ Hai 24/08/2026",
        ),
        ("07/12/2026 09:00", 30, CALENDAR_DAY, "30 ngày kể từ thứ Hai 07/12/2026: hạn thứ Tư 06/01/2027"),
        (
            "23/11/2026 09:00",
            5,
            CALENDAR_DAY,
            "5 ngày kể từ thứ Hai 23/11/2026; thứ Bảy 28/11/2026 là ngày nghỉ nên chuyển sang ngày làm việc kế tiếp: "
            "hạn thứ Hai 30/11/2026",
        ),
        (
            "23/11/2026 16:30",
            1,
            WORKING_HOUR,
            "1 giờ làm việc kể từ 16:30 thứ Hai 23/11/2026, trừ ngày nghỉ lễ 24/11: hạn 08:00 thứ Tư 25/11/2026",
        ),
    ],
)
def test_each_date_says_in_one_line_how_it_came_about(
    calendar: Calendar, received: str, amount: int, unit: str, expected: str
) -> None:
    assert due(at(received), rule(amount, unit), calendar).explanation == expected


def test_a_pause_is_told_too(calendar: Calendar) -> None:
    pause = (at("25/11/2026 10:00"), at("27/11/2026 15:00"))
    told = due(at("23/11/2026 09:00"), rule(10, WORKING_DAY), calendar, [pause]).explanation
    assert told.endswith(
        "; tạm dừng từ 10:00 thứ Tư 25/11/2026 đến 15:00 thứ Sáu 27/11/2026 chờ công dân bổ sung: "
        "hạn mới thứ Năm 10/12/2026"
    )


@pytest.mark.parametrize(("amount", "unit"), [(0, WORKING_DAY), (-1, WORKING_HOUR), (1, "week")])
def test_no_deadline_without_amount_and_unit(calendar: Calendar, amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="unit"):
        due(at("23/11/2026 09:00"), rule(amount, unit), calendar)


@pytest.mark.parametrize(
    "pauses",
    [
        [("27/11/2026 10:00", "25/11/2026 10:00")],
        [("22/11/2026 10:00", "25/11/2026 10:00")],
        [("25/11/2026 10:00", "27/11/2026 10:00"), ("26/11/2026 10:00", "28/11/2026 10:00")],
    ],
)
def test_pauses_follow_one_another_after_the_receipt(calendar: Calendar, pauses: list[tuple[str, str]]) -> None:
    instants = [(at(start), at(end)) for start, end in pauses]
    with pytest.raises(ValueError, match="pauses"):
        due(at("23/11/2026 09:00"), rule(10, WORKING_DAY), calendar, instants)


@pytest.mark.parametrize("received", ["31/12/2014 09:00", "01/01/2046 09:00", "30/12/2045 09:00"])
def test_no_deadline_outside_the_years_of_the_calendar(calendar: Calendar, received: str) -> None:
    with pytest.raises(ValueError, match="calendar covers"):
        due(at(received), rule(30, WORKING_DAY), calendar)
