"""Routing a matter by the province's rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.directory import queries as directory
from api.directory.models import Agency
from api.places.models import Commune, OldPlace
from api.routing import queries
from api.routing.models import Route
from api.routing.rules import (
    COORDINATOR,
    DISTRICT,
    PLACE_MISSING,
    Choice,
    Desks,
    Outside,
    Place,
    RouteRow,
    choose,
    outside,
    subordinates,
    superiors,
)

OTHER = "other"
DENUNCIATIONS = "3b"
_NO_ROW = "chưa có phân công của tỉnh cho ngày này"


@dataclass(frozen=True)
class Routing:
    """Where a matter goes, and why in words. `agency_code` is None when the place is needed and missing."""

    agency_code: str | None
    agency_name: str | None
    unit: str | None
    lead_agency_code: str | None
    restricted: bool
    legal_class: str
    legal_name: str
    door: str | None
    rule: str
    explanation: str


async def route(
    session: AsyncSession,
    *,
    topic: str,
    act: str,
    commune_code: str | None,
    on: date,
    about: str | None = None,
    doubtful: bool = False,
) -> Routing:
    """Return the first handler of a matter of that day; `about` is the agency that it complains of.

    `doubtful`: it may be a denunciation, and is kept closed like one.

    A topic without a row for the day goes to the coordinator; of a body that has ended, its successor of that day
    takes it. Raises Invalid for an unknown act, commune or agency.
    """
    path = await queries.legal_path(session, act=act, topic=topic)
    if path is None:
        raise Invalid(f"Không có loại việc «{act}».", field="act")
    row = await _row(session, topic, on)
    parents = await directory.parents(session) if about else {}
    if about is not None and about not in parents:
        raise Invalid(f"Không có cơ quan mã «{about}».", field="about")
    choice = choose(
        topic=topic,
        act=act,
        row=row,
        place=await _place(session, commune_code, with_district=row.handler == DISTRICT),
        desks=await _desks(session, on),
        barred=subordinates(about, parents) if about else (),
        above=superiors(about, parents) if about else (),
        doubtful=doubtful,
    )
    agency = await directory.agency_on(session, choice.agency, on) if choice.agency else None
    lead = await directory.agency_on(session, choice.lead, on) if choice.lead else None
    return Routing(
        agency_code=agency.code if agency else None,
        agency_name=agency.name if agency else None,
        unit=choice.unit,
        lead_agency_code=lead.code if lead else None,
        restricted=choice.restricted,
        legal_class=path.legal_class,
        legal_name=path.name,
        door=path.door,
        rule=choice.rule,
        explanation=_explain(choice, agency, row.handler) + await _not_to(session, about, agency, choice),
    )


async def denunciation_desk(session: AsyncSession, on: date) -> str:
    """Return the agency that takes denunciations on a day: it leads row 3b of the plan (Thanh tra tỉnh)."""
    row = await _standing(session, DENUNCIATIONS, on)
    return row.lead or (await _standing(session, OTHER, on)).handler


async def outside_door(session: AsyncSession, text: str) -> str | None:
    """Return the right door of a matter that no administrative body decides, or None if it is ours."""
    rows = await queries.outside_matters(session)
    found = outside(text, [Outside(row.name, tuple(row.words), tuple(row.unless), row.door) for row in rows])
    return found.door if found else None


async def _row(session: AsyncSession, topic: str, on: date) -> RouteRow:
    row = await queries.route_row(session, topic=topic, on=on)
    return RouteRow(row.lead, row.handler, row.unit, row.rule) if row else RouteRow(None, COORDINATOR, None, _NO_ROW)


async def _place(session: AsyncSession, code: str | None, *, with_district: bool) -> Place | None:
    if code is None:
        return None
    commune = await session.get(Commune, code)
    if commune is None:
        raise Invalid(f"Không có xã, phường mã «{code}».", field="commune_code")
    district = await _district(session, code) if with_district else None
    return Place(commune.code, commune.is_ward, district)


async def _district(session: AsyncSession, commune_code: str) -> str | None:
    """Return the agency of the old district in which the whole commune lay, None if it joins several."""
    names = list(
        await session.scalars(select(OldPlace.district).where(OldPlace.commune_code == commune_code).distinct())
    )
    if len(names) != 1:
        return None
    found = await session.scalars(
        select(Agency.code).where(Agency.level == "district", Agency.name == f"UBND {names[0]}")
    )
    return found.one_or_none()


async def _desks(session: AsyncSession, on: date) -> Desks:
    denunciations = await denunciation_desk(session, on)
    above = await directory.agency(session, denunciations)
    return Desks((await _standing(session, OTHER, on)).handler, denunciations, above.parent_code if above else None)


async def _standing(session: AsyncSession, topic: str, on: date) -> Route:
    """Return the row of a topic that must have one: of the day, or the newest."""
    return await queries.route_row(session, topic=topic, on=on) or await queries.newest_route(session, topic=topic)


async def _not_to(session: AsyncSession, about: str | None, agency: Agency | None, choice: Choice) -> str:
    """Say in words that the body complained of does not judge itself."""
    body = await directory.agency(session, about) if about else None
    if body is None or agency is None or choice.restricted:
        return ""
    return f"; không chuyển {body.name} vì ý kiến nói về cơ quan này"


def _explain(choice: Choice, agency: Agency | None, handler: str) -> str:
    if agency is None:
        return f"{choice.rule}; {choice.note or PLACE_MISSING}"
    unit = f" ({choice.unit})" if choice.unit else ""
    how = "tiếp nhận kín" if choice.restricted else "điều phối" if handler == COORDINATOR else "tiếp nhận đầu tiên"
    return f"{choice.rule}; {agency.name}{unit} {how}"
