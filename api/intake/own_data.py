"""The rights about personal data in a conversation: asked back once, then taken as a request with its clocks."""

import re
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.time import format_date, local
from api.inbox.models import Conversation, InboxMessage
from api.intake.models import IntakeAnswer
from api.intake.names_of_people import leading_name, name_in
from api.intake.schemas import Heard, Saying
from api.outbox.schemas import Button
from api.privacy import queries, service
from api.privacy.models import DataRequest
from api.privacy.rules import CORRECT, DELETE, KINDS, OBJECT, SEE, WITHDRAW, kind_of
from api.province import queries as province
from api.tickets.models import Ticket

_PHONE: Final = re.compile(r"(?<!\d)0(?:[\s.-]?\d){9}(?!\d)")
_IS: Final = re.compile(
    r"(?:đúng là|dung la|phải là|phai la|thành|thanh|lại là|lai la|tên là|ten la|là|la)\s+([^,.;]+)", re.I
)
_YES: Final = {
    DELETE: "Đúng, xóa dữ liệu của tôi",
    SEE: "Đúng, cho tôi xem",
    CORRECT: "Đúng, sửa giúp tôi",
    WITHDRAW: "Đúng, rút lại đồng ý",
    OBJECT: "Đúng, không được dùng",
}
_SHOWN_TICKETS: Final = 5


async def asked_back(session: AsyncSession, heard: Heard) -> list[Saying] | None:
    """Return the question whether the right is meant, with what it brings; None if the message claims none."""
    kind = kind_of(heard.text)
    if kind is None:
        return None
    right = await province.data_right(session, kind)
    params = {"name": right.name, "days": str(right.days)}
    kept = (await queries.held(session, heard.conversation_id)).in_handling
    buttons = [Button(title=_YES[kind], payload=f"right:{kind}"), Button(title="Thôi", payload="right:no")]
    if kind == DELETE and kept:
        params["codes"] = _codes(kept)
        return [Saying(response="utter_ask_right_delete_kept", params=params, buttons=buttons)]
    return [Saying(response=f"utter_ask_right_{kind}", params=params, buttons=buttons)]


async def tapped(session: AsyncSession, heard: Heard, kind: str, now: datetime) -> list[Saying]:
    """Take the request that was confirmed by one tap, or leave it."""
    if kind not in KINDS:
        return [Saying(response="utter_right_dropped")]
    words = await _claimed(session, heard)
    row = await service.request(
        session, conversation_id=heard.conversation_id, kind=kind, words=words,
        name=_name(words) if kind == CORRECT else None, phone=_phone(words) if kind == CORRECT else None, now=now,
    )  # fmt: skip
    if kind == SEE:
        return await _what_is_held(session, row)
    return [await _taken(session, row)]


async def notice(session: AsyncSession, heard: Heard, *, english: bool, now: datetime) -> list[Saying]:
    """Return the notice on personal data, once in a conversation, with its details one tap away."""
    conversation = await session.get_one(Conversation, heard.conversation_id)
    if conversation.privacy_told_at is not None:
        return []
    conversation.privacy_told_at = now
    if english:
        return [Saying(response="utter_privacy_en")]
    return [Saying(response="utter_privacy", buttons=[Button(title="Xem chi tiết", payload="privacy:more")])]


async def details(session: AsyncSession) -> list[Saying]:
    """Return who keeps what, for how long, and how to claim the rights."""
    rules = await province.retention(session)
    days = {f"{kind}_days": str(rule.keep_days) for kind, rule in rules.items()}
    own = await province.province(session)
    return [
        Saying(response="utter_privacy_details", params={"province": f"{own.name[:1].upper()}{own.name[1:]}", **days}),
        Saying(response="utter_privacy_rights"),
    ]


async def _taken(session: AsyncSession, row: DataRequest) -> Saying:
    """Say what is done at once, what stays, and the dates of the law."""
    right = await province.data_right(session, row.kind)
    params = {
        "name": right.name,
        "acknowledge": str(right.acknowledge_days),
        "days": str(right.days),
        "due": format_date(local(row.due_at).date()),
    }
    if row.kind == DELETE and row.conversation_id is not None:
        kept = (await queries.held(session, row.conversation_id)).in_handling
        if kept:
            return Saying(response="utter_right_delete_kept", params={**params, "codes": _codes(kept)})
        return Saying(response="utter_right_delete", params=params)
    return Saying(response="utter_right_done" if row.done_at else "utter_right_taken", params=params)


async def _what_is_held(session: AsyncSession, row: DataRequest) -> list[Saying]:
    assert row.conversation_id is not None
    held = await queries.held(session, row.conversation_id)
    lines = [f"- Phiếu {t.tracking_code}: {_contact(t)}" for t in held.tickets[:_SHOWN_TICKETS]]
    if held.photos:
        lines.append(f"- Ảnh đã gửi: {held.photos}")
    params = {
        "messages": str(held.messages),
        "answers": str(held.answers),
        "tickets": str(len(held.tickets)),
        "lines": "\n".join(lines) or "- Không có phiếu nào.",
    }
    return [Saying(response="utter_held", params=params), await _taken(session, row)]


def _contact(ticket: Ticket) -> str:
    known = [part for part in (ticket.contact_name, ticket.contact_phone) if part]
    kept = f"có lưu {', '.join(known)}" if known else "không lưu tên, số điện thoại"
    return f"{kept}; nội dung, nơi xảy ra và nhật ký xử lý"


def _codes(tickets: list[Ticket]) -> str:
    return ", ".join(ticket.tracking_code for ticket in tickets[:_SHOWN_TICKETS])


async def _claimed(session: AsyncSession, heard: Heard) -> str:
    """Return the words with which the right was claimed: those of the newest message that was asked back."""
    rows = await session.scalars(
        select(IntakeAnswer)
        .where(IntakeAnswer.conversation_id == heard.conversation_id)
        .order_by(IntakeAnswer.at.desc())
        .limit(5)
    )
    for row in rows:
        if any(saying["response"].startswith("utter_ask_right_") for saying in row.answer["sayings"]):
            message = await session.scalar(
                select(InboxMessage).where(
                    InboxMessage.conversation_id == heard.conversation_id, InboxMessage.id == row.message_id
                )
            )
            return message.text if message else heard.text
    return heard.text


def _phone(words: str) -> str | None:
    found = _PHONE.findall(words)
    return "".join(character for character in found[-1] if character.isdigit()) if found else None


def _name(words: str) -> str | None:
    """Return the name that is said to be right: the last one that follows "đúng là", "thành", "là"."""
    said = [match.strip() for match in _IS.findall(words)]
    named = [name for name in (leading_name(part) or name_in(part, asked=True) for part in reversed(said)) if name]
    return named[0] if named else None
