"""Taking photos in, each with its message and job in one transaction; giving them to the ticket that is filed."""

import asyncio
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.inbox import service as inbox
from api.inbox.models import Conversation, InboxMessage
from api.photos.models import Photo
from api.photos.pictures import FIELD, MEDIA_TYPE, Picture, read_picture
from api.photos.queries import is_kept

MOST_OF_A_MATTER: Final = 5
# A picture of 50 million pixels takes up to 450 MB (measured) while it is drawn anew: one at a time in a process.
_drawing = asyncio.Semaphore(1)


async def read(content: bytes) -> Picture:
    """Return the picture as it may be kept, read beside the event loop. Raises Invalid as `read_picture` does."""
    async with _drawing:
        return await asyncio.to_thread(read_picture, content)


async def take(
    session: AsyncSession, *, conversation: Conversation, client_id: str, picture: Picture, now: datetime
) -> InboxMessage:
    """Store a photo with its message, and queue its turn; the same `client_id` again returns the first message.

    The position goes with the message, as a pin's does. Raises Invalid when the matter has its most photos already.
    """
    await _lock(session, conversation.id)
    known = await inbox.known_message(session, conversation.id, client_id)
    if known is not None:
        return known
    await _require_room(session, conversation.id)
    message = await inbox.receive(
        session, conversation=conversation, client_id=client_id, position=picture.position, photo=True, now=now
    )
    await _add(session, message, picture, now)
    return message


async def keep(session: AsyncSession, *, message_id: UUID, picture: Picture, now: datetime) -> None:
    """Store the photo of a message that came before it, from a channel that only named it; a repeat changes nothing.

    The reference is not needed any more and goes. Raises Invalid when the matter has its most photos already.
    """
    message = await session.get_one(InboxMessage, message_id, with_for_update=True, populate_existing=True)
    await _lock(session, message.conversation_id)
    if not await is_kept(session, message_id):
        await _require_room(session, message.conversation_id)
        if picture.position is not None:
            message.latitude, message.longitude = picture.position.latitude, picture.position.longitude
        await _add(session, message, picture, now)
    message.photo_ref = message.photo_due_at = None


async def _lock(session: AsyncSession, conversation_id: UUID) -> None:
    """Let photos of a conversation come one after the other: the second sees the first, and is counted with it."""
    await session.execute(select(Conversation.id).where(Conversation.id == conversation_id).with_for_update())


async def _add(session: AsyncSession, message: InboxMessage, picture: Picture, now: datetime) -> None:
    session.add(
        Photo(
            conversation_id=message.conversation_id, message_id=message.id, ticket_id=None, content=picture.content,
            media_type=MEDIA_TYPE, width=picture.width, height=picture.height, at=now,
        )
    )  # fmt: skip
    await session.flush()


async def attach(session: AsyncSession, *, conversation_id: UUID, ticket_id: UUID) -> int:
    """Give the waiting photos of a conversation to a ticket of that conversation; return how many."""
    statement = (
        update(Photo)
        .where(Photo.conversation_id == conversation_id, Photo.ticket_id.is_(None))
        .values(ticket_id=ticket_id)
        .returning(Photo.id)
    )
    return len((await session.scalars(statement)).all())


async def drop_waiting(session: AsyncSession, *, conversation_id: UUID) -> int:
    """Erase the photos of a matter that the citizen does not file; return how many."""
    statement = (
        delete(Photo).where(Photo.conversation_id == conversation_id, Photo.ticket_id.is_(None)).returning(Photo.id)
    )
    return len((await session.scalars(statement)).all())


async def _require_room(session: AsyncSession, conversation_id: UUID) -> None:
    waiting = await session.scalar(
        select(func.count())
        .select_from(Photo)
        .where(Photo.conversation_id == conversation_id, Photo.ticket_id.is_(None))
    )
    if (waiting or 0) >= MOST_OF_A_MATTER:
        raise Invalid(
            f"Mỗi việc gửi được tối đa {MOST_OF_A_MATTER} ảnh; hãy gửi việc này trước, rồi gửi thêm ảnh sau.",
            field=FIELD,
        )
