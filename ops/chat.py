"""`make chat`: talk to the running system in the terminal, over the web chat's API.

python -m ops.chat      buttons are numbered; a number taps one; an empty line or Ctrl-D ends
"""

import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from api.core.settings import load_settings

_ANSWER_WITHIN_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.2


class NotRunning(Exception):
    """There is nobody to talk to."""


@dataclass
class Talk:
    """One conversation of a citizen, and the buttons that stand."""

    client: httpx.Client
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    position: int = 0
    buttons: list[dict[str, str]] = field(default_factory=list)

    def begin(self) -> None:
        """Start a conversation. Raises NotRunning."""
        try:
            made = self.client.post("/api/chat/conversations").raise_for_status().json()
        except httpx.HTTPError as error:
            raise NotRunning(
                f"nothing answers at {self.client.base_url} ({type(error).__name__}); run `make run`"
            ) from error
        self.path = f"/api/chat/conversations/{made['id']}/messages"
        self.headers = {"Authorization": f"Bearer {made['token']}"}

    def body(self, typed: str) -> dict[str, str]:
        """Return what is sent for a typed line: a tap for the number of a button that stands, else the words."""
        number = int(typed) if typed.isdigit() else 0
        said = {"payload": self.buttons[number - 1]["payload"]} if 0 < number <= len(self.buttons) else {"text": typed}
        return {"client_id": str(uuid4()), **said}

    def send(self, typed: str) -> list[dict[str, Any]]:
        """Send a line and return the lines of the answer, or the problem as a line."""
        answer = self.client.post(self.path, json=self.body(typed), headers=self.headers)
        if answer.is_client_error:
            return [{"from": "bot", "text": str(answer.json().get("detail", answer.text)), "buttons": []}]
        self.position = int(answer.raise_for_status().json()["position"])
        return self.answer()

    def answer(self) -> list[dict[str, Any]]:
        """Wait for the lines after the last message; an empty list when none come in time."""
        until = time.monotonic() + _ANSWER_WITHIN_SECONDS
        while time.monotonic() < until:
            found = self.client.get(self.path, params={"after": self.position}, headers=self.headers)
            lines = [line for line in found.raise_for_status().json()["messages"] if line["from"] != "citizen"]
            if lines:
                self.position = max(int(line["position"]) for line in lines)
                self.buttons = [button for line in lines for button in line["buttons"]] or self.buttons
                return lines
            time.sleep(_LOOK_AGAIN_SECONDS)
        return []


def shown(lines: list[dict[str, Any]]) -> str:
    """Return lines as they are printed, their buttons numbered through."""
    parts, number = [], 0
    for line in lines:
        parts.append(f"{'cán bộ' if line['from'] == 'officer' else 'bot'}: {line['text']}")
        for button in line["buttons"]:
            number += 1
            parts.append(f"  [{number}] {button['title']}")
    return "\n".join(parts) or "(chưa có câu trả lời; tin nhắn đã được lưu)"


def main() -> int:
    """Talk until an empty line."""
    with httpx.Client(base_url=load_settings().base_url, timeout=15) as client:
        talk = Talk(client)
        try:
            talk.begin()
            while typed := input("\nông/bà: ").strip():
                print(shown(talk.send(typed)))
        except (EOFError, KeyboardInterrupt):
            print()
        except NotRunning as problem:
            print(f"[chat] {problem}", file=sys.stderr)
            return 1
        except httpx.HTTPError as error:
            print(f"[chat] the system stopped answering ({type(error).__name__})", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
