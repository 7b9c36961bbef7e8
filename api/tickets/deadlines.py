"""The clock of a ticket: set at filing, stopped while the citizen is asked, begun anew when reopened."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import queries as clock_queries
from api.clock import service as clock_service
from api.clock.rules import DeadlineRule, due, resume
from api.tickets.models import Ticket


async def set_deadline(session: AsyncSession, ticket: Ticket, *, start: datetime) -> None:
    """Give the ticket the deadline that the province's rules set for its legal class and topic."""
    row = await clock_queries.deadline_rule(session, legal_class=ticket.legal_class, topic=ticket.topic_code)
    rule = DeadlineRule(amount=row.amount, unit=row.unit, source=row.source, mark=row.mark)
    deadline = due(start, rule, await clock_service.calendar(session))
    ticket.due_at, ticket.due_explanation = deadline.due_at, deadline.explanation
    ticket.deadline_amount, ticket.deadline_unit = rule.amount, rule.unit
    ticket.deadline_source, ticket.deadline_mark = rule.source, rule.mark


async def resume_deadline(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Move the deadline by the time that the ticket waited for the citizen."""
    if ticket.paused_at is None:
        return
    rule = DeadlineRule(
        amount=ticket.deadline_amount,
        unit=ticket.deadline_unit,
        source=ticket.deadline_source,
        mark=ticket.deadline_mark,
    )
    deadline = resume(ticket.due_at, ticket.paused_at, now, rule, await clock_service.calendar(session))
    ticket.due_at, ticket.due_explanation = (
        deadline.due_at,
        f"{ticket.due_explanation}; {deadline.explanation}",
    )
    ticket.paused_at = None
