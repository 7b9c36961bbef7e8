"""What a ticket's steps say to the citizen, through the outbox."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory import queries as directory
from api.inbox.models import Conversation
from api.outbox import service as outbox
from api.outbox.schemas import Button
from api.tickets.models import Reply, Ticket
from api.tickets.rules import RATING_NAMES


async def reply(session: AsyncSession, ticket: Ticket, reply: Reply, *, base_url: str, now: datetime) -> None:
    """Send the reply with the agency's name, and ask for a rating."""
    agency = await directory.agency(session, reply.agency_code)
    name = agency.name if agency else reply.agency_code
    text = f"{name} trả lời phiếu {ticket.tracking_code}:\n\n{reply.text}"
    if reply.slug:
        text += f"\n\nCâu trả lời được công khai tại: {base_url}/tra-loi/{reply.slug}"
    text += "\n\nÔng/bà thấy câu trả lời thế nào? Đánh giá giúp cơ quan phục vụ tốt hơn."
    buttons = [
        Button(title=title, payload=f"rate:{ticket.tracking_code}:{stars}") for stars, title in RATING_NAMES.items()
    ]
    await _post(session, ticket, key=f"reply:{reply.id}", text=text, buttons=buttons, now=now)


async def question(session: AsyncSession, ticket: Ticket, *, question: str, key: str, now: datetime) -> None:
    """Send an agency's question; the clock stands until the citizen answers."""
    text = (
        f"Cơ quan xử lý phiếu {ticket.tracking_code} cần ông/bà bổ sung:\n\n{question}\n\n"
        "Ông/bà trả lời ngay tại đây. Thời hạn tạm dừng cho đến khi có câu trả lời."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def rejection(
    session: AsyncSession, ticket: Ticket, *, reason: str, right_door: str, key: str, now: datetime
) -> None:
    """Tell why the matter was declined and where to go."""
    text = (
        f"Phiếu {ticket.tracking_code} không thuộc thẩm quyền giải quyết.\nLý do: {reason}\n"
        f"Nơi ông/bà cần đến: {right_door}"
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def _post(
    session: AsyncSession,
    ticket: Ticket,
    *,
    key: str,
    text: str,
    now: datetime,
    buttons: list[Button] | None = None,
) -> None:
    """Write to the ticket's conversation; a ticket that an officer typed in has none."""
    if ticket.conversation_id is None:
        return
    conversation = await session.get(Conversation, ticket.conversation_id)
    if conversation is None:
        return
    await outbox.post(
        session,
        conversation=conversation,
        key=key,
        sender="officer",
        text=text,
        buttons=buttons or [],
        ticket_id=ticket.id,
        now=now,
    )
