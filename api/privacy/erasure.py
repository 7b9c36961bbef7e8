"""Erasing what is not part of a case: at the citizen's request, and by the province's periods.

Tickets stay: they are kept for the agency's task (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 14 khoản 2
and Điều 19); name, number, exact position and photos on them go when they have ended. A photo of no ticket is kept as
a draft is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import DONE, Conversation, InboxMessage
from api.outbox.models import OutboxMessage
from api.photos.models import Photo
from api.privacy.models import DataRequest
from api.privacy.rules import DELETE
from api.privacy.service import note
from api.province.models import RetentionRule
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES


async def erase_of_request(session: AsyncSession, request_id: UUID, *, now: datetime) -> dict[str, int]:
    """Erase the chat and the contacts that a request is about; return how many rows of which kind.

    The request is done with that unless a ticket is still being handled; then an administrator ends it.
    """
    row = await session.get(DataRequest, request_id, with_for_update=True)
    if row is None or row.conversation_id is None or row.done_at is not None:
        return {}
    counts = await erase_chat(session, row.conversation_id, before=row.at)
    counts["contacts"] = await _erase_contacts(session, Ticket.conversation_id == row.conversation_id)
    of_it = Photo.conversation_id == row.conversation_id
    counts["photos"] = await _erase_photos(session, and_(of_it, Photo.at < row.at, Photo.ticket_id.is_(None)), of_it)
    note(session, row, "erased", now, counts=counts)
    if not await _is_handled(session, row.conversation_id):
        row.done_at = now
        note(session, row, "done", now)
    return counts


async def erase_chat(session: AsyncSession, conversation_id: UUID, *, before: datetime) -> dict[str, int]:
    """Erase the lines of a conversation that were written before an instant, and Rasa's copy of it.

    The caller holds the conversation's job lock: Rasa counts a tracker's rows while a turn runs.
    """
    messages = await session.execute(
        delete(InboxMessage).where(
            InboxMessage.conversation_id == conversation_id,
            InboxMessage.state == DONE,
            InboxMessage.received_at < before,
        )
    )
    answers = await session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.conversation_id == conversation_id, OutboxMessage.created_at < before, _of_no_open_ticket()
        )
    )
    return {
        "messages": _count(messages),
        "answers": _count(answers),
        "rasa": await _erase_tracker(session, conversation_id),
    }


async def apply_retention(
    session: AsyncSession, rules: Mapping[str, RetentionRule], *, now: datetime
) -> dict[str, int]:
    """Erase what is older than the province keeps it; return how many rows of which kind.

    Drafts and the machine's answers belong to the intake, which erases them by the same rules.
    """
    ended_before = now - timedelta(days=rules["contact"].keep_days)
    wanted = select(DataRequest.conversation_id).where(DataRequest.kind == DELETE)
    counts = {"messages": 0, "answers": 0, "rasa": 0}
    for conversation_id in await _silent(session, now - timedelta(days=rules["chat"].keep_days)):
        for kind, count in (await erase_chat(session, conversation_id, before=now)).items():
            counts[kind] += count
    counts["contacts"] = await _erase_contacts(
        session, or_(Ticket.ended_at < ended_before, Ticket.conversation_id.in_(wanted))
    )
    counts["photos"] = await _erase_photos(
        session,
        and_(Photo.ticket_id.is_(None), Photo.at < now - timedelta(days=rules["draft"].keep_days)),
        or_(
            _of_ticket(Ticket.ended_at < now - timedelta(days=rules["photo"].keep_days)),
            Photo.conversation_id.in_(wanted),
        ),
    )
    old = now - timedelta(days=rules["request"].keep_days)
    counts["requests"] = _count(await session.execute(delete(DataRequest).where(DataRequest.done_at < old)))
    return counts


async def _erase_contacts(session: AsyncSession, which: ColumnElement[bool]) -> int:
    ended = and_(which, Ticket.state.not_in(OPEN_STATES), Ticket.ended_at.is_not(None))
    present = or_(Ticket.contact_name.is_not(None), Ticket.contact_phone.is_not(None), Ticket.latitude.is_not(None))
    nothing = {"contact_name": None, "contact_phone": None, "latitude": None, "longitude": None}
    return _count(await session.execute(update(Ticket).where(ended, present).values(nothing)))


async def _erase_photos(session: AsyncSession, waiting: ColumnElement[bool], of_tickets: ColumnElement[bool]) -> int:
    """Erase photos without a ticket, and of those with one the photos whose ticket has ended."""
    ended = _of_ticket(and_(Ticket.state.not_in(OPEN_STATES), Ticket.ended_at.is_not(None)))
    return _count(await session.execute(delete(Photo).where(or_(waiting, and_(of_tickets, ended)))))


def _of_ticket(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Ticket.id == Photo.ticket_id, condition)


async def _erase_tracker(session: AsyncSession, conversation_id: UUID) -> int:
    """Erase the conversation in Rasa's own schema, where there is one."""
    if await session.scalar(text("SELECT to_regclass('rasa.events')")) is None:
        return 0
    return _count(
        await session.execute(
            text("DELETE FROM rasa.events WHERE sender_id = :sender"), {"sender": str(conversation_id)}
        )
    )


async def _silent(session: AsyncSession, since: datetime) -> list[UUID]:
    """Return the conversations that have lines, were silent for so long, and have no ticket in handling."""
    has_lines = exists().where(InboxMessage.conversation_id == Conversation.id)
    handled = exists().where(Ticket.conversation_id == Conversation.id, Ticket.state.in_(OPEN_STATES))
    found = await session.scalars(
        select(Conversation.id).where(
            func.coalesce(Conversation.last_citizen_at, Conversation.created_at) < since, has_lines, ~handled
        )
    )
    return list(found)


def _of_no_open_ticket() -> ColumnElement[bool]:
    handled = exists().where(Ticket.id == OutboxMessage.ticket_id, Ticket.state.in_(OPEN_STATES))
    return or_(OutboxMessage.ticket_id.is_(None), ~handled)


async def _is_handled(session: AsyncSession, conversation_id: UUID) -> bool:
    condition = exists().where(Ticket.conversation_id == conversation_id, Ticket.state.in_(OPEN_STATES))
    return bool(await session.scalar(select(condition)))


def _count(result: Any) -> int:
    return max(0, int(result.rowcount))
