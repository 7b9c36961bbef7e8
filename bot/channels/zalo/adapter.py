"""Sending customer-care messages of a Zalo Official Account, and fetching the photos that came to it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx

from api.core.db import Database
from api.core.settings import Settings
from api.outbox.schemas import Button
from bot.channels.base import Abilities, ChannelDown, ChannelError, Permanent, Temporary
from bot.channels.zalo.files import Files
from bot.channels.zalo.incoming import CHANNEL, PAYLOAD_MARK
from bot.channels.zalo.tokens import Tokens

_REQUEST_SECONDS = 20
# Zalo's error codes (its page «Mã lỗi», by digests), by what can be done about them.
_TOKEN = frozenset({-216, -220})
_RATE = frozenset({-32, -211, -218})
_CITIZEN = frozenset({-213, -217, -227, -230, -232, -244, -201, -210, -233, -248})
_ACCOUNT = frozenset({-204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321})


class ZaloAdapter:
    """Zalo as an adapter: free within 48 hours of the citizen's last act, possible within 7 days."""

    name = CHANNEL
    abilities = Abilities(
        max_text=1900,  # 2,000 characters in NFC, with room for a mark
        max_buttons=5,
        max_button_title=100,
        free_window=timedelta(hours=48),
        last_window=timedelta(days=7),
    )

    def __init__(self, settings: Settings, database: Database) -> None:
        self._base = settings.zalo_api_base
        self._client = httpx.AsyncClient(timeout=_REQUEST_SECONDS)
        self._tokens = Tokens(settings, database, self._client)
        self._files = Files(self._client, self._base)

    async def send(self, external_id: str, text: str, buttons: Sequence[Button]) -> str | None:
        """Send one message; return Zalo's message id."""
        token = await self._tokens.access_token()
        answer = await self._post(token, _body(external_id, text, buttons))
        if answer["error"] in _TOKEN:
            token = await self._tokens.access_token(refused=token)
            answer = await self._post(token, _body(external_id, text, buttons))
        if answer["error"] != 0:
            raise _error(answer["error"])
        return str((answer.get("data") or {}).get("message_id") or "") or None

    async def _post(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        """Zalo answers failures with 200 and a number in `error`; what has none comes from a server in trouble."""
        try:
            response = await self._client.post(
                f"{self._base}/v3.0/oa/message/cs", headers={"access_token": token}, json=body
            )
            if response.status_code == 401:
                return {"error": -216}
            answer = response.json()
            return {**answer, "error": int(answer["error"])}
        except httpx.HTTPError as error:
            raise Temporary(f"http:{type(error).__name__}") from error
        except (ValueError, TypeError, KeyError) as error:
            raise Temporary(f"http:{response.status_code}") from error

    async def fetch_photo(self, reference: str) -> bytes:
        """Return the photo at an address of an event; it wants no token, so none is sent."""
        return await self._files.fetch(reference)

    async def maintain(self) -> None:
        """Renew the tokens in time: after three silent months the refresh token would be dead."""
        await self._tokens.access_token()

    async def close(self) -> None:
        """Return connections."""
        await self._client.aclose()


def _body(external_id: str, text: str, buttons: Sequence[Button]) -> dict[str, Any]:
    message: dict[str, Any] = {"text": text}
    if buttons:
        choices = [
            {"title": b["title"], "type": "oa.query.hide", "payload": PAYLOAD_MARK + b["payload"]} for b in buttons
        ]
        message["attachment"] = {"type": "template", "payload": {"buttons": choices}}
    return {"recipient": {"user_id": external_id}, "message": message}


def _error(code: int) -> ChannelError:
    reason = f"zalo:{code}"
    if code in _RATE:
        return Temporary(reason, retry_after_seconds=60)
    if code in _CITIZEN:
        return Permanent(reason)
    if code in _ACCOUNT or code in _TOKEN:
        return ChannelDown(reason)
    return Temporary(reason)
