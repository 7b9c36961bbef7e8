"""What the public sees of tickets and replies: never the citizen's own text, name or contact."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.names import names
from api.tickets import queries
from api.tickets.models import Reply, Ticket
from api.tickets.rules import ANSWERED, OPEN_STATES, SOLVED, STATE_NAMES, is_low, may_happen
from api.tickets.shown import INSIDE, Status, Told, status, tell


@dataclass(frozen=True)
class TicketProgress:
    """A ticket for who holds its code."""

    tracking_code: str
    state: str
    status: Status
    agency: str
    received_at: datetime
    due_at: datetime
    due_explanation: str
    open: bool
    replies: list[Reply]
    history: list[Told]
    rating: int | None
    may_rate: bool
    may_reopen: bool
    demo: bool


async def ticket_progress(session: AsyncSession, ticket: Ticket, *, now: datetime) -> TicketProgress:
    """Return where a ticket stands; what the citizen wrote is left out, since codes are told to others."""
    log = await queries.events(session, ticket.id)
    codes = [event.agency_code for event in log] + [event.data.get("to") for event in log]
    known = await names(session, [*codes, ticket.agency_code])
    possible = may_happen(ticket.state)
    return TicketProgress(
        tracking_code=ticket.tracking_code,
        state=STATE_NAMES[ticket.state],
        status=status(ticket.state, ticket.due_at, now, suspended=ticket.suspended_at is not None),
        agency=known.get(ticket.agency_code, ticket.agency_code),
        received_at=ticket.received_at,
        due_at=ticket.due_at,
        due_explanation=ticket.due_explanation,
        open=ticket.state in OPEN_STATES,
        replies=await queries.replies(session, ticket.id),
        history=[tell(event, known) for event in log if event.kind not in INSIDE],
        rating=ticket.rating,
        may_rate=ticket.rating is None and "ticket_rated" in possible,
        may_reopen=is_low(ticket.rating) and ticket.state in (ANSWERED, SOLVED),
        demo=ticket.demo,
    )
