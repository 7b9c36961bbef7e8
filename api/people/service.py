"""Accounts and logins of staff."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.auth import hash_password, hash_token, password_matches
from api.core.errors import Conflict, Invalid
from api.core.ids import new_secret
from api.people.models import Staff, StaffSession
from api.people.rules import LOCK_MINUTES, MAX_FAILED_LOGINS, MIN_PASSWORD_LENGTH, ROLE_NAMES, SESSION_HOURS

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


async def create_staff(session: AsyncSession, *, new: NewStaff, now: datetime) -> Staff:
    """Make an account. Raises Invalid for a short password or unknown role, Conflict for a taken name."""
    if len(new.password) < MIN_PASSWORD_LENGTH:
        raise Invalid(f"Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự.", field="password")
    if new.role not in ROLE_NAMES:
        raise Invalid(f"Vai trò cần là một trong: {', '.join(ROLE_NAMES)}.", field="role")
    username = new.username.strip().lower()
    if await staff_by_username(session, username) is not None:
        raise Conflict(f"Tên đăng nhập «{username}» đã có; hãy chọn tên khác.", field="username")
    staff = Staff(
        id=uuid4(),
        username=username,
        display_name=new.display_name,
        password_hash=hash_password(new.password),
        role=new.role,
        agency_code=new.agency_code,
        sees_restricted=new.sees_restricted,
        demo=new.demo,
        created_at=now,
    )
    session.add(staff)
    await session.flush()
    return staff


async def staff_by_username(session: AsyncSession, username: str) -> Staff | None:
    """Return the account of that name."""
    found = await session.scalars(select(Staff).where(Staff.username == username.strip().lower()))
    return found.one_or_none()


async def log_in(session: AsyncSession, *, username: str, password: str, now: datetime) -> str | None:
    """Return a session token, or None when name and password do not fit or the account is locked.

    Five failures lock the account for a quarter of an hour; the count must be committed, hence no exception.
    """
    staff = await staff_by_username(session, username)
    stored = staff.password_hash if staff else _NOBODY
    matches = await asyncio.to_thread(password_matches, password, stored)  # 50 ms of hashing hold up nobody
    if staff is None or not staff.active or (staff.locked_until and staff.locked_until > now):
        return None
    if not matches:
        staff.failed_logins += 1
        if staff.failed_logins >= MAX_FAILED_LOGINS:
            staff.failed_logins, staff.locked_until = 0, now + timedelta(minutes=LOCK_MINUTES)
        return None
    staff.failed_logins, staff.locked_until = 0, None
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
