"""Entries of the knowledge base that an administrator must look at: withdrawn, old, or in part not confirmed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.login import CurrentAdmin
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.time import local, utc_now
from api.knowledge import service
from api.knowledge.entries import CONFIRMED

router = APIRouter(prefix="/kho-cau-tra-loi")


@router.get("")
async def to_check_page(request: Request, session: UnitOfWork, admin: CurrentAdmin) -> Response:
    """What must be checked, in three groups: no longer offered, without a sure source, unsure in parts."""
    found = await service.to_check(session, on=local(utc_now()).date())
    gone = [item for item in found if item.withdrawn_since]
    rest = [item for item in found if not item.withdrawn_since]
    groups = [
        ("Không còn dùng để trả lời", gone),
        ("Nguồn cũ hoặc chưa xác nhận", [item for item in rest if item.entry.confidence != CONFIRMED]),
        ("Có phần chưa chắc chắn", [item for item in rest if item.entry.confidence == CONFIRMED]),
    ]
    context = {"groups": groups}
    return console_page(request, admin, "to_check.html", context)
