"""What happens to tickets without anybody's hand."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets import queries, service
from api.tickets.rules import NOT_SATISFIED
from api.tickets.schemas import SYSTEM

# "Solved" when the citizen does not object in the time set (design.md, a ticket's states).
SILENCE_MEANS_SOLVED = timedelta(days=15)


async def solve_unopposed(session: AsyncSession, *, now: datetime) -> int:
    """Close the answered tickets to which the citizen did not object; return how many."""
    tickets = await queries.answered_before(session, now - SILENCE_MEANS_SOLVED)
    unopposed = [ticket for ticket in tickets if ticket.rating != NOT_SATISFIED]
    for ticket in unopposed:
        await service.solve(session, ticket=ticket, by=SYSTEM, now=now)
    return len(unopposed)
