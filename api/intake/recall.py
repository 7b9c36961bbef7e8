"""What was said last in a conversation: the ticket or the entry that was shown, and how often in a row we failed."""

import re
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.intake.models import IntakeAnswer

_REMEMBERED: Final = timedelta(hours=24)
_VAIN: Final = frozenset(
    {"utter_out_of_scope", "utter_out_of_scope_en", "utter_out_of_scope_again", "utter_wordless", "utter_calm_bot"}
)
_WARNINGS: Final = frozenset({"utter_emergency", "utter_emergency_en", "utter_help_called", "utter_no_line"})
_SHOWN: Final = frozenset(
    {"utter_status_open", "utter_status_late", "utter_reminded", "utter_reminded_late", "utter_escalation_offer"}
)
_MISSING: Final = frozenset({"utter_code_unknown", "utter_no_tickets", "utter_which_code"})
_LAST: Final = 4
_STEPS: Final = ("aside", "turn")
# The entry that an answer quotes, beside the words of `utter_answer`.
ENTRY: Final = "entry"
# So many answers back a short question may still be about the entry that was told.
LATELY: Final = 6
# Said meanwhile, these leave the entry what the talk is about; a ticket or a matter does not.
_SMALL_TALK: Final = re.compile(
    r"utter_(?:answer|thanks|greet|bye|affirm|faq|out_of_scope|privacy|notice_ask|question_noted|guessed|understood)"
)


async def shown_code(session: AsyncSession, conversation_id: UUID, now: datetime) -> str | None:
    """Return the code of the ticket that the last answer was about, within a day."""
    for said in await _said(session, conversation_id, now):
        codes = [saying["params"]["code"] for saying in said if saying["response"] in _SHOWN]
        return str(codes[0]) if len(codes) == 1 else None
    return None


async def code_was_missing(session: AsyncSession, conversation_id: UUID, now: datetime) -> bool:
    """Whether the last answer said that we know of no ticket."""
    said = await _said(session, conversation_id, now)
    return bool(said) and any(saying["response"] in _MISSING for saying in said[0])


async def told_entry(session: AsyncSession, conversation_id: UUID, now: datetime, looked_at: int) -> str | None:
    """Return the id of the entry told last, if it stands in the newest answers and only small talk came after it."""
    for said in await _said(session, conversation_id, now, steps=(*_STEPS, "close"), limit=looked_at):
        told = next((saying["params"][ENTRY] for saying in said if ENTRY in saying["params"]), None)
        if told is not None:
            return str(told)
        if not all(_SMALL_TALK.match(saying["response"]) for saying in said):
            return None
    return None


async def adds_to(session: AsyncSession, conversation_id: UUID, now: datetime) -> str | None:
    """Return the code of the ticket to which an addition was just asked for."""
    said = await _said(session, conversation_id, now, limit=1)
    asked = [saying["params"]["code"] for saying in (said or [[]])[0] if saying["response"] == "utter_tell_addition"]
    return str(asked[0]) if asked else None


async def was_warned(session: AsyncSession, conversation_id: UUID, now: datetime) -> bool:
    """Whether one of the last answers gave the emergency numbers."""
    said = await _said(session, conversation_id, now)
    return any(saying["response"] in _WARNINGS for sayings in said for saying in sayings)


async def vain_answers(session: AsyncSession, conversation_id: UUID, now: datetime) -> int:
    """Return how many of the last answers in a row said that we did not understand."""
    count = 0
    for said in await _said(session, conversation_id, now):
        if not any(saying["response"] in _VAIN for saying in said):
            break
        count += 1
    return count


async def _said(
    session: AsyncSession, conversation_id: UUID, now: datetime, *, steps: tuple[str, ...] = _STEPS, limit: int = _LAST
) -> list[list[dict[str, Any]]]:
    """Return the sayings of the last answers, newest first."""
    rows = await session.scalars(
        select(IntakeAnswer)
        .where(
            IntakeAnswer.conversation_id == conversation_id,
            IntakeAnswer.at > now - _REMEMBERED,
            IntakeAnswer.step.in_(steps),
        )
        .order_by(IntakeAnswer.at.desc())
        .limit(limit)
    )
    return [row.answer["sayings"] for row in rows]
