"""What comes in is stored once, with its job, in one transaction."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.errors import Invalid, Unauthorized
from api.inbox import service
from api.inbox.models import InboxMessage
from api.inbox.schemas import Incoming
from api.outbox import queries as outbox_queries
from api.outbox import service as outbox

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


async def test_the_same_client_id_is_one_message(session: AsyncSession) -> None:
    conversation, _ = await service.start_conversation(session, channel="webchat", now=NOW)
    first = await service.receive(session, conversation=conversation, client_id="a", text="đường hỏng", now=NOW)
    again = await service.receive(session, conversation=conversation, client_id="a", text="khác", now=NOW)
    assert first.id == again.id
    assert again.text == "đường hỏng"


@pytest.mark.parametrize("words", ["", "  \u200b ", "x" * 4001])
async def test_what_cannot_be_taken_is_refused_with_the_field(session: AsyncSession, words: str) -> None:
    conversation, _ = await service.start_conversation(session, channel="webchat", now=NOW)
    with pytest.raises(Invalid) as error:
        await service.receive(session, conversation=conversation, client_id="a", text=words, now=NOW)
    assert error.value.field == "text"


async def test_only_its_own_token_opens_a_conversation(session: AsyncSession) -> None:
    conversation, token = await service.start_conversation(session, channel="webchat", now=NOW)
    other, _ = await service.start_conversation(session, channel="webchat", now=NOW)
    assert (await service.open_conversation(session, conversation_id=conversation.id, token=token)).id
    for bad in ("", "x"):
        with pytest.raises(Unauthorized):
            await service.open_conversation(session, conversation_id=conversation.id, token=bad)
    with pytest.raises(Unauthorized):
        await service.open_conversation(session, conversation_id=other.id, token=token)


async def _store_and_fail(database: Database, incoming: Incoming) -> None:
    async with database.transaction() as session:
        await service.receive_incoming(session, incoming, now=NOW)
        raise RuntimeError("power cut")


async def test_message_and_job_come_and_go_together(database: Database) -> None:
    incoming = Incoming("telegram", "42", "update:1", text="đường hỏng")
    with pytest.raises(RuntimeError, match="power cut"):
        await _store_and_fail(database, incoming)
    count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'turns.run'")
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(InboxMessage)) == 0
        assert await session.scalar(count) == 0
        await service.receive_incoming(session, incoming, now=NOW)
        await service.receive_incoming(session, Incoming("telegram", "42", "update:2", text="thôn Đông"), now=NOW)
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(InboxMessage)) == 2
        assert await session.scalar(count) == 1  # one waiting job answers both


async def test_lines_of_both_directions_are_numbered_together(session: AsyncSession) -> None:
    conversation, _ = await service.start_conversation(session, channel="webchat", now=NOW)
    await service.receive(session, conversation=conversation, client_id="a", text="chào", now=NOW)
    for _ in range(2):  # the same key twice is one line
        await outbox.post(
            session, conversation=conversation, key="k", sender="bot", text="Chào ông/bà", now=NOW,
            buttons=[outbox.Button(title="Gửi", payload="confirm:yes")],
        )  # fmt: skip
    lines = await outbox_queries.transcript(session, conversation.id)
    assert [(line.position, line.sender) for line in lines] == [(1, "citizen"), (2, "bot")]
    assert [line.position for line in await outbox_queries.transcript(session, conversation.id, after=1)] == [2]
    assert await outbox_queries.button_title(session, conversation.id, "confirm:yes") == "Gửi"
    assert await outbox_queries.button_title(session, conversation.id, "confirm:no") is None
