"""Rebuilding the rounds of tickets from the append-only log."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.calendar import Calendar
from api.clock.rules import working_minutes
from api.core.time import ZONE, local
from api.directory.models import Agency
from api.reports.rules import AgencyFigures, Round, figures
from api.routing import queries as routing
from api.tickets.deadlines import PAUSE_ENDS
from api.tickets.models import Ticket, TicketEvent
from api.tickets.succession import successor_of

Units = Literal["then", "now"]
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
    "pause_ended",
    "deadline_extended",
    "deadline_moved",
    "deadline_suspended",
    "deadline_resumed",
    "agency_succeeded",
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
    units: Units = "then",
) -> list[AgencyFigures]:
    """Return the figures of the rounds that began in the period, by agency, the busiest first.

    `units`: under the agencies of then, as the log has them, or under who has succeeded them by `now`.

    Restricted tickets are left out: few cases an agency would betray them (facts.md, section 9).
    """
    start, end = period_bounds(first, last)
    statement = (
        select(
            TicketEvent.ticket_id,
            TicketEvent.kind,
            TicketEvent.at,
            TicketEvent.agency_code,
            TicketEvent.data,
            Ticket.topic_code,
            Ticket.commune_code,
        )
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
    if units == "now":
        rounds = await _under_successors(session, rounds, now=now)
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
    return [
        Round(
            **{k: v for k, v in item.items() if k not in ("asked_at", "suspended")},
            standing=item["asked_at"] is not None or item["suspended"],
        )
        for item in rounds
    ]


async def _under_successors(session: AsyncSession, rounds: list[Round], *, now: datetime) -> list[Round]:
    """Return the rounds with each agency that has ended replaced by its successor, as open tickets were moved."""
    on = local(now).date()
    known = {agency.code: agency for agency in await session.scalars(select(Agency))}
    routes = {
        topic.code: await routing.route_row(session, topic=topic.code, on=on) for topic in await routing.topics(session)
    }

    def today(item: Round) -> Round:
        agency, route = known.get(item.agency_code), routes.get(item.topic or "")
        if agency is None or agency.exists_on(on):
            return item
        preferred = (route.handler, route.lead) if route else ()
        heir = successor_of(agency, known, on=on, commune_code=item.commune, preferred=preferred)
        return replace(item, agency_code=heir.code) if heir else item

    return [today(item) for item in rounds]


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
        "suspended": False,
        "due_without_extension": None,
        "topic": step.topic_code,
        "commune": step.commune_code,
    }


def _apply(item: dict[str, Any], step: Any, calendar: Calendar) -> None:
    """Bring one step into the round that it belongs to."""
    if due := step.data.get("due_at"):
        item["due_at"] = datetime.fromisoformat(due)
    if step.kind == "citizen_asked":
        item["asked_at"] = step.at
    elif item["asked_at"] is not None and step.kind in PAUSE_ENDS:
        ended = step.data.get("ended_at")
        until = datetime.fromisoformat(ended) if ended else step.at
        item["waiting_minutes"] += working_minutes(item["asked_at"], until, calendar)
        item["asked_at"] = None
    if step.kind in ("deadline_suspended", "deadline_resumed"):
        item["suspended"] = step.kind == "deadline_suspended"
    if step.kind in ("ticket_forwarded", "agency_succeeded"):
        item["agency_code"] = step.data["to"]
    elif step.kind == "reply_published":
        item["answered_at"], item["agency_code"] = step.at, step.agency_code
        plain = step.data.get("due_without_extension")
        item["due_without_extension"] = datetime.fromisoformat(plain) if plain else None
    elif step.kind == "ticket_rated":
        item["rating"] = step.data["stars"]
    elif step.kind in ("ticket_rejected", "ticket_withdrawn"):
        item["ended"] = True
