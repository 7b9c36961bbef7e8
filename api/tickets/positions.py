"""Erasing the pins of tickets whose time to be kept is over."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.models import Ticket


async def forget_positions(session: AsyncSession, *, ended_before: datetime) -> int:
    """Erase the exact positions of tickets that ended before an instant; return how many. The commune stays."""
    statement = (
        update(Ticket)
        .where(Ticket.ended_at < ended_before, Ticket.latitude.is_not(None))
        .values(latitude=None, longitude=None, version=Ticket.version + 1)
        .returning(Ticket.id)
    )
    return len((await session.scalars(statement)).all())
