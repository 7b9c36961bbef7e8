"""The same matter told by several citizens: one ticket that the others follow, and nothing of the first one's words."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.events import move, record
from api.tickets.likeness import is_alike
from api.tickets.models import Ticket, TicketFollow
from api.tickets.rules import OPEN_STATES
from api.tickets.schemas import CITIZEN

_RECENT: Final = timedelta(days=14)
_LOOKED_AT: Final = 200


async def same_matter(
    session: AsyncSession,
    *,
    conversation_id: UUID,
    topic: str,
    commune: str,
    text: str,
    detail: str | None,
    now: datetime,
) -> Ticket | None:
    """Return an open ticket of another citizen about the same thing in the same place, the oldest; None if none is.

    Never a restricted one: that it exists is told to nobody.
    """
    recent = await session.scalars(
        select(Ticket)
        .where(
            Ticket.topic_code == topic,
            Ticket.commune_code == commune,
            Ticket.restricted.is_(False),
            Ticket.act.in_(["report", "suggest"]),
            Ticket.state.in_(OPEN_STATES),
            Ticket.received_at > now - _RECENT,
            Ticket.demo.is_(False),
            Ticket.conversation_id.is_distinct_from(conversation_id),
        )
        .order_by(Ticket.received_at)
        .limit(_LOOKED_AT)
    )
    return next((t for t in recent if is_alike(text, detail, t.text, t.place_detail)), None)


async def follow(session: AsyncSession, *, ticket: Ticket, conversation_id: UUID, now: datetime) -> bool:
    """Let the citizen of a conversation follow a ticket; return whether that is new.

    Raises NotAllowedNow when it has been answered or ended meanwhile.
    """
    if await follows(session, ticket.id, conversation_id):
        return False
    move(ticket, "ticket_followed")
    await session.execute(
        insert(TicketFollow)
        .values(ticket_id=ticket.id, conversation_id=conversation_id, at=now)
        .on_conflict_do_nothing()
    )
    count = await count_followers(session, ticket.id)
    await record(session, ticket, kind="ticket_followed", actor=CITIZEN, now=now, followers=count)
    return True


async def follows(session: AsyncSession, ticket_id: UUID, conversation_id: UUID) -> bool:
    """Whether a conversation follows a ticket."""
    return await session.get(TicketFollow, (ticket_id, conversation_id)) is not None


async def count_followers(session: AsyncSession, ticket_id: UUID) -> int:
    """Return how many other citizens told of the same matter."""
    count = select(func.count()).select_from(TicketFollow).where(TicketFollow.ticket_id == ticket_id)
    return await session.scalar(count) or 0


async def followers(session: AsyncSession, ticket_id: UUID) -> list[UUID]:
    """Return the conversations that follow a ticket."""
    return list(await session.scalars(select(TicketFollow.conversation_id).where(TicketFollow.ticket_id == ticket_id)))


async def followed(session: AsyncSession, conversation_id: UUID) -> list[Ticket]:
    """Return the tickets that a conversation follows, the newest first; none that has become restricted."""
    found = await session.scalars(
        select(Ticket)
        .join(TicketFollow, TicketFollow.ticket_id == Ticket.id)
        .where(TicketFollow.conversation_id == conversation_id, Ticket.restricted.is_(False))
        .order_by(TicketFollow.at.desc())
    )
    return list(found)
