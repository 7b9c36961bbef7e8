"""Alembic's entry: the connection comes from our settings or from the caller."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

from api.core.settings import get_settings
from api.tables import metadata


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    url = context.config.get_main_option("sqlalchemy.url") or get_settings().sqlalchemy_url
    engine = create_engine(url)
    with engine.connect() as own:
        _run(own)
    engine.dispose()
