"""Reminders of deadlines: the digests of this member of staff."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.login import CurrentStaff
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.time import utc_now
from api.reminders.service import mark_read, notices_of

router = APIRouter(prefix="/nhac-viec")


@router.get("")
async def notices_page(request: Request, session: UnitOfWork, staff: CurrentStaff) -> Response:
    """The notices, the newest first; opening the page marks them as read."""
    rows = await notices_of(session, staff)
    unread = {row.id for row in rows if row.read_at is None}
    await mark_read(session, staff, now=utc_now())
    context = {"rows": rows, "unread": unread}
    return console_page(request, staff, "notices.html", context)
