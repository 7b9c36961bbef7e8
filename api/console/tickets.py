"""A ticket in the console, and the steps that an officer takes on it."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.console.login import CurrentStaff, own_form
from api.console.page import console_page
from api.console.view import question_to_publish, ticket_view
from api.core.db import UnitOfWork
from api.core.errors import Forbidden, PhucDapError
from api.core.time import utc_now
from api.knowledge.draft import Sentence
from api.people.models import Staff
from api.tickets import classification, service
from api.tickets.models import Ticket
from api.tickets.queries import by_id
from api.tickets.rights import may_handle, may_see, require_seen
from api.tickets.schemas import Actor

router = APIRouter(prefix="/phieu/{ticket_id}")
Version = Annotated[int, Form()]
Text = Annotated[str, Form(max_length=20_000)]
_own_form = [Depends(own_form)]


@router.get("")
async def ticket_page(
    request: Request, session: UnitOfWork, staff: CurrentStaff, ticket_id: UUID, done: str = ""
) -> Response:
    """Everything that is needed to answer, on one page."""
    ticket = require_seen(staff, await by_id(session, ticket_id))
    return await show(request, session, staff, ticket, done=done)


@router.post("/nhan", dependencies=_own_form)
async def accept(
    request: Request, session: UnitOfWork, staff: CurrentStaff, ticket_id: UUID, version: Version
) -> Response:
    """Begin the work."""

    async def step(ticket: Ticket) -> None:
        await service.accept(session, ticket=ticket, by=Actor.of(staff), now=utc_now(), version=version)

    return await take(request, session, staff, ticket_id, step, done="nhan")


@router.post("/tra-loi", dependencies=_own_form)
async def reply(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    text: Text = "",
    publish: Annotated[bool, Form()] = False,
    public_question: Text = "",
) -> Response:
    """Answer the citizen; published only with a question that the officer has read."""
    kept = {"text": text, "publish": publish, "public_question": public_question}

    async def step(ticket: Ticket) -> None:
        await service.publish_reply(
            session,
            ticket=ticket,
            text=text,
            by=Actor.of(staff),
            now=utc_now(),
            public_question=question_to_publish(publish, public_question),
            version=version,
        )

    return await take(request, session, staff, ticket_id, step, done="tra-loi", kept=kept)


@router.post("/chuyen", dependencies=_own_form)
async def forward(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    to_agency: Annotated[str, Form(max_length=64)] = "",
    reason: Text = "",
) -> Response:
    """Hand the ticket to another agency; it leaves the own queue."""

    async def step(ticket: Ticket) -> None:
        await service.forward(
            session,
            ticket=ticket,
            to_agency=to_agency,
            reason=reason,
            by=Actor.of(staff),
            now=utc_now(),
            version=version,
        )

    kept = {"to_agency": to_agency, "forward_reason": reason}
    return await take(request, session, staff, ticket_id, step, done="chuyen", kept=kept)


@router.post("/phan-loai", dependencies=_own_form)
async def classify(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    act: Annotated[str, Form(max_length=16)] = "",
    topic: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Mend the kind of matter and its topic; the ticket goes to the desk that is then responsible."""

    async def step(ticket: Ticket) -> None:
        await classification.classify(
            session, ticket=ticket, act=act, topic=topic, by=Actor.of(staff), now=utc_now(), version=version
        )

    return await take(request, session, staff, ticket_id, step, done="phan-loai", kept={"act": act, "topic": topic})


@router.post("/hoi", dependencies=_own_form)
async def ask(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    question: Text = "",
) -> Response:
    """Ask the citizen; the clock stops until the answer."""

    async def step(ticket: Ticket) -> None:
        await service.ask_citizen(
            session, ticket=ticket, question=question, by=Actor.of(staff), now=utc_now(), version=version
        )

    return await take(request, session, staff, ticket_id, step, done="hoi", kept={"question": question})


@router.post("/go-cong-khai", dependencies=_own_form)
async def unpublish(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    reply_id: Annotated[UUID, Form()],
    reason: Text = "",
) -> Response:
    """Take a published answer off the portal."""

    async def step(ticket: Ticket) -> None:
        await service.unpublish_reply(
            session, ticket=ticket, reply_id=reply_id, reason=reason, by=Actor.of(staff), now=utc_now()
        )

    return await take(request, session, staff, ticket_id, step, done="go-cong-khai", kept={"unpublish_reason": reason})


@router.post("/tu-choi", dependencies=_own_form)
async def reject(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    version: Version,
    reason: Text = "",
    right_door: Text = "",
) -> Response:
    """Decline what is not ours, with the reason and the right door."""

    async def step(ticket: Ticket) -> None:
        await service.reject(
            session,
            ticket=ticket,
            reason=reason,
            right_door=right_door,
            by=Actor.of(staff),
            now=utc_now(),
            version=version,
        )

    kept = {"reject_reason": reason, "right_door": right_door}
    return await take(request, session, staff, ticket_id, step, done="tu-choi", kept=kept)


async def take(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    ticket_id: UUID,
    step: Callable[[Ticket], Awaitable[None]],
    *,
    done: str,
    kept: dict[str, Any] | None = None,
    may: Callable[[Staff, Ticket], bool] = may_handle,
) -> Response:
    """Take a step that the person may take; if it is refused, show the ticket as it is now, why, and what was typed."""
    ticket = require_seen(staff, await by_id(session, ticket_id))
    if not may(staff, ticket):
        raise Forbidden("Ông/bà được xem phiếu này nhưng không được xử lý.")
    try:
        async with session.begin_nested():
            await step(ticket)
            await session.flush()
    except PhucDapError as problem:
        await session.refresh(ticket)
        return await show(request, session, staff, ticket, problem=problem, kept=kept)
    still_seen = may_see(staff, ticket)
    return RedirectResponse(f"/console/phieu/{ticket_id}?done={done}" if still_seen else f"/console?done={done}", 303)


async def show(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    ticket: Ticket,
    *,
    problem: PhucDapError | None = None,
    kept: dict[str, Any] | None = None,
    done: str = "",
    draft: list[Sentence] | None = None,
) -> Response:
    """Return the ticket's page: with what was typed, why a step was refused, or a draft, if there is one."""
    view = await ticket_view(session, staff=staff, ticket=ticket, now=utc_now())
    context = {
        "view": view,
        "ticket": ticket,
        "kept": kept or {},
        "done": done,
        "draft": draft,
    }
    return console_page(request, staff, "ticket.html", context, problem=problem)
