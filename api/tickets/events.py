"""Writing the log of a ticket; who causes an event writes it, in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.errors import NotAllowedNow, Stale
from api.tickets.models import Ticket, TicketEvent
from api.tickets.rules import STATE_NAMES, state_after
from api.tickets.schemas import Actor


def move(ticket: Ticket, kind: str) -> None:
    """Bring the ticket into the state that the event leads to. Raises NotAllowedNow."""
    state = state_after(ticket.state, kind)
    if state is None:
        raise NotAllowedNow(
            f"Phiếu {ticket.tracking_code} đang ở bước «{STATE_NAMES[ticket.state]}», không thực hiện được việc này; "
            "hãy tải lại trang để xem các việc có thể làm."
        )
    ticket.state = state


def check_version(ticket: Ticket, version: int | None) -> None:
    """Raise Stale if the page was made from an older version of the ticket; None asks for no check."""
    if version is not None and version != ticket.version:
        raise Stale(
            f"Phiếu {ticket.tracking_code} đã được cập nhật sau khi ông/bà mở trang; nội dung vừa nhập được giữ lại, "
            "hãy xem thay đổi rồi gửi lại."
        )


async def record(
    session: AsyncSession, ticket: Ticket, *, kind: str, actor: Actor, now: datetime, **data: Any
) -> TicketEvent:
    """Add an event with the agency that holds the ticket at that moment."""
    event = TicketEvent(
        ticket_id=ticket.id,
        kind=kind,
        at=now,
        actor=actor.kind,
        staff_id=actor.staff.id if actor.staff else None,
        agency_code=ticket.agency_code,
        data=data,
    )
    session.add(event)
    await session.flush()
    return event
