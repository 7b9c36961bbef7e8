"""Reminders of deadlines: the digests of this member of staff."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.console.login import CurrentStaff, form_token
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
    context = {"staff": staff, "form_token": form_token(request), "rows": rows, "unread": unread}
    rendered: Response = request.app.state.pages.render(request, "console/notices.html", context)
    return rendered
