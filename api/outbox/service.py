"""Putting lines into the outbox; a job nudges the channel, the rows are the truth."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.jobs import defer
from api.core.notify import notify
from api.inbox.models import Conversation
from api.inbox.service import next_position
from api.outbox.models import PENDING, SENT, OutboxMessage
from api.outbox.schemas import Button, Sender

DELIVER_TASK = "outbox.deliver"

# The page of the web chat fetches its lines itself: written is delivered.
FETCHED_CHANNELS = frozenset({"webchat"})


async def post(
    session: AsyncSession,
    *,
    conversation: Conversation,
    key: str,
    sender: Sender,
    text: str,
    buttons: Sequence[Button] = (),
    ticket_id: UUID | None = None,
    now: datetime,
) -> OutboxMessage:
    """Write a line for the citizen and queue its delivery; the same `key` again changes nothing."""
    known = await _by_key(session, key)
    if known is not None:
        return known
    position = await next_position(session, conversation.id)
    known = await _by_key(session, key)  # a twin may have come while we waited for the lock
    if known is not None:
        return known
    fetched = conversation.channel in FETCHED_CHANNELS
    line = OutboxMessage(
        id=uuid4(),
        conversation_id=conversation.id,
        key=key,
        position=position,
        sender=sender,
        text=text,
        buttons=[dict(button) for button in buttons],
        ticket_id=ticket_id,
        created_at=now,
        next_attempt_at=now,
        state=SENT if fetched else PENDING,
        sent_at=now if fetched else None,
    )
    session.add(line)
    await session.flush()
    if not fetched:
        await nudge(session, conversation.id)
    await notify(session, str(conversation.id))
    return line


async def nudge(session: AsyncSession, conversation_id: UUID, *, delay_seconds: int = 0) -> None:
    """Queue the delivery of a conversation: in order, so one at a time."""
    key = f"outbox:{conversation_id}"
    await defer(
        session,
        DELIVER_TASK,
        lock=key,
        queueing_lock=key,
        delay_seconds=delay_seconds,
        conversation_id=str(conversation_id),
    )


async def _by_key(session: AsyncSession, key: str) -> OutboxMessage | None:
    found = await session.scalars(select(OutboxMessage).where(OutboxMessage.key == key))
    return found.one_or_none()
