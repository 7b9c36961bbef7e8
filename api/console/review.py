"""Who looks at a reopened ticket: taking it, naming somebody, and handing it up where nobody else is there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.console.login import CurrentStaff, own_form
from api.console.tickets import Version, take
from api.core.db import UnitOfWork
from api.core.time import utc_now
from api.reminders.service import tell_reviewer
from api.tickets import review
from api.tickets.models import Ticket
from api.tickets.rights import serves_desk
from api.tickets.schemas import Actor

router = APIRouter(prefix="/phieu/{ticket_id}", dependencies=[Depends(own_form)])


@router.post("/giao")
async def give(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    to: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Name who reviews the ticket, oneself perhaps; who answered before may do that too."""

    async def step(ticket: Ticket) -> None:
        now = utc_now()
        await review.give(session, ticket=ticket, to=to or staff.id, by=Actor.of(staff), now=now, version=version)
        await tell_reviewer(session, ticket, by=staff, now=now)

    return await take(request, session, staff, ticket_id, step, done="giao", may=serves_desk)


@router.post("/chuyen-xem-lai")
async def hand_up(
    request: Request, session: UnitOfWork, staff: CurrentStaff, ticket_id: UUID, version: Version
) -> Response:
    """Hand the ticket to where somebody else can review it."""

    async def step(ticket: Ticket) -> None:
        await review.hand_up(session, ticket=ticket, by=Actor.of(staff), now=utc_now(), version=version)

    return await take(request, session, staff, ticket_id, step, done="chuyen", may=serves_desk)
