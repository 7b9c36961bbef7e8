"""This installation on this machine: its settings, its secrets, its database."""

import os

import psycopg

from api.core.settings import Settings, load_settings
from ops.postgres import database_url
from ops.secrets import ensure_secrets


def settings_for_one_machine() -> tuple[Settings, dict[str, str]]:
    """Return the settings with the embedded database's address where none is configured, and the secrets."""
    secrets = ensure_secrets(load_settings().state_dir)
    settings = load_settings()
    if not settings.database_url:
        os.environ["DATABASE_URL"] = database_url(settings.state_dir)
        settings = load_settings()
    return settings, secrets


def embedded(settings: Settings) -> bool:
    """Whether PostgreSQL is ours to start."""
    return settings.database_url == database_url(settings.state_dir)


def answers(settings: Settings) -> bool:
    """Whether the database can be reached."""
    try:
        with psycopg.connect(settings.database_url, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False
