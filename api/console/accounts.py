"""Accounts of staff, for administrators: list, new account, duties, temporary password, out of use."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.console.account_view import agency_typed, log_of
from api.console.login import CurrentAdmin, current_admin, own_form
from api.console.page import console_page
from api.core.db import UnitOfWork
from api.core.errors import NotFound, PhucDapError
from api.core.time import local, utc_now
from api.directory import queries as directory
from api.directory.models import Agency
from api.people import queries, service
from api.people.models import Staff
from api.people.rules import OFFICER, ROLE_NAMES
from api.tickets.queries import unread_restricted

ADDRESS = "/console/accounts"
router = APIRouter(prefix="/accounts", dependencies=[Depends(current_admin)])
Short = Annotated[str, Form(max_length=500)]
Ticked = Annotated[bool, Form()]
_own_form = [Depends(own_form)]
_PAGE_SIZE = 50


@router.get("")
async def list_page(
    request: Request,
    session: UnitOfWork,
    admin: CurrentAdmin,
    view: str = "active",
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """The accounts, agency by agency; the filters stand in the address."""
    active = view != "inactive"
    found = await queries.accounts(session, active=active, search=q)
    context = {
        "roles": ROLE_NAMES,
        "active": active,
        "counts": await queries.account_counts(session),
        "q": q,
        "page": page,
        "more": len(found) > page * _PAGE_SIZE,
        "found": len(found),
        "unread": await unread_restricted(session),
        "rows": found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE],
    }
    return console_page(request, admin, "accounts.html", context)


@router.get("/new")
async def new_page(
    request: Request, session: UnitOfWork, admin: CurrentAdmin, agency: str = "", cleared: bool = False
) -> Response:
    """The form for a new account; the address may name the agency, and that restricted tickets are to be read."""
    kept = {"role": OFFICER, "agency": agency, "sees_restricted": cleared}
    return await _new_page(request, session, admin, kept=kept)


@router.post("/new", dependencies=_own_form)
async def create(
    request: Request,
    session: UnitOfWork,
    admin: CurrentAdmin,
    display_name: Short = "",
    username: Short = "",
    role: Short = "",
    agency: Short = "",
    sees_restricted: Ticked = False,
) -> Response:
    """Make the account and show its temporary password, this once."""
    password = service.new_temporary_password()
    try:
        new = service.NewStaff(
            username, display_name, password, role, agency_typed(agency, await _agencies(session)).code,
            sees_restricted=sees_restricted, must_change_password=True,
        )  # fmt: skip
        staff = await service.create_staff(session, new=new, by=admin, now=utc_now())
    except PhucDapError as problem:
        kept = {
            "display_name": display_name,
            "username": username,
            "role": role,
            "agency": agency,
            "sees_restricted": sees_restricted,
        }
        return await _new_page(request, session, admin, kept=kept, problem=problem)
    return await _password_shown(request, session, admin, staff, password, made=True)


@router.get("/{staff_id}")
async def account_page(
    request: Request, session: UnitOfWork, admin: CurrentAdmin, staff_id: UUID, done: str = ""
) -> Response:
    """One account with what can be done to it, and its log."""
    return await _account_page(request, session, admin, await _account(session, staff_id), done=done)


@router.post("/{staff_id}/change", dependencies=_own_form)
async def change(
    request: Request,
    session: UnitOfWork,
    admin: CurrentAdmin,
    staff_id: UUID,
    role: Short = "",
    agency: Short = "",
    sees_restricted: Ticked = False,
) -> Response:
    """Give another role, agency or clearance."""
    staff = await _account(session, staff_id)
    try:
        duties = service.Duties(role, agency_typed(agency, await _agencies(session)).code, sees_restricted)
        await service.change_duties(session, staff_id=staff.id, duties=duties, by=admin, now=utc_now())
    except PhucDapError as problem:
        kept = {"role": role, "agency": agency, "sees_restricted": sees_restricted}
        return await _account_page(request, session, admin, staff, problem=problem, kept=kept)
    return _back(staff, "change")


@router.post("/{staff_id}/deactivate", dependencies=_own_form)
async def deactivate(request: Request, session: UnitOfWork, admin: CurrentAdmin, staff_id: UUID) -> Response:
    """Take the account out of use; who is logged in with it is out at once."""
    staff = await _account(session, staff_id)
    try:
        await service.deactivate(session, staff_id=staff.id, by=admin, now=utc_now())
    except PhucDapError as problem:
        return await _account_page(request, session, admin, staff, problem=problem)
    return _back(staff, "deactivate")


@router.post("/{staff_id}/activate", dependencies=_own_form)
async def activate(session: UnitOfWork, admin: CurrentAdmin, staff_id: UUID) -> Response:
    """Put the account back into use."""
    staff = await service.activate(session, staff_id=staff_id, by=admin, now=utc_now())
    return _back(staff, "activate")


@router.post("/{staff_id}/password", dependencies=_own_form)
async def reset_password(request: Request, session: UnitOfWork, admin: CurrentAdmin, staff_id: UUID) -> Response:
    """Make a new temporary password and show it, this once."""
    staff = await _account(session, staff_id)
    try:
        staff, password = await service.reset_password(session, staff_id=staff.id, by=admin, now=utc_now())
    except PhucDapError as problem:
        return await _account_page(request, session, admin, staff, problem=problem)
    return await _password_shown(request, session, admin, staff, password, made=False)


async def _account(session: AsyncSession, staff_id: UUID) -> Staff:
    staff = await queries.account(session, staff_id)
    if staff is None:
        raise NotFound("Không có tài khoản này.")
    return staff


async def _agencies(session: AsyncSession) -> list[Agency]:
    return await directory.agencies(session, local(utc_now()).date())


async def _agency_name(session: AsyncSession, staff: Staff) -> str:
    agency = await directory.agency(session, staff.agency_code)
    return agency.name if agency else staff.agency_code


async def _new_page(
    request: Request, session: AsyncSession, admin: Staff, *, kept: dict[str, Any], problem: PhucDapError | None = None
) -> Response:
    context = {"kept": kept, "agencies": await _agencies(session), "roles": ROLE_NAMES}
    return console_page(request, admin, "account_new.html", context, problem=problem)


async def _account_page(
    request: Request,
    session: AsyncSession,
    admin: Staff,
    account: Staff,
    *,
    problem: PhucDapError | None = None,
    kept: dict[str, Any] | None = None,
    done: str = "",
) -> Response:
    agency = await _agency_name(session, account)
    context = {
        "account": account,
        "agency_name": agency,
        "agencies": await _agencies(session),
        "kept": kept or {"role": account.role, "agency": agency, "sees_restricted": account.sees_restricted},
        "own": account.id == admin.id,
        "log": await log_of(session, account),
        "roles": ROLE_NAMES,
        "done": done,
    }
    return console_page(request, admin, "account.html", context, problem=problem)


async def _password_shown(
    request: Request, session: AsyncSession, admin: Staff, account: Staff, password: str, *, made: bool
) -> Response:
    """Not a redirect: the password is stored nowhere, so only this answer can show it."""
    name = await _agency_name(session, account)
    context = {"account": account, "agency_name": name, "roles": ROLE_NAMES, "password": password, "made": made}
    return console_page(request, admin, "account_password.html", context)


def _back(staff: Staff, done: str) -> Response:
    return RedirectResponse(f"{ADDRESS}/{staff.id}?done={done}", 303)
