"""Steps of deadlines: noticed when they are reached, told together in digests."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.models import Escalation
from api.clock.rules import share_used
from api.core.time import format_instant
from api.directory import queries as directory
from api.people.models import Staff
from api.people.rules import COORDINATOR, LEADER, OFFICER
from api.province import queries as province
from api.reminders.models import DeadlineStep, StaffNotice
from api.reminders.rules import Rule, last_digest, may_tell, reached, rules_for, step_name
from api.tickets.deadlines import clock_of
from api.tickets.events import record
from api.tickets.models import Ticket
from api.tickets.rights import may_see
from api.tickets.rules import ASSIGNED, IN_WORK
from api.tickets.schemas import SYSTEM

Pair = tuple[str, Rule]


async def notice_steps(session: AsyncSession, *, now: datetime) -> int:
    """Write down each step that a running clock has reached since the last time; return how many.

    A clock that stands (the citizen was asked, a suspension) reaches nothing. A deadline that was moved has its steps
    before it again.
    """
    rules = await _rules(session)
    known = {(step.ticket_id, step.due_at, step.step) for step in await _steps_of_open(session)}
    found = 0
    for ticket in await _running(session):
        counted = await clock_of(session, ticket, now=now)
        share = share_used(counted.start, ticket.due_at, now, counted.changes, counted.calendar)
        own = rules_for(ticket.legal_class, rules)
        steps = {
            rule.step for rule in reached(own, share=share, due_at=ticket.due_at, now=now, calendar=counted.calendar)
        }
        for step in sorted(steps):
            if (ticket.id, ticket.due_at, step) not in known:
                await _note(session, ticket, step, now)
                found += 1
    return found


async def send_digests(session: AsyncSession, *, now: datetime) -> int:
    """Tell each member of staff in one notice what was reached since the last; return how many notices.

    Nothing is told in the quiet hours, on a day off, or before the day's next time for digests: it waits.
    """
    settings = await province.province(session)
    calendar = await clock.calendar(session)
    if not may_tell(now, calendar=calendar, digest_at=settings.digest_at, quiet=settings.quiet_hours):
        return 0
    until = last_digest(now, settings.digest_at)
    waiting = list(
        await session.scalars(
            select(DeadlineStep).where(DeadlineStep.told_at.is_(None), DeadlineStep.reached_at <= until)
        )
    )
    lines = await _lines(session, waiting)
    for staff_id, of_person in lines.items():
        session.add(StaffNotice(id=uuid4(), staff_id=staff_id, at=now, lines=of_person))
    for step in waiting:
        step.told_at = now
    await session.flush()
    return len(lines)


async def tell_reviewer(session: AsyncSession, ticket: Ticket, *, by: Staff, now: datetime) -> None:
    """Tell who was named to review a reopened ticket, unless the person named oneself."""
    if ticket.assigned_to is not None and ticket.assigned_to != by.id:
        line = _line(ticket, "mở lại, giao ông/bà xem lại")
        session.add(StaffNotice(id=uuid4(), staff_id=ticket.assigned_to, at=now, lines=[line]))


async def notices_of(session: AsyncSession, staff: Staff, *, limit: int = 20) -> list[StaffNotice]:
    """Return this person's notices, the newest first."""
    found = await session.scalars(
        select(StaffNotice).where(StaffNotice.staff_id == staff.id).order_by(StaffNotice.at.desc()).limit(limit)
    )
    return list(found)


async def unread_notices(session: AsyncSession, staff: Staff) -> int:
    """Return how many notices this person has not opened."""
    unread = select(func.count()).where(StaffNotice.staff_id == staff.id, StaffNotice.read_at.is_(None))
    return await session.scalar(unread) or 0


async def mark_read(session: AsyncSession, staff: Staff, *, now: datetime) -> None:
    """Note that the person has opened the page of notices."""
    await session.execute(
        update(StaffNotice)
        .where(StaffNotice.staff_id == staff.id, StaffNotice.read_at.is_(None))
        .values(read_at=now)
    )  # fmt: skip


async def _rules(session: AsyncSession) -> list[Pair]:
    rows = await session.scalars(select(Escalation))
    return [(row.legal_class, Rule(row.at_percent, row.days_late, row.recipient)) for row in rows]


async def _running(session: AsyncSession) -> list[Ticket]:
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.state.in_([ASSIGNED, IN_WORK]), Ticket.suspended_at.is_(None), Ticket.demo.is_(False))
        .order_by(Ticket.due_at)
    )
    return list(found)


async def _steps_of_open(session: AsyncSession) -> list[DeadlineStep]:
    found = await session.scalars(
        select(DeadlineStep)
        .join(Ticket, Ticket.id == DeadlineStep.ticket_id)
        .where(Ticket.state.in_([ASSIGNED, IN_WORK]))
    )
    return list(found)


async def _note(session: AsyncSession, ticket: Ticket, step: str, now: datetime) -> None:
    """Add the step; two workers at once add it once."""
    added = await session.execute(
        insert(DeadlineStep)
        .values(ticket_id=ticket.id, due_at=ticket.due_at, step=step, reached_at=now)
        .on_conflict_do_nothing()
        .returning(DeadlineStep.ticket_id)
    )
    if added.first() is not None:
        await record(
            session, ticket, kind="deadline_step_reached", actor=SYSTEM, now=now, step=step_name(step)
        )  # fmt: skip


async def _lines(session: AsyncSession, steps: Iterable[DeadlineStep]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what is told to whom: the worst step of each ticket, the nearest deadline first."""
    rules = await _rules(session)
    staff = list(await session.scalars(select(Staff).where(Staff.active)))
    coordinator = (await province.province(session)).coordinator_code
    parents = await directory.parents(session)
    found: dict[UUID, dict[UUID, dict[str, Any]]] = defaultdict(dict)
    for step in sorted(steps, key=lambda item: (item.due_at, item.reached_at, _rank(item.step))):
        ticket = await session.get(Ticket, step.ticket_id)
        if ticket is None or ticket.state not in (ASSIGNED, IN_WORK) or ticket.due_at != step.due_at:
            continue  # answered, or its deadline moved, before the time of the digest
        recipients = {r.recipient for r in rules_for(ticket.legal_class, rules) if r.step == step.step}
        for person in staff:
            if any(_is_meant(person, ticket, name, coordinator, parents) for name in recipients):
                found[person.id][ticket.id] = _line(ticket, step_name(step.step), late=step.step.startswith("late"))
    return {staff_id: list(lines.values()) for staff_id, lines in found.items()}


def _is_meant(person: Staff, ticket: Ticket, recipient: str, coordinator: str, parents: dict[str, str | None]) -> bool:
    """Whether a recipient of the rule is this person. Of a restricted ticket only who may see it is told."""
    if ticket.restricted and not may_see(person, ticket):
        return False
    if recipient == OFFICER:
        return person.role == OFFICER and person.agency_code == ticket.agency_code
    if recipient == LEADER:
        return person.role == LEADER and person.agency_code == ticket.agency_code
    if recipient == COORDINATOR:
        return person.role == COORDINATOR and person.agency_code == coordinator
    return person.role == LEADER and person.agency_code == parents.get(ticket.agency_code)


def _line(ticket: Ticket, words: str, *, late: bool = False) -> dict[str, Any]:
    return {
        "ticket_id": str(ticket.id),
        "code": ticket.tracking_code,
        "step": words,
        "due": format_instant(ticket.due_at),
        "late": late,
    }


def _rank(step: str) -> int:
    return int(step.removesuffix("%")) if step.endswith("%") else 100 + int(step.partition("+")[2] or 0)
