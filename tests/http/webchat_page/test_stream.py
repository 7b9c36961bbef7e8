"""Lines as they are written."""

import asyncio
from contextlib import suppress
from uuid import UUID, uuid4

import pytest

from api.core.db import Database
from api.core.notify import Listener
from api.core.settings import Settings
from api.core.time import utc_now
from api.inbox.models import Conversation
from api.inbox.service import start_conversation
from api.outbox.service import post
from bot.channels.webchat.stream import new_lines, wait_for_answer


@pytest.fixture
async def listener(settings: Settings):
    made = Listener(settings.database_url)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def _conversation(database: Database) -> UUID:
    async with database.transaction() as session:
        conversation, _ = await start_conversation(session, channel="webchat", now=utc_now())
    return conversation.id


async def _say(database: Database, conversation_id: UUID, text: str) -> None:
    async with database.transaction() as session:
        conversation = await session.get(Conversation, conversation_id)
        await post(session, conversation=conversation, key=str(uuid4()), sender="bot", text=text, now=utc_now())


async def test_lines_come_in_order_and_those_written_later_at_once(database, listener):
    conversation_id = await _conversation(database)
    await _say(database, conversation_id, "một")
    lines = new_lines(database, listener, conversation_id, after=0)
    assert (await asyncio.wait_for(anext(lines), 5)).text == "một"
    waiting = asyncio.ensure_future(anext(lines))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await _say(database, conversation_id, "hai")
    assert (await asyncio.wait_for(waiting, 5)).text == "hai"
    await lines.aclose()


async def test_a_stream_is_resumed_after_the_last_line_seen(database, listener):
    conversation_id = await _conversation(database)
    for text in ("một", "hai", "ba"):
        await _say(database, conversation_id, text)
    lines = new_lines(database, listener, conversation_id, after=2)
    assert (await asyncio.wait_for(anext(lines), 5)).text == "ba"
    await lines.aclose()


async def test_the_page_without_script_waits_no_longer_than_it_must(database, listener):
    conversation_id = await _conversation(database)
    loop = asyncio.get_running_loop()
    started = loop.time()
    await wait_for_answer(database, listener, conversation_id, after=0, seconds=0.2)
    assert 0.15 < loop.time() - started < 3
    await _say(database, conversation_id, "một")
    await asyncio.wait_for(wait_for_answer(database, listener, conversation_id, after=0, seconds=60), 5)
