"""What happens to tickets without anybody's hand."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets import citizen, notices, queries
from api.tickets.deadlines import pause_limit_of, recount
from api.tickets.events import move, record
from api.tickets.rules import is_low
from api.tickets.schemas import SYSTEM

_MAX = 500

# "Solved" when the citizen does not object in the time set (design.md, a ticket's states).
SILENCE_MEANS_SOLVED = timedelta(days=15)


async def solve_unopposed(session: AsyncSession, *, now: datetime) -> int:
    """Close the answered tickets to which the citizen did not object; return how many."""
    tickets = await queries.answered_before(session, now - SILENCE_MEANS_SOLVED)
    unopposed = [ticket for ticket in tickets if not is_low(ticket.rating)]
    for ticket in unopposed:
        await citizen.solve(session, ticket=ticket, by=SYSTEM, now=now)
    return len(unopposed)


async def end_pauses(session: AsyncSession, *, now: datetime) -> int:
    """Let the clock run on where an agency waited for the citizen as long as the rule allows; return how many."""
    tickets = await queries.waiting(session, limit=_MAX)
    ended = 0
    for ticket in tickets:
        limit = await pause_limit_of(session, ticket)
        if limit is None or now < limit:
            continue
        move(ticket, "pause_ended")
        await recount(session, ticket, now=now)
        ticket.paused_at = None
        event = await record(
            session, ticket, kind="pause_ended", actor=SYSTEM, now=now, ended_at=limit.isoformat(),
            due_at=ticket.due_at.isoformat(),
        )  # fmt: skip
        await notices.pause_ended(session, ticket, key=f"event:{event.id}", now=now)
        ended += 1
    return ended
