"""What belongs to a ticket filed before: an addition to it, and "cũng ở đấy" for where it is."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.intake import phrases, recall
from api.intake.places import place_of
from api.intake.rules import Place
from api.intake.schemas import Draft, Heard
from api.tickets import queries as tickets
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES, WAITING_FOR_CITIZEN

# So long after it was filed a word that seems to be about it may be.
_SAME_TALK: Final = timedelta(hours=2)
_OF_AN_ADDITION: Final = range(3, 16)


async def place_said(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> Place:
    """Return the place of a message; "cũng ở đấy" is where the last ticket of the conversation is."""
    place = await place_of(session, heard)
    asked = draft.asked in (None, "story", "place", "detail") and draft.commune is None
    said = fold(phrases.beside_send(heard.text) or heard.text)
    if heard.payload is not None or place.status != "none" or not asked or not phrases.SAME_PLACE.search(said):
        return place
    own = await tickets.of_conversation(session, heard.conversation_id)
    if not own or own[0].received_at < now - _SAME_TALK:
        return place
    return Place("found", commune=own[0].commune_code, detail=own[0].place_detail)


async def find_ticket(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> None:
    """Ask first whether a message belongs to a ticket: one that waits for it, or one that it seems to add to.

    What was asked for as an addition is one.
    """
    code = await recall.adds_to(session, heard.conversation_id, now)
    if code is not None:
        draft.waiting_ticket, draft.outcome = code, "added"
        return
    own = await tickets.of_conversation(session, heard.conversation_id)
    waiting = next((ticket for ticket in own if ticket.state == WAITING_FOR_CITIZEN), None)
    found = waiting or await _seems_to_add(session, own, heard, now)
    if found is not None:
        draft.waiting_ticket, draft.ticket_waits = found.tracking_code, waiting is not None


async def adds_to(session: AsyncSession, heard: Heard, now: datetime) -> Ticket | None:
    """Return the open ticket of this conversation that a message adds to, asked for or as it seems, or None."""
    own = await tickets.of_conversation(session, heard.conversation_id)
    newest = _newest_open(own)
    if newest is None or heard.payload is not None:
        return None
    if await recall.adds_to(session, heard.conversation_id, now) is not None:
        return newest
    return await _seems_to_add(session, own, heard, now)


def _newest_open(own: list[Ticket]) -> Ticket | None:
    return next((ticket for ticket in own if ticket.state in OPEN_STATES), None)


async def _seems_to_add(session: AsyncSession, own: list[Ticket], heard: Heard, now: datetime) -> Ticket | None:
    """Return the newest open one of the conversation's tickets if a message seems to add to it, or None.

    It says so; or it is short, names no place, is of the topic of what was filed a moment ago, and asks nothing.
    """
    folded, newest = fold(heard.text), _newest_open(own)
    if newest is None or heard.payload is not None:
        return None
    if phrases.ADDS.search(folded) and not phrases.ADDS_WHAT.match(folded):
        return newest
    lately = newest.received_at > now - _SAME_TALK
    if not lately or len(folded.split()) not in _OF_AN_ADDITION or heard.act in ("ask", "praise", "denounce"):
        return None
    joins = phrases.MORE.search(folded) is not None or _puts_right(folded)
    same = bool(heard.topic.ranking) and heard.topic.ranking[0][0] == newest.topic_code
    if not (same or joins) or phrases.SAME_PLACE.search(folded):
        return None
    return newest if (await place_of(session, heard)).status == "none" else None


def _puts_right(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in phrases.PUTS_RIGHT)
