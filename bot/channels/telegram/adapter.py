"""Sending and fetching on Telegram with aiogram, its errors sorted into ours."""

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
from api.photos.pictures import MAX_BYTES, too_large
from bot.channels.base import Abilities, ChannelDown, ChannelError, Permanent, Temporary, fit
from bot.channels.files import of_status, read_capped
from bot.channels.telegram.incoming import CHANNEL

_REQUEST_SECONDS = 20
_DOWNLOAD_SECONDS = 60
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


def _sorted(error: Exception) -> ChannelError:
    """Return what an error of a call means for us."""
    match error:
        case TelegramRetryAfter():
            return Temporary("rate_limited", retry_after_seconds=error.retry_after)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return ChannelDown("token_refused")
        case TelegramForbiddenError():
            return Permanent("blocked_by_citizen")
        case TelegramBadRequest():
            return Permanent("refused")
    return Temporary(type(error).__name__)


def _of_file(error: TelegramBadRequest) -> Exception:
    """Tell the refusals of getFile apart: they have one number, and only their words differ."""
    if "too big" in error.message:  # beyond the 20 MB that a bot may fetch
        return too_large()
    if "temporarily unavailable" in error.message:
        return Temporary("file_unavailable")
    return Permanent("no_file")


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
        except CALL_ERRORS as error:
            raise _sorted(error) from error
        return str(message.message_id)

    async def fetch_photo(self, reference: str) -> bytes:
        """Return the file behind a `file_id`, read no further than a photo may go."""
        try:
            file = await self._bot.get_file(reference, request_timeout=_REQUEST_SECONDS)
            if (file.file_size or 0) > MAX_BYTES:
                raise too_large()
            if file.file_path is None:
                raise Permanent("no_file")
            return await self._download(file.file_path)
        except TelegramBadRequest as error:
            raise _of_file(error) from error
        except aiohttp.ClientResponseError as error:
            # Its words hold the address, and that the token: only the number goes on.
            raise of_status(error.status, error.headers.get("Retry-After") if error.headers else None) from None
        except CALL_ERRORS as error:
            raise _sorted(error) from None

    async def _download(self, path: str) -> bytes:
        session = self._bot.session
        chunks = session.stream_content(session.api.file_url(self._bot.token, path), timeout=_DOWNLOAD_SECONDS)
        return await read_capped(chunks)

    async def maintain(self) -> None:
        """Nothing: a bot's token does not run out."""

    async def close(self) -> None:
        """Return connections."""
        await self._bot.session.close()
        await asyncio.sleep(0)
