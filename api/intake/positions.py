"""Erasing exact positions, wherever one may lie: waiting messages, drafts, tickets."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox import service as inbox
from api.intake.models import IntakeDraft
from api.intake.schemas import Draft
from api.tickets import positions


async def forget_positions(session: AsyncSession, *, before: datetime) -> int:
    """Erase every pin whose message came, whose draft rested, or whose ticket ended before an instant.

    Returns how many. How long a position is kept is the province's decision: the caller brings the instant.
    """
    return (
        await inbox.forget_positions(session, received_before=before)
        + await _of_drafts(session, before)
        + await positions.forget_positions(session, ended_before=before)
    )


async def _of_drafts(session: AsyncSession, before: datetime) -> int:
    found = await session.scalars(select(IntakeDraft).where(IntakeDraft.updated_at < before).with_for_update())
    rested = [(row, Draft.model_validate(row.state)) for row in found]
    pinned = [(row, draft) for row, draft in rested if draft.pin is not None]
    for row, draft in pinned:
        row.state = draft.model_copy(update={"pin": None, "pin_reach": []}).model_dump()
    return len(pinned)
