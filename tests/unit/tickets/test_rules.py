import pytest

from api.tickets.rules import MOVES, OPEN_STATES, STATE_NAMES, may_happen, state_after


def test_every_state_of_the_table_has_a_name() -> None:
    named = {state for moves in MOVES.values() for pair in moves.items() for state in pair if state}
    assert named <= set(STATE_NAMES)


def test_the_way_of_an_ordinary_ticket() -> None:
    state = "received"
    for event in ("ticket_assigned", "ticket_accepted", "citizen_asked", "citizen_answered", "reply_published"):
        state = state_after(state, event) or pytest.fail(f"{event} may not happen in {state}")
    assert state == "answered"
    assert state_after(state, "ticket_solved") == "solved"
    assert state_after("solved", "ticket_reopened") == "assigned"


@pytest.mark.parametrize("state", ["solved", "rejected", "withdrawn"])
def test_an_ended_ticket_is_not_answered_again(state: str) -> None:
    assert state_after(state, "reply_published") is None


def test_open_tickets_can_be_withdrawn() -> None:
    assert all("ticket_withdrawn" in may_happen(state) for state in OPEN_STATES)
