"""Telegram calling us: stored, then acknowledged."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Request

from api.core.errors import Unauthorized
from bot.channels.telegram.polling import store


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.telegram_bot.session.close()


def make_router(secret: str) -> APIRouter:
    """Return the webhook's router; Telegram proves itself by the secret that we told it."""
    router = APIRouter(include_in_schema=False, lifespan=_closing)

    @router.post("/channels/telegram")
    async def webhook(
        update: dict[str, Any], request: Request, x_telegram_bot_api_secret_token: Annotated[str, Header()] = ""
    ) -> dict[str, bool]:
        """Store one update; Telegram repeats it for a day unless the answer is 2xx."""
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), secret.encode()):
            raise Unauthorized("Sai mã bí mật của webhook Telegram.")
        await store(request.app.state.telegram_bot, request.app.state.database, update)
        return {"ok": True}

    return router
