"""Sending on Telegram with aiogram, its errors sorted into ours."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from api.core.settings import Settings
from api.outbox.schemas import Button
from bot.channels.base import Abilities, ChannelDown, Permanent, Temporary, fit
from bot.channels.telegram.incoming import CHANNEL

_REQUEST_SECONDS = 20
# Telegram counts UTF-16 units: a letter is one, most pictures are two.
_MAX_UNITS = 4096
# Everything that a call may end with: aiogram lets the proxy's own errors and broken answers through.
CALL_ERRORS = (
    TelegramAPIError,
    ClientDecodeError,
    ProxyError,
    ProxyConnectionError,
    ProxyTimeoutError,
    aiohttp.ClientError,
    OSError,
)


def make_bot(settings: Settings) -> Bot:
    """Return aiogram's bot for the configured token, server and proxy."""
    session = AiohttpSession(proxy=settings.telegram_proxy or None)
    if settings.telegram_api_base:
        session.api = TelegramAPIServer.from_base(settings.telegram_api_base)
    return Bot(settings.telegram_token.get_secret_value(), session=session)


class TelegramAdapter:
    """Telegram as an adapter."""

    name = CHANNEL
    # 4,096 characters by the Bot API, counted in UTF-16 units; titles are cut by the apps at about 60.
    abilities = Abilities(max_text=4000, max_buttons=8, max_button_title=60)

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, external_id: str, text: str, buttons: Sequence[Button]) -> str | None:
        """Send one message, in pieces if its pictures make it too long; return Telegram's id of the last."""
        if len(text.encode("utf-16-le")) // 2 <= _MAX_UNITS:
            return await self._send(external_id, text, buttons)
        sent = None
        for part in fit(text, buttons, replace(self.abilities, max_text=_MAX_UNITS // 2)):
            sent = await self._send(external_id, part.text, part.buttons)
        return sent

    async def _send(self, external_id: str, text: str, buttons: Sequence[Button]) -> str:
        rows = [[InlineKeyboardButton(text=b["title"], callback_data=b["payload"])] for b in buttons]
        markup = InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
        try:
            message = await self._bot.send_message(
                int(external_id), text, reply_markup=markup, request_timeout=_REQUEST_SECONDS
            )
        except TelegramRetryAfter as error:
            raise Temporary("rate_limited", retry_after_seconds=error.retry_after) from error
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise ChannelDown("token_refused") from error
        except TelegramForbiddenError as error:
            raise Permanent("blocked_by_citizen") from error
        except TelegramBadRequest as error:
            raise Permanent("refused") from error
        except CALL_ERRORS as error:
            raise Temporary(type(error).__name__) from error
        return str(message.message_id)

    async def maintain(self) -> None:
        """Nothing: a bot's token does not run out."""

    async def close(self) -> None:
        """Return connections."""
        await self._bot.session.close()
        await asyncio.sleep(0)
