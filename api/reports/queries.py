"""Rebuilding the rounds of tickets from the append-only log."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.calendar import Calendar
from api.clock.rules import working_minutes
from api.core.time import ZONE
from api.reports.rules import AgencyFigures, Round, figures
from api.tickets.models import Ticket, TicketEvent

_KINDS = (
    "ticket_received",
    "ticket_assigned",
    "ticket_forwarded",
    "citizen_asked",
    "citizen_answered",
    "reply_published",
    "ticket_rated",
    "ticket_reopened",
    "ticket_rejected",
    "ticket_withdrawn",
)


def period_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the instants between which something happened on these days of the province, end excluded."""
    start = datetime.combine(first, time.min, ZONE)
    return start, datetime.combine(last + timedelta(days=1), time.min, ZONE)


async def agency_figures(
    session: AsyncSession,
    *,
    first: date,
    last: date,
    now: datetime,
    demo: bool | None = None,
    topic: str | None = None,
    commune: str | None = None,
) -> list[AgencyFigures]:
    """Return the figures of the rounds that began in the period, by agency, the busiest first.

    Restricted tickets are left out: few cases an agency would betray them (facts.md, section 9).
    """
    start, end = period_bounds(first, last)
    statement = (
        select(TicketEvent.ticket_id, TicketEvent.kind, TicketEvent.at, TicketEvent.agency_code, TicketEvent.data)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(
            Ticket.received_at < end,
            Ticket.restricted.is_(False),
            TicketEvent.kind.in_(_KINDS),
            # a ticket of long ago matters only if it was reopened in the period
            (Ticket.received_at >= start) | (Ticket.round > 1),
        )
        .order_by(TicketEvent.ticket_id, TicketEvent.id)
    )
    if demo is not None:
        statement = statement.where(Ticket.demo.is_(demo))
    if topic:
        statement = statement.where(Ticket.topic_code == topic)
    if commune:
        statement = statement.where(Ticket.commune_code == commune)
    steps: dict[UUID, list[Any]] = defaultdict(list)
    for row in await session.execute(statement):
        steps[row.ticket_id].append(row)
    calendar = await clock.calendar(session)
    rounds = [r for log in steps.values() for r in rounds_of(log, calendar) if start <= r.started_at < end]
    rows = figures(rounds, now=now, working_minutes=lambda a, b: working_minutes(a, b, calendar))
    return sorted(rows.values(), key=lambda row: -row.received)


def rounds_of(log: list[Any], calendar: Calendar) -> list[Round]:
    """Return the rounds of one ticket from its log, oldest event first."""
    rounds: list[dict[str, Any]] = []
    for step in log:
        if step.kind in ("ticket_received", "ticket_reopened"):
            rounds.append(_begun(step, reopened=step.kind == "ticket_reopened"))
        if rounds:
            _apply(rounds[-1], step, calendar)
    return [Round(**{k: v for k, v in item.items() if k != "asked_at"}) for item in rounds]


def _begun(step: Any, *, reopened: bool) -> dict[str, Any]:
    return {
        "agency_code": step.agency_code,
        "started_at": step.at,
        "due_at": step.at,
        "answered_at": None,
        "ended": False,
        "waiting_minutes": 0,
        "rating": None,
        "reopened": reopened,
        "asked_at": None,
    }


def _apply(item: dict[str, Any], step: Any, calendar: Calendar) -> None:
    """Bring one step into the round that it belongs to."""
    if due := step.data.get("due_at"):
        item["due_at"] = datetime.fromisoformat(due)
    if step.kind == "citizen_asked":
        item["asked_at"] = step.at
    elif item["asked_at"] is not None and step.kind in ("citizen_answered", "reply_published"):
        item["waiting_minutes"] += working_minutes(item["asked_at"], step.at, calendar)
        item["asked_at"] = None
    if step.kind == "ticket_forwarded":
        item["agency_code"] = step.data["to"]
    elif step.kind == "reply_published":
        item["answered_at"], item["agency_code"] = step.at, step.agency_code
    elif step.kind == "ticket_rated":
        item["rating"] = step.data["stars"]
    elif step.kind in ("ticket_rejected", "ticket_withdrawn"):
        item["ended"] = True
