"""The migrations and the models say the same, and what was stored before one is there after it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from api.core.settings import Settings
from api.tables import metadata
from ops.database import alembic_config


def _ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("procrastinate", "alembic")))


def test_the_migrated_database_matches_the_models(shared_settings: Settings) -> None:
    engine = create_engine(shared_settings.sqlalchemy_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.fixture
def empty(server_state: Path, shared_settings: Settings) -> Iterator[Settings]:
    """Settings of a database without any tables."""
    name = f"old_{uuid4().hex}"
    with psycopg.connect(shared_settings.database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield shared_settings.model_copy(
            update={"database_url": shared_settings.database_url.replace("@/shared?", f"@/{name}?")}
        )
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_messages_of_before_photos_had_names_are_kept(empty: Settings) -> None:
    config = alembic_config(empty.sqlalchemy_url)
    command.upgrade(config, "20261127_2330_photos")
    with psycopg.connect(empty.database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO conversation (id, channel, external_id, last_position, created_at, not_for_learning) "
            "VALUES (gen_random_uuid(), 'telegram', '42', 1, now(), false)"
        )
        connection.execute(
            "INSERT INTO inbox_message (id, conversation_id, client_id, position, text, received_at, state, attempts) "
            "SELECT gen_random_uuid(), id, 'update:1', 1, 'đường hỏng', now(), 'pending', 0 FROM conversation"
        )
        command.upgrade(config, "head")
        found = connection.execute("SELECT text, state, photo_ref FROM inbox_message").fetchall()
        assert found == [("đường hỏng", "pending", None)]
        command.downgrade(config, "20261127_2330_photos")
        assert connection.execute("SELECT text FROM inbox_message").fetchall() == [("đường hỏng",)]
