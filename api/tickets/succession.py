"""Agencies that end: their open tickets go to who succeeds them, with a record; the citizen's date stays.

One command does it after the data folder has the new dates (`make succession`). Closed tickets stay where they were
answered; figures can be read under the old and the new unit (`api/reports`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.time import local
from api.directory.models import Agency
from api.people import queries as people
from api.people.models import Staff
from api.province import queries as province
from api.routing import queries as routing
from api.routing.rules import superiors
from api.routing.service import denunciation_desk
from api.tickets import notices
from api.tickets.desks import bodies_concerned, lay_on
from api.tickets.events import move, record
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES
from api.tickets.schemas import SYSTEM


@dataclass(frozen=True)
class Moved:
    """A ticket that changed hands."""

    tracking_code: str
    before: str
    after: str


@dataclass(frozen=True)
class Succession:
    """What was moved, and the accounts of staff that still stand with an agency that has ended."""

    tickets: list[Moved]
    accounts: list[Staff]


def successor_of(
    ended: Agency,
    known: Mapping[str, Agency],
    *,
    on: date,
    commune_code: str | None,
    preferred: Iterable[str | None] = (),
) -> Agency | None:
    """Return who took over a matter of an agency that has ended: through all successors, until one exists on the day.

    Of several, that of the matter's commune; else one of `preferred` (who handles and leads its topic now); else the
    first that the data name. None if nobody is left.
    """
    heirs = _heirs(ended, known, on)
    of_commune = [agency for agency in heirs if commune_code and agency.commune_code == commune_code]
    wanted = [agency for code in preferred for agency in heirs if agency.code == code]
    return next(iter([*of_commune, *wanted, *heirs]), None)


def _heirs(ended: Agency, known: Mapping[str, Agency], on: date) -> list[Agency]:
    """Return the successors that exist on a day, in the order in which the data name them."""
    found: list[Agency] = []
    waiting, seen = list(ended.successors), {ended.code}
    while waiting:
        agency = known.get(waiting.pop(0))
        if agency is None or agency.code in seen:
            continue
        seen.add(agency.code)
        if agency.exists_on(on):
            found.append(agency)
        else:
            waiting.extend(agency.successors)
    return found


async def succeed(session: AsyncSession, *, now: datetime) -> Succession:
    """Move every open ticket of an agency that has ended to its successor of today; a second call moves nothing.

    It counts as no transfer. Tickets of an agency without a successor go to the coordinator, restricted ones to the
    agency above that takes such (never to a desk that may not see them).
    """
    on = local(now).date()
    known = {agency.code: agency for agency in await session.scalars(select(Agency))}
    ended = [code for code, agency in known.items() if agency.valid_to is not None and agency.valid_to < on]
    tickets = await session.scalars(
        select(Ticket)
        .where(Ticket.state.in_(OPEN_STATES), Ticket.agency_code.in_(ended))
        .order_by(Ticket.id)
        .with_for_update()
    )
    moved = [await _hand_on(session, ticket, known, now) for ticket in tickets]
    accounts = await session.scalars(select(Staff).where(Staff.agency_code.in_(ended), Staff.active))
    return Succession(moved, list(accounts))


async def _closed_receiver(
    session: AsyncSession, ticket: Ticket, heir: Agency | None, known: Mapping[str, Agency], on: date
) -> Agency:
    """Return who takes over a restricted ticket: of those that may, the first where somebody can read it.

    The successor, then the desk of denunciations, then the agencies above; never the body complained of. Where nobody
    is cleared it stays with the first of them, and the administrator is warned (`queries.unread_restricted`).
    """
    parents = {code: agency.parent_code for code, agency in known.items()}
    concerned = await bodies_concerned(session, ticket.about_code)
    desk = known[await denunciation_desk(session, on)]
    asked = [heir, desk, *(known[code] for code in superiors(ticket.agency_code, parents))]
    may = [a for a in asked if a and a.takes_restricted and a.exists_on(on) and a.code not in concerned]
    cleared = await people.cleared_agencies(session)
    return next((agency for agency in may if agency.code in cleared), may[0] if may else desk)


async def _hand_on(session: AsyncSession, ticket: Ticket, known: Mapping[str, Agency], now: datetime) -> Moved:
    on, before = local(now).date(), known[ticket.agency_code]
    route = await routing.route_row(session, topic=ticket.topic_code, on=on)
    preferred = (route.handler, route.lead) if route else ()
    receiver = successor_of(before, known, on=on, commune_code=ticket.commune_code, preferred=preferred)
    if ticket.restricted:
        receiver = await _closed_receiver(session, ticket, receiver, known, on)
    code = receiver.code if receiver else (await province.province(session)).coordinator_code
    move(ticket, "agency_succeeded")
    event = await record(
        session, ticket, kind="agency_succeeded", actor=SYSTEM, now=now, to=code, due_at=ticket.due_at.isoformat()
    )
    lay_on(ticket, code)
    name = known[code].name
    await notices.succeeded(session, ticket, agency_name=name, key=f"event:{event.id}", now=now)
    return Moved(ticket.tracking_code, before.code, code)
