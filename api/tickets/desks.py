"""Which desk a matter is laid on: by the routing of the province, and where somebody may read it.

Filing, mending and replaying ask here, so that a changed rule shows in a replay what it would do to filing.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.directory import queries as directory
from api.directory.models import Agency
from api.people import queries as people
from api.province import queries as province
from api.routing import service as routing
from api.routing.rules import subordinates
from api.tickets.errors import NoClosedDesk
from api.tickets.models import Ticket


@dataclass(frozen=True)
class FirstDesk:
    """The agency (and its unit) that gets a matter first, who leads it, and why in words."""

    agency_code: str
    unit: str | None
    lead_agency_code: str | None
    restricted: bool
    legal_class: str
    rule: str
    explanation: str


async def first_desk(
    session: AsyncSession,
    *,
    topic: str,
    act: str,
    commune_code: str | None,
    on: date,
    about: str | None = None,
    doubtful: bool = False,
) -> FirstDesk:
    """Return the desk of a matter of that day: the routed one, the coordinator's if the place for it is missing.

    A restricted matter goes to a desk where somebody may see it, never to the coordinator. Raises Invalid for an
    unknown act, commune or agency, NoClosedDesk for a restricted matter that nobody in the province may take.
    """
    routed = await routing.route(
        session, topic=topic, act=act, commune_code=commune_code, on=on, about=about, doubtful=doubtful
    )
    code, explanation = routed.agency_code, routed.explanation
    if routed.restricted:
        instead = await _cleared_instead(session, code, about=about, on=on)
        if instead is not None:
            why = f"{routed.rule}; cơ quan phụ trách chưa có người được xem phiếu kín" if code else explanation
            code, explanation = instead.code, f"{why}, {instead.name} tiếp nhận kín"
        if code is None:
            raise NoClosedDesk(f"no desk for a restricted matter of topic {topic} on {on}")
    return FirstDesk(
        agency_code=code or (await province.province(session)).coordinator_code,
        unit=routed.unit if code == routed.agency_code else None,
        lead_agency_code=routed.lead_agency_code,
        restricted=routed.restricted,
        legal_class=routed.legal_class,
        rule=routed.rule,
        explanation=explanation,
    )


async def agency_of_today(session: AsyncSession, code: str, *, on: date, field: str) -> Agency:
    """Return an agency that an officer chose. Raises Invalid for one that does not exist on that day."""
    chosen = await directory.agency(session, code)
    if chosen is None or not chosen.exists_on(on):
        raise Invalid("Không có cơ quan này trong danh bạ hiện hành; hãy chọn lại.", field=field)
    return chosen


async def bodies_concerned(session: AsyncSession, about_code: str | None) -> frozenset[str]:
    """Return the agencies that a matter must not come to: the body complained of and all under it."""
    if about_code is None:
        return frozenset()
    return subordinates(about_code, await directory.parents(session))


def lay_on(ticket: Ticket, agency_code: str, unit: str | None = None) -> None:
    """Put the ticket on a desk; whom the desk before had named to review it holds it no more."""
    if agency_code != ticket.agency_code:
        ticket.assigned_to = None
    ticket.agency_code, ticket.unit = agency_code, unit


async def _cleared_instead(
    session: AsyncSession, routed_to: str | None, *, about: str | None, on: date
) -> Agency | None:
    """Return who takes a restricted matter if nobody at the routed desk may see it; None if that desk keeps it.

    A department without a cleared officer would hold a denunciation that nobody sees: the desk of denunciations takes
    it. Not one about itself, which stays with the committee above until somebody is cleared there (Luật Tố cáo
    25/2018/QH14, Điều 8).
    """
    cleared = await people.cleared_agencies(session)
    desk = await directory.agency(session, await routing.denunciation_desk(session, on))
    if routed_to in cleared or desk is None or desk.code not in cleared:
        return None
    if routed_to is not None and desk.code in await bodies_concerned(session, about):
        return None
    return desk
