"""The storm switch: a decision that stops the deadlines of named places."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import Suspension
from api.console.login import CurrentStaff, own_form
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.errors import Forbidden, Invalid, NotFound, PhucDapError
from api.core.text import fold
from api.core.time import ZONE, utc_now
from api.people.models import Staff
from api.people.queries import display_names
from api.people.rules import COORDINATOR
from api.places.models import Commune
from api.tickets.suspensions import end_suspension, suspend, suspensions, widen

ADDRESS = "/console/tam-dung"
router = APIRouter(prefix="/tam-dung")
Short = Annotated[str, Form(max_length=500)]
_own_form = [Depends(own_form)]


async def current_coordinator(staff: CurrentStaff) -> Staff:
    """Let the coordinating desk in and nobody else."""
    if staff.role != COORDINATOR:
        raise Forbidden("Trang này dành cho bộ phận điều phối (Văn phòng UBND tỉnh).")
    return staff


Coordinator = Annotated[Staff, Depends(current_coordinator)]


@router.get("")
async def list_page(request: Request, session: UnitOfWork, staff: Coordinator) -> Response:
    """The decisions, those that hold first, and the form for a new one."""
    return await _page(request, session, staff)


@router.post("", dependencies=_own_form)
async def start(
    request: Request,
    session: UnitOfWork,
    staff: Coordinator,
    decision: Annotated[str, Form(max_length=64)] = "",
    reason: Short = "",
    starts_at: Annotated[str, Form(max_length=16)] = "",
    communes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Enter a decision; the clocks stop at once."""
    try:
        async with session.begin_nested():
            await suspend(
                session, decision=decision, reason=reason, communes=communes or [], starts_at=_instant(starts_at),
                by=staff, now=utc_now(),
            )  # fmt: skip
    except PhucDapError as problem:
        kept = {"decision": decision, "reason": reason, "starts_at": starts_at, "communes": communes or []}
        return await _page(request, session, staff, problem=problem, kept=kept)
    return RedirectResponse(f"{ADDRESS}?done=dung", 303)


@router.post("/{suspension_id}/mo-rong", dependencies=_own_form)
async def add_communes(
    request: Request,
    session: UnitOfWork,
    staff: Coordinator,
    suspension_id: UUID,
    communes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Let a decision cover more places."""
    row = await session.get(Suspension, suspension_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có quyết định này.")
    try:
        async with session.begin_nested():
            await widen(session, suspension=row, communes=communes or [], by=staff, now=utc_now())
    except PhucDapError as problem:
        return await _page(request, session, staff, problem=problem)
    return RedirectResponse(f"{ADDRESS}?done=dung", 303)


@router.post("/{suspension_id}/ket-thuc", dependencies=_own_form)
async def end(session: UnitOfWork, staff: Coordinator, suspension_id: UUID) -> Response:
    """Let the clocks of its places run on."""
    row = await session.get(Suspension, suspension_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có quyết định này.")
    await end_suspension(session, suspension=row, by=staff, now=utc_now())
    return RedirectResponse(f"{ADDRESS}?done=chay", 303)


def _instant(text: str) -> datetime:
    if not text:
        return utc_now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError as error:
        raise Invalid("Thời điểm bắt đầu chưa đúng; hãy chọn lại ngày giờ.", field="starts_at") from error


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    *,
    problem: PhucDapError | None = None,
    kept: dict[str, Any] | None = None,
) -> Response:
    rows = await suspensions(session)
    communes = sorted(await session.scalars(select(Commune)), key=lambda commune: fold(commune.name))
    context = {
        "rows": rows,
        "people": await display_names(session, [row.staff_id for row in rows]),
        "communes": communes,
        "names": {commune.code: commune.name for commune in communes},
        "kept": kept or {},
        "done": request.query_params.get("done", ""),
    }
    return console_page(request, staff, "suspensions.html", context, problem=problem)
