"""Mending what the machine understood: the right kind of matter and topic, and with them the right desk.

Each mending is an event; `make train` learns from them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.core.redact import redact
from api.core.time import local
from api.inbox.models import Conversation
from api.routing.models import Topic
from api.routing.rules import ACTS, is_restricted
from api.tickets import notices
from api.tickets.deadlines import set_deadline
from api.tickets.desks import FirstDesk, first_desk, lay_on
from api.tickets.errors import NoClosedDesk
from api.tickets.events import check_version, move, record
from api.tickets.models import Ticket, TicketEvent
from api.tickets.schemas import Actor

CLASSIFIED = "ticket_classified"


@dataclass(frozen=True)
class Correction:
    """A citizen's words, without numbers of persons, with the labels that an officer gave them."""

    tracking_code: str
    text: str
    act: str
    topic: str


async def classify(
    session: AsyncSession, *, ticket: Ticket, act: str, topic: str, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Set act and topic as an officer read them; the ticket goes to the desk that is then responsible.

    A ticket that was kept closed because it might be a denunciation is opened by this, or closed for good. The
    citizen's date stays, unless the law sets another for the new class: then it is counted from the day of receipt.
    Raises Invalid for an unknown act or topic, and when nothing would change.
    """
    check_version(ticket, version)
    if act not in ACTS:
        raise Invalid("Hãy chọn loại việc trong danh sách.", field="act")
    if await session.get(Topic, topic) is None:
        raise Invalid("Hãy chọn lĩnh vực trong danh sách.", field="topic")
    if (act, topic, is_restricted(act, topic)) == (ticket.act, ticket.topic_code, ticket.restricted):
        raise Invalid("Loại việc và lĩnh vực vẫn như cũ; hãy chọn lại nếu cần sửa.", field="act")
    move(ticket, CLASSIFIED)
    try:
        desk = await first_desk(
            session, topic=topic, act=act, commune_code=ticket.commune_code, on=local(now).date(),
            about=ticket.about_code,
        )  # fmt: skip
    except NoClosedDesk as error:
        message = "Chưa có cơ quan được giao tiếp nhận kín loại việc này; hãy báo quản trị."
        raise Invalid(message, field="topic") from error
    before = {"act": ticket.act, "topic": ticket.topic_code, "restricted": ticket.restricted}
    event = await record(session, ticket, kind=CLASSIFIED, actor=by, now=now, act=act, topic=topic, before=before)
    due_before = ticket.due_at
    ticket.act, ticket.topic_code, ticket.restricted = act, topic, desk.restricted
    ticket.lead_agency_code, ticket.rule = desk.lead_agency_code, desk.explanation
    if desk.legal_class != ticket.legal_class:
        ticket.legal_class = desk.legal_class
        if ticket.round == 1:
            await set_deadline(session, ticket, start=ticket.received_at, now=now)
    await _hand_over(session, ticket, desk, by=by, now=now)
    if (before["restricted"], due_before) != (ticket.restricted, ticket.due_at):
        opened = bool(before["restricted"]) and not ticket.restricted
        await notices.classified(session, ticket, opened=opened, key=f"event:{event.id}", now=now)
    return ticket


async def _hand_over(session: AsyncSession, ticket: Ticket, desk: FirstDesk, *, by: Actor, now: datetime) -> None:
    """Give the ticket to the desk of its new class. This is no transfer of the kind that is limited."""
    if desk.agency_code == ticket.agency_code:
        return
    move(ticket, "ticket_forwarded")
    await record(
        session, ticket, kind="ticket_forwarded", actor=by, now=now, to=desk.agency_code,
        reason="Chuyển theo loại việc vừa sửa.",
    )  # fmt: skip
    lay_on(ticket, desk.agency_code, desk.unit)


async def corrections(session: AsyncSession) -> list[Correction]:
    """Return what officers mended, the newest reading of each ticket, oldest ticket first.

    Never of a restricted ticket, nor of one that ever was one: a denunciation's words leave its desk in no form. Nor
    of a citizen who objected to it (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4 khoản 1).
    """
    mended = await session.execute(
        select(Ticket, TicketEvent.data)
        .join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
        .where(TicketEvent.kind == CLASSIFIED, TicketEvent.actor == "staff")
        .outerjoin(Conversation, Conversation.id == Ticket.conversation_id)
        .where(Ticket.restricted.is_(False), Ticket.demo.is_(False))
        .where(Conversation.not_for_learning.is_not(True))
        .order_by(Ticket.received_at, TicketEvent.id)
    )
    found: dict[str, Correction] = {}
    secret = set()
    for ticket, data in mended.all():
        if data["before"]["restricted"]:
            secret.add(ticket.tracking_code)
        text = " ".join(redact(ticket.text).split())
        found[ticket.tracking_code] = Correction(ticket.tracking_code, text, data["act"], data["topic"])
    return [correction for code, correction in found.items() if code not in secret]
