"""The period of the figures page."""

from datetime import date, timedelta

import pytest

from api.reports.router import period, quick_periods

TODAY = date(2026, 11, 24)


def test_thirty_days_that_end_today_are_the_default():
    assert period("", "", TODAY) == (date(2026, 10, 26), TODAY, "")


def test_a_period_is_taken_as_given():
    assert period("2026-01-01", "2026-03-31", TODAY) == (date(2026, 1, 1), date(2026, 3, 31), "")


@pytest.mark.parametrize(("first", "last"), [("hôm qua", ""), ("2026-13-01", ""), ("2026-03-02", "2026-03-01")])
def test_a_period_that_makes_no_sense_is_told_and_replaced(first, last):
    start, end, fault = period(first, last, TODAY)
    assert fault
    assert end - start == timedelta(days=29)


def test_last_month_is_whole():
    named = {name: (first, last) for name, first, last in quick_periods(TODAY)}
    assert named["Tháng trước"] == (date(2026, 10, 1), date(2026, 10, 31))
