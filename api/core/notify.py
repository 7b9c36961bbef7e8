"""Waking a waiting request when a row was written, by PostgreSQL's NOTIFY, which joins the transaction."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "phucdap"
_log = structlog.get_logger(__name__)


async def notify(session: AsyncSession, key: str) -> None:
    """Wake all who wait for `key` once this transaction is committed."""
    await session.execute(text("SELECT pg_notify(:channel, :key)"), {"channel": CHANNEL, "key": key})


class Listener:
    """One listening connection a process; it hands each notification to those who wait for its key."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again after a second."""
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                _log.warning("listener_lost", reason=type(error).__name__)
            await asyncio.sleep(1)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._wake_all()  # whatever was written while nobody listened
            async for notification in connection.notifies():
                for event in self._waiting.get(notification.payload, ()):
                    event.set()

    def _wake_all(self) -> None:
        for events in self._waiting.values():
            for event in events:
                event.set()

    @contextmanager
    def waiting_for(self, key: str) -> Iterator[asyncio.Event]:
        """Give an event that is set at each notification of `key`; the caller clears it."""
        event = asyncio.Event()
        self._waiting[key].add(event)
        try:
            yield event
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]
