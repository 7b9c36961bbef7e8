"""A small server in the place of Rasa and its actions: the real intake behind the turn channel's protocol.

It knows as much of language as these tests need: greetings, taps, and everything else is a report about a road. What
it says are the names of the texts.
"""

from typing import Any
from uuid import UUID

from aiohttp import web

from api.core.db import Database
from api.core.time import utc_now
from api.intake import service as intake
from api.intake.schemas import Close, Heard, Saying, TopicGuess
from tests.pg.channels.local_server import LocalServer
from tests.pg.intake.citizen import ROAD

_GREETING = "xin chào"


class FakeRasa(LocalServer):
    """Rasa's side of the conversations."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.down = False
        self.heard: list[str] = []
        self._said: dict[str, list[dict[str, Any]]] = {}
        self._in_form: set[str] = set()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.router.add_get("/webhooks/turn/health", self._health)
        app.router.add_get("/webhooks/turn/turns/{sender}/{message}", self._held)
        app.router.add_post("/webhooks/turn/", self._turn)
        return app

    async def _health(self, _request: web.Request) -> web.Response:
        return web.Response(status=503 if self.down else 200)

    async def _held(self, request: web.Request) -> web.Response:
        said = self._said.get(request.match_info["message"])
        return web.json_response({"found": said is not None, "messages": said or []})

    async def _turn(self, request: web.Request) -> web.Response:
        body = await request.json()
        metadata, sender = body["metadata"], body["sender"]
        self.heard.append(metadata["text"])
        heard = _heard(sender, metadata)
        async with self.database.transaction() as session:
            take = intake.answer_aside if sender not in self._in_form and _is_talk(heard) else intake.take_turn
            answer = await take(session, heard=heard, now=utc_now())
            sayings = list(answer.sayings)
            if answer.requested is not None:
                self._in_form.add(sender)
                asked = await intake.ask(
                    session, conversation_id=heard.conversation_id, message_id=heard.message_id, now=utc_now()
                )
                sayings.append(asked)
            elif take is intake.take_turn:
                self._in_form.discard(sender)
                closing = Close(conversation_id=heard.conversation_id, message_id=heard.message_id)
                sayings += (await intake.close(session, closing=closing, now=utc_now())).sayings
        said = [*map(_message, sayings), {"custom": {"turn": body["message_id"]}}]
        self._said[body["message_id"]] = said
        return web.json_response({"messages": said})


def _heard(sender: str, metadata: dict[str, Any]) -> Heard:
    text, payload = metadata["text"], metadata["payload"]
    act = "pick" if payload is not None else "greet" if text.startswith(_GREETING) else "report"
    if text.startswith("["):
        act = "out_of_scope"
    topic = ROAD if act == "report" else TopicGuess()
    return Heard(
        conversation_id=UUID(sender),
        message_id=metadata["message_id"],
        text=text,
        payload=payload,
        act=act,
        topic=topic,
    )


def _is_talk(heard: Heard) -> bool:
    return heard.act != "report"


def _message(saying: Saying) -> dict[str, Any]:
    return {"text": saying.response, "buttons": [dict(button) for button in saying.buttons]}
