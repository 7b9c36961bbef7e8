"""The channels that are set up. A channel without its token is simply not there."""

from collections.abc import Coroutine, Mapping
from typing import Any

from fastapi import APIRouter

from api.core.db import Database
from api.core.settings import Settings
from bot.channels.base import Adapter


def adapters(settings: Settings, database: Database) -> Mapping[str, Adapter]:
    """Return the adapters that send, by channel name."""
    return {}


def incoming(settings: Settings) -> list[APIRouter]:
    """Return the webhook routers of the channels that call us."""
    return []


def pollers(settings: Settings, database: Database) -> list[Coroutine[Any, Any, None]]:
    """Return a loop for each channel that we must ask."""
    return []
