"""Drafts and remembered answers of the intake, erased at a citizen's request or by the province's periods."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox import service as inbox
from api.intake.models import IntakeAnswer, IntakeDraft
from api.intake.positions import forget_positions
from api.province.models import RetentionRule


async def erase_conversation(session: AsyncSession, conversation_id: UUID, *, before: datetime) -> dict[str, int]:
    """Erase what was begun and answered in a conversation before an instant; return how many rows of which kind."""
    drafts = await session.execute(
        delete(IntakeDraft).where(IntakeDraft.conversation_id == conversation_id, IntakeDraft.updated_at < before)
    )
    answers = await session.execute(
        delete(IntakeAnswer).where(IntakeAnswer.conversation_id == conversation_id, IntakeAnswer.at < before)
    )
    pins = await inbox.forget_positions(session, received_before=before, conversation_id=conversation_id)
    return {"drafts": drafts.rowcount, "remembered": answers.rowcount, "positions": pins}  # type: ignore[attr-defined]


async def apply_retention(
    session: AsyncSession, rules: Mapping[str, RetentionRule], *, now: datetime
) -> dict[str, int]:
    """Erase drafts that nobody went on with, old answers, and exact positions; return how many of which kind."""
    drafts = await session.execute(
        delete(IntakeDraft).where(IntakeDraft.updated_at < now - timedelta(days=rules["draft"].keep_days))
    )
    answers = await session.execute(
        delete(IntakeAnswer).where(IntakeAnswer.at < now - timedelta(days=rules["answer"].keep_days))
    )
    positions = await forget_positions(session, before=now - timedelta(days=rules["position"].keep_days))
    return {
        "drafts": drafts.rowcount,  # type: ignore[attr-defined]
        "remembered": answers.rowcount,  # type: ignore[attr-defined]
        "positions": positions,
    }
