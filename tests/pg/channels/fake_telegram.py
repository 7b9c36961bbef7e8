"""A small server that speaks the Bot API: `POST /bot<token>/<method>` with form fields, errors as Telegram's.

Files are named by ids, asked for with getFile and fetched under `/file/bot<token>/<path>`.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.pg.channels.local_server import LocalServer

TOKEN = "4242:TEST-token_of-the-fake"


@dataclass(frozen=True)
class Trouble:
    """What a method answers once instead of its own answer; `accept` does the work first and loses the answer."""

    status: int = 0
    description: str = ""
    retry_after: int | None = None
    html: bool = False
    hang_seconds: float = 0
    accept: bool = False

    def response(self) -> web.Response:
        if self.html:
            page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            return web.Response(status=self.status, text=page, content_type="text/html")
        return refusal(self.status, self.description, self.retry_after)


def refusal(status: int, description: str, retry_after: int | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return web.json_response(body, status=status)


@dataclass
class FakeTelegram(LocalServer):
    """Telegram's side of one bot, with what citizens did and what reached them."""

    known_chats: set[int] = field(default_factory=set)
    blocked_by: set[int] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)
    acknowledged_taps: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    downloads: int = 0
    webhook_set: bool = False

    def __post_init__(self) -> None:
        self._updates: list[dict[str, Any]] = []
        self._troubles: dict[str, list[Trouble]] = {}
        self._open_taps: set[str] = set()
        self._news = asyncio.Event()
        self._last_id = 870_000_000
        self._last_message = 0
        self._polling = 0

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        return app

    # -- what citizens do

    def writes(self, chat: int, text: str | None, *, kind: str = "private", **fields: Any) -> dict[str, Any]:
        """A citizen writes; returns the update, which also waits for getUpdates."""
        self.known_chats.add(chat)
        self._last_message += 1
        message = {
            "message_id": self._last_message,
            "from": {"id": abs(chat), "is_bot": False, "first_name": "Lan"},
            "chat": {"id": chat, "type": kind},
            "date": 1_772_416_800,
            "text": text,
            **fields,
        }
        return self.push({"message": {key: value for key, value in message.items() if value is not None}})

    def pins(self, chat: int, latitude: float, longitude: float, *, venue: str | None = None) -> dict[str, Any]:
        """A citizen sends a location, or a venue (which carries its location too)."""
        location = {"latitude": latitude, "longitude": longitude}
        named = {"venue": {"location": location, "title": venue, "address": ""}} if venue else {}
        return self.writes(chat, None, location=location, **named)

    def photographs(self, chat: int, content: bytes, caption: str | None = None, **fields: Any) -> dict[str, Any]:
        """A citizen sends a photo, which Telegram keeps in several sizes."""
        sizes = [self._keeps(content[:size], width=width) for size, width in ((90, 90), (None, 1280), (320, 320))]
        return self.writes(chat, None, photo=sizes, caption=caption, **fields)

    def sends_file(
        self, chat: int, content: bytes, caption: str | None = None, *, mime_type: str = "image/jpeg"
    ) -> dict[str, Any]:
        """A citizen sends a file; a photo that is sent so comes as the camera made it."""
        document = {**self._keeps(content), "mime_type": mime_type, "file_name": "tep"}
        return self.writes(chat, None, document=document, caption=caption)

    def _keeps(self, content: bytes, *, width: int = 0) -> dict[str, Any]:
        file_id = f"AgACAgUAAxkBAAI-{len(self.files)}"
        self.files[file_id] = content
        sized = {"width": width, "height": width} if width else {}
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content), **sized}

    def taps(self, chat: int, data: str, *, kind: str = "private", stale: bool = False) -> dict[str, Any]:
        """A citizen taps a button (or a stranger's program says so: `data` is whatever it sends)."""
        tap_id = str(4_000_000_000 + self._last_id)
        if not stale:
            self._open_taps.add(tap_id)
        message = {
            "message_id": max(self._last_message, 1),
            "from": {"id": 4242, "is_bot": True, "first_name": "Phúc Đáp"},
            "chat": {"id": chat, "type": kind},
            "date": 1_772_416_800,
            "text": "…",
        }
        sender = {"id": abs(chat), "is_bot": False, "first_name": "Lan"}
        return self.push(
            {"callback_query": {"id": tap_id, "from": sender, "chat_instance": "1", "data": data, "message": message}}
        )

    def push(self, content: dict[str, Any]) -> dict[str, Any]:
        self._last_id += 1
        update = {"update_id": self._last_id, **content}
        self._updates.append(update)
        self._news.set()
        return update

    def waiting(self) -> list[int]:
        """Return the ids of the updates that are not acknowledged yet."""
        return [update["update_id"] for update in self._updates]

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._troubles.setdefault(method, []).extend(troubles)

    # -- what the bot calls

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls.append(method)
        form = {key: str(value) for key, value in (await request.post()).items()}
        if request.match_info["token"] != TOKEN:
            return refusal(401, "Unauthorized")
        handlers = {
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "answerCallbackQuery": self._answer_tap,
            "getFile": self._get_file,
        }
        if method not in handlers:
            return refusal(404, "Not Found: method not found")
        waiting = self._troubles.get(method)
        trouble = waiting.pop(0) if waiting else None
        if trouble is not None:
            if trouble.accept:
                await handlers[method](form)
            if trouble.hang_seconds:
                await asyncio.sleep(trouble.hang_seconds)
            return trouble.response()
        return await handlers[method](form)

    async def _get_updates(self, form: dict[str, str]) -> web.Response:
        if self.webhook_set:
            return refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._polling:
            return refusal(409, "Conflict: terminated by other getUpdates request")
        offset = int(form.get("offset") or 0)
        self.offsets.append(offset)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        allowed = json.loads(form.get("allowed_updates") or "[]")
        self._polling += 1
        try:
            await self._wait(float(form.get("timeout") or 0))
        finally:
            self._polling -= 1
        found = [u for u in self._updates if u["update_id"] >= offset and (not allowed or set(u) & set(allowed))]
        return web.json_response({"ok": True, "result": found[: int(form.get("limit") or 100)]})

    async def _wait(self, seconds: float) -> None:
        if self._updates:
            return
        self._news.clear()
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    async def _send_message(self, form: dict[str, str]) -> web.Response:
        chat, text = int(form["chat_id"]), form.get("text", "")
        refused = self._refused(chat, text, form)
        if refused is not None:
            return refused
        rows = json.loads(form.get("reply_markup") or "{}").get("inline_keyboard", [])
        self._last_message += 1
        self.sent.append({"chat": chat, "text": text, "rows": rows, "message_id": self._last_message})
        message = {
            "message_id": self._last_message,
            "date": 1_772_416_800,
            "chat": {"id": chat, "type": "private"},
            "text": text,
        }
        return web.json_response({"ok": True, "result": message})

    def _refused(self, chat: int, text: str, form: dict[str, str]) -> web.Response | None:
        if chat not in self.known_chats:
            return refusal(400, "Bad Request: chat not found")
        if chat in self.blocked_by:
            return refusal(403, "Forbidden: bot was blocked by the user")
        if not text.strip():
            return refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return refusal(400, "Bad Request: message is too long")
        rows = json.loads(form.get("reply_markup") or "{}").get("inline_keyboard", [])
        if any(not 1 <= len(button["callback_data"].encode()) <= 64 for row in rows for button in row):
            return refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        return None

    async def _get_file(self, form: dict[str, str]) -> web.Response:
        content = self.files.get(form["file_id"])
        if content is None:
            return refusal(400, "Bad Request: invalid file_id")
        if len(content) > 20 * 1024 * 1024:
            return refusal(400, "Bad Request: file is too big")
        named = {"file_id": form["file_id"], "file_unique_id": f"u{form['file_id']}", "file_size": len(content)}
        return web.json_response({"ok": True, "result": {**named, "file_path": f"photos/{form['file_id']}.jpg"}})

    async def _download(self, request: web.Request) -> web.Response:
        self.downloads += 1
        waiting = self._troubles.get("download")
        if waiting:
            return waiting.pop(0).response()
        content = self.files.get(request.match_info["path"].removeprefix("photos/").removesuffix(".jpg"))
        if request.match_info["token"] != TOKEN or content is None:
            return refusal(404, "Not Found")
        return web.Response(body=content, content_type="image/jpeg")

    async def _answer_tap(self, form: dict[str, str]) -> web.Response:
        if form["callback_query_id"] not in self._open_taps:
            return refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._open_taps.remove(form["callback_query_id"])
        self.acknowledged_taps.append(form["callback_query_id"])
        return web.json_response({"ok": True, "result": True})
