"""What the tests of channels put into and read from inbox and outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text, update

from api.core.db import Database
from api.core.time import utc_now
from api.inbox.models import Conversation, InboxMessage
from api.inbox.service import conversation_of
from api.outbox import service as outbox
from api.outbox.models import OutboxMessage
from api.outbox.schemas import Button
from api.photos.models import Photo


async def messages(database: Database) -> list[InboxMessage]:
    """Return what came in, oldest first."""
    async with database.transaction() as session:
        found = await session.scalars(select(InboxMessage).order_by(InboxMessage.received_at, InboxMessage.position))
        return list(found)


async def texts(database: Database) -> list[str]:
    return [message.text for message in await messages(database)]


async def turns_waiting(database: Database) -> int:
    """Return how many turn jobs wait."""
    query = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'turns.run' AND status = 'todo'")
    async with database.transaction() as session:
        return int(await session.scalar(query) or 0)


async def take_turn_job(database: Database) -> datetime | None:
    """Let a worker end the waiting turn job; return when it was due, None is at once. Fails if there is none."""
    query = text(
        "DELETE FROM procrastinate_jobs WHERE task_name = 'turns.run' AND status = 'todo' RETURNING scheduled_at"
    )
    async with database.transaction() as session:
        return (await session.scalars(query)).one()


async def refuse_rows(database: Database, table: str, *, when: str = "true") -> None:
    """Let PostgreSQL itself fail on new rows of a table, until `take_rows_again`; `when` is SQL about NEW."""
    async with database.transaction() as session:
        await session.execute(
            text(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$"
            )
        )
        await session.execute(
            text(f"CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()")
        )


async def take_rows_again(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("DROP FUNCTION refuse CASCADE"))


async def let_pass(database: Database, seconds: float) -> None:
    """Let what came in have come so much earlier, and what is due be due so much earlier."""
    ago = timedelta(seconds=seconds)
    earlier = {"received_at": InboxMessage.received_at - ago, "photo_due_at": InboxMessage.photo_due_at - ago}
    async with database.transaction() as session:
        await session.execute(update(InboxMessage).values(earlier))


async def said(database: Database) -> list[str]:
    """Return the lines that the bot wrote, oldest first."""
    async with database.transaction() as session:
        return list(await session.scalars(select(OutboxMessage.text).order_by(OutboxMessage.position)))


async def photos(database: Database) -> list[Photo]:
    async with database.transaction() as session:
        return list(await session.scalars(select(Photo).order_by(Photo.at)))


async def deliveries_waiting(database: Database) -> list[datetime | None]:
    """Return when the waiting delivery jobs are due; None is at once."""
    query = text("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'outbox.deliver' AND status = 'todo'")
    async with database.transaction() as session:
        return list(await session.scalars(query))


async def conversation(database: Database, channel: str, external_id: str) -> UUID:
    async with database.transaction() as session:
        found = await conversation_of(session, channel=channel, external_id=external_id, now=utc_now())
        return found.id


async def say(database: Database, conversation_id: UUID, words: str, *titles: str) -> UUID:
    """Put a line of the bot into the outbox; the payload of each button is `pick:<its title>`."""
    buttons = [Button(title=title, payload=f"pick:{title}") for title in titles]
    return await say_with(database, conversation_id, words, buttons)


async def say_with(database: Database, conversation_id: UUID, words: str, buttons: Sequence[Button]) -> UUID:
    async with database.transaction() as session:
        found = await session.get_one(Conversation, conversation_id)
        line = await outbox.post(
            session, conversation=found, key=uuid4().hex, sender="bot", text=words, buttons=buttons, now=utc_now()
        )
        return line.id


async def line(database: Database, line_id: UUID) -> OutboxMessage:
    async with database.transaction() as session:
        return await session.get_one(OutboxMessage, line_id)


async def make_due(database: Database) -> None:
    """Let the waiting lines be due now, as if their delay had passed."""
    async with database.transaction() as session:
        await session.execute(update(OutboxMessage).values(next_attempt_at=utc_now()))


async def last_wrote(database: Database, conversation_id: UUID, *, ago: timedelta) -> None:
    """Let the citizen's last act lie back."""
    async with database.transaction() as session:
        row = await session.get_one(Conversation, conversation_id)
        row.last_citizen_at = utc_now() - ago


async def run_waiting_deliveries(database: Database) -> None:
    """Let the waiting delivery jobs be taken by a worker, so that others may be queued."""
    query = text("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'outbox.deliver'")
    async with database.transaction() as session:
        await session.execute(query)
