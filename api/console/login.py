"""Who is logged in, and the form token that ties a form to the login."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request

from api.core.auth import form_is_ours, hash_token, sign_form
from api.core.db import UnitOfWork
from api.core.errors import Forbidden
from api.core.settings import Settings
from api.core.time import utc_now
from api.people.models import Staff
from api.people.service import staff_of_session

COOKIE = "pd_staff"
LOGIN_PAGE = "/console/dang-nhap"


async def current_staff(request: Request, session: UnitOfWork) -> Staff:
    """Return who is logged in; anybody else is sent to the login page, and from there back."""
    staff = await staff_of_session(session, token=request.cookies.get(COOKIE, ""), now=utc_now())
    if staff is None:
        wanted = request.url.path if request.method == "GET" else "/console"
        raise HTTPException(303, headers={"Location": f"{LOGIN_PAGE}?next={quote(wanted)}"})
    return staff


CurrentStaff = Annotated[Staff, Depends(current_staff)]


def form_token(request: Request) -> str:
    """Return the token that a form of this login must carry."""
    return sign_form(_secret(request), _session_id(request))


def own_form(request: Request, form_token: Annotated[str, Form()] = "") -> None:
    """Raise Forbidden for a form that was not made for this login."""
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
