"""The life of a ticket as data, read by small pure functions."""

from typing import Final

RECEIVED: Final = "received"
ASSIGNED: Final = "assigned"
IN_WORK: Final = "in_work"
WAITING_FOR_CITIZEN: Final = "waiting_for_citizen"
ANSWERED: Final = "answered"
SOLVED: Final = "solved"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdrawn"

STATE_NAMES: Final = {
    RECEIVED: "Đã nhận",
    ASSIGNED: "Đã chuyển cơ quan xử lý",
    IN_WORK: "Đang xử lý",
    WAITING_FOR_CITIZEN: "Chờ công dân bổ sung",
    ANSWERED: "Đã trả lời",
    SOLVED: "Đã giải quyết",
    REJECTED: "Không thụ lý",
    WITHDRAWN: "Công dân đã rút",
}
OPEN_STATES: Final = frozenset({RECEIVED, ASSIGNED, IN_WORK, WAITING_FOR_CITIZEN})

# What may happen in which state, and where it leads. `None` leaves the state as it is.
_WITH_AGENCY: Final = (ASSIGNED, IN_WORK)
MOVES: Final[dict[str, dict[str, str | None]]] = {
    "ticket_assigned": {RECEIVED: ASSIGNED},
    "ticket_accepted": {ASSIGNED: IN_WORK},
    "ticket_classified": dict.fromkeys(_WITH_AGENCY, None),
    "extension_asked": dict.fromkeys(_WITH_AGENCY, None),
    "extension_refused": dict.fromkeys(_WITH_AGENCY, None),
    "deadline_extended": dict.fromkeys(_WITH_AGENCY, None),
    "interim_replied": dict.fromkeys((*_WITH_AGENCY, WAITING_FOR_CITIZEN), None),
    "contribution_asked": dict.fromkeys((*_WITH_AGENCY, WAITING_FOR_CITIZEN), None),
    "contribution_given": dict.fromkeys((*_WITH_AGENCY, WAITING_FOR_CITIZEN), None),
    "pause_ended": {WAITING_FOR_CITIZEN: IN_WORK},
    "deadline_moved": dict.fromkeys(OPEN_STATES, None),
    "deadline_suspended": dict.fromkeys(OPEN_STATES, None),
    "deadline_resumed": dict.fromkeys(OPEN_STATES, None),
    "deadline_step_reached": dict.fromkeys(OPEN_STATES, None),
    "agency_succeeded": dict.fromkeys(OPEN_STATES, None),
    "ticket_forwarded": dict.fromkeys(_WITH_AGENCY, ASSIGNED),
    "citizen_asked": dict.fromkeys(_WITH_AGENCY, WAITING_FOR_CITIZEN),
    "citizen_answered": {WAITING_FOR_CITIZEN: IN_WORK},
    "information_added": dict.fromkeys(OPEN_STATES, None),
    "reply_published": dict.fromkeys((*_WITH_AGENCY, WAITING_FOR_CITIZEN), ANSWERED),
    "reply_unpublished": dict.fromkeys((*OPEN_STATES, ANSWERED, SOLVED), None),
    "ticket_rated": {ANSWERED: None, SOLVED: None},
    "rating_reason_given": {ANSWERED: None, SOLVED: None},
    "ticket_solved": {ANSWERED: SOLVED},
    "ticket_reopened": {ANSWERED: ASSIGNED, SOLVED: ASSIGNED},
    "ticket_rejected": dict.fromkeys(_WITH_AGENCY, REJECTED),
    "ticket_withdrawn": dict.fromkeys(OPEN_STATES, WITHDRAWN),
    "citizen_reminded_agency": dict.fromkeys(OPEN_STATES, None),
    "review_given": dict.fromkeys((*_WITH_AGENCY, WAITING_FOR_CITIZEN), None),
    "person_asked_for": dict.fromkeys(OPEN_STATES, None),
    "ticket_followed": dict.fromkeys(OPEN_STATES, None),
}

# A third agency in a row helps nobody: after two transfers the coordinator decides (design, issue 5).
MAX_FORWARDS: Final = 2
SATISFIED, ACCEPTED, NOT_SATISFIED = 5, 3, 1
RATING_NAMES: Final = {SATISFIED: "Hài lòng", ACCEPTED: "Chấp nhận được", NOT_SATISFIED: "Không hài lòng"}
# Buttons carry three words; whoever types a figure gives any of the five steps.
STARS: Final = range(1, 6)
# "Đã tiếp nhận, sẽ xem xét" is no answer and must not stop the clock.
MIN_REPLY_LENGTH: Final = 30


def is_low(stars: int | None) -> bool:
    """Whether a rating says that the matter is not settled: 1 or 2 of 5."""
    return stars is not None and stars < ACCEPTED


def rating_name(stars: int) -> str:
    """Return a step of the scale in one of its three words; one between two words is named by figure too."""
    if stars in RATING_NAMES:
        return RATING_NAMES[stars]
    if stars not in STARS:
        return ""
    nearest = NOT_SATISFIED if is_low(stars) else SATISFIED
    return f"{RATING_NAMES[nearest]} ({stars}/5)"


def state_after(state: str, event: str) -> str | None:
    """Return the state to which `event` leads from `state`, or None if it may not happen there."""
    moves = MOVES[event]
    if state not in moves:
        return None
    return moves[state] or state


def may_happen(state: str) -> list[str]:
    """Return the events that are possible in a state."""
    return [event for event, moves in MOVES.items() if state in moves]
