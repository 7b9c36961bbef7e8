"""Routing a matter by the province's rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory import queries as directory
from api.places.models import Commune
from api.routing import queries
from api.routing.rules import COORDINATOR, LEGAL_CLASSES, RouteRow, choose

OTHER = "other"


@dataclass(frozen=True)
class Routing:
    """Where a matter goes, and why in words. `agency_code` is None when the place is needed and missing."""

    agency_code: str | None
    agency_name: str | None
    unit: str | None
    lead_agency_code: str | None
    restricted: bool
    legal_class: str
    rule: str
    explanation: str


async def route(session: AsyncSession, *, topic: str, act: str, commune_code: str | None, on: date) -> Routing:
    """Return the first handler of a matter of that day.

    A topic without a row for the day goes to the coordinator, as does a handler that no longer exists.
    """
    row = await queries.route_row(session, topic=topic, on=on)
    fields = RouteRow(row.lead, row.handler, row.unit, row.rule) if row else RouteRow(None, COORDINATOR, None, "")
    commune = await session.get(Commune, commune_code) if commune_code else None
    other = await queries.route_row(session, topic=OTHER, on=on) or await queries.newest_route(session, topic=OTHER)
    choice = choose(
        topic=topic,
        act=act,
        row=fields,
        commune=commune.code if commune else None,
        is_ward=bool(commune and commune.is_ward),
        coordinator=other.handler,
    )
    agency = await directory.agency(session, choice.agency) if choice.agency else None
    return Routing(
        agency_code=agency.code if agency else None,
        agency_name=agency.name if agency else None,
        unit=choice.unit,
        lead_agency_code=choice.lead,
        restricted=choice.restricted,
        legal_class=LEGAL_CLASSES[act],
        rule=choice.rule,
        explanation=choice.rule if not choice.unit else f"{choice.rule}; đơn vị: {choice.unit}",
    )
