"""Reads of the outbox: transcripts, buttons, what waits for delivery."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import InboxMessage
from api.outbox.models import PENDING, OutboxMessage
from api.outbox.schemas import Line


async def transcript(session: AsyncSession, conversation_id: UUID, *, after: int = 0) -> list[Line]:
    """Return the lines of both directions with a position above `after`, in order."""
    incoming = select(
        InboxMessage.position,
        literal("citizen").label("sender"),
        InboxMessage.text,
        literal([], JSONB).label("buttons"),
        InboxMessage.received_at.label("sent_at"),
    ).where(InboxMessage.conversation_id == conversation_id, InboxMessage.position > after)
    outgoing = select(
        OutboxMessage.position,
        OutboxMessage.sender,
        OutboxMessage.text,
        OutboxMessage.buttons,
        OutboxMessage.created_at.label("sent_at"),
    ).where(OutboxMessage.conversation_id == conversation_id, OutboxMessage.position > after)
    both = union_all(incoming, outgoing).subquery()
    rows = await session.execute(select(both).order_by(both.c.position))
    return [Line.model_validate(dict(row._mapping)) for row in rows]


async def button_title(session: AsyncSession, conversation_id: UUID, payload: str) -> str | None:
    """Return the words of a button that was offered in this conversation, or None if none carried the payload."""
    lines = await session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.conversation_id == conversation_id,
            OutboxMessage.buttons.contains([{"payload": payload}]),
        )
        .order_by(OutboxMessage.position.desc())
        .limit(1)
    )
    line = lines.one_or_none()
    if line is None:
        return None
    return next(str(button["title"]) for button in line.buttons if button["payload"] == payload)


async def next_to_deliver(session: AsyncSession, conversation_id: UUID) -> OutboxMessage | None:
    """Return the oldest line of the conversation that its channel does not have yet."""
    found = await session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.conversation_id == conversation_id, OutboxMessage.state == PENDING)
        .order_by(OutboxMessage.position)
        .limit(1)
    )
    return found.one_or_none()


async def conversations_due(session: AsyncSession, *, now: datetime) -> list[UUID]:
    """Return the conversations with a line whose next attempt is due."""
    found = await session.scalars(
        select(OutboxMessage.conversation_id)
        .where(OutboxMessage.state == PENDING, OutboxMessage.next_attempt_at <= now)
        .distinct()
    )
    return list(found)
