"""Fetching from Telegram: a message is stored before the offset moves past it.

aiogram's own polling is not durable: its handlers are tasks that nobody awaits at the end.
"""

import asyncio
from typing import Any

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.core.db import Database
from api.core.errors import Invalid
from api.core.time import utc_now
from api.inbox import service as inbox
from api.inbox.schemas import MAX_TEXT, Incoming
from api.outbox import queries as outbox
from bot.channels.telegram.incoming import ALLOWED_UPDATES, incoming_of

_log = structlog.get_logger(__name__)
_LONG_POLL_SECONDS = 25
_LONGEST_WAIT_SECONDS = 60
# One poller for a token, on however many machines: Telegram answers a second one with 409.
_LOCK = text("SELECT pg_advisory_lock(hashtext('phucdap.telegram'))")


async def poll(bot: Bot, database: Database) -> None:
    """Fetch until cancelled. Waits longer after each failure, a minute at most."""
    failures = 0
    async with database.engine.connect() as connection:
        await connection.execute(_LOCK)  # waits until the other poller is gone
        offset = 0
        while True:
            try:
                offset = await fetch_once(bot, database, offset)
                failures = 0
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except (TelegramAPIError, ClientDecodeError, aiohttp.ClientError, SQLAlchemyError, OSError) as error:
                failures += 1
                _log.warning("telegram_poll_failed", reason=type(error).__name__, failures=failures)
                await asyncio.sleep(min(2**failures, _LONGEST_WAIT_SECONDS))


async def fetch_once(bot: Bot, database: Database, offset: int) -> int:
    """Fetch and store what is there; return the offset that acknowledges it with the next call."""
    updates = await bot.get_updates(
        offset=offset, timeout=_LONG_POLL_SECONDS, allowed_updates=list(ALLOWED_UPDATES), request_timeout=60
    )
    for update in updates:
        await store(bot, database, update.model_dump(mode="json", by_alias=True, exclude_none=True))
        offset = update.update_id + 1
    return offset


async def store(bot: Bot, database: Database, raw: dict[str, Any]) -> None:
    """Store the message of one update, committed when this returns; what cannot be stored is answered, not lost."""
    try:
        incoming = incoming_of(raw)
    except ValidationError:
        _log.error("telegram_update_unreadable", update_id=raw.get("update_id"))
        return
    if incoming is None:
        return
    query_id = (raw.get("callback_query") or {}).get("id")
    if query_id:
        await _acknowledge_tap(bot, query_id)
    async with database.transaction() as session:
        if incoming.payload is not None:
            incoming = await _with_title(session, incoming)
        text_ = incoming.text[:MAX_TEXT] or "[tin nhắn không có chữ]"
        try:
            await inbox.receive_incoming(session, _with_text(incoming, text_), now=utc_now())
        except Invalid as error:
            _log.warning("telegram_message_refused", reason=error.code)


async def _with_title(session: Any, incoming: Incoming) -> Incoming:
    """A tap carries only its payload, and it can be forged: it counts if we offered it to this citizen."""
    conversation = await inbox.conversation_of(
        session, channel=incoming.channel, external_id=incoming.external_id, now=utc_now()
    )
    title = await outbox.button_title(session, conversation.id, incoming.payload or "")
    payload = incoming.payload if title else None
    return Incoming(incoming.channel, incoming.external_id, incoming.client_id, title or "nút cũ", payload)


def _with_text(incoming: Incoming, text_: str) -> Incoming:
    return Incoming(incoming.channel, incoming.external_id, incoming.client_id, text_, incoming.payload)


async def _acknowledge_tap(bot: Bot, query_id: str) -> None:
    """Stop the button's spinner; a tap that is too old cannot be acknowledged, and need not be."""
    try:
        await bot.answer_callback_query(query_id)
    except TelegramBadRequest:
        _log.info("telegram_tap_too_old")
