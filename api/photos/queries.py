"""Reads of photos: which a ticket has, without their bytes, and one with them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.photos.models import Photo


@dataclass(frozen=True)
class Shown:
    """A photo of a ticket, as a page names it; sizes in pixels."""

    id: UUID
    width: int
    height: int
    at: datetime


async def of_ticket(session: AsyncSession, ticket_id: UUID) -> list[Shown]:
    """Return the photos of a ticket in the order in which they came."""
    rows = await session.execute(
        select(Photo.id, Photo.width, Photo.height, Photo.at)
        .where(Photo.ticket_id == ticket_id)
        .order_by(Photo.at, Photo.id)
    )
    return [Shown(*row) for row in rows]


async def photo_of_ticket(session: AsyncSession, ticket_id: UUID, photo_id: UUID) -> Photo | None:
    """Return a photo with its bytes, if it is one of this ticket."""
    found = await session.scalars(select(Photo).where(Photo.id == photo_id, Photo.ticket_id == ticket_id))
    return found.one_or_none()


async def is_kept(session: AsyncSession, message_id: UUID) -> bool:
    """Whether a message came with a photo that is kept."""
    return await session.scalar(select(Photo.id).where(Photo.message_id == message_id)) is not None


async def count_of_conversation(session: AsyncSession, conversation_id: UUID) -> int:
    """Return how many photos are kept of a conversation, with a ticket or without."""
    statement = select(func.count()).select_from(Photo).where(Photo.conversation_id == conversation_id)
    return await session.scalar(statement) or 0
