"""When a step of a deadline is reached and when staff may be told, worked out by hand."""

import pytest

from api.clock.calendar import Calendar
from api.reminders.rules import Rule, last_digest, may_tell, reached, rules_for, step_name
from tests.unit.clock.test_deadlines import at

RULES = [Rule(50, 0, "officer"), Rule(80, 0, "leader"), Rule(100, 0, "coordinator"), Rule(100, 5, "above")]
DIGESTS, QUIET = ["07:45", "13:45"], ["18:00", "07:00"]


@pytest.mark.parametrize(
    ("share", "now", "steps"),
    [
        (0.49, "03/03/2026 09:00", []),
        (0.5, "03/03/2026 09:00", ["50%"]),
        (0.8, "04/03/2026 09:00", ["50%", "80%"]),
        (1.0, "05/03/2026 17:00", ["50%", "80%"]),  # the last minute is on time
        (1.0, "05/03/2026 17:01", ["50%", "80%", "late"]),
        (2.0, "11/03/2026 16:00", ["50%", "80%", "late"]),  # four working days after Thursday 5/3
        (2.0, "12/03/2026 08:00", ["50%", "80%", "late", "late+5"]),
    ],
)
def test_steps(calendar: Calendar, share: float, now: str, steps: list[str]) -> None:
    found = reached(RULES, share=share, due_at=at("05/03/2026 17:00"), now=at(now), calendar=calendar)
    assert [rule.step for rule in found] == steps


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("02/03/2026 07:44", False),  # before the first digest of a Monday
        ("02/03/2026 07:45", True),
        ("02/03/2026 17:59", True),
        ("02/03/2026 18:00", False),  # quiet
        ("03/03/2026 06:59", False),
        ("07/03/2026 09:00", False),  # Saturday
        ("24/11/2026 09:00", False),  # a public holiday
        ("22/08/2026 09:00", True),  # a Saturday that is worked
    ],
)
def test_quiet_hours_and_days_off(calendar: Calendar, now: str, told: bool) -> None:
    assert may_tell(at(now), calendar=calendar, digest_at=DIGESTS, quiet=QUIET) is told


def test_the_last_digest_of_a_day() -> None:
    assert last_digest(at("02/03/2026 07:00"), DIGESTS) is None
    assert last_digest(at("02/03/2026 12:00"), DIGESTS) == at("02/03/2026 07:45")
    assert last_digest(at("02/03/2026 15:00"), DIGESTS) == at("02/03/2026 13:45")


def test_a_class_with_rules_of_its_own_has_only_those() -> None:
    rules = [("*", RULES[0]), ("denunciation", RULES[1])]
    assert rules_for("denunciation", rules) == [RULES[1]]
    assert rules_for("report", rules) == [RULES[0]]


def test_names() -> None:
    assert [step_name(s) for s in ("80%", "late", "late+5")] == [
        "đã dùng 80 % thời hạn", "đã quá hạn", "quá hạn 5 ngày làm việc",
    ]  # fmt: skip
