"""The clock of a ticket: set at filing, begun anew when reopened, and always to be counted again from the log.

A deadline follows from the start of the round, the rule that held then, the calendar, and what the log says of pauses,
an extension and suspensions. So a holiday declared late moves it by counting again, and nothing else has to be undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import queries as clock_queries
from api.clock import service as clock_service
from api.clock.calendar import Calendar
from api.clock.models import Suspension
from api.clock.rules import (
    WORKING_DAY,
    Change,
    Deadline,
    DeadlineRule,
    Extension,
    Pause,
    deadline_after,
    due,
    in_order,
)
from api.core.time import local
from api.directory import queries as directory
from api.tickets.models import Ticket, TicketEvent

PAUSE_BEGINS = "citizen_asked"
PAUSE_ENDS = frozenset({"citizen_answered", "pause_ended", "reply_published"})
EXTENDED = "deadline_extended"


@dataclass(frozen=True)
class Clock:
    """What a deadline is counted from, and the decision that stops it now, if one does."""

    start: datetime
    rule: DeadlineRule
    calendar: Calendar
    changes: list[Change]
    held_by: Suspension | None

    def deadline(self, *, extended: bool = True) -> Deadline:
        """Return the deadline, or what it would be without the extension."""
        changes = self.changes if extended else [c for c in self.changes if isinstance(c, Pause)]
        return deadline_after(self.start, self.rule, self.calendar, changes)


async def set_deadline(session: AsyncSession, ticket: Ticket, *, start: datetime, now: datetime) -> None:
    """Begin a clock by the province's rules for the ticket's legal class and topic, in its agency's calendar."""
    row = await clock_queries.deadline_rule(session, legal_class=ticket.legal_class, topic=ticket.topic_code)
    agency = await directory.agency(session, ticket.agency_code)
    ticket.calendar = agency.calendar if agency else clock_service.DEFAULT
    ticket.clock_started_at = start
    ticket.deadline_amount, ticket.deadline_unit = row.amount, row.unit
    ticket.deadline_source, ticket.deadline_mark = row.source, row.mark
    ticket.extension_limit, ticket.pause_limit = row.extension, row.pause_limit
    ticket.extension_asked = ticket.extended_at = None
    await recount(session, ticket, now=now, running=False)


async def recount(session: AsyncSession, ticket: Ticket, *, now: datetime, running: bool = True) -> bool:
    """Count the deadline again from the log and the calendar of today; return whether it moved.

    `running`: a pause that still runs counts up to `now`; without it the line speaks of ended pauses alone.
    """
    before = ticket.due_at
    clock = await clock_of(session, ticket, now=now, running=running)
    held_by, deadline = clock.held_by, clock.deadline()
    ticket.suspended_at = max(held_by.starts_at, ticket.clock_started_at) if held_by else None
    ticket.suspended_by = held_by.decision if held_by else None
    ticket.due_at, ticket.due_explanation = deadline.due_at, deadline.explanation
    return before != ticket.due_at


async def clock_of(session: AsyncSession, ticket: Ticket, *, now: datetime, running: bool = True) -> Clock:
    """Return the ticket's clock with all that happened to it in this round; a pause that runs counts up to `now`."""
    calendar = await clock_service.calendar(session, ticket.calendar)
    log = await _steps(session, ticket)
    waited, _ = pauses_of(log)
    if running and ticket.paused_at is not None:
        ends = pause_ends_at(ticket, waited, calendar)
        waited.append(Pause(ticket.paused_at, min(now, ends) if ends else now))
    granted = next((step for step in log if step.kind == EXTENDED), None)
    extension = Extension(granted.at, granted.data["amount"], granted.data["reason"]) if granted else None
    decided = await suspensions_of(session, ticket.commune_code, since=ticket.clock_started_at)
    held_by = next((d for d in decided if d.starts_at <= now and (d.ends_at is None or d.ends_at > now)), None)
    stood = [*waited, *_suspended(decided, now, running=running)]
    rule = DeadlineRule(
        ticket.deadline_amount, ticket.deadline_unit, ticket.deadline_source, ticket.deadline_mark
    )  # fmt: skip
    changes = in_order(stood, start=ticket.clock_started_at, extension=extension)
    return Clock(ticket.clock_started_at, rule, calendar, changes, held_by)


def pauses_of(log: Sequence[TicketEvent]) -> tuple[list[Pause], datetime | None]:
    """Return the ended pauses of a log, oldest event first, and since when one runs at its end."""
    found: list[Pause] = []
    asked_at: datetime | None = None
    for step in log:
        if step.kind == PAUSE_BEGINS:
            asked_at = step.at
        elif asked_at is not None and step.kind in PAUSE_ENDS:
            ended = step.data.get("ended_at")
            found.append(Pause(asked_at, datetime.fromisoformat(ended) if ended else step.at))
            asked_at = None
    return found, asked_at


def pause_ends_at(ticket: Ticket, before: Sequence[Pause], calendar: Calendar) -> datetime | None:
    """Return when the pause that runs must end: all pauses of a round share the limit. None without a limit.

    A limit that earlier pauses used up ends a new pause at the close of the day after it began, so that the citizen
    has a day to answer.
    """
    if ticket.paused_at is None or ticket.pause_limit == 0:
        return None
    used = sum(
        calendar.days_until(local(pause.end).date()) - calendar.days_until(local(pause.start).date())
        for pause in before
    )
    left = DeadlineRule(max(1, ticket.pause_limit - used), WORKING_DAY, ticket.deadline_source, ticket.deadline_mark)
    return due(ticket.paused_at, left, calendar).due_at.astimezone(UTC)


async def pause_limit_of(session: AsyncSession, ticket: Ticket) -> datetime | None:
    """Return when the pause that runs must end, as `pause_ends_at` counts it."""
    calendar = await clock_service.calendar(session, ticket.calendar)
    return pause_ends_at(ticket, pauses_of(await _steps(session, ticket))[0], calendar)


async def _steps(session: AsyncSession, ticket: Ticket) -> list[TicketEvent]:
    """Return what moved the clock in this round."""
    found = await session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.at >= ticket.clock_started_at)
        .where(TicketEvent.kind.in_([PAUSE_BEGINS, *PAUSE_ENDS, EXTENDED]))
        .order_by(TicketEvent.id)
    )
    return list(found)


def _suspended(decided: Sequence[Suspension], now: datetime, *, running: bool) -> list[Pause]:
    """Return decisions as the time that the clock stood; one that holds counts up to `now`."""
    return [
        Pause(decision.starts_at, min(decision.ends_at or now, now), f"theo {decision.decision}")
        for decision in decided
        if decision.starts_at < now and (running or (decision.ends_at is not None and decision.ends_at <= now))
    ]


async def suspensions_of(session: AsyncSession, commune_code: str | None, *, since: datetime) -> list[Suspension]:
    """Return the decisions that held in a commune at an instant or later."""
    if commune_code is None:
        return []
    found = await session.scalars(
        select(Suspension)
        .where(Suspension.communes.contains([commune_code]))
        .where(or_(Suspension.ends_at.is_(None), Suspension.ends_at > since))
        .order_by(Suspension.starts_at)
    )
    return list(found)
