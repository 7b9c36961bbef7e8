"""The province's rules as they hold now: what is law, what is configured; an administrator changes a value here.

Every change names its source and goes through the check of the whole data folder; open deadlines follow.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.calendar import FIRST_DAY, LAST_DAY
from api.clock.rules import UNIT_NAMES
from api.console.login import CurrentAdmin, CurrentStaff, own_form
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.errors import Invalid, PhucDapError
from api.core.settings import Settings
from api.core.time import utc_now
from api.people.models import Staff
from api.people.queries import display_names
from api.people.rules import manages_accounts
from api.province.edits import ADD, CHANGE, REMOVE, edited, edits, key_of, make_edit
from api.province.folder import Line, read_folder
from api.reminders.rules import LATE
from api.tickets.recounting import recount_open

ADDRESS = "/console/cau-hinh"
router = APIRouter(prefix="/cau-hinh")
_own_form = [Depends(own_form)]
_MOST = 365
_MARKS = {"confirmed": "theo văn bản", "configured": "do tỉnh cấu hình", "unconfirmed": "chưa đối chiếu văn bản"}
_RECIPIENTS = {
    "officer": "cán bộ của cơ quan giữ phiếu",
    "leader": "lãnh đạo của cơ quan giữ phiếu",
    "coordinator": "bộ phận điều phối",
    "above": "lãnh đạo cơ quan cấp trên",
}


@router.get("")
async def settings_page(request: Request, session: UnitOfWork, staff: CurrentStaff) -> Response:
    """All rules with their sources and marks; the forms only for an administrator."""
    return await _page(request, session, staff)


@router.post("/han", dependencies=_own_form)
async def change_deadline(
    request: Request,
    session: UnitOfWork,
    admin: CurrentAdmin,
    key: Annotated[str, Form(max_length=200)] = "",
    amount: Annotated[str, Form(max_length=6)] = "",
    unit: Annotated[str, Form(max_length=16)] = "",
    extension: Annotated[str, Form(max_length=6)] = "",
    pause_limit: Annotated[str, Form(max_length=6)] = "",
    source: Annotated[str, Form(max_length=500)] = "",
    mark: Annotated[str, Form(max_length=16)] = "configured",
) -> Response:
    """Change a deadline rule. Tickets that were filed keep the rule of then."""
    values = {
        "amount": amount.strip(), "unit": unit, "extension": extension.strip() or "0",
        "pause_limit": pause_limit.strip() or "0", "source": source.strip(), "mark": mark,
    }  # fmt: skip
    return await _edit(
        request,
        session,
        admin,
        file="deadlines.csv",
        kind=CHANGE,
        values=values,
        key=key,
        fault=_deadline_fault(values),
    )


@router.post("/ngay", dependencies=_own_form)
async def add_day(
    request: Request,
    session: UnitOfWork,
    admin: CurrentAdmin,
    day: Annotated[str, Form(alias="date", max_length=10)] = "",
    kind: Annotated[str, Form(max_length=8)] = "off",
    note: Annotated[str, Form(max_length=200)] = "",
    source: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Declare a day off or a worked one; open deadlines move, closed results stay."""
    values = {
        "date": day, "calendar": "*", "kind": kind, "note": note.strip(), "source": source.strip(),
        "mark": "confirmed",
    }  # fmt: skip
    return await _edit(request, session, admin, file="calendar.csv", kind=ADD, values=values, fault=_day_fault(values))


@router.post("/bo-ngay", dependencies=_own_form)
async def remove_day(
    request: Request, session: UnitOfWork, admin: CurrentAdmin, key: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Take a declared day out again."""
    return await _edit(request, session, admin, file="calendar.csv", kind=REMOVE, values={}, key=key)


async def _edit(
    request: Request,
    session: AsyncSession,
    admin: Staff,
    *,
    file: str,
    kind: str,
    values: dict[str, str],
    key: str | None = None,
    fault: Invalid | None = None,
) -> Response:
    settings: Settings = request.app.state.settings
    now = utc_now()
    try:
        if fault is not None:
            raise fault
        if kind != ADD and key not in await _keys(session, settings, file):
            raise Invalid("Dòng này không còn; hãy tải lại trang.", field="key")
        await make_edit(
            session, path=settings.data_dir, file=file, kind=kind, values=values, key=key, by=admin, now=now
        )
    except PhucDapError as problem:
        return await _page(request, session, admin, problem=problem, kept={**values, "key": key, "file": file})
    moved = await recount_open(session, now=now)
    return RedirectResponse(f"{ADDRESS}?done={moved}", 303)


def _deadline_fault(values: dict[str, str]) -> Invalid | None:
    """Return what is wrong with a deadline that was typed, in words for people, or None."""
    if not _is_number(values["amount"]) or not 1 <= int(values["amount"]) <= _MOST:
        return Invalid(f"Số lượng phải là số nguyên từ 1 đến {_MOST}.", field="amount")
    for column, name in (("extension", "Gia hạn tối đa"), ("pause_limit", "Chờ công dân tối đa")):
        if not _is_number(values[column]) or int(values[column]) > _MOST:
            return Invalid(f"{name} phải là số nguyên từ 0 đến {_MOST}; ghi 0 nếu không có.", field=column)
    if values["unit"] not in UNIT_NAMES or values["mark"] not in _MARKS:
        return Invalid("Hãy chọn đơn vị và mức xác nhận trong danh sách.", field="unit")
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day_fault(values: dict[str, str]) -> Invalid | None:
    """Return what is wrong with a day that was typed, in words for people, or None."""
    try:
        day = date.fromisoformat(values["date"])
    except ValueError:
        return Invalid("Hãy chọn ngày.", field="date")
    if not FIRST_DAY <= day <= LAST_DAY:
        return Invalid(f"Ngày phải từ năm {FIRST_DAY.year} đến {LAST_DAY.year}.", field="date")
    values["date"] = day.isoformat()
    if values["kind"] not in ("off", "work"):
        return Invalid("Hãy chọn nghỉ hoặc làm bù.", field="kind")
    return None if values["note"] else Invalid("Hãy ghi tên ngày nghỉ hoặc ngày làm bù.", field="note")


async def _keys(session: AsyncSession, settings: Settings, file: str) -> set[str]:
    folder = edited(read_folder(settings.data_dir), await edits(session))
    return {key_of(file, line) for line in folder.tables[file]}


async def _page(
    request: Request,
    session: AsyncSession,
    staff: Staff,
    *,
    problem: PhucDapError | None = None,
    kept: dict[str, Any] | None = None,
) -> Response:
    settings: Settings = request.app.state.settings
    made = await edits(session)
    folder = edited(read_folder(settings.data_dir), made)
    names = {line["legal_class"]: line["name"] for line in folder.tables["legal.csv"]}
    done = request.query_params.get("done", "")
    context = {
        "edits_allowed": manages_accounts(role=staff.role, active=staff.active),
        "topic_names": {line["code"]: line["plain_name"] for line in folder.tables["topics.csv"]},
        "deadlines": [_keyed("deadlines.csv", line) for line in folder.tables["deadlines.csv"]],
        "days": [_keyed("calendar.csv", line) for line in sorted(folder.tables["calendar.csv"], key=_date)],
        "hours": [line.values for line in folder.tables["hours.csv"]],
        "escalation": [line.values for line in folder.tables["escalation.csv"]],
        "unsure": [line.values for line in folder.tables["agencies.csv"] if line["mark"] != "confirmed"],
        "class_names": names,
        "units": UNIT_NAMES,
        "marks": _MARKS,
        "recipients": _RECIPIENTS,
        "late": LATE,
        "edits": list(reversed(made))[:30],
        "people": await display_names(session, [row.staff_id for row in made]),
        "kept": kept or {},
        "moved": int(done) if done.isdigit() else None,
    }
    return console_page(request, staff, "settings.html", context, problem=problem)


def _keyed(file: str, line: Line) -> dict[str, str]:
    """Return a line's cells with what names it."""
    return {**line.values, "key": key_of(file, line)}


def _date(line: Line) -> str:
    return line["date"]
