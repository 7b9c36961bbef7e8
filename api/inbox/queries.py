"""Reads of the inbox for the turn job, the sweep and the health page."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import PENDING, InboxMessage


async def next_pending(session: AsyncSession, conversation_id: UUID) -> InboxMessage | None:
    """Return the oldest message of the conversation that has no answer yet."""
    found = await session.scalars(
        select(InboxMessage)
        .where(InboxMessage.conversation_id == conversation_id, InboxMessage.state == PENDING)
        .order_by(InboxMessage.position)
        .limit(1)
    )
    return found.one_or_none()


async def conversations_waiting(session: AsyncSession, *, since_before: datetime) -> list[UUID]:
    """Return the conversations with a message that has waited since before the given instant."""
    found = await session.scalars(
        select(InboxMessage.conversation_id)
        .where(InboxMessage.state == PENDING, InboxMessage.received_at < since_before)
        .distinct()
    )
    return list(found)
