"""A citizen at the web chat's HTTP API, as a test holds one."""

import time
from typing import Any
from uuid import uuid4

import httpx

ANSWER_WITHIN_SECONDS = 60


class Chat:
    """One conversation."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        made = client.post("/api/chat/conversations").raise_for_status().json()
        self.id, self.token = made["id"], made["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.position = 0

    def post(self, body: dict[str, Any]) -> httpx.Response:
        """Send a message as it is."""
        return self.client.post(f"/api/chat/conversations/{self.id}/messages", json=body, headers=self.headers)

    def lines(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the lines after a position."""
        answer = self.client.get(
            f"/api/chat/conversations/{self.id}/messages", params={"after": after}, headers=self.headers
        )
        return list(answer.raise_for_status().json()["messages"])

    def send(self, text: str | None = None, *, tap: str | None = None) -> int:
        """Send a text or tap a button; return the message's position."""
        body = {"client_id": str(uuid4()), **({"payload": tap} if tap else {"text": text})}
        answer = self.post(body)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["position"])

    def say(self, text: str | None = None, *, tap: str | None = None) -> list[dict[str, Any]]:
        """Send and wait for the answer; return its lines."""
        return self.answer_to(self.send(text, tap=tap))

    def answer_to(self, position: int) -> list[dict[str, Any]]:
        """Wait for what is said after a position; lines of one turn are written together."""
        until = time.monotonic() + ANSWER_WITHIN_SECONDS
        while time.monotonic() < until:
            lines = [line for line in self.lines(position) if line["from"] != "citizen"]
            if lines and not all("đã được lưu" in line["text"] for line in lines):
                return lines
            time.sleep(0.1)
        raise AssertionError(f"no answer within {ANSWER_WITHIN_SECONDS} s")


def payloads(lines: list[dict[str, Any]]) -> set[str]:
    """Return the payloads of all buttons."""
    return {button["payload"] for line in lines for button in line["buttons"]}


def text_of(lines: list[dict[str, Any]]) -> str:
    """Return all that is said."""
    return "\n".join(line["text"] for line in lines)
