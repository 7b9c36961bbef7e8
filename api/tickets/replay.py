"""The tickets of a period run again through rules of now: which would have gone elsewhere, or been due another day.

Used against a changed data folder, which the caller loads into a transaction that is rolled back (`make replay`): so
the very code that files tickets judges the change, and nothing of it stays.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import queries as clock_queries
from api.clock import service as clock_service
from api.clock.rules import DeadlineRule, due
from api.core.errors import PhucDapError
from api.core.time import local
from api.directory import queries as directory
from api.tickets.desks import first_desk
from api.tickets.models import Ticket, TicketEvent


@dataclass(frozen=True)
class Outcome:
    """Where a matter goes first, and until when it is to be answered."""

    agency_code: str
    due_at: datetime


@dataclass(frozen=True)
class Difference:
    """A ticket that the rules of now would have treated otherwise; `problem` says why they could not treat it."""

    tracking_code: str
    topic: str
    received_at: datetime
    before: Outcome
    after: Outcome | None
    problem: str = ""


@dataclass(frozen=True)
class _Received:
    tracking_code: str
    act: str
    topic: str
    commune: str | None
    about: str | None
    doubtful: bool
    at: datetime
    before: Outcome


async def replay(session: AsyncSession, *, start: datetime, end: datetime) -> AsyncIterator[Difference | None]:
    """Yield for each ticket received in the period a difference, or None when all would have been the same.

    What counts is what was known when it was filed: act, topic and place of then, not what an officer mended later.
    """
    for ticket in await _received(session, start, end):
        try:
            after = await _outcome(session, ticket)
        except (PhucDapError, LookupError) as error:
            yield _difference(ticket, None, str(error))
            continue
        same = after.agency_code == ticket.before.agency_code and _day(after) == _day(ticket.before)
        yield None if same else _difference(ticket, after, "")


async def _received(session: AsyncSession, start: datetime, end: datetime) -> list[_Received]:
    rows = await session.execute(
        select(Ticket.tracking_code, TicketEvent.kind, TicketEvent.at, TicketEvent.agency_code, TicketEvent.data)
        .join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
        .where(Ticket.received_at >= start, Ticket.received_at < end)
        .where(TicketEvent.kind.in_(["ticket_received", "ticket_assigned"]))
        .order_by(Ticket.received_at, TicketEvent.id)
    )
    found: list[_Received] = []
    said: dict[str, dict[str, object]] = {}
    for code, kind, at, agency, data in rows:
        if kind == "ticket_received":
            said[code] = data
        elif code in said:
            first = said.pop(code)
            found.append(
                _Received(
                    tracking_code=code,
                    act=str(first["act"]),
                    topic=str(first["topic"]),
                    commune=str(first["commune"]) if first.get("commune") else None,
                    about=str(first["about"]) if first.get("about") else None,
                    doubtful=bool(first.get("doubtful")),
                    at=at,
                    before=Outcome(agency, datetime.fromisoformat(data["due_at"])),
                )
            )
    return found


async def _outcome(session: AsyncSession, ticket: _Received) -> Outcome:
    desk = await first_desk(
        session,
        topic=ticket.topic,
        act=ticket.act,
        commune_code=ticket.commune,
        on=local(ticket.at).date(),
        about=ticket.about,
        doubtful=ticket.doubtful,
    )
    row = await clock_queries.deadline_rule(session, legal_class=desk.legal_class, topic=ticket.topic)
    agency = await directory.agency(session, desk.agency_code)
    calendar = await clock_service.calendar(session, agency.calendar if agency else clock_service.DEFAULT)
    rule = DeadlineRule(row.amount, row.unit, row.source, row.mark)
    return Outcome(desk.agency_code, due(ticket.at, rule, calendar).due_at)


def _day(outcome: Outcome) -> date:
    return local(outcome.due_at).date()


def _difference(ticket: _Received, after: Outcome | None, problem: str) -> Difference:
    return Difference(ticket.tracking_code, ticket.topic, ticket.at, ticket.before, after, problem)
