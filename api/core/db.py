"""The only place that opens, commits and rolls back a transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

import psycopg
from fastapi import Depends, Request
from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """All rows; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        # None is "nothing there": as JSON's own null it would not be NULL to a query
        dict[str, Any]: JSONB(none_as_null=True),
        list[dict[str, Any]]: JSONB,
        list[str]: JSONB,
    }


class Database:
    """The connection pool of one process."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool_size, max_overflow=10, pool_pre_ping=True, pool_timeout=10
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end, or rolled back on any exception."""
        async with self._sessions() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Return all connections."""
        await self.engine.dispose()


async def unit_of_work(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction.

    Declared with `scope="function"`: FastAPI would otherwise end it after the answer was sent, and a failing
    commit would still have answered 200.
    """
    database: Database = request.app.state.database
    async with database.transaction() as session:
        yield session


UnitOfWork = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]


async def raw_connection(session: AsyncSession) -> psycopg.AsyncConnection[Any]:
    """Return the psycopg connection under the session, for what must join its transaction (jobs, NOTIFY)."""
    raw = await (await session.connection()).get_raw_connection()
    connection = raw.driver_connection
    if not isinstance(connection, psycopg.AsyncConnection):
        raise TypeError("the session does not run on psycopg")
    return connection
