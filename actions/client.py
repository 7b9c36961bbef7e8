"""The intake of the api, over HTTP."""

import asyncio
import os
from typing import Any

import httpx

_TIMEOUT_SECONDS = 10.0
# One client a process and event loop: making one costs 30 ms (it reads all certificates), more than the call itself.
_clients: dict[tuple[str, int], httpx.AsyncClient] = {}


def _client(base_url: str) -> httpx.AsyncClient:
    key = (base_url, id(asyncio.get_running_loop()))
    if key not in _clients:
        _clients[key] = httpx.AsyncClient(base_url=base_url, timeout=_TIMEOUT_SECONDS)
    return _clients[key]


class Intake:
    """Calls of one action; address and token come from the environment that the supervisor sets."""

    def __init__(self, base_url: str | None = None, token: str | None = None) -> None:
        self._base_url = base_url or os.environ["PHUCDAP_API_URL"]
        self._token = token or os.environ["PHUCDAP_INTERNAL_TOKEN"]

    async def post(self, step: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a step (`turn`, `close`, `aside`). Raises httpx.HTTPError; the turn is then tried again."""
        return await self._call("POST", step, str(body["message_id"]), body)

    async def question(self, conversation_id: str, message_id: str) -> dict[str, Any]:
        """Return the question that stands after this message; an error if the api has not taken the message."""
        return await self._call("GET", f"question/{conversation_id}/{message_id}", message_id)

    async def _call(
        self, method: str, path: str, message_id: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # The message's id stands in the api's log lines too, so that one turn can be followed through all processes.
        headers = {"Authorization": f"Bearer {self._token}", "X-Request-Id": message_id}
        response = await _client(self._base_url).request(method, f"/internal/intake/{path}", json=body, headers=headers)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer
