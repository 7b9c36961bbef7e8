"""Reads of the inbox for the turn job, the sweep and the health page."""

from datetime import datetime
from itertools import takewhile
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import PENDING, InboxMessage
from api.inbox.schemas import PHOTO

_LONGEST_RUN: Final = 20


async def next_pending(session: AsyncSession, conversation_id: UUID) -> InboxMessage | None:
    """Return the oldest message of the conversation that has no answer yet."""
    found = await session.scalars(
        select(InboxMessage)
        .where(InboxMessage.conversation_id == conversation_id, InboxMessage.state == PENDING)
        .order_by(InboxMessage.position)
        .limit(1)
    )
    return found.one_or_none()


async def waiting_photos(session: AsyncSession, conversation_id: UUID) -> list[InboxMessage]:
    """Return the photos that stand first in line, up to the first message that is none: an album, or a single one."""
    found = await session.scalars(
        select(InboxMessage)
        .where(InboxMessage.conversation_id == conversation_id, InboxMessage.state == PENDING)
        .order_by(InboxMessage.position)
        .limit(_LONGEST_RUN)
    )
    return list(takewhile(is_photo, found))


def is_photo(message: InboxMessage) -> bool:
    """Whether a message is a photo without a caption, or any photo that is still to be fetched."""
    return message.payload == PHOTO or message.photo_ref is not None


async def conversations_waiting(session: AsyncSession, *, since_before: datetime) -> list[UUID]:
    """Return the conversations with a message that has waited since before the given instant."""
    found = await session.scalars(
        select(InboxMessage.conversation_id)
        .where(InboxMessage.state == PENDING, InboxMessage.received_at < since_before)
        .distinct()
    )
    return list(found)
