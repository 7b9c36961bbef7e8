"""Rebuilding the rounds of tickets from the append-only log."""

from collections import defaultdict
from collections.abc import Sequence
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
from api.tickets.deadlines import pauses_of
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


def rounds_of(log: Sequence[Any], calendar: Calendar) -> list[Round]:
    """Return the rounds of one ticket from its log, oldest event first."""
    rounds: list[list[Any]] = []
    for step in log:
        if step.kind in ("ticket_received", "ticket_reopened"):
            rounds.append([])
        if rounds:
            rounds[-1].append(step)
    return [_round(steps, calendar) for steps in rounds]


def _round(steps: Sequence[Any], calendar: Calendar) -> Round:
    """Return a round from its steps, the first of which began it."""
    first = steps[0]
    pauses, waiting_since = pauses_of(steps)
    changed: dict[str, Any] = {
        "agency_code": first.agency_code,
        "due_at": first.at,
        "answered_at": None,
        "ended": False,
    }
    for step in steps:
        changed |= _changes(step)
    return Round(
        started_at=first.at,
        waiting_minutes=sum(working_minutes(pause.start, pause.end, calendar) for pause in pauses),
        reopened=first.kind == "ticket_reopened",
        topic=first.topic_code,
        commune=first.commune_code,
        standing=waiting_since is not None or _suspended(steps),
        **changed,
    )


def _suspended(steps: Sequence[Any]) -> bool:
    """Whether a decision stops the clock after these steps."""
    turns = [step.kind for step in steps if step.kind in ("deadline_suspended", "deadline_resumed")]
    return turns[-1:] == ["deadline_suspended"]


def _changes(step: Any) -> dict[str, Any]:
    """Return what one step changes of its round."""
    found: dict[str, Any] = {}
    if due := step.data.get("due_at"):
        found["due_at"] = datetime.fromisoformat(due)
    if step.kind in ("ticket_forwarded", "agency_succeeded"):
        found["agency_code"] = step.data["to"]
    elif step.kind == "reply_published":
        plain = step.data.get("due_without_extension")
        found |= {
            "answered_at": step.at,
            "agency_code": step.agency_code,
            "due_without_extension": datetime.fromisoformat(plain) if plain else None,
        }
    elif step.kind == "ticket_rated":
        found["rating"] = step.data["stars"]
    elif step.kind in ("ticket_rejected", "ticket_withdrawn"):
        found["ended"] = True
    return found


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
