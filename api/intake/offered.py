"""Buttons that stand outside a draft: the figure, the words or the yes that somebody types instead of tapping."""

import re
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.inbox.models import InboxMessage
from api.intake import phrases
from api.intake.schemas import Heard
from api.outbox.models import OutboxMessage

_YES: Final = re.compile(
    r"^(?:da |vang |u |uh |um |ok |oke |phai |dung |chac |chac chan )*"
    r"(?:da|vang|u|uh|um|ok|oke|dung|dung roi|dung vay|dong y|chac chan|phai|muon|co|xac nhan|lam di|xoa|rut|xem)\b"
)
_NO: Final = re.compile(
    r"^(?:da |a |u |thoi |the |vay )*(?:khong|ko|k|hong|thoi|chua|khoi|giu lai|de do|cu de|dung (?:xoa|rut|sua|lam))\b"
)
_STARS: Final = re.compile(r"^\W*([1-5])\W*$|(?<!\d)([1-5]) ?(?:/ ?5\b|sao\b|diem\b|\*)")
# A yes to these questions, or a no: the payload beginnings of the two buttons.
_ASKED: Final = (("right:", "right:no"), ("withdraw:", "status:"), ("reopen:", "status:"), ("remind:", None))
_TAKES_BACK: Final = re.compile(r"^(?:da |vang |u |ok )*rut\b")  # "vâng rút hộ em, nhưng ..."
_SHORT: Final = 8
_LONGEST: Final = 14
_LINES: Final = 6


async def buttons(session: AsyncSession, conversation_id: UUID, message_id: str) -> dict[str, str]:
    """Return the buttons under the lines that came after the citizen's message before this one: title by payload."""
    positions = await session.scalars(
        select(InboxMessage.position)
        .where(InboxMessage.conversation_id == conversation_id)
        .order_by(InboxMessage.position.desc())
        .limit(2)
    )
    before = list(positions)[1:]
    lines = await session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.conversation_id == conversation_id, OutboxMessage.position > (before or [0])[0])
        .order_by(OutboxMessage.position.desc())
        .limit(_LINES)
    )
    return {str(b["payload"]): str(b["title"]) for line in reversed(list(lines)) for b in line.buttons}


async def meant(session: AsyncSession, heard: Heard) -> str | None:
    """Return the payload of the standing button that a typed message means, or None."""
    if heard.payload is not None or len(heard.text.split()) > _LONGEST:
        return None
    offered = await buttons(session, heard.conversation_id, heard.message_id)
    return choose(heard.text, offered) if offered else None


def choose(text: str, offered: dict[str, str]) -> str | None:
    """Return the payload that a short text means among the offered buttons. Pure.

    A title, a step of a rating, a yes or a no to a question with one; nothing else: a new matter is no choice.
    """
    folded = fold(text).strip(" .!?")
    for payload, title in offered.items():
        if folded == fold(title):
            return payload
    stars = _STARS.search(folded)
    rate = next((payload for payload in offered if payload.startswith("rate:")), None)
    if stars and rate is not None:
        return f"{rate.rsplit(':', 1)[0]}:{stars.group(1) or stars.group(2)}"
    says_it = len(folded.split()) <= _SHORT or _TAKES_BACK.match(folded) is not None
    for yes, no in _ASKED if says_it else ():
        asked = next((p for p in offered if p.startswith(yes) and p != no), None)
        if asked is not None:
            return _yes_or_no(text, folded, asked, next((p for p in offered if no and p.startswith(no)), None))
    return None


def _yes_or_no(text: str, folded: str, yes: str, no: str | None) -> str | None:
    if phrases.is_no_sign(text) or _NO.match(folded):
        return no
    return yes if phrases.is_yes_sign(text) or _YES.match(folded) else None
