"""The channels that are set up. A channel without its token is simply not there."""

from collections.abc import Coroutine, Mapping
from typing import Any

from fastapi import FastAPI

from api.core.db import Database
from api.core.settings import Settings
from bot.channels.base import Adapter
from bot.channels.telegram import adapter as telegram
from bot.channels.telegram import polling as telegram_polling
from bot.channels.telegram import webhook as telegram_webhook
from bot.channels.zalo import webhook as zalo_webhook
from bot.channels.zalo.adapter import ZaloAdapter


def telegram_is_on(settings: Settings) -> bool:
    """Whether Telegram has a token."""
    return bool(settings.telegram_token.get_secret_value())


def zalo_is_on(settings: Settings) -> bool:
    """Whether the Official Account is known with both secrets."""
    secrets = (settings.zalo_app_secret, settings.zalo_oa_secret)
    return bool(settings.zalo_app_id and settings.zalo_oa_id and all(s.get_secret_value() for s in secrets))


def adapters(settings: Settings, database: Database) -> Mapping[str, Adapter]:
    """Return the adapters that send, by channel name."""
    made: list[Adapter] = []
    if telegram_is_on(settings):
        made.append(telegram.TelegramAdapter(telegram.make_bot(settings)))
    if zalo_is_on(settings):
        made.append(ZaloAdapter(settings, database))
    return {adapter.name: adapter for adapter in made}


def install_incoming(app: FastAPI, settings: Settings) -> None:
    """Add the webhooks of the channels that call us."""
    secret = settings.telegram_webhook_secret.get_secret_value()
    if telegram_is_on(settings) and secret:
        app.state.telegram_bot = telegram.make_bot(settings)
        app.include_router(telegram_webhook.make_router(secret))
    if zalo_is_on(settings):
        app.include_router(zalo_webhook.make_router(settings))


def pollers(settings: Settings, database: Database) -> list[Coroutine[Any, Any, None]]:
    """Return a loop for each channel that we must ask: Telegram, when it has no webhook."""
    if telegram_is_on(settings) and not settings.telegram_webhook_secret.get_secret_value():
        return [telegram_polling.poll(telegram.make_bot(settings), database)]
    return []
