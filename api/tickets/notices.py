"""What a ticket's steps say to the citizen, through the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.redact import redact
from api.core.time import format_instant
from api.directory import queries as directory
from api.inbox.models import Conversation
from api.outbox import service as outbox
from api.outbox.schemas import Button
from api.tickets.following import followers
from api.tickets.models import Reply, Ticket
from api.tickets.rules import RATING_NAMES


async def reply(session: AsyncSession, ticket: Ticket, reply: Reply, *, base_url: str, now: datetime) -> None:
    """Send the reply with the agency's name, and ask for a rating."""
    agency = await directory.agency(session, reply.agency_code)
    name = agency.name if agency else reply.agency_code
    text = f"{name} trả lời phiếu {ticket.tracking_code}:\n\n{reply.text}"
    text += _public_address(reply, base_url)
    text += "\n\nÔng/bà thấy câu trả lời thế nào? Đánh giá giúp cơ quan phục vụ tốt hơn."
    buttons = [
        Button(title=title, payload=f"rate:{ticket.tracking_code}:{stars}") for stars, title in RATING_NAMES.items()
    ]
    await _post(session, ticket, key=f"reply:{reply.id}", text=text, buttons=buttons, now=now)
    await _tell_followers(session, ticket, reply, name, base_url=base_url, now=now)


async def question(session: AsyncSession, ticket: Ticket, *, question: str, key: str, now: datetime) -> None:
    """Send an agency's question; the clock stands until the citizen answers."""
    text = (
        f"Cơ quan xử lý phiếu {ticket.tracking_code} cần ông/bà bổ sung:\n\n{question}\n\n"
        "Ông/bà trả lời ngay tại đây. Thời hạn tạm dừng cho đến khi có câu trả lời."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def forwarded(session: AsyncSession, ticket: Ticket, *, reason: str, key: str, now: datetime) -> None:
    """Tell who handles the matter now; of a restricted one nothing is told but that its handling goes on."""
    agency = await directory.agency(session, ticket.agency_code)
    name = agency.name if agency and not ticket.restricted else "cơ quan khác có thẩm quyền"
    why = "" if ticket.restricted else f" Lý do: {reason}"
    text = (
        f"Phiếu {ticket.tracking_code} được chuyển tới {name}.{why}\n"
        f"Hạn trả lời không đổi: {format_instant(ticket.due_at)}."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def classified(session: AsyncSession, ticket: Ticket, *, opened: bool, key: str, now: datetime) -> None:
    """Tell that the matter was read anew: who has it now, until when, and whether it stays closed."""
    agency = await directory.agency(session, ticket.agency_code)
    if ticket.restricted:
        how = " Phiếu được giữ kín: không công khai, không chuyển đến đơn vị được nói tới."
    elif opened:
        how = " Cơ quan xem xét thấy đây không phải tố cáo nên phiếu không còn là phiếu kín."
    else:
        how = ""
    text = (
        f"Phiếu {ticket.tracking_code} được xếp lại loại việc.{how}\n"
        f"Cơ quan xử lý: {agency.name if agency else ticket.agency_code}. "
        f"Hạn trả lời: {format_instant(ticket.due_at)}."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def interim(session: AsyncSession, ticket: Ticket, *, text: str, key: str, now: datetime) -> None:
    """Send how far the matter is, and that the answer is still to come."""
    words = (
        f"Trả lời bước đầu cho phiếu {ticket.tracking_code}:\n\n{text}\n\n"
        f"Câu trả lời chính thức sẽ được gửi trước {format_instant(ticket.due_at)}."
    )
    await _post(session, ticket, key=key, text=words, now=now)


async def extended(session: AsyncSession, ticket: Ticket, *, reason: str, key: str, now: datetime) -> None:
    """Tell the new date and why more time is needed."""
    text = (
        f"Phiếu {ticket.tracking_code} được gia hạn một lần. Lý do: {reason}\n"
        f"Hạn trả lời mới: {format_instant(ticket.due_at)}."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def pause_ended(session: AsyncSession, ticket: Ticket, *, key: str, now: datetime) -> None:
    """Tell that the agency goes on without what was asked for."""
    text = (
        f"Cơ quan chưa nhận được phần bổ sung cho phiếu {ticket.tracking_code} nên xử lý tiếp với nội dung đang có. "
        f"Hạn trả lời: {format_instant(ticket.due_at)}. Ông/bà vẫn có thể gửi bổ sung tại đây."
    )
    await _post(session, ticket, key=key, text=text, now=now)


async def deadline_changed(session: AsyncSession, ticket: Ticket, *, why: str, key: str, now: datetime) -> None:
    """Tell that the date is another one now, or that the clock stands, and why."""
    date = (
        "Thời hạn đang tạm dừng; chúng tôi sẽ báo hạn mới."
        if ticket.suspended_at is not None
        else f"Hạn trả lời mới: {format_instant(ticket.due_at)}."
    )
    await _post(session, ticket, key=key, text=f"Phiếu {ticket.tracking_code}: {why}. {date}", now=now)


async def succeeded(session: AsyncSession, ticket: Ticket, *, agency_name: str, key: str, now: datetime) -> None:
    """Tell who handles the matter now; the date stays."""
    text = (
        f"Phiếu {ticket.tracking_code} nay do {agency_name} tiếp nhận, do sắp xếp lại cơ quan. "
        f"Hạn trả lời không đổi: {format_instant(ticket.due_at)}."
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


async def _tell_followers(
    session: AsyncSession, ticket: Ticket, reply: Reply, agency: str, *, base_url: str, now: datetime
) -> None:
    """Send the answer to those who told of the same matter, without numbers of persons; of a closed ticket nothing."""
    if ticket.restricted:
        return
    text = f"{agency} trả lời phiếu {ticket.tracking_code} mà ông/bà theo dõi:\n\n{redact(reply.text)}"
    text += _public_address(reply, base_url)
    text += "\n\nNếu chỗ ông/bà chưa được xử lý, ông/bà nhắn lại tại đây để gửi phiếu riêng."
    for conversation_id in await followers(session, ticket.id):
        key = f"reply:{reply.id}:{conversation_id}"
        await _post(session, ticket, key=key, text=text, to=conversation_id, now=now)


def _public_address(reply: Reply, base_url: str) -> str:
    return f"\n\nCâu trả lời được công khai tại: {base_url}/tra-loi/{reply.slug}" if reply.slug else ""


async def _post(
    session: AsyncSession,
    ticket: Ticket,
    *,
    key: str,
    text: str,
    now: datetime,
    buttons: list[Button] | None = None,
    to: UUID | None = None,
) -> None:
    """Write of a ticket to its own conversation or to another one; a ticket that an officer typed in has none."""
    conversation_id = to or ticket.conversation_id
    conversation = await session.get(Conversation, conversation_id) if conversation_id else None
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
