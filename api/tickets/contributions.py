"""Several agencies on one ticket: one leads and answers the citizen, others contribute inside."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Forbidden, Invalid
from api.core.time import local
from api.people.models import Staff
from api.people.rules import HANDLES_TICKETS
from api.tickets.desks import agency_of_today
from api.tickets.events import check_version, move, record
from api.tickets.models import Contribution, Ticket
from api.tickets.schemas import Actor


async def ask_contribution(
    session: AsyncSession,
    *,
    ticket: Ticket,
    agency_code: str,
    question: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Contribution:
    """Ask another agency for its part; it sees the ticket from now on. The clock and the lead stay where they are.

    Raises Invalid for a missing question, an agency that is not of today, the own one, or one that was asked; and for
    a restricted ticket, which nobody else may see (Luật Tố cáo 25/2018/QH14, Điều 8).
    """
    check_version(ticket, version)
    if ticket.restricted:
        raise Invalid("Phiếu hạn chế không được chia sẻ cho cơ quan khác.", field="contributor")
    if not question.strip():
        raise Invalid("Hãy ghi rõ điều cần cơ quan kia cho ý kiến.", field="contribution_question")
    target = await agency_of_today(session, agency_code, on=local(now).date(), field="contributor")
    if target.code == ticket.agency_code or target.code in ticket.contributors:
        raise Invalid("Cơ quan này đang giữ phiếu hoặc đã được đề nghị phối hợp.", field="contributor")
    if by.staff is None:
        raise Invalid("Đề nghị phối hợp phải do một cán bộ gửi.", field="by")
    move(ticket, "contribution_asked")
    row = Contribution(
        id=uuid4(), ticket_id=ticket.id, agency_code=target.code, question=question.strip(), asked_by=by.staff.id,
        asked_at=now,
    )  # fmt: skip
    session.add(row)
    ticket.contributors = [*ticket.contributors, target.code]
    await record(
        session, ticket, kind="contribution_asked", actor=by, now=now, to=target.code, question=question.strip()
    )  # fmt: skip
    return row


async def give_contribution(
    session: AsyncSession, *, ticket: Ticket, text: str, by: Actor, now: datetime
) -> Contribution:
    """Give the own agency's part. Raises Forbidden if it was not asked, Invalid for no text or a second one."""
    row = await own_contribution(session, ticket, by.staff)
    if row is None or by.staff is None:
        raise Forbidden("Cơ quan của ông/bà chưa được đề nghị phối hợp phiếu này.")
    if row.answered_at is not None:
        raise Invalid("Cơ quan của ông/bà đã gửi ý kiến cho phiếu này.", field="contribution")
    if not text.strip():
        raise Invalid("Hãy ghi ý kiến phối hợp.", field="contribution")
    move(ticket, "contribution_given")
    row.answer, row.answered_by, row.answered_at = text.strip(), by.staff.id, now
    await record(
        session, ticket, kind="contribution_given", actor=by, now=now, to=row.agency_code, text=text.strip()
    )  # fmt: skip
    return row


async def own_contribution(session: AsyncSession, ticket: Ticket, staff: Staff | None) -> Contribution | None:
    """Return what was asked of this person's agency, if it was and the person handles tickets."""
    if staff is None or staff.role not in HANDLES_TICKETS:
        return None
    found = await session.scalars(
        select(Contribution).where(
            Contribution.ticket_id == ticket.id, Contribution.agency_code == staff.agency_code
        )
    )  # fmt: skip
    return found.one_or_none()


async def contributions(session: AsyncSession, ticket_id: UUID) -> list[Contribution]:
    """Return what was asked of other agencies, oldest first."""
    found = await session.scalars(
        select(Contribution).where(Contribution.ticket_id == ticket_id).order_by(Contribution.asked_at)
    )
    return list(found)
