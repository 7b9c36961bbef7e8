"""States and steps in plain words."""

from datetime import UTC, datetime, timedelta

import pytest

from api.tickets.models import TicketEvent
from api.tickets.rules import MOVES, STATE_NAMES
from api.tickets.shown import status, tell

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "left", "kind"),
    [
        ("assigned", timedelta(days=8), "open"),
        ("in_work", timedelta(days=1), "soon"),
        ("assigned", timedelta(seconds=-1), "late"),
        ("waiting_for_citizen", timedelta(days=-3), "waiting"),
        ("answered", timedelta(days=-3), "answered"),
        ("solved", timedelta(days=-3), "solved"),
        ("rejected", timedelta(days=1), "ended"),
        ("withdrawn", timedelta(days=1), "ended"),
    ],
)
def test_a_status_is_late_only_while_the_clock_runs(state, left, kind):
    assert status(state, NOW + left, NOW).kind == kind


def test_every_state_has_words():
    assert all(status(state, NOW, NOW).text for state in STATE_NAMES)


@pytest.mark.parametrize("kind", [*sorted(MOVES), "ticket_received"])
def test_every_kind_of_step_is_told_in_vietnamese(kind):
    event = TicketEvent(kind=kind, at=NOW, agency_code="a", data={"to": "b", "stars": 5})
    told = tell(event, {"a": "UBND xã A", "b": "Sở B"})
    assert told.title != kind
    assert "{" not in told.title


def test_a_transfer_names_both_agencies_and_its_reason():
    event = TicketEvent(kind="ticket_forwarded", at=NOW, agency_code="a", data={"to": "b", "reason": "đường tỉnh"})
    told = tell(event, {"a": "UBND xã A", "b": "Sở B"})
    assert (told.title, told.words, told.private) == ("UBND xã A chuyển sang Sở B", "đường tỉnh", False)


@pytest.mark.parametrize("kind", ["citizen_answered", "information_added", "ticket_rated", "ticket_reopened"])
def test_what_the_citizen_wrote_is_marked_private(kind):
    event = TicketEvent(kind=kind, at=NOW, agency_code="a", data={"text": "tôi ở số 5", "stars": 1})
    assert tell(event, {}).private
