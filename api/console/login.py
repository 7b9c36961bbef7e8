"""Who is logged in, and the form token that ties a form to the login."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Form, HTTPException, Request

from api.core.auth import form_is_ours, hash_token, sign_form
from api.core.db import UnitOfWork
from api.core.errors import Forbidden, NotFound, Unauthorized
from api.core.settings import Settings
from api.core.time import utc_now
from api.people.models import Staff
from api.people.rules import manages_accounts
from api.people.service import staff_of_session

COOKIE = "pd_staff"
LOGIN_PAGE = "/console/dang-nhap"
PASSWORD_PAGE = "/console/password"


# The longer texts of the console's forms, as the login page names them: only these are shown again.
TEXTS: Final = {
    "text": "Nội dung",
    "public_question": "Câu hỏi đăng công khai",
    "question": "Câu hỏi",
    "reason": "Lý do",
    "right_door": "Nơi công dân cần đến",
}


class LoginEnded(Unauthorized):
    """A form came after the login had ended; `typed` are its texts by name, so that none is lost."""

    def __init__(self, page: str, typed: list[tuple[str, str]]) -> None:
        super().__init__("Phiên đăng nhập đã hết nên nội dung chưa được gửi; xin đăng nhập lại rồi gửi lại.")
        self.page, self.typed = page, typed


async def logged_in(request: Request, session: UnitOfWork) -> Staff:
    """Return who is logged in; anybody else is sent to the login page, and from there back.

    Only for the page of the own password: every other page wants `CurrentStaff`.
    """
    staff = await staff_of_session(session, token=request.cookies.get(COOKIE, ""), now=utc_now())
    if staff is None:
        raise await _to_login(request)
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


async def own_form(request: Request, form_token: Annotated[str, Form()] = "") -> None:
    """Raise Forbidden for a form that was not made for this login; without a login the way back to it is offered."""
    if not request.cookies.get(COOKIE):
        raise await _to_login(request)
    if not form_is_ours(_secret(request), _session_id(request), form_token):
        raise Forbidden("Trang đã mở quá lâu hoặc phiên đăng nhập đã đổi; hãy tải lại trang rồi gửi lại.")


async def _to_login(request: Request) -> Exception:
    """Return what leads to the login page: a redirect, and for a form the page itself with what was typed."""
    if request.method in ("GET", "HEAD"):
        wanted = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        return HTTPException(303, headers={"Location": f"{LOGIN_PAGE}?next={quote(wanted)}"})
    form = await request.form()
    typed = [(TEXTS[name], text) for name, text in form.items() if name in TEXTS and isinstance(text, str)]
    return LoginEnded(page_of(request.url.path), [(label, text) for label, text in typed if text.strip()])


def page_of(step: str) -> str:
    """Return the page on which the form of a step stands: the ticket, else the section of the console."""
    parts = step.split("/")
    return "/".join(parts[:4] if parts[2:3] == ["phieu"] else parts[:3])


def safe_next(wanted: str) -> str:
    """Return an address within the console, whatever was asked for."""
    inside = wanted == "/console" or wanted.startswith(("/console/", "/console?"))
    return wanted if inside and "\\" not in wanted else "/console"


def _secret(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.secret_key.get_secret_value()


def _session_id(request: Request) -> str:
    return hash_token(request.cookies.get(COOKIE, ""))
