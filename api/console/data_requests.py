"""Requests about personal data, for the administrator: what is open, until when, and that it was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.console.login import CurrentAdmin, current_admin, own_form
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.time import utc_now
from api.privacy import queries, service
from api.privacy.models import DataRequest, DataRequestEvent
from api.province import queries as province
from api.tickets.shown import Status

ADDRESS = "/console/personal-data"
router = APIRouter(prefix="/personal-data", dependencies=[Depends(current_admin)])
_STEPS = {"requested": "Công dân yêu cầu; đã xác nhận ngay", "erased": "Máy đã xóa", "done": "Đã thực hiện"}
_KINDS = {
    "messages": "tin nhắn đến",
    "answers": "tin trả lời",
    "rasa": "dòng trong bộ nhớ hội thoại",
    "contacts": "họ tên, số điện thoại trên phiếu đã xong",
    "drafts": "bản soạn dở",
}


@dataclass(frozen=True)
class Row:
    """A request with its name, its clock in words, the tickets it touches, and its log."""

    request: DataRequest
    name: str
    status: Status
    tickets: list[str]
    log: list[tuple[datetime, str]]


@router.get("")
async def list_page(
    request: Request, session: UnitOfWork, admin: CurrentAdmin, view: str = "open", done: str = ""
) -> Response:
    """The open requests, the nearest date first; or those that were done."""
    found = await queries.requests(session, done=view == "done")
    context = {
        "view": view,
        "rows": [await _row(session, item) for item in found],
        "rules": list((await province.retention(session)).values()),
        "done": done,
    }
    return console_page(request, admin, "data_requests.html", context)


@router.post("/{request_id}/done", dependencies=[Depends(own_form)])
async def complete(
    session: UnitOfWork, admin: CurrentAdmin, request_id: UUID, note: Annotated[str, Form(max_length=1000)] = ""
) -> Response:
    """Mark a request as done; the citizen is told, with the note."""
    await service.complete(session, request_id=request_id, note_text=note, by=admin.id, now=utc_now())
    return RedirectResponse(f"{ADDRESS}?done=yes", 303)


async def _row(session: AsyncSession, item: DataRequest) -> Row:
    right = await province.data_right(session, item.kind)
    held = await queries.held(session, item.conversation_id) if item.conversation_id else None
    return Row(
        request=item,
        name=right.name,
        status=_status(item, utc_now()),
        tickets=[ticket.tracking_code for ticket in held.tickets] if held else [],
        log=[(event.at, _told(event)) for event in await queries.events_of(session, item.id)],
    )


def _status(item: DataRequest, now: datetime) -> Status:
    if item.done_at is not None:
        return Status("answered", "Đã thực hiện")
    return Status("late", "Quá hạn") if item.due_at < now else Status("open", "Đang mở")


def _told(event: DataRequestEvent) -> str:
    words = _STEPS.get(event.kind, event.kind)
    counts = [f"{count} {_KINDS[kind]}" for kind, count in event.data.get("counts", {}).items() if count]
    details = ", ".join(counts) or str(event.data.get("note", ""))
    return f"{words}: {details}" if details else words
