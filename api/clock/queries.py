"""Reads of deadline rules."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import DeadlineRow

ALL_TOPICS = "*"


async def deadline_rule(session: AsyncSession, *, legal_class: str, topic: str) -> DeadlineRow:
    """Return the rule for a legal class and topic: the topic's own, else that of all topics.

    Raises LookupError when the province's data have none (the check of the data folder forbids that).
    """
    found = await session.scalars(
        select(DeadlineRow).where(DeadlineRow.legal_class == legal_class, DeadlineRow.topic.in_([topic, ALL_TOPICS]))
    )
    rows = {row.topic: row for row in found}
    row = rows.get(topic) or rows.get(ALL_TOPICS)
    if row is None:
        raise LookupError(f"no deadline for class {legal_class}, topic {topic}")
    return row
