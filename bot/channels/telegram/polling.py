"""Fetching from Telegram: a message is stored before the offset moves past it.

aiogram's own polling is not durable: its handlers are tasks that nobody awaits at the end.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import TelegramMethod
from procrastinate.exceptions import ConnectorException
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from api.core.db import Database
from api.core.errors import Invalid
from api.core.time import utc_now
from api.inbox import service as inbox
from api.inbox.schemas import Incoming
from api.outbox import queries as outbox
from bot.channels.telegram.adapter import CALL_ERRORS
from bot.channels.telegram.incoming import ALLOWED_UPDATES, incoming_of, tap_of

_log = structlog.get_logger(__name__)
_LONG_POLL_SECONDS = 25
_REQUEST_SECONDS = 60
_TAP_SECONDS = 5
_LONGEST_WAIT_SECONDS = 60
# One poller for a token, on however many machines: Telegram answers a second one with 409. Asked for again and
# again instead of waited for: a statement that waits for days keeps PostgreSQL from clearing away dead rows.
_LOCK = text("SELECT pg_try_advisory_lock(hashtext('phucdap.telegram'))")
_STILL_THERE = text("SELECT 1")
_ASK_AGAIN_SECONDS = 5


class _RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates as it came: one update that aiogram cannot read would make it refuse the whole batch, for ever."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int
    timeout: int
    allowed_updates: list[str]


async def poll(bot: Bot, database: Database) -> None:
    """Fetch until cancelled. Waits longer after each failure, a minute at most; neither side's absence ends it."""
    failures, offset = 0, 0
    try:
        while True:
            try:
                async with _alone(database) as lock:
                    while True:
                        await lock.execute(_STILL_THERE)
                        offset = await fetch_once(bot, database, offset)
                        failures = 0
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except (*CALL_ERRORS, SQLAlchemyError, ConnectorException) as error:
                failures += 1
                _log.warning("telegram_poll_failed", reason=type(error).__name__, failures=failures)
                await asyncio.sleep(min(2**failures, _LONGEST_WAIT_SECONDS))
    finally:
        await bot.session.close()


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[AsyncConnection]:
    """Hold the lock of the only poller; its connection ends with it, or the pool would keep the lock."""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(_LOCK):  # noqa: ASYNC110 - the other poller may be on another machine
            await asyncio.sleep(_ASK_AGAIN_SECONDS)
        try:
            yield connection
        finally:
            await connection.invalidate()


async def fetch_once(bot: Bot, database: Database, offset: int) -> int:
    """Fetch and store what is there; return the offset that acknowledges it with the next call."""
    call = _RawUpdates(offset=offset, timeout=_LONG_POLL_SECONDS, allowed_updates=list(ALLOWED_UPDATES))
    for update in await bot(call, request_timeout=_REQUEST_SECONDS):
        await store(bot, database, update)
        offset = int(update["update_id"]) + 1
    return offset


async def store(bot: Bot, database: Database, raw: dict[str, Any]) -> None:
    """Store the message of one update, committed when this returns.

    What cannot be read or kept whenever it comes is logged and left, so that it does not hold up what follows.
    Raises SQLAlchemyError when the database is away: then the update must come again.
    """
    try:
        incoming = incoming_of(raw)
        if incoming is not None:
            await _keep(database, incoming)
    except (ValidationError, Invalid, DataError, UnicodeError) as error:
        _log.error("telegram_update_unreadable", update_id=raw.get("update_id"), reason=type(error).__name__)
    tap = tap_of(raw)
    if tap is not None:
        await _acknowledge_tap(bot, tap)


async def _keep(database: Database, incoming: Incoming) -> None:
    async with database.transaction() as session:
        if incoming.payload is not None:
            incoming = await _with_title(session, incoming, incoming.payload)
        await inbox.receive_incoming(session, incoming, now=utc_now())


async def _with_title(session: AsyncSession, incoming: Incoming, payload: str) -> Incoming:
    """A tap carries only its payload, and it can be forged: it counts if we offered it to this citizen."""
    conversation = await inbox.conversation_of(
        session, channel=incoming.channel, external_id=incoming.external_id, now=utc_now()
    )
    title = await outbox.button_title(session, conversation.id, payload)
    return replace(incoming, text=title or "nút cũ", payload=payload if title else None)


async def _acknowledge_tap(bot: Bot, tap: str) -> None:
    """Stop the button's spinner. The tap is stored: a failure here (too old, Telegram away) changes nothing."""
    try:
        await bot.answer_callback_query(tap, request_timeout=_TAP_SECONDS)
    except CALL_ERRORS as error:
        _log.info("telegram_tap_unacknowledged", reason=type(error).__name__)
