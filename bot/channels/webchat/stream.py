"""The lines of a conversation as they are written, for server-sent events and for a page that waits."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from api.core.db import Database
from api.core.notify import Listener
from api.outbox.queries import transcript
from api.outbox.schemas import Line

# A notification can be lost with its connection; then the lines are seen at the next look.
_LOOK_AGAIN_SECONDS = 15.0


async def new_lines(
    database: Database, listener: Listener, conversation_id: UUID, *, after: int
) -> AsyncIterator[Line]:
    """Give each line above position `after`, as soon as its transaction is committed, until cancelled."""
    with listener.waiting_for(str(conversation_id)) as woken:
        while True:
            woken.clear()
            async with database.transaction() as session:
                lines = await transcript(session, conversation_id, after=after)
            for line in lines:
                after = line.position
                yield line
            try:
                await asyncio.wait_for(woken.wait(), _LOOK_AGAIN_SECONDS)
            except TimeoutError:
                continue


async def wait_for_answer(
    database: Database, listener: Listener, conversation_id: UUID, *, after: int, seconds: float
) -> None:
    """Return when somebody answered above position `after`, at the latest after `seconds`."""

    async def answered() -> None:
        async for line in new_lines(database, listener, conversation_id, after=after):
            if line.sender != "citizen":
                return

    try:
        await asyncio.wait_for(answered(), seconds)
    except TimeoutError:
        return
