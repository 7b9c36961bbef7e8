"""Answering what waits in a conversation, message by message."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import structlog

from api.core.db import Database
from api.core.time import utc_now
from api.inbox import queries
from api.inbox.models import DONE, PARKED, Conversation, InboxMessage
from api.outbox import service as outbox
from bot.channels.base import Adapter
from bot.turns import photos
from bot.turns.rasa import Rasa, Said, TurnUnproved
from bot.turns.waiting import MAX_ATTEMPTS, say, tell_to_wait

_log = structlog.get_logger(__name__)
_PARKED = "Chúng tôi chưa đọc được tin nhắn này. Tin đã được lưu; ông/bà nhắn lại bằng vài câu ngắn giúp chúng tôi."


class NotYet(Exception):
    """The conversation could not be answered now; the job tries again."""


async def answer_waiting(database: Database, rasa: Rasa, adapters: Mapping[str, Adapter], conversation_id: UUID) -> int:
    """Answer each waiting message of a conversation in order; return how many were answered.

    Photos are fetched first, also while Rasa is down: nobody says how long a channel keeps them.
    Raises NotYet when a part is down. The caller holds the conversation's lock.
    """
    answered = 0
    while True:
        async with database.transaction() as session:
            message = await queries.next_pending(session, conversation_id)
        if message is not None and queries.is_photo(message):
            if not await photos.settle(database, adapters, conversation_id):
                return answered
            async with database.transaction() as session:
                message = await queries.next_pending(session, conversation_id)
        if message is None:
            return answered
        if message.photo_ref is not None:
            continue  # it came after all before it were given up
        structlog.contextvars.bind_contextvars(message_id=str(message.id))
        try:
            await rasa.ready()
        except TurnUnproved as error:
            await tell_to_wait(database, message, utc_now())
            raise NotYet(str(error)) from error
        try:
            said = await rasa.turn(
                sender=str(conversation_id),
                text=message.text,
                message_id=str(message.id),
                payload=message.payload,
            )
        except TurnUnproved as error:
            await _failed(database, message, str(error), utc_now())
            raise NotYet(str(error)) from error
        await _answered(database, message, said, utc_now())
        answered += 1


async def _answered(database: Database, message: InboxMessage, said: list[Said], now: datetime) -> None:
    """Write the answers and mark the message, in one transaction."""
    async with database.transaction() as session:
        conversation = await session.get_one(Conversation, message.conversation_id)
        row = await session.get_one(InboxMessage, message.id)
        for number, line in enumerate(said):
            await outbox.post(
                session,
                conversation=conversation,
                key=f"turn:{message.id}:{number}",
                sender="bot",
                text=line.text,
                buttons=line.buttons,
                now=now,
            )
        row.state, row.done_at, row.last_error = DONE, now, None
    _log.info("turn_answered", lines=len(said))


async def _failed(database: Database, message: InboxMessage, reason: str, now: datetime) -> None:
    async with database.transaction() as session:
        row = await session.get_one(InboxMessage, message.id)
        row.attempts += 1
        row.last_error = reason[:255]
        parked = row.attempts >= MAX_ATTEMPTS
        if parked:
            row.state = PARKED
    if parked:
        await say(database, message, key=f"parked:{message.id}", text=_PARKED, now=now)
        _log.error("message_parked", reason=reason)
    else:
        _log.warning("turn_failed", reason=reason)
        await tell_to_wait(database, message, now)
