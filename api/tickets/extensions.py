"""More time for a ticket: once a round, with a reason, granted by somebody else than who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.rules import UNIT_NAMES, Extension, Pause, deadline_after, in_order
from api.core.errors import Forbidden, Invalid
from api.people.rules import COORDINATOR, LEADER
from api.tickets import notices
from api.tickets.deadlines import EXTENDED, clock_of
from api.tickets.events import check_version, move, record
from api.tickets.models import Ticket
from api.tickets.schemas import Actor

APPROVERS = frozenset({LEADER, COORDINATOR})


async def ask_extension(
    session: AsyncSession,
    *,
    ticket: Ticket,
    amount: int,
    reason: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Ask for more time, in the unit of the ticket's rule.

    Raises Invalid when the rule allows none or less, when it was extended before or is late already, and without a
    reason.
    """
    check_version(ticket, version)
    _may_be_extended(ticket, now)
    unit = UNIT_NAMES[ticket.deadline_unit]
    if not 1 <= amount <= ticket.extension_limit:
        raise Invalid(f"Thời gian gia hạn từ 1 đến {ticket.extension_limit} {unit}.", field="amount")
    if not reason.strip():
        raise Invalid("Hãy ghi lý do gia hạn; lý do được gửi cho công dân.", field="extension_reason")
    if by.staff is None:
        raise Invalid("Đề nghị gia hạn phải do một cán bộ gửi.", field="by")
    move(ticket, "extension_asked")
    ticket.extension_asked = {"amount": amount, "reason": reason.strip(), "staff_id": str(by.staff.id)}
    await record(
        session, ticket, kind="extension_asked", actor=by, now=now, amount=amount, reason=reason.strip()
    )  # fmt: skip
    return ticket


async def grant_extension(
    session: AsyncSession, *, ticket: Ticket, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Grant what was asked for; the citizen is told the new date and the reason.

    Raises Forbidden unless a leader or the coordinator does, who did not ask himself; Invalid if nothing was asked.
    """
    check_version(ticket, version)
    asked = _asked(ticket)
    _may_decide(by, asked["staff_id"])
    _may_be_extended(ticket, now)
    move(ticket, EXTENDED)
    clock = await clock_of(session, ticket, now=now)
    pauses = [change for change in clock.changes if isinstance(change, Pause)]
    extension = Extension(now, asked["amount"], asked["reason"])
    changes = in_order(pauses, start=clock.start, extension=extension)
    deadline = deadline_after(clock.start, clock.rule, clock.calendar, changes)
    before, ticket.due_at, ticket.due_explanation = ticket.due_at, deadline.due_at, deadline.explanation
    ticket.extended_at, ticket.extension_asked = now, None
    event = await record(
        session, ticket, kind=EXTENDED, actor=by, now=now, amount=asked["amount"], reason=asked["reason"],
        asked_by=asked["staff_id"], due_before=before.isoformat(), due_at=deadline.due_at.isoformat(),
    )  # fmt: skip
    await notices.extended(session, ticket, reason=asked["reason"], key=f"event:{event.id}", now=now)
    return ticket


async def refuse_extension(
    session: AsyncSession, *, ticket: Ticket, reason: str, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Refuse what was asked for, with a reason for the officer. Raises like `grant_extension`."""
    check_version(ticket, version)
    asked = _asked(ticket)
    _may_decide(by, asked["staff_id"])
    if not reason.strip():
        raise Invalid("Hãy ghi lý do không đồng ý gia hạn.", field="refusal")
    move(ticket, "extension_refused")
    ticket.extension_asked = None
    await record(session, ticket, kind="extension_refused", actor=by, now=now, reason=reason.strip())
    return ticket


def may_decide(ticket: Ticket, by: Actor) -> bool:
    """Whether this person may grant or refuse the extension that was asked for."""
    asked = ticket.extension_asked
    return (
        asked is not None
        and by.staff is not None
        and by.staff.role in APPROVERS
        and str(by.staff.id) != asked["staff_id"]
    )


def _asked(ticket: Ticket) -> dict[str, Any]:
    if ticket.extension_asked is None:
        raise Invalid("Chưa có đề nghị gia hạn nào cho phiếu này.", field="extension")
    return ticket.extension_asked


def _may_decide(by: Actor, asked_by: str) -> None:
    if by.staff is None or by.staff.role not in APPROVERS:
        raise Forbidden("Việc gia hạn do lãnh đạo cơ quan hoặc bộ phận điều phối quyết định.")
    if str(by.staff.id) == asked_by:
        raise Forbidden("Người đề nghị gia hạn không tự duyệt; hãy nhờ lãnh đạo khác hoặc bộ phận điều phối.")


def _may_be_extended(ticket: Ticket, now: datetime) -> None:
    if ticket.extension_limit == 0:
        raise Invalid("Loại việc này không được gia hạn theo quy định đang áp dụng.", field="amount")
    if ticket.extended_at is not None:
        raise Invalid("Phiếu đã được gia hạn một lần; không gia hạn thêm.", field="amount")
    if now > ticket.due_at:
        raise Invalid("Phiếu đã quá hạn; hãy trả lời hoặc gửi trả lời bước đầu cho công dân.", field="amount")
