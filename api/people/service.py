"""Accounts and logins of staff. Every change of an account is written to its log in the same transaction."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.auth import hash_password, hash_token, password_matches
from api.core.errors import Conflict, Invalid, NotFound
from api.core.ids import ALPHABET, new_secret
from api.core.time import local
from api.directory import queries as directory
from api.people import rules
from api.people.models import Staff, StaffEvent, StaffSession
from api.people.rules import LOCK_MINUTES, MAX_FAILED_LOGINS, SESSION_HOURS

# Compared against when the name is unknown, so that the answer takes as long as for a known one.
_NOBODY = hash_password(new_secret())


@dataclass(frozen=True)
class NewStaff:
    """What an account is made of."""

    username: str
    display_name: str
    password: str
    role: str
    agency_code: str
    sees_restricted: bool = False
    demo: bool = False
    must_change_password: bool = False


@dataclass(frozen=True)
class Duties:
    """What an administrator decides of a person: role, agency, and whether denunciations may be seen."""

    role: str
    agency_code: str
    sees_restricted: bool


def new_temporary_password() -> str:
    """Return `xxxx-xxxx-xxxx`, 58 random bits in letters that are not confused when read aloud."""
    letters = ALPHABET.lower()
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


async def create_staff(session: AsyncSession, *, new: NewStaff, now: datetime, by: Staff | None = None) -> Staff:
    """Make an account; `by` is the administrator, or None for a command on the machine.

    Raises Invalid for what cannot be taken, Conflict for a taken name, NotFound if `by` manages no accounts.
    """
    if by is not None:
        await _locked(session, staff_id=by.id, by=by)
    username, display_name = new.username.strip().lower(), " ".join(new.display_name.split())
    _refuse(rules.name_problem(display_name), field="display_name")
    _refuse(rules.username_problem(username), field="username")
    _refuse(rules.password_problem(new.password), field="password")
    await _check_duties(session, Duties(new.role, new.agency_code, new.sees_restricted), now)
    taken = Conflict(f"Tên đăng nhập «{username}» đã có; xin chọn tên khác.", field="username")
    if await staff_by_username(session, username) is not None:
        raise taken
    staff = Staff(
        id=uuid4(),
        username=username,
        display_name=display_name,
        password_hash=await asyncio.to_thread(hash_password, new.password),
        role=new.role,
        agency_code=new.agency_code,
        sees_restricted=new.sees_restricted,
        demo=new.demo,
        must_change_password=new.must_change_password,
        created_at=now,
    )
    try:
        async with session.begin_nested():
            session.add(staff)
    except IntegrityError as error:  # the same name in the same moment
        raise taken from error
    _log(session, staff, rules.ACCOUNT_CREATED, by=by, now=now, data=_duties(staff))
    await session.flush()
    return staff


async def change_duties(session: AsyncSession, *, staff_id: UUID, duties: Duties, by: Staff, now: datetime) -> Staff:
    """Give an account another role, agency or clearance, which holds from its next request on.

    Raises Invalid for what cannot be, and for the own role: the last administrator must not go by accident.
    """
    staff = await _locked(session, staff_id=staff_id, by=by)
    await _check_duties(session, duties, now)
    if staff.id == by.id and duties.role != staff.role:
        raise Invalid("Ông/bà không thể đổi vai trò của chính mình; xin nhờ một quản trị khác.", field="role")
    before = _duties(staff)
    staff.role, staff.agency_code, staff.sees_restricted = duties.role, duties.agency_code, duties.sees_restricted
    changed = {name: [before[name], value] for name, value in _duties(staff).items() if value != before[name]}
    if changed:
        _log(session, staff, rules.ACCOUNT_CHANGED, by=by, now=now, data=changed)
    return staff


async def deactivate(session: AsyncSession, *, staff_id: UUID, by: Staff, now: datetime) -> Staff:
    """Take an account out of use and end its logins. A second call changes nothing. Raises Invalid for one's own."""
    staff = await _locked(session, staff_id=staff_id, by=by)
    if staff.id == by.id:
        raise Invalid("Ông/bà không thể ngừng tài khoản của chính mình; xin nhờ một quản trị khác.")
    if staff.active:
        staff.active = False
        await _end_logins(session, staff)
        _log(session, staff, rules.ACCOUNT_DEACTIVATED, by=by, now=now)
    return staff


async def activate(session: AsyncSession, *, staff_id: UUID, by: Staff, now: datetime) -> Staff:
    """Put an account back into use; its old logins stay ended. A second call changes nothing."""
    staff = await _locked(session, staff_id=staff_id, by=by)
    if not staff.active:
        staff.active, staff.failed_logins, staff.locked_until = True, 0, None
        _log(session, staff, rules.ACCOUNT_ACTIVATED, by=by, now=now)
    return staff


async def reset_password(session: AsyncSession, *, staff_id: UUID, by: Staff, now: datetime) -> tuple[Staff, str]:
    """Return the account and a new temporary password, which is stored nowhere; its logins and any lock end.

    Raises Invalid for one's own account, whose password is changed by who knows the old one.
    """
    staff = await _locked(session, staff_id=staff_id, by=by)
    if staff.id == by.id:
        raise Invalid("Với tài khoản của chính mình, xin dùng trang «Mật khẩu».")
    password = new_temporary_password()
    staff.password_hash = await asyncio.to_thread(hash_password, password)
    staff.must_change_password, staff.failed_logins, staff.locked_until = True, 0, None
    await _end_logins(session, staff)
    _log(session, staff, rules.PASSWORD_RESET, by=by, now=now)
    return staff, password


async def change_password(
    session: AsyncSession, *, staff: Staff, old: str, new: str, token: str, now: datetime
) -> bool:
    """Change the own password and end all logins but that of `token`; False when the old one does not fit.

    Wrong tries count as at the login, hence no exception. Raises Invalid for a new one that cannot be taken.
    """
    _refuse(rules.new_password_problem(old=old, new=new), field="new")
    if not await _proves(session, staff=staff, password=old, now=now):
        return False
    staff.password_hash = await asyncio.to_thread(hash_password, new)
    staff.must_change_password = False
    await _end_logins(session, staff, but=hash_token(token))
    _log(session, staff, rules.PASSWORD_CHANGED, by=staff, now=now)
    return True


async def staff_by_username(session: AsyncSession, username: str) -> Staff | None:
    """Return the account of that name."""
    found = await session.scalars(select(Staff).where(Staff.username == username.strip().lower()))
    return found.one_or_none()


async def log_in(session: AsyncSession, *, username: str, password: str, now: datetime) -> str | None:
    """Return a session token, or None when name and password do not fit or the account is locked.

    Five failures lock the account for a quarter of an hour; the count must be committed, hence no exception.
    """
    staff = await staff_by_username(session, username)
    if staff is None:
        await asyncio.to_thread(password_matches, password, _NOBODY)
        return None
    if not await _proves(session, staff=staff, password=password, now=now):
        return None
    staff.last_login_at = now
    token = new_secret()
    session.add(
        StaffSession(
            token_hash=hash_token(token),
            staff_id=staff.id,
            created_at=now,
            expires_at=now + timedelta(hours=SESSION_HOURS),
        )
    )
    return token


async def staff_of_session(session: AsyncSession, *, token: str, now: datetime) -> Staff | None:
    """Return who is logged in with this token, if the login still holds."""
    login = await session.get(StaffSession, hash_token(token))
    if login is None or login.expires_at <= now or not login.staff.active:
        return None
    return login.staff


async def log_out(session: AsyncSession, *, token: str) -> None:
    """End the login of this token."""
    await session.execute(delete(StaffSession).where(StaffSession.token_hash == hash_token(token)))


async def _proves(session: AsyncSession, *, staff: Staff, password: str, now: datetime) -> bool:
    """Whether the password opens the account now; counts a failure.

    The row is read again under a lock after the hashing: guesses sent at once are all counted, and an account
    that was deactivated or given another password meanwhile stays shut.
    """
    compared = staff.password_hash
    matches = await asyncio.to_thread(password_matches, password, compared)  # 50 ms of hashing hold up nobody
    await session.flush()  # or the next line would forget what is not yet written
    await session.refresh(staff, with_for_update=True)
    if not staff.active or staff.password_hash != compared or (staff.locked_until and staff.locked_until > now):
        return False
    staff.failed_logins = 0 if matches else staff.failed_logins + 1
    staff.locked_until = None
    if staff.failed_logins >= MAX_FAILED_LOGINS:
        staff.failed_logins, staff.locked_until = 0, now + timedelta(minutes=LOCK_MINUTES)
    return matches


async def _locked(session: AsyncSession, *, staff_id: UUID, by: Staff) -> Staff:
    """Return the account as it is now, held together with that of the administrator until the transaction ends.

    Both in one order, so that two administrators who deactivate each other do not both succeed.
    Raises NotFound for an unknown account, and alike when `by` manages no accounts (any more).
    """
    rows = await session.scalars(
        select(Staff)
        .where(Staff.id.in_({staff_id, by.id}))
        .order_by(Staff.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {row.id: row for row in rows}
    admin, staff = found.get(by.id), found.get(staff_id)
    if admin is None or staff is None or not rules.manages_accounts(role=admin.role, active=admin.active):
        raise NotFound("Không có tài khoản này, hoặc ông/bà không phụ trách tài khoản.")
    return staff


async def _check_duties(session: AsyncSession, duties: Duties, now: datetime) -> None:
    known = duties.role in rules.ROLE_NAMES
    problem = rules.role_problem(duties.role, sees_restricted=duties.sees_restricted)
    _refuse(problem, field="sees_restricted" if known else "role")
    agency = await directory.agency(session, duties.agency_code)
    if agency is None or not agency.exists_on(local(now).date()):
        raise Invalid("Xin chọn một cơ quan đang hoạt động.", field="agency")


def _refuse(problem: str | None, *, field: str) -> None:
    if problem:
        raise Invalid(problem, field=field)


async def _end_logins(session: AsyncSession, staff: Staff, *, but: str = "") -> None:
    await session.execute(delete(StaffSession).where(StaffSession.staff_id == staff.id, StaffSession.token_hash != but))


def _duties(staff: Staff) -> dict[str, Any]:
    return {"role": staff.role, "agency_code": staff.agency_code, "sees_restricted": staff.sees_restricted}


def _log(
    session: AsyncSession,
    staff: Staff,
    kind: str,
    *,
    by: Staff | None,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    by_id = by.id if by else None
    session.add(StaffEvent(staff_id=staff.id, kind=kind, at=now, by_staff_id=by_id, data=data or {}))
