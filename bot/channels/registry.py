"""The channels that are set up. A channel without its token is simply not there."""

from collections.abc import Coroutine, Mapping
from typing import Any

import structlog
from aiogram import Bot
from aiogram.utils.token import TokenValidationError
from fastapi import FastAPI

from api.core.db import Database
from api.core.settings import Settings
from bot.channels.base import Adapter
from bot.channels.telegram import adapter as telegram
from bot.channels.telegram import polling as telegram_polling
from bot.channels.telegram import webhook as telegram_webhook
from bot.channels.zalo import webhook as zalo_webhook
from bot.channels.zalo.adapter import ZaloAdapter

_log = structlog.get_logger(__name__)


def telegram_bot(settings: Settings) -> Bot | None:
    """Return Telegram's bot, or None without a token.

    A token or proxy that cannot be right is told in the log and leaves the channel off: it must not keep the rest
    from starting.
    """
    if not settings.telegram_token.get_secret_value():
        return None
    try:
        return telegram.make_bot(settings)
    except (TokenValidationError, ValueError) as error:
        _log.error("telegram_is_misconfigured", reason=type(error).__name__)
        return None


def zalo_is_on(settings: Settings) -> bool:
    """Whether the Official Account is known with both secrets."""
    secrets = (settings.zalo_app_secret, settings.zalo_oa_secret)
    return bool(settings.zalo_app_id and settings.zalo_oa_id and all(s.get_secret_value() for s in secrets))


def adapters(settings: Settings, database: Database) -> Mapping[str, Adapter]:
    """Return the adapters that send, by channel name."""
    made: list[Adapter] = []
    bot = telegram_bot(settings)
    if bot is not None:
        made.append(telegram.TelegramAdapter(bot))
    if zalo_is_on(settings):
        made.append(ZaloAdapter(settings, database))
    return {adapter.name: adapter for adapter in made}


def install_incoming(app: FastAPI, settings: Settings) -> None:
    """Add the webhooks of the channels that call us."""
    secret = settings.telegram_webhook_secret.get_secret_value()
    bot = telegram_bot(settings) if secret else None
    if bot is not None:
        app.state.telegram_bot = bot
        app.include_router(telegram_webhook.make_router(secret))
    if zalo_is_on(settings):
        app.include_router(zalo_webhook.make_router(settings))


def pollers(settings: Settings, database: Database) -> list[Coroutine[Any, Any, None]]:
    """Return a loop for each channel that we must ask: Telegram, when it has no webhook."""
    if settings.telegram_webhook_secret.get_secret_value():
        return []
    bot = telegram_bot(settings)
    return [telegram_polling.poll(bot, database)] if bot is not None else []
