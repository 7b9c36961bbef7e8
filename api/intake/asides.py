"""Messages that are no new matter: small talk, a look at a ticket, a rating, a wish for a person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.core.time import format_instant
from api.directory import queries as directory
from api.intake import phrases
from api.intake.schemas import Heard, Saying
from api.outbox.schemas import Button
from api.tickets import queries, service
from api.tickets.errors import NotAllowedNow
from api.tickets.models import Ticket
from api.tickets.rules import (
    ACCEPTED,
    ANSWERED,
    NOT_SATISFIED,
    OPEN_STATES,
    RATING_NAMES,
    SATISFIED,
    SOLVED,
    STATE_NAMES,
)

_PLAIN = frozenset({"greet", "bye", "thanks", "human", "emergency", "out_of_scope", "affirm", "deny", "cancel"})


async def answer(session: AsyncSession, *, heard: Heard, act: str, now: datetime) -> list[Saying]:
    """Return what is said to a message outside a draft, or beside one."""
    if heard.payload is not None:
        return await _tapped(session, heard, now)
    if act == "status":
        return await _status(session, heard, now)
    if act == "rate":
        return await _rated(session, heard, now)
    if act == "out_of_scope" and phrases.INSULT.search(fold(heard.text)):
        return [Saying(response="utter_calm")]
    return [Saying(response=f"utter_{act}" if act in _PLAIN else "utter_out_of_scope")]


async def _tapped(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """A button that is not of a draft: a rating, a wish to reopen or to remind, or one of a draft long filed."""
    what, _, rest = (heard.payload or "").partition(":")
    code, _, value = rest.partition(":")
    ticket = await _own_ticket(session, heard, code)
    if ticket is None or what not in ("rate", "reopen", "remind", "status"):
        return [Saying(response="utter_button_over")]
    if what == "rate" and value.isdigit():
        return await _rate(session, ticket, int(value), reason=None, now=now)
    if what == "reopen":
        return await _reopen(session, ticket, now)
    if what == "remind":
        return await _remind(session, ticket, now)
    return [await _state(session, ticket, now)]


async def _own_ticket(session: AsyncSession, heard: Heard, code: str) -> Ticket | None:
    ticket = await queries.by_code(session, code)
    return ticket if ticket is not None and ticket.conversation_id == heard.conversation_id else None


async def _status(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """By the code if there is one in the text, else the tickets of this conversation."""
    by_code = await queries.by_code(session, heard.text)
    if by_code is not None:
        own = by_code.conversation_id == heard.conversation_id
        if by_code.restricted and not own:
            return [Saying(response="utter_code_unknown")]
        return [await _state(session, by_code, now, own=own)]
    own_tickets = await queries.of_conversation(session, heard.conversation_id)
    if not own_tickets:
        return [Saying(response="utter_no_tickets")]
    return [await _state(session, ticket, now) for ticket in own_tickets[:3]]


async def _state(session: AsyncSession, ticket: Ticket, now: datetime, *, own: bool = True) -> Saying:
    agency = await directory.agency(session, ticket.agency_code)
    params = {
        "code": ticket.tracking_code,
        "state": STATE_NAMES[ticket.state],
        "agency": agency.name if agency else ticket.agency_code,
        "due": format_instant(ticket.due_at),
    }
    if ticket.state in OPEN_STATES:
        late = ticket.due_at < now
        remind = [Button(title="Nhắc cơ quan xử lý", payload=f"remind:{ticket.tracking_code}")] if late and own else []
        return Saying(response="utter_status_late" if late else "utter_status_open", params=params, buttons=remind)
    return Saying(response="utter_status_closed", params=params)


async def _rated(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """A rating in words goes to the newest answered ticket of the conversation."""
    for ticket in await queries.of_conversation(session, heard.conversation_id):
        if ticket.state in (ANSWERED, SOLVED):
            stars = stars_in(heard.text)
            if stars is None:
                return [_ask_rating(ticket)]
            return await _rate(session, ticket, stars, reason=heard.text, now=now)
    return [Saying(response="utter_nothing_to_rate")]


def stars_in(text: str) -> int | None:
    """Return the step of the scale that a rating in words or figures means, or None if it is not clear."""
    folded = fold(text)
    for digit in (character for character in folded if character.isdigit()):
        return SATISFIED if digit in "45" else ACCEPTED if digit == "3" else NOT_SATISFIED
    if any(word in folded for word in ("khong hai long", "chua hai long", "te", "that vong", "chan", "buc", "kem")):
        return NOT_SATISFIED
    if any(word in folded for word in ("binh thuong", "tam", "cung duoc", "chap nhan")):
        return ACCEPTED
    if any(word in folded for word in ("hai long", "tot", "tuyet", "nhanh", "on")):
        return SATISFIED
    return None


def _ask_rating(ticket: Ticket) -> Saying:
    buttons = [
        Button(title=name, payload=f"rate:{ticket.tracking_code}:{stars}") for stars, name in RATING_NAMES.items()
    ]
    return Saying(response="utter_ask_rating", params={"code": ticket.tracking_code}, buttons=buttons)


async def _rate(
    session: AsyncSession, ticket: Ticket, stars: int, *, reason: str | None, now: datetime
) -> list[Saying]:
    try:
        await service.rate(session, ticket=ticket, stars=stars, reason=reason, now=now)
    except NotAllowedNow:
        return [await _state(session, ticket, now)]
    if stars > NOT_SATISFIED:
        return [Saying(response="utter_rated", params={"code": ticket.tracking_code})]
    reopen = Button(title="Đề nghị xem lại", payload=f"reopen:{ticket.tracking_code}")
    return [Saying(response="utter_rated_low", params={"code": ticket.tracking_code}, buttons=[reopen])]


async def _reopen(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Saying]:
    try:
        await service.reopen(session, ticket=ticket, reason="Công dân không hài lòng với câu trả lời.", now=now)
    except NotAllowedNow:
        return [await _state(session, ticket, now)]
    params = {"code": ticket.tracking_code, "due": format_instant(ticket.due_at)}
    return [Saying(response="utter_reopened", params=params)]


async def _remind(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Saying]:
    try:
        await service.remind_agency(session, ticket=ticket, now=now)
    except NotAllowedNow:
        return [await _state(session, ticket, now)]
    return [Saying(response="utter_reminded", params={"code": ticket.tracking_code})]
