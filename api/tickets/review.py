"""A reopened ticket is looked at by another person than who answered; if nobody else is there, it goes up.

Nobody who answered before may take a step on it (`Ticket.not_by`), but may name a colleague. An agency without
anybody else hands the ticket up, so that what the citizen was told ("another person") stays true.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.core.time import local
from api.directory import queries as directory
from api.directory.models import Agency
from api.people import queries as people
from api.people.models import Staff
from api.province import queries as province
from api.routing.rules import superiors
from api.routing.service import denunciation_desk
from api.tickets import service
from api.tickets.desks import bodies_concerned
from api.tickets.events import check_version, move, record
from api.tickets.models import Ticket
from api.tickets.rights import is_barred, may_handle, serves_desk
from api.tickets.rules import OPEN_STATES
from api.tickets.schemas import Actor

# The citizen reads it too.
NOBODY_ELSE: Final = "cơ quan đã trả lời không có người khác để xem lại phiếu mở lại."


@dataclass(frozen=True)
class Review:
    """What a member of staff finds on a reopened ticket."""

    barred: bool  # this person answered before
    may_give: bool
    reviewer: Staff | None  # who has it now
    people: list[Staff]  # to whom it can be given, the leaders first
    goes_up_to: Agency | None  # where it goes when there is nobody


def under_review(ticket: Ticket) -> bool:
    """Whether the ticket is open again after an answer, so that others than before look at it."""
    return bool(ticket.not_by) and ticket.state in OPEN_STATES


async def review_of(session: AsyncSession, *, staff: Staff, ticket: Ticket, now: datetime) -> Review | None:
    """Return what this person can do for the review of the ticket; None if it needs none."""
    if not under_review(ticket):
        return None
    found = await reviewers(session, ticket)
    may_give = serves_desk(staff, ticket)
    named = await people.account(session, ticket.assigned_to) if ticket.assigned_to else None
    reviewer = named if named is not None and named.active and may_handle(named, ticket) else None
    return Review(
        barred=is_barred(staff, ticket),
        may_give=may_give,
        reviewer=reviewer,
        people=[person for person in found if reviewer is None or person.id != reviewer.id],
        goes_up_to=await way_on(session, ticket, on=local(now).date()) if may_give and not found else None,
    )


async def reviewers(session: AsyncSession, ticket: Ticket) -> list[Staff]:
    """Return who may review the ticket at the agency that has it, the leaders first."""
    return [p for p in await people.handlers_of(session, ticket.agency_code) if _could_review(p, ticket)]


async def give(
    session: AsyncSession, *, ticket: Ticket, to: UUID, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Name who reviews a reopened ticket; who answered before may do that too. Naming the same again changes nothing.

    Raises Invalid for a ticket that was not reopened, and for a person who may not review it.
    """
    check_version(ticket, version)
    if not under_review(ticket):
        raise Invalid("Chỉ phiếu mở lại mới cần giao người khác xem lại.", field="to")
    if to not in {person.id for person in await reviewers(session, ticket)}:
        raise Invalid("Người này không xem lại được phiếu; hãy chọn người khác trong danh sách.", field="to")
    if ticket.assigned_to != to:
        move(ticket, "review_given")
        ticket.assigned_to = to
        await record(session, ticket, kind="review_given", actor=by, now=now, to_staff=str(to))
    return ticket


async def hand_up(
    session: AsyncSession, *, ticket: Ticket, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Transfer a reopened ticket to where somebody else can review it; the citizen is told, the date stays.

    Raises Invalid while somebody at the agency could, and if nobody in the province can.
    """
    check_version(ticket, version)
    if not under_review(ticket) or await reviewers(session, ticket):
        raise Invalid("Cơ quan còn người xem lại được phiếu; hãy giao cho người đó.", field="to")
    target = await way_on(session, ticket, on=local(now).date())
    if target is None:
        raise Invalid("Chưa cơ quan nào có người xem lại được phiếu; xin báo quản trị tạo tài khoản.", field="to")
    return await service.forward(session, ticket=ticket, to_agency=target.code, reason=NOBODY_ELSE, by=by, now=now)


async def way_on(session: AsyncSession, ticket: Ticket, *, on: date) -> Agency | None:
    """Return the next agency with somebody who can review: those above, then the coordinating office.

    A restricted ticket goes to an agency that takes such, at last to the desk of denunciations, never to the
    coordinator. Neither goes to the body complained of. None if nobody is left.
    """
    concerned = await bodies_concerned(session, ticket.about_code)
    async for agency in _above(session, ticket, on):
        if not agency.exists_on(on) or agency.code in concerned or agency.code == ticket.agency_code:
            continue
        if ticket.restricted and not agency.takes_restricted:
            continue
        if any(_could_review(person, ticket) for person in await people.handlers_of(session, agency.code)):
            return agency
    return None


async def _above(session: AsyncSession, ticket: Ticket, on: date) -> AsyncIterator[Agency]:
    last = (
        await denunciation_desk(session, on)
        if ticket.restricted
        else (await province.province(session)).coordinator_code
    )
    for code in [*superiors(ticket.agency_code, await directory.parents(session)), last]:
        agency = await directory.agency(session, code)
        if agency is not None:
            yield agency


def _could_review(person: Staff, ticket: Ticket) -> bool:
    """Whether somebody of the agency that has the ticket, or may get it, could review it."""
    return not is_barred(person, ticket) and (person.sees_restricted or not ticket.restricted)
