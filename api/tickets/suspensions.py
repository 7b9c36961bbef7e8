"""The storm switch: a decision stops the deadlines of named places until it is ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import Suspension
from api.core.errors import Forbidden, Invalid
from api.people.models import Staff
from api.people.rules import COORDINATOR
from api.places.models import Commune
from api.tickets import notices
from api.tickets.deadlines import recount
from api.tickets.events import move, record
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES
from api.tickets.schemas import SYSTEM

# Further back a decision would turn tickets that were late into such that are not.
EARLIEST = timedelta(days=30)


async def suspend(
    session: AsyncSession,
    *,
    decision: str,
    reason: str,
    communes: Sequence[str],
    starts_at: datetime,
    by: Staff,
    now: datetime,
) -> Suspension:
    """Stop the clocks of the open tickets of these communes, and of those filed while the decision holds.

    Raises Forbidden unless the coordinator does it; Invalid without the decision's number, a reason, or known communes,
    for a number that was entered before, and for a beginning in the future.
    """
    _coordinator(by)
    decision, reason = decision.strip(), reason.strip()
    if not decision:
        raise Invalid("Hãy ghi số quyết định tạm dừng thời hạn, ví dụ 1234/QĐ-UBND.", field="decision")
    if not reason:
        raise Invalid("Hãy ghi lý do (bão, lụt, dịch...); lý do được gửi cho công dân.", field="reason")
    if starts_at > now:
        raise Invalid("Thời điểm bắt đầu chưa đến; hãy nhập khi quyết định có hiệu lực.", field="starts_at")
    if starts_at < now - EARLIEST:
        raise Invalid(f"Thời điểm bắt đầu không quá {EARLIEST.days} ngày trước hôm nay.", field="starts_at")
    known = await _known(session, communes)
    if await session.scalar(select(Suspension.id).where(Suspension.decision == decision)):
        raise Invalid(f"Quyết định {decision} đã được nhập.", field="decision")
    row = Suspension(
        id=uuid4(), decision=decision, reason=reason, communes=sorted(known), starts_at=starts_at, staff_id=by.id,
        created_at=now,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await apply_suspensions(session, now=now)
    return row


async def widen(
    session: AsyncSession, *, suspension: Suspension, communes: Sequence[str], by: Staff, now: datetime
) -> Suspension:
    """Let a decision that holds cover more places; their clocks stop from its beginning. Raises like `suspend`."""
    _coordinator(by)
    if suspension.ends_at is not None:
        raise Invalid("Quyết định này đã kết thúc; hãy nhập quyết định mới.", field="communes")
    suspension.communes = sorted({*suspension.communes, *await _known(session, communes)})
    await session.flush()
    await apply_suspensions(session, now=now)
    return suspension


async def _known(session: AsyncSession, communes: Sequence[str]) -> set[str]:
    known = set(await session.scalars(select(Commune.code).where(Commune.code.in_(communes))))
    if not communes or known != set(communes):
        raise Invalid("Hãy chọn ít nhất một xã, phường trong danh sách.", field="communes")
    return known


async def end_suspension(session: AsyncSession, *, suspension: Suspension, by: Staff, now: datetime) -> Suspension:
    """Let the clocks run on from now; every deadline moves by the time that it stood. A second call changes nothing."""
    _coordinator(by)
    if suspension.ends_at is None:
        suspension.ends_at, suspension.ended_by = now, by.id
        await session.flush()
        await apply_suspensions(session, now=now)
    return suspension


async def suspensions(session: AsyncSession) -> list[Suspension]:
    """Return all decisions, those that hold first, then the newest."""
    found = await session.scalars(
        select(Suspension).order_by(Suspension.ends_at.is_not(None), Suspension.starts_at.desc())
    )
    return list(found)


async def apply_suspensions(session: AsyncSession, *, now: datetime) -> int:
    """Stop and start the clocks of open tickets as the decisions of this moment say; return how many changed."""
    holding = await session.scalars(
        select(Suspension).where(
            Suspension.starts_at <= now, or_(Suspension.ends_at.is_(None), Suspension.ends_at > now)
        )
    )
    by_commune = {commune: row for row in holding for commune in row.communes}
    tickets = await session.scalars(
        select(Ticket)
        .where(Ticket.state.in_(OPEN_STATES))
        .where(or_(Ticket.suspended_at.is_not(None), Ticket.commune_code.in_(by_commune)))
        .order_by(Ticket.id)
        .with_for_update()
    )
    changed = 0
    for ticket in tickets:
        decision = by_commune.get(ticket.commune_code or "")
        if decision is not None and ticket.suspended_at is None:
            await _stop(session, ticket, decision, now)
        elif decision is None and ticket.suspended_at is not None:
            await _run(session, ticket, now)
        else:
            continue
        changed += 1
    return changed


async def _stop(session: AsyncSession, ticket: Ticket, decision: Suspension, now: datetime) -> None:
    move(ticket, "deadline_suspended")
    await recount(session, ticket, now=now, running=False)
    event = await record(
        session, ticket, kind="deadline_suspended", actor=SYSTEM, now=now, decision=decision.decision,
        why=decision.reason, due_at=ticket.due_at.isoformat(),
    )  # fmt: skip
    why = f"thời hạn tạm dừng theo {decision.decision} ({decision.reason})"
    await notices.deadline_changed(session, ticket, why=why, key=f"event:{event.id}", now=now)


async def _run(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    decision = ticket.suspended_by or ""
    move(ticket, "deadline_resumed")
    await recount(session, ticket, now=now)
    event = await record(
        session, ticket, kind="deadline_resumed", actor=SYSTEM, now=now, decision=decision,
        due_at=ticket.due_at.isoformat(),
    )  # fmt: skip
    why = f"thời hạn được tính tiếp sau {decision}"
    await notices.deadline_changed(session, ticket, why=why, key=f"event:{event.id}", now=now)


def _coordinator(by: Staff) -> None:
    if by.role != COORDINATOR:
        raise Forbidden("Việc tạm dừng thời hạn do bộ phận điều phối (Văn phòng UBND tỉnh) nhập.")
