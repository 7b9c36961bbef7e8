"""`make answer`: the entries that answer the questions of JSON lines, by the search of the running bot."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.batch import id_of, message_of
from api.core.time import local, utc_now
from api.knowledge import service


async def answer(session: AsyncSession, row: dict[str, Any]) -> dict[str, Any]:
    """Return `id`, the three nearest `entries`, whether the first is `answered` with, and its `score`. Raises Unusable.

    The entries are named also when none is near enough to be an answer.
    """
    number = id_of(row)
    found = await service.find(session, message_of(row), on=local(utc_now()).date(), published=0)
    entries = [match.entry.id for match in found.entries]
    return {"id": number, "entries": entries, "answered": found.answered, "score": round(found.score, 4)}
