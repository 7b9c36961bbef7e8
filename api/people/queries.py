"""Reads of accounts and of their log."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.directory.models import Agency
from api.people.models import Staff, StaffEvent
from api.people.rules import HANDLES_TICKETS, LEADER


@dataclass(frozen=True)
class Account:
    """An account with the name of its agency, which need not exist any more."""

    staff: Staff
    agency_name: str


async def accounts(session: AsyncSession, *, active: bool, search: str = "") -> list[Account]:
    """Return the accounts in use or out of use, agency by agency.

    `search` is looked for in name, user name and agency, with or without Vietnamese marks. It is done here and
    not in SQL because a province has some hundred accounts, and PostgreSQL without `unaccent` cannot fold.
    """
    rows = await session.execute(
        select(Staff, func.coalesce(Agency.name, Staff.agency_code))
        .outerjoin(Agency, Agency.code == Staff.agency_code)
        .where(Staff.active.is_(active))
        .order_by(Agency.level.desc(), Agency.kind, Agency.name, Staff.display_name, Staff.username)
    )
    wanted = fold(search)
    found = [Account(staff, agency_name) for staff, agency_name in rows]
    return [a for a in found if wanted in fold(f"{a.staff.display_name} {a.staff.username} {a.agency_name}")]


async def handlers_of(session: AsyncSession, agency_code: str) -> list[Staff]:
    """Return who works on tickets at an agency, the leaders first."""
    found = await session.scalars(
        select(Staff)
        .where(Staff.agency_code == agency_code, Staff.active, Staff.role.in_(HANDLES_TICKETS))
        .order_by(Staff.role != LEADER, Staff.display_name, Staff.id)
    )
    return list(found)


async def cleared_agencies(session: AsyncSession) -> set[str]:
    """Return the agencies where somebody who works on tickets may see restricted ones."""
    found = await session.scalars(
        select(Staff.agency_code).where(Staff.active, Staff.sees_restricted, Staff.role.in_(HANDLES_TICKETS)).distinct()
    )
    return set(found)


async def account_counts(session: AsyncSession) -> dict[bool, int]:
    """Return how many accounts are in use (True) and out of use (False)."""
    rows = await session.execute(select(Staff.active, func.count()).group_by(Staff.active))
    return {True: 0, False: 0} | {row[0]: row[1] for row in rows}


async def account(session: AsyncSession, staff_id: UUID) -> Staff | None:
    """Return an account by its id."""
    return await session.get(Staff, staff_id)


async def events_of(session: AsyncSession, staff_id: UUID) -> list[StaffEvent]:
    """Return what happened to an account, the newest first."""
    found = await session.scalars(
        select(StaffEvent).where(StaffEvent.staff_id == staff_id).order_by(StaffEvent.id.desc())
    )
    return list(found)


async def display_names(session: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of these people by the ids of their accounts."""
    wanted = {one for one in ids if one}
    rows = await session.execute(select(Staff.id, Staff.display_name).where(Staff.id.in_(wanted)))
    return {row.id: row.display_name for row in rows}
