"""Reads of requests, and of what is held of a conversation."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import InboxMessage
from api.outbox.models import OutboxMessage
from api.photos.queries import count_of_conversation
from api.privacy.models import DataRequest, DataRequestEvent
from api.tickets.models import Ticket
from api.tickets.queries import of_conversation
from api.tickets.rules import OPEN_STATES


@dataclass(frozen=True)
class Held:
    """What is kept of a conversation: lines of both directions, photos, and its tickets, the newest first."""

    messages: int
    answers: int
    photos: int
    tickets: list[Ticket]

    @property
    def in_handling(self) -> list[Ticket]:
        """Return the tickets that are kept because they are being handled (Luật 91/2025/QH15, Điều 14 khoản 2)."""
        return [ticket for ticket in self.tickets if ticket.state in OPEN_STATES]


async def held(session: AsyncSession, conversation_id: UUID) -> Held:
    """Return what is kept of a conversation."""
    messages = await session.scalar(
        select(func.count()).select_from(InboxMessage).where(InboxMessage.conversation_id == conversation_id)
    )
    answers = await session.scalar(
        select(func.count()).select_from(OutboxMessage).where(OutboxMessage.conversation_id == conversation_id)
    )
    photos = await count_of_conversation(session, conversation_id)
    return Held(messages or 0, answers or 0, photos, await of_conversation(session, conversation_id))


async def requests(session: AsyncSession, *, done: bool, limit: int = 200) -> list[DataRequest]:
    """Return open requests, the nearest date first, or the ones that were done, the newest first."""
    statement = select(DataRequest).limit(limit)
    if done:
        statement = statement.where(DataRequest.done_at.is_not(None)).order_by(DataRequest.done_at.desc())
    else:
        statement = statement.where(DataRequest.done_at.is_(None)).order_by(DataRequest.due_at)
    return list(await session.scalars(statement))


async def open_request(session: AsyncSession, conversation_id: UUID, kind: str) -> DataRequest | None:
    """Return the request of that kind that is still open in a conversation."""
    found = await session.scalars(
        select(DataRequest).where(
            DataRequest.conversation_id == conversation_id, DataRequest.kind == kind, DataRequest.done_at.is_(None)
        )
    )
    return found.first()


async def events_of(session: AsyncSession, request_id: UUID) -> list[DataRequestEvent]:
    """Return what was done for a request, oldest first."""
    found = await session.scalars(
        select(DataRequestEvent).where(DataRequestEvent.request_id == request_id).order_by(DataRequestEvent.id)
    )
    return list(found)
