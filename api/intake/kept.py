"""What outlives a draft: words told in danger or despair, and all of one that was given up a moment ago."""

import re
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.intake.drafts import draft_row
from api.intake.models import IntakeDraft
from api.intake.rules import danger
from api.intake.rules.matter import is_sure
from api.intake.schemas import Draft, Heard, TopicGuess

# After so long a silence what was told is another day's.
REST: Final = timedelta(hours=6)
# So short a message after danger goes on with it: where it was, what became of it. A longer one stands alone.
_GOES_ON: Final = 25
_SENTENCES: Final = re.compile(r"[.!?\n]+")
_TOLD_IN_DESPAIR: Final = 6


def left_over(draft: Draft) -> Draft | None:
    """Return what stays of a closed draft: what was told in despair, or all of it when it was given up."""
    if draft.outcome == "answered" and draft.danger:
        return Draft(danger=draft.danger, danger_topic=draft.danger_topic)
    if draft.outcome == "cancelled" and draft.text:
        return Draft(dropped=draft.model_copy(update={"dropped": None}).model_dump())
    return None


async def told_in_danger(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether a message told of danger and no matter was opened with it yet."""
    row = await session.get(IntakeDraft, conversation_id)
    return row is not None and bool(row.state.get("danger"))


async def keep_danger(session: AsyncSession, heard: Heard, now: datetime) -> None:
    """Keep what was told in danger for the place that follows: the numbers come first, the matter is not lost."""
    row = await draft_row(session, heard.conversation_id, now)
    draft = Draft.model_validate(row.state)
    if draft.asked is None:
        keep(draft, heard)
        row.state, row.updated_at = draft.model_dump(), now


def keep(draft: Draft, heard: Heard) -> None:
    """Keep what was told in danger or despair, without the words of despair: those are for nobody's desk."""
    told = heard.text.strip()
    if danger.despairs(told):
        told = ". ".join(part.strip() for part in _SENTENCES.split(told) if not danger.despairs(part)).strip(" .")
        if len(told.split()) < _TOLD_IN_DESPAIR:
            return
    draft.danger = "\n".join(part for part in (draft.danger, told) if part) or None
    if is_sure(heard.topic) or not draft.danger_topic.ranking:
        draft.danger_topic = heard.topic


def with_what_was_told(draft: Draft, heard: Heard, *, rested: timedelta) -> Heard:
    """Return a short message that says where, with what was told in danger just before; a long one stands alone."""
    told, topic, draft.danger, draft.danger_topic = draft.danger, draft.danger_topic, None, TopicGuess()
    if heard.payload is not None or told is None or rested > REST or len(heard.text.split()) > _GOES_ON:
        return heard
    act = heard.act if heard.act in ("complain", "denounce") else "report"
    topic = heard.topic if is_sure(heard.topic) or not topic.ranking else topic
    return heard.model_copy(update={"text": f"{told}\n{heard.text}", "act": act, "topic": topic, "matters": []})
