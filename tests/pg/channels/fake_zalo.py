"""A small server that speaks Zalo's OpenAPI and OAuth v4, and signs events as Zalo does.

Failures come as HTTP 200 with `error`; a refresh token works once; the access token before it dies with it.
"""

import asyncio
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.pg.channels.local_server import LocalServer

APP_ID, OA_ID = "1122334455", "777001"
APP_SECRET, OA_SECRET = "app-secret-demo", "oa-secret-demo"
FIRST_REFRESH = "R1"
_QUERY_TYPES = {"oa.query.hide", "oa.query.show"}

MESSAGES = {
    -32: "Application reach limit of quota API",
    -201: "Params is invalid",
    -210: "Param over maximum length",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -220: "Access token is expired",
    -221: "OA is not verified",
    -230: "User has not interacted with the OA in the past 7 days",
}


@dataclass(frozen=True)
class Event:
    """An event as it goes over the wire: the exact bytes, and the headers that prove them."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Trouble:
    """What a call answers once: an OA error by its code, or something that is no answer of Zalo's at all."""

    code: int = 0
    status: int = 200
    html: bool = False
    hang_seconds: float = 0
    accept: bool = False
    body: Any = None
    location: str = ""


@dataclass
class FakeZalo(LocalServer):
    """Zalo's side of one Official Account."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    attempts: int = 0
    refreshes: int = 0
    refused_refreshes: int = 0
    slow_refresh_seconds: float = 0
    files: dict[str, bytes] = field(default_factory=dict)
    file_headers: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = datetime.now(UTC)
        self.access, self.refresh = "", FIRST_REFRESH
        self.expires_in = "90000"
        self._dead_access: set[str] = set()
        self._troubles: list[Trouble] = []
        self._oauth_troubles: list[Trouble] = []
        self._file_troubles: list[Trouble] = []
        self._last_act: dict[str, datetime] = {}
        self._generation = 1

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v3.0/oa/message/cs", self._message)
        app.router.add_post("/v4/oa/access_token", self._access_token)
        app.router.add_get("/anh/{name}", self._file)
        return app

    def trouble(self, *troubles: Trouble) -> None:
        """Let the next sends fail, one after the other."""
        self._troubles.extend(troubles)

    def oauth_trouble(self, *troubles: Trouble) -> None:
        """Let the next refreshes fail, one after the other."""
        self._oauth_troubles.extend(troubles)

    def file_trouble(self, *troubles: Trouble) -> None:
        """Let the next downloads fail, one after the other."""
        self._file_troubles.extend(troubles)

    def kill_access(self) -> None:
        """The access token runs out before its time."""
        self._dead_access.add(self.access)
        self.access = ""

    def consent_again(self, refresh: str) -> None:
        """The administrator authorises anew: the old chain of tokens is broken."""
        self.kill_access()
        self.refresh = refresh

    # -- what citizens do

    def writes(self, user: str, text: str, *, msg_id: str, **shape: Any) -> Event:
        """A citizen writes (or taps: then `text` is the button's payload)."""
        self._last_act[user] = self.now
        return self.event("user_send_text", user, OA_ID, {"msg_id": msg_id, "text": text}, **shape)

    def pins(self, user: str, latitude: str, longitude: str, *, msg_id: str, text: str = "") -> Event:
        """A citizen sends a location; Zalo writes the degrees as strings."""
        self._last_act[user] = self.now
        point = {"coordinates": {"latitude": latitude, "longitude": longitude}}
        message = {"msg_id": msg_id, "text": text, "attachments": [{"type": "location", "payload": point}]}
        return self.event("user_send_location", user, OA_ID, message)

    def photographs(self, user: str, *contents: bytes, msg_id: str, caption: str = "") -> Event:
        """A citizen sends a photo (or several in one event, which nobody has seen but nothing rules out)."""
        attachments = [
            {"type": "image", "payload": {"url": address, "thumbnail": address}}
            for address in (self.keeps(content) for content in contents)
        ]
        self._last_act[user] = self.now
        message = {"msg_id": msg_id, "text": caption, "attachments": attachments}
        return self.event("user_send_image", user, OA_ID, message)

    def sends_file(self, user: str, content: bytes, *, msg_id: str, name: str) -> Event:
        """A citizen sends a file."""
        payload = {"url": self.keeps(content), "name": name, "size": str(len(content)), "type": "", "checksum": "…"}
        message = {"msg_id": msg_id, "attachments": [{"type": "file", "payload": payload}]}
        return self.event("user_send_file", user, OA_ID, message)

    def keeps(self, content: bytes) -> str:
        """Return the address under which a file is handed out."""
        name = f"{len(self.files)}.jpg"
        self.files[name] = content
        return f"{self.base}/anh/{name}"

    def taps(self, user: str, title: str, *, msg_id: str) -> Event:
        """A citizen taps a button that a message of ours carried."""
        buttons = [b for body in self.sent if body["recipient"]["user_id"] == user for b in _buttons(body)]
        payload = next(str(b["payload"]) for b in reversed(buttons) if b["title"] == title)
        return self.writes(user, payload, msg_id=msg_id)

    def follows(self, user: str) -> Event:
        self._last_act[user] = self.now
        return self.signed(
            {
                "event_name": "follow", "oa_id": OA_ID, "follower": {"id": user}, "source": "oa_profile",
                "app_id": APP_ID, "user_id_by_app": "55", "timestamp": "1767225600000",
            }
        )  # fmt: skip

    def event(self, name: str, sender: str, recipient: str, message: dict[str, Any], **shape: Any) -> Event:
        content = {
            "app_id": APP_ID, "user_id_by_app": "5500012", "event_name": name, "sender": {"id": sender},
            "recipient": {"id": recipient}, "message": message, "timestamp": "1767225600000",
        }  # fmt: skip
        return self.signed(content, **shape)

    def signed(self, content: dict[str, Any], *, odd_spacing: bool = False, escaped: bool = False) -> Event:
        """Dump and sign; the bytes may be spaced and escaped in any way, the signature is over them."""
        separators = (" ,\n ", " :\t") if odd_spacing else (",", ":")
        body = json.dumps(content, ensure_ascii=escaped, separators=separators).encode()
        return Event(body, {"X-ZEvent-Signature": f"mac={mac(body, str(content.get('timestamp', '')))}"})

    # -- what the app calls

    async def _message(self, request: web.Request) -> web.Response:
        self.attempts += 1
        body = json.loads(await request.read())
        trouble = self._troubles.pop(0) if self._troubles else None
        if trouble is None:
            return self._answer(self._send(request.headers.get("access_token", ""), body))
        if trouble.accept:
            self._send(request.headers.get("access_token", ""), body)
        return await self._troubled(trouble)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.file_headers.append({name.lower(): value for name, value in request.headers.items()})
        if self._file_troubles:
            trouble = self._file_troubles.pop(0)
            if trouble.location:
                return web.Response(status=trouble.status, headers={"Location": trouble.location})
            return await self._troubled(trouble)
        content = self.files.get(request.match_info["name"])
        if content is None:
            return web.Response(status=404)
        answer = web.StreamResponse()  # in chunks, without a length: what is too large shows only on the way
        await answer.prepare(request)
        for start in range(0, len(content), 1 << 16):
            await answer.write(content[start : start + (1 << 16)])
        return answer

    async def _troubled(self, trouble: Trouble) -> web.Response:
        if trouble.hang_seconds:
            await asyncio.sleep(trouble.hang_seconds)
        if trouble.html:
            return web.Response(status=trouble.status, text="<html>502 Bad Gateway</html>", content_type="text/html")
        if trouble.body is not None:
            return web.json_response(trouble.body, status=trouble.status)
        return self._answer(trouble.code, status=trouble.status)

    def _answer(self, code: int, status: int = 200) -> web.Response:
        limits = {"X-RateLimit-Limit": "4000", "X-RateLimit-Remain": "0" if code == -32 else "3999"}
        if code:
            body: dict[str, Any] = {"error": code, "message": MESSAGES.get(code, "Error")}
            return web.json_response(body, status=status, headers=limits)
        data = {
            "message_id": f"z{len(self.sent)}", "user_id": self.sent[-1]["recipient"]["user_id"],
            "sent_time": "1767225601000", "quota": {"quota_type": "reply", "remain": "8", "total": "8"},
        }  # fmt: skip
        return web.json_response({"error": 0, "message": "Success", "data": data}, headers=limits)

    def _send(self, access: str, body: dict[str, Any]) -> int:
        """Do what Zalo does with a message; return its error code, 0 when it went out."""
        if not access or access != self.access:
            return -220 if access in self._dead_access else -216
        user, message = body["recipient"]["user_id"], body["message"]
        if not isinstance(user, str) or not message.get("text"):
            return -201
        if len(message["text"]) > 2000:
            return -210
        if not _buttons_are_valid(_buttons(body)):
            return -201
        if user not in self._last_act:
            return -213
        if self.now - self._last_act[user] > timedelta(days=7):
            return -230
        self.sent.append(body)
        return 0

    async def _access_token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if self.slow_refresh_seconds:
            await asyncio.sleep(self.slow_refresh_seconds)
        if self._oauth_troubles:
            return await self._troubled(self._oauth_troubles.pop(0))
        known = request.headers.get("secret_key") == APP_SECRET and form.get("app_id") == APP_ID
        if not known or form.get("grant_type") != "refresh_token" or form.get("refresh_token") != self.refresh:
            self.refused_refreshes += 1
            return web.json_response(
                {"error_name": "Invalid refresh token.", "error": -14020, "error_reason": "used or expired"}
            )
        self.refreshes += 1
        self._generation += 1
        self._dead_access.add(self.access)
        self.access, self.refresh = f"A{self._generation}", f"R{self._generation}"
        return web.json_response(
            {"access_token": self.access, "refresh_token": self.refresh, "expires_in": self.expires_in}
        )


def mac(body: bytes, timestamp: str) -> str:
    return hashlib.sha256(APP_ID.encode() + body + timestamp.encode() + OA_SECRET.encode()).hexdigest()


def _buttons(body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body["message"].get("attachment", {}).get("payload", {}).get("buttons", [])
    return found


def _buttons_are_valid(buttons: list[dict[str, Any]]) -> bool:
    return len(buttons) <= 5 and all(
        0 < len(b["title"]) <= 100 and b["type"] in _QUERY_TYPES and 0 < len(b["payload"]) <= 1000 for b in buttons
    )
