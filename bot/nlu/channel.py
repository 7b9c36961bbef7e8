"""Rasa's input channel for our worker: a turn answers with what the bot says, or with an honest 503.

Rasa's own REST channel answers 200 and an empty list when a turn raises, makes up message ids, and says nothing
when the tracker could not be written (it is then kept in memory only and lost).

    POST /webhooks/turn/                        {"sender","text","message_id","metadata"} -> {"messages":[...]}
    GET  /webhooks/turn/turns/SENDER/MESSAGE    what the tracker holds of a message
    POST /webhooks/turn/rewind                  takes a half turn back
    GET  /webhooks/turn/health
"""

from __future__ import annotations

import gc
import hmac
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, HTTPResponse, Request, response

from bot.nlu.store import StoreLost, TrackerStore

logger = logging.getLogger(__name__)
# Longer texts hold up everybody's turn: NLU runs in Rasa's one event loop (10 kB take 0.1 s, 1 MB 11 s).
MAX_TEXT = 4000


class TurnOutput(CollectingOutputChannel):
    """Collects what is said; responses of `domain.yml` may be varied for this name."""

    @classmethod
    def name(cls) -> str:
        """Return the name of the output channel."""
        return "turn"


class Turn(InputChannel):
    """One turn at a time for a conversation: the caller holds that lock."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """Return the name under /webhooks."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Turn:
        """Return the channel with the secret of `credentials.yml`. Raises ValueError without one."""
        secret = str((credentials or {}).get("secret") or "")
        if not secret:
            raise ValueError("credentials.yml: bot.nlu.channel.Turn needs a secret")
        return cls(secret)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("turn_webhook")

        @routes.listener("after_server_start")
        async def settle(*_: object) -> None:
            # The model is hundreds of thousands of objects that live as long as the process. Searched for garbage at
            # each collection, they held up one message in fifty by 40 ms.
            gc.collect()
            gc.freeze()

        @routes.get("/health")
        @self._guarded
        async def health(request: Request) -> HTTPResponse:
            await _store().check()
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        @routes.post("/")
        @self._guarded
        async def turn(request: Request) -> HTTPResponse:
            output = TurnOutput()
            message = UserMessage(
                str(request.json["text"])[:MAX_TEXT],
                output,
                str(request.json["sender"]),
                input_channel=self.name(),
                message_id=str(request.json["message_id"]),
                metadata=request.json["metadata"],
            )
            await on_new_message(message)
            if await _store().find_turn(message.sender_id, message.message_id) is None:
                return response.json({"error": "tracker_not_written"}, status=503)
            return response.json({"messages": output.messages})

        @routes.get("/turns/<sender:str>/<message_id:str>")
        @self._guarded
        async def held(request: Request, sender: str, message_id: str) -> HTTPResponse:
            found = await _store().find_turn(sender, message_id)
            return response.json({"found": found is not None, "messages": found.messages if found else []})

        @routes.post("/rewind")
        @self._guarded
        async def rewind(request: Request) -> HTTPResponse:
            rewound = await _store().rewind(str(request.json["sender"]), str(request.json["message_id"]))
            return response.json({"rewound": rewound})

        return routes

    def _guarded(self, handler: Callable[..., Awaitable[HTTPResponse]]) -> Callable[..., Awaitable[HTTPResponse]]:
        """Let only our worker in, and turn every failure into 503, told by its kind alone."""

        @wraps(handler)
        async def guarded(request: Request, **arguments: str) -> HTTPResponse:
            given = request.headers.get("x-phucdap-secret", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                return response.json({"error": "unauthorized"}, status=401)
            try:
                return await handler(request, **arguments)
            except (Exception, StoreLost) as error:  # noqa: BLE001 - the edge: the turn must be tried again
                logger.error("turn failed: %s", type(error).__name__)
                return response.json({"error": type(error).__name__}, status=503)

        return guarded


def _store() -> TrackerStore:
    """Return the tracker store that Rasa made from `endpoints.yml`."""
    if TrackerStore.current is None:
        raise RuntimeError("endpoints.yml must name bot.nlu.store.TrackerStore")
    return TrackerStore.current
