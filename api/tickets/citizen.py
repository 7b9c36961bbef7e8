"""What the citizen does with a filed ticket: rates and contests the answer, urges, withdraws. Each writes its event."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.tickets.deadlines import set_deadline
from api.tickets.events import move, record
from api.tickets.models import Reply, Ticket, TicketEvent
from api.tickets.rules import ANSWERED, STARS, is_low
from api.tickets.schemas import CITIZEN, Actor


async def rate(
    session: AsyncSession, *, ticket: Ticket, stars: int, now: datetime, reason: str | None = None
) -> Ticket:
    """Keep the citizen's judgement of the reply, 1 to 5: from 3 on it solves the ticket, below it stays contested."""
    if stars not in STARS:
        raise Invalid("Mức đánh giá cần là một số từ 1 đến 5.", field="stars")
    move(ticket, "ticket_rated")
    ticket.rating = stars
    await record(
        session,
        ticket,
        kind="ticket_rated",
        actor=CITIZEN,
        now=now,
        stars=stars,
        reason=reason,
        round=ticket.round,
    )
    if not is_low(stars) and ticket.state == ANSWERED:
        await solve(session, ticket=ticket, by=CITIZEN, now=now)
    return ticket


async def give_reason(session: AsyncSession, *, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Keep why the citizen is not satisfied, told after the rating; the same reason again changes nothing."""
    move(ticket, "rating_reason_given")
    if reason not in await reasons(session, ticket):
        await record(
            session, ticket, kind="rating_reason_given", actor=CITIZEN, now=now, reason=reason, round=ticket.round
        )
    return ticket


async def reasons(session: AsyncSession, ticket: Ticket) -> list[str]:
    """Return why the citizen was not satisfied with the answer of the present round, oldest first."""
    log = await session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind.in_(["ticket_rated", "rating_reason_given"]))
        .order_by(TicketEvent.id)
    )
    return [
        str(event.data["reason"])
        for event in log
        if event.data.get("reason") and event.data.get("round") == ticket.round
    ]


async def ask_for_a_person(session: AsyncSession, *, ticket: Ticket, now: datetime) -> Ticket:
    """Note that the citizen wants to talk to the person who handles the ticket; the agency sees it in the log."""
    move(ticket, "person_asked_for")
    await record(session, ticket, kind="person_asked_for", actor=CITIZEN, now=now)
    return ticket


async def solve(session: AsyncSession, *, ticket: Ticket, by: Actor, now: datetime) -> Ticket:
    """Close an answered ticket: the citizen agrees, or did not object in the time set."""
    move(ticket, "ticket_solved")
    ticket.ended_at = now
    await record(session, ticket, kind="ticket_solved", actor=by, now=now)
    return ticket


async def reopen(session: AsyncSession, *, ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """Take the matter up again: a new round with a new clock, the old result stays in the log.

    Whoever answered before may not handle it any more: another person takes it or is named (`api/tickets/review.py`).
    """
    move(ticket, "ticket_reopened")
    answered = await session.scalars(select(Reply.staff_id).where(Reply.ticket_id == ticket.id))
    ticket.not_by = sorted({*ticket.not_by, *(str(staff_id) for staff_id in answered)})
    ticket.assigned_to = None
    ticket.round += 1
    ticket.answered_at = ticket.ended_at = ticket.rating = None
    await set_deadline(session, ticket, start=now, now=now)
    await record(
        session, ticket, kind="ticket_reopened", actor=CITIZEN, now=now, reason=reason, round=ticket.round,
        due_at=ticket.due_at.isoformat(), not_by=ticket.not_by,
    )  # fmt: skip
    return ticket


async def withdraw(session: AsyncSession, *, ticket: Ticket, now: datetime) -> Ticket:
    """End a ticket at the citizen's wish."""
    move(ticket, "ticket_withdrawn")
    ticket.ended_at = now
    await record(session, ticket, kind="ticket_withdrawn", actor=CITIZEN, now=now)
    return ticket


async def remind_agency(session: AsyncSession, *, ticket: Ticket, now: datetime) -> Ticket:
    """Note that the citizen asked again; the agency sees it in its queue."""
    move(ticket, "citizen_reminded_agency")
    await record(session, ticket, kind="citizen_reminded_agency", actor=CITIZEN, now=now)
    return ticket
