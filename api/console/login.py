"""Who is logged in, and the form token that ties a form to the login."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request

from api.core.auth import form_is_ours, hash_token, sign_form
from api.core.db import UnitOfWork
from api.core.errors import Forbidden, NotFound
from api.core.settings import Settings
from api.core.time import utc_now
from api.people.models import Staff
from api.people.rules import manages_accounts
from api.people.service import staff_of_session

COOKIE = "pd_staff"
LOGIN_PAGE = "/console/dang-nhap"
PASSWORD_PAGE = "/console/password"


async def logged_in(request: Request, session: UnitOfWork) -> Staff:
    """Return who is logged in; anybody else is sent to the login page, and from there back.

    Only for the page of the own password: every other page wants `CurrentStaff`.
    """
    staff = await staff_of_session(session, token=request.cookies.get(COOKIE, ""), now=utc_now())
    if staff is None:
        wanted = request.url.path if request.method == "GET" else "/console"
        raise HTTPException(303, headers={"Location": f"{LOGIN_PAGE}?next={quote(wanted)}"})
    return staff


LoggedIn = Annotated[Staff, Depends(logged_in)]


async def current_staff(staff: LoggedIn) -> Staff:
    """Return who is logged in; who still has a temporary password is sent to change it first."""
    if staff.must_change_password:
        raise HTTPException(303, headers={"Location": PASSWORD_PAGE})
    return staff


CurrentStaff = Annotated[Staff, Depends(current_staff)]


async def current_admin(staff: CurrentStaff) -> Staff:
    """Return the administrator who is logged in; nobody else is told what there is."""
    if not manages_accounts(role=staff.role, active=staff.active):
        raise NotFound("Không có trang này, hoặc trang không thuộc phạm vi ông/bà phụ trách.")
    return staff


CurrentAdmin = Annotated[Staff, Depends(current_admin)]


def form_token(request: Request) -> str:
    """Return the token that a form of this login must carry."""
    return sign_form(_secret(request), _session_id(request))


def own_form(request: Request, form_token: Annotated[str, Form()] = "") -> None:
    """Raise Forbidden for a form that was not made for this login; without a login the way back to it is offered."""
    if not request.cookies.get(COOKIE):
        page = request.url.path.rsplit("/", 1)[0]
        raise HTTPException(303, headers={"Location": f"{LOGIN_PAGE}?next={quote(page)}"})
    if not form_is_ours(_secret(request), _session_id(request), form_token):
        raise Forbidden("Trang đã mở quá lâu hoặc phiên đăng nhập đã đổi; hãy tải lại trang rồi gửi lại.")


def safe_next(wanted: str) -> str:
    """Return an address within the console, whatever was asked for."""
    inside = wanted == "/console" or wanted.startswith(("/console/", "/console?"))
    return wanted if inside and "\\" not in wanted else "/console"


def _secret(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.secret_key.get_secret_value()


def _session_id(request: Request) -> str:
    return hash_token(request.cookies.get(COOKIE, ""))
