"""The row of a conversation's draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import NotFound
from api.intake.models import IntakeDraft
from api.intake.schemas import Draft


async def draft_row(session: AsyncSession, conversation_id: UUID, now: datetime) -> IntakeDraft:
    """Return the conversation's draft, locked; an empty one is begun if there is none."""
    row = await session.get(IntakeDraft, conversation_id, with_for_update=True)
    if row is None:
        row = IntakeDraft(conversation_id=conversation_id, state=Draft().model_dump(), updated_at=now)
        session.add(row)
        await session.flush()
    return row


async def existing_row(session: AsyncSession, conversation_id: UUID) -> IntakeDraft:
    """Return the conversation's draft, locked. Raises NotFound if there is none."""
    row = await session.get(IntakeDraft, conversation_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có nội dung nào đang soạn.")
    return row


async def stay_unknown(session: AsyncSession, conversation_id: UUID, now: datetime) -> None:
    """Keep the wish to stay unknown for the matter that will be told."""
    row = await draft_row(session, conversation_id, now)
    draft = Draft.model_validate(row.state)
    draft.anonymity = "anonymous"
    row.state, row.updated_at = draft.model_dump(), now
