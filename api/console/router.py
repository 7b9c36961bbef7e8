"""The console's addresses: login, queue, and the pages of a ticket."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.console.accounts import ADDRESS as ACCOUNTS
from api.console.accounts import router as accounts
from api.console.clocks import router as clocks
from api.console.data_requests import router as data_requests
from api.console.drafts import router as drafts
from api.console.knowledge import router as knowledge
from api.console.login import COOKIE, LOGIN_PAGE, CurrentStaff, LoginEnded, own_form, safe_next
from api.console.notices import router as notices
from api.console.page import console_page
from api.console.password import router as own_password
from api.console.photos import router as photos
from api.console.review import router as review
from api.console.settings import router as settings_pages
from api.console.suspensions import router as suspensions
from api.console.tickets import router as tickets
from api.core.db import UnitOfWork
from api.core.pages import refuse_foreign_forms
from api.core.settings import Settings
from api.core.time import utc_now
from api.directory import queries as directory
from api.people.rules import SESSION_HOURS, manages_accounts
from api.people.service import log_in, log_out
from api.reminders.service import unread_notices
from api.routing.queries import topics
from api.tickets.queries import queue, queue_counts
from api.tickets.shown import status

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(refuse_foreign_forms)])
_ROUTERS = (
    tickets, review, photos, drafts, knowledge, clocks, accounts, data_requests, own_password, settings_pages,
    suspensions, notices,
)  # fmt: skip
for pages in _ROUTERS:
    router.include_router(pages)

PAGE_SIZE = 50
VIEWS = {
    "open": "đang mở",
    "overdue": "quá hạn",
    "due_soon": "sắp đến hạn",
    "waiting": "chờ công dân, tạm dừng",
    "review": "mở lại, chờ người xem",
    "contribute": "chờ ta phối hợp",
    "extension": "chờ duyệt gia hạn",
    "answered": "đã trả lời",
}


@router.get("/dang-nhap")
async def login_page(request: Request, next_page: Annotated[str, Query(alias="next")] = "/console") -> Response:
    """The login form."""
    return _login_page(request, next_page=next_page)


@router.post("/dang-nhap")
async def login(
    request: Request,
    session: UnitOfWork,
    username: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=256)] = "",
    next_page: Annotated[str, Form(alias="next")] = "/console",
) -> Response:
    """Log in; a wrong pair and a locked account are answered alike."""
    token = await log_in(session, username=username, password=password, now=utc_now())
    if token is None:
        return _login_page(request, next_page=next_page, username=username, failed=True)
    settings: Settings = request.app.state.settings
    response = RedirectResponse(safe_next(next_page), 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_HOURS * 3600,
        path="/console",
        httponly=True,
        samesite="lax",
        secure=settings.base_url.startswith("https://"),
    )
    return response


@router.post("/dang-xuat", dependencies=[Depends(own_form)])
async def logout(request: Request, session: UnitOfWork) -> Response:
    """End the login on the server too."""
    await log_out(session, token=request.cookies.get(COOKIE, ""))
    response = RedirectResponse(LOGIN_PAGE, 303)
    response.delete_cookie(COOKIE, path="/console")
    return response


@router.get("")
async def queue_page(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    view: str = "open",
    q: Annotated[str, Query(max_length=200)] = "",
    topic: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    done: str = "",
) -> Response:
    """The tickets of this member of staff, the nearest deadline first; all filters stand in the address.

    An administrator has none, and finds the accounts instead.
    """
    if manages_accounts(role=staff.role, active=staff.active):
        return RedirectResponse(ACCOUNTS, 303)
    now = utc_now()
    view = view if view in VIEWS else "open"
    rows = await queue(
        session, staff=staff, now=now, view=view, search=q, topic=topic or None,
        limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE,
    )  # fmt: skip
    agency = await directory.agency(session, staff.agency_code)
    context = {
        "agency": agency,
        "counts": await queue_counts(session, staff=staff, now=now),
        "views": VIEWS,
        "done": done,
        "unread": await unread_notices(session, staff),
        "view": view,
        "q": q,
        "topic": topic,
        "topics": await topics(session),
        "page": page,
        "more": len(rows) > PAGE_SIZE,
        "rows": [(row, status(row.state, row.due_at, now, suspended=row.suspended)) for row in rows[:PAGE_SIZE]],
        "several": any(row.agency_code != staff.agency_code for row in rows),
    }
    return console_page(request, staff, "queue.html", context)


async def login_ended(request: Request, ended: Exception) -> Response:
    """Answer a form that came after its login had ended: the login form, and above it what was typed."""
    assert isinstance(ended, LoginEnded)
    return _login_page(request, next_page=ended.page, ended=ended)


def _login_page(
    request: Request,
    *,
    next_page: str,
    username: str = "",
    failed: bool = False,
    ended: LoginEnded | None = None,
) -> Response:
    context = {"next": safe_next(next_page), "username": username, "failed": failed, "ended": ended}
    rendered: Response = request.app.state.pages.render(
        request, "console/login.html", context, status=401 if failed or ended else 200
    )
    return rendered
