"""The migrations and the models say the same."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from api.core.settings import Settings
from api.tables import metadata


def _ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("procrastinate", "alembic")))


def test_the_migrated_database_matches_the_models(shared_settings: Settings) -> None:
    engine = create_engine(shared_settings.sqlalchemy_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
