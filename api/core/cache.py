"""What is built from the province's data once a process, and again when the data change."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


async def data_version(session: AsyncSession) -> str:
    """Return the version of the loaded province data; empty before the first load."""
    return str(await session.scalar(text("SELECT coalesce(max(version), '') FROM province_load")))


class ByVersion(Generic[T]):
    """Keeps one value for the newest data version."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._value: T | None = None

    async def get(self, session: AsyncSession, build: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Return the value for the data version of this session's database, built if it changed."""
        version = await data_version(session)
        if self._value is None or version != self._version:
            self._value, self._version = await build(session), version
        return self._value
