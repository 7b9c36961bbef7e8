"""Carrying lines from the outbox to their channels, in order, until the channel has them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.time import utc_now
from api.inbox.models import Conversation
from api.outbox import queries, service
from api.outbox.models import SENT, UNDELIVERABLE, OutboxMessage
from api.outbox.schemas import Button
from bot.channels.base import Adapter, ChannelDown, ChannelError, Permanent, fit

_log = structlog.get_logger(__name__)
_FIRST_DELAY_SECONDS = 5
_LONGEST_DELAY_SECONDS = 3600


async def deliver(database: Database, adapters: Mapping[str, Adapter], conversation_id: UUID) -> int:
    """Send what waits for a conversation; return how many lines went out.

    Stops at the first line that fails for now: what comes after it must not overtake it.
    """
    sent = 0
    while True:
        async with database.transaction() as session:
            line = await queries.next_to_deliver(session, conversation_id)
            if line is None:
                return sent
            wait = (line.next_attempt_at - utc_now()).total_seconds()
            if wait > 0:  # another nudge may have taken the place of the one that was to come then
                await service.nudge(session, conversation_id, delay_seconds=int(wait) + 1)
                return sent
            conversation = await session.get_one(Conversation, conversation_id)
            adapter = adapters.get(conversation.channel)
            if adapter is None:
                await _put_off(session, line, "channel_off", utc_now(), None)
                return sent
            if not await _send(session, adapter, conversation, line):
                return sent
            sent += line.state == SENT


async def _send(session: AsyncSession, adapter: Adapter, conversation: Conversation, line: OutboxMessage) -> bool:
    """Try one line; return whether the next one may follow."""
    now = utc_now()
    window = adapter.abilities.last_window
    if window and (conversation.last_citizen_at or conversation.created_at) + window < now:
        return _give_up(line, "window_closed")
    try:
        external_id = None
        for part in fit(line.text, [_button(b) for b in line.buttons], adapter.abilities):
            external_id = await adapter.send(conversation.external_id, part.text, part.buttons)
    except Permanent as error:
        return _give_up(line, error.reason)
    except ChannelError as error:
        _log.warning("send_failed", line=str(line.id), channel=adapter.name, reason=error.reason)
        if isinstance(error, ChannelDown):
            _log.error("channel_down", channel=adapter.name, reason=error.reason)
        await _put_off(session, line, error.reason, now, error.retry_after_seconds)
        return False
    line.state, line.sent_at, line.external_id, line.last_error = SENT, now, external_id, None
    return True


def _button(raw: dict[str, str]) -> Button:
    return Button(title=raw["title"], payload=raw["payload"])


def _give_up(line: OutboxMessage, reason: str) -> bool:
    line.state, line.last_error = UNDELIVERABLE, reason[:255]
    line.attempts += 1
    _log.warning("undeliverable", line=str(line.id), reason=reason)
    return True


async def _put_off(session: AsyncSession, line: OutboxMessage, reason: str, now: datetime, wish: float | None) -> None:
    """Wait longer after each failure (5 s doubling to an hour), or as long as the channel asked."""
    line.attempts += 1
    delay = wish or min(_FIRST_DELAY_SECONDS * 2 ** (line.attempts - 1), _LONGEST_DELAY_SECONDS)
    line.next_attempt_at, line.last_error = now + timedelta(seconds=delay), reason[:255]
    await service.nudge(session, line.conversation_id, delay_seconds=int(delay) + 1)
