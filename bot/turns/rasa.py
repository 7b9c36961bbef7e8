"""Rasa over HTTP, by our own input channel (`bot/nlu/channel.py`), and the proof that a turn ran to its end."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from api.outbox.schemas import Button


class TurnUnproved(Exception):
    """Rasa or the action server did not finish the turn; it must be tried again."""


@dataclass(frozen=True)
class Said:
    """One message that the bot says."""

    text: str
    buttons: tuple[Button, ...] = ()


class Rasa:
    """The turn channel of one Rasa server."""

    def __init__(self, *, url: str, actions_url: str, secret: str, timeout_seconds: float) -> None:
        self._actions_url = actions_url
        self._client = httpx.AsyncClient(
            base_url=f"{url}/webhooks/turn", headers={"X-Phucdap-Secret": secret}, timeout=timeout_seconds
        )

    async def close(self) -> None:
        """Return connections."""
        await self._client.aclose()

    async def ready(self) -> None:
        """Raise TurnUnproved unless Rasa and the action server answer: a turn begun without them is lost."""
        try:
            (await self._client.get("/health", timeout=3)).raise_for_status()
            (await self._client.get(f"{self._actions_url}/health", timeout=3)).raise_for_status()
        except httpx.HTTPError as error:
            raise TurnUnproved(f"not_ready:{type(error).__name__}") from error

    async def turn(self, *, sender: str, text: str, message_id: str, payload: str | None) -> list[Said]:
        """Return what the bot says to a message, said now or by an earlier try that we did not hear of.

        Raises TurnUnproved if the turn did not run to its end. A half turn in the tracker is taken back first.
        """
        try:
            held = await self._get(f"/turns/{quote(sender)}/{quote(message_id)}")
            if held["found"]:
                if _proved(held["messages"], message_id):
                    return _said(held["messages"])
                await self._post("/rewind", {"sender": sender, "message_id": message_id})
            metadata = {"message_id": message_id, "text": text, "payload": payload}
            body = {
                "sender": sender,
                "text": "/pick" if payload is not None else _harmless(text),
                "message_id": message_id,
                "metadata": metadata,
            }
            answer = await self._post("/", body)
        except httpx.HTTPError as error:
            raise TurnUnproved(type(error).__name__) from error
        if not _proved(answer["messages"], message_id):
            raise TurnUnproved("no_proof")
        return _said(answer["messages"])

    async def _get(self, path: str) -> dict[str, Any]:
        response = await self._client.get(path)
        response.raise_for_status()
        body: dict[str, Any] = response.json()
        return body

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = await self._client.post(path, json=body)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def _harmless(text: str) -> str:
    """Rasa takes a text that begins with a slash for a command."""
    return text.lstrip("/ \t\n") or "."


def _proved(messages: list[dict[str, Any]], message_id: str) -> bool:
    return any((message.get("custom") or {}).get("turn") == message_id for message in messages)


def _said(messages: list[dict[str, Any]]) -> list[Said]:
    return [
        Said(
            message["text"],
            tuple(Button(title=b["title"], payload=b["payload"]) for b in message.get("buttons") or ()),
        )
        for message in messages
        if message.get("text")
    ]
