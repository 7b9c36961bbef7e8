"""Counting open deadlines again when the calendar changed; closed results stay."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets import notices
from api.tickets.deadlines import recount
from api.tickets.events import move, record
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES
from api.tickets.schemas import SYSTEM

CALENDAR_CHANGED = "lịch làm việc hoặc ngày nghỉ của tỉnh vừa thay đổi"


async def recount_open(session: AsyncSession, *, now: datetime, why: str = CALENDAR_CHANGED) -> int:
    """Move the deadlines of open tickets to what the calendar of now gives; return how many moved.

    Each move is an event with both dates, and the citizen is told. A holiday declared late can only be kept this way:
    the date was promised by the calendar of then.
    """
    tickets = await session.scalars(
        select(Ticket).where(Ticket.state.in_(OPEN_STATES)).order_by(Ticket.id).with_for_update()
    )
    moved = 0
    for ticket in tickets:
        before = ticket.due_at
        if ticket.paused_at is not None or ticket.suspended_at is not None:
            continue  # counted when the clock runs on
        if not await recount(session, ticket, now=now):
            continue
        move(ticket, "deadline_moved")
        event = await record(
            session, ticket, kind="deadline_moved", actor=SYSTEM, now=now, why=why, due_before=before.isoformat(),
            due_at=ticket.due_at.isoformat(),
        )  # fmt: skip
        await notices.deadline_changed(session, ticket, why=why, key=f"event:{event.id}", now=now)
        moved += 1
    return moved
