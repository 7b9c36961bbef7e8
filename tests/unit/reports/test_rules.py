from datetime import UTC, datetime, timedelta

from api.reports.rules import Round, figures, total

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def _round(agency: str, *, hours: int | None, due_hours: int = 10, **more: object) -> Round:
    answered_at = START + timedelta(hours=hours) if hours is not None else None
    fields = {"ended": False, **more}
    return Round(agency, START, START + timedelta(hours=due_hours), answered_at, **fields)  # type: ignore[arg-type]


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def test_on_time_late_and_open_are_counted_apart() -> None:
    rounds = [
        _round("a", hours=2),
        _round("a", hours=10),
        _round("a", hours=30),
        _round("a", hours=None),
        _round("a", hours=None, due_hours=99),
        _round("a", hours=None, ended=True),
    ]
    row = figures(rounds, now=START + timedelta(hours=50), working_minutes=_minutes)["a"]
    assert (row.received, row.answered, row.on_time, row.late) == (6, 3, 2, 1)
    assert (row.open, row.overdue, row.ended) == (2, 1, 1)
    assert row.median_hours == 10.0
    assert row.on_time_share == 2 / 4


def test_the_time_that_the_citizen_was_asked_does_not_count() -> None:
    row = figures([_round("a", hours=9, waiting_minutes=300)], now=START, working_minutes=_minutes)["a"]
    assert row.median_hours == 4.0


def test_the_median_of_all_is_that_of_all_answers() -> None:
    rounds = [_round("a", hours=1), _round("a", hours=1), _round("b", hours=9)]
    whole = total(figures(rounds, now=START, working_minutes=_minutes).values())
    assert (whole.received, whole.median_hours) == (3, 1.0)


def test_no_answers_give_no_median_and_no_share() -> None:
    row = figures([_round("a", hours=None, due_hours=99)], now=START, working_minutes=_minutes)["a"]
    assert row.median_hours is None
    assert row.on_time_share is None


def test_on_time_after_an_extension_is_a_figure_of_its_own() -> None:
    plain = START + timedelta(hours=10)
    rounds = [
        _round("a", hours=9, due_hours=20, due_without_extension=plain),
        _round("a", hours=15, due_hours=20, due_without_extension=plain),
        _round("a", hours=25, due_hours=20, due_without_extension=plain),
    ]
    row = figures(rounds, now=START, working_minutes=_minutes)["a"]
    assert (row.on_time, row.extended, row.late) == (1, 1, 1)


def test_a_clock_that_stands_is_not_overdue() -> None:
    rounds = [_round("a", hours=None, standing=True), _round("a", hours=None)]
    assert figures(rounds, now=START + timedelta(hours=50), working_minutes=_minutes)["a"].overdue == 1
