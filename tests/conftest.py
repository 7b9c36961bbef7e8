"""The real PostgreSQL for every test that needs rows: one server a run, one clone or one transaction a test."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api.core.db import Database
from api.core.settings import ROOT, Settings, load_settings

_PASSWORD = "test-password-1"


@pytest.fixture(scope="session")
def server_state() -> Iterator[Path]:
    """A PostgreSQL server of this test run, in a state directory of its own."""
    from ops.postgres import wait_and_create

    state = Path(tempfile.mkdtemp(prefix="phucdap-test-"))
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.processes", "postgres"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_and_create(state)
        yield state
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(state, ignore_errors=True)


def _settings(state: Path, database: str) -> Settings:
    from ops.postgres import database_url

    url = database_url(state).replace("@/phucdap?", f"@/{database}?")
    return load_settings(
        database_url=url,
        secret_key="test-secret-key",
        internal_token="test-internal-token",
        rasa_turn_secret="test-turn-secret",
    )


@pytest.fixture(scope="session")
def template(server_state: Path) -> str:
    """The name of a database with the schema, the province's data and the demo accounts, to be cloned."""
    from ops.database import load_data, migrate

    settings = _settings(server_state, "phucdap")
    migrate(settings)
    asyncio.run(load_data(settings, _PASSWORD))
    return "phucdap"


def _execute(state: Path, statement: str) -> None:
    with psycopg.connect(_settings(state, "postgres").database_url, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def settings(server_state: Path, template: str) -> Iterator[Settings]:
    """Settings that point to a database of this test alone."""
    name = f"test_{uuid4().hex}"
    _execute(server_state, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _settings(server_state, name)
    _execute(server_state, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The database of this test alone; what it commits is gone afterwards."""
    own = Database(settings.sqlalchemy_url)
    yield own
    await own.close()


@pytest.fixture(scope="session")
def shared_settings(server_state: Path, template: str) -> Settings:
    """Settings of a database that tests share because each rolls back."""
    _execute(server_state, f"CREATE DATABASE shared TEMPLATE {template}")
    return _settings(server_state, "shared")


@pytest.fixture
async def session(shared_settings: Settings) -> AsyncIterator[AsyncSession]:
    """A session whose work is rolled back at the end of the test."""
    own = Database(shared_settings.sqlalchemy_url)
    async with own.engine.connect() as connection:
        transaction = await connection.begin()
        make = async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        async with make() as rolled_back:
            yield rolled_back
        await transaction.rollback()
    await own.close()


@pytest.fixture
async def client(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncClient]:
    """An HTTP client of the whole web application, on the database of this test."""
    import server

    monkeypatch.setattr("server.get_settings", lambda: settings)
    app = server.create_web()
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as made,
    ):
        yield made


@pytest.fixture
def password() -> str:
    """The password of the demo accounts in the tests' databases."""
    return _PASSWORD
