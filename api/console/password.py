"""The own password, and the only page for who still has a temporary one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.console.login import COOKIE, PASSWORD_PAGE, LoggedIn, own_form
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.errors import Invalid
from api.core.time import utc_now
from api.people.models import Staff
from api.people.rules import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from api.people.service import change_password

router = APIRouter(prefix="/password")
# Longer than may be taken, so that a long one is answered on the page.
Password = Annotated[str, Form(max_length=4 * MAX_PASSWORD_LENGTH)]
_WRONG = "Mật khẩu hiện tại chưa đúng. Sau năm lần sai, tài khoản tạm khóa 15 phút."


@router.get("")
async def password_page(request: Request, staff: LoggedIn, done: bool = False) -> Response:
    """The form for a new password."""
    return _page(request, staff, done=done and not staff.must_change_password)


@router.post("", dependencies=[Depends(own_form)])
async def change(
    request: Request,
    session: UnitOfWork,
    staff: LoggedIn,
    old: Password = "",
    new: Password = "",
    repeated: Password = "",
) -> Response:
    """Change the own password; other logins of the same person end."""
    if new != repeated:
        return _page(request, staff, problem=Invalid("Hai lần nhập mật khẩu mới chưa giống nhau.", field="repeated"))
    token = request.cookies.get(COOKIE, "")
    try:
        changed = await change_password(session, staff=staff, old=old, new=new, token=token, now=utc_now())
    except Invalid as problem:
        return _page(request, staff, problem=problem)
    if not changed:
        return _page(request, staff, problem=Invalid(_WRONG, field="old"))
    return RedirectResponse(f"{PASSWORD_PAGE}?done=true", 303)


def _page(request: Request, staff: Staff, *, problem: Invalid | None = None, done: bool = False) -> Response:
    context = {
        "done": done,
        "min_length": MIN_PASSWORD_LENGTH,
    }
    return console_page(request, staff, "password.html", context, problem=problem)
