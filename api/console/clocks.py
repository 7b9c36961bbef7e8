"""Steps on a ticket's clock and with other agencies: extension, interim answer, contributions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.console.login import CurrentStaff, own_form
from api.console.tickets import Text, Version, show, take
from api.core.db import UnitOfWork
from api.core.errors import PhucDapError
from api.core.time import utc_now
from api.tickets import service
from api.tickets.contributions import ask_contribution, give_contribution
from api.tickets.extensions import ask_extension, grant_extension, refuse_extension
from api.tickets.models import Ticket
from api.tickets.queries import by_id
from api.tickets.rights import require_seen
from api.tickets.schemas import Actor

router = APIRouter(prefix="/phieu/{ticket_id}", dependencies=[Depends(own_form)])


@router.post("/gia-han")
async def ask_for_time(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    amount: Annotated[int, Form()] = 0,
    reason: Text = "",
) -> Response:
    """Ask for an extension."""

    async def step(ticket: Ticket) -> None:
        await ask_extension(
            session, ticket=ticket, amount=amount, reason=reason, by=Actor.of(staff), now=utc_now(), version=version
        )

    kept = {"amount": amount, "extension_reason": reason}
    return await take(request, session, staff, ticket_id, step, done="gia-han", kept=kept)


@router.post("/duyet-gia-han")
async def decide(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    decision: Annotated[str, Form(max_length=8)] = "",
    reason: Text = "",
) -> Response:
    """Grant or refuse the extension that was asked for."""

    async def step(ticket: Ticket) -> None:
        if decision == "grant":
            await grant_extension(session, ticket=ticket, by=Actor.of(staff), now=utc_now(), version=version)
        else:
            await refuse_extension(
                session, ticket=ticket, reason=reason, by=Actor.of(staff), now=utc_now(), version=version
            )

    done = "da-gia-han" if decision == "grant" else "khong-gia-han"
    return await take(request, session, staff, ticket_id, step, done=done, kept={"refusal": reason})


@router.post("/tra-loi-buoc-dau")
async def interim(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    text: Text = "",
) -> Response:
    """Tell the citizen how far the matter is."""

    async def step(ticket: Ticket) -> None:
        await service.send_interim(
            session, ticket=ticket, text=text, by=Actor.of(staff), now=utc_now(), version=version
        )

    return await take(request, session, staff, ticket_id, step, done="buoc-dau", kept={"interim": text})


@router.post("/phoi-hop")
async def ask_other_agency(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    contributor: Annotated[str, Form(max_length=64)] = "",
    question: Text = "",
) -> Response:
    """Ask another agency for its part."""

    async def step(ticket: Ticket) -> None:
        await ask_contribution(
            session, ticket=ticket, agency_code=contributor, question=question, by=Actor.of(staff), now=utc_now(),
            version=version,
        )  # fmt: skip

    kept = {"contributor": contributor, "contribution_question": question}
    return await take(request, session, staff, ticket_id, step, done="phoi-hop", kept=kept)


@router.post("/y-kien")
async def give_part(
    request: Request, session: UnitOfWork, staff: CurrentStaff, ticket_id: UUID, text: Text = ""
) -> Response:
    """Give the own agency's part; whoever was asked may, though the ticket is not his to handle."""
    ticket = require_seen(staff, await by_id(session, ticket_id))
    try:
        async with session.begin_nested():
            await give_contribution(session, ticket=ticket, text=text, by=Actor.of(staff), now=utc_now())
            await session.flush()
    except PhucDapError as problem:
        await session.refresh(ticket)
        return await show(request, session, staff, ticket, problem=problem, kept={"contribution": text})
    return RedirectResponse(f"/console/phieu/{ticket_id}?done=y-kien", 303)
