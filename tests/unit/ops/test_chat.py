"""The talk in the terminal: numbers tap buttons, and a system that is down is said to be down."""

import json

import httpx
import pytest

from ops.chat import NotRunning, Talk, shown

_BUTTONS = [{"title": "Gửi", "payload": "confirm:yes"}, {"title": "Sửa nơi", "payload": "edit:place"}]


class Server:
    """Answers as the web chat's API does, with one line and two buttons."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("conversations"):
            return httpx.Response(201, json={"id": "c", "token": "t"})
        if request.method == "POST":
            self.sent.append(json.loads(request.content))
            return httpx.Response(202, json={"client_id": "1", "position": 1})
        line = {"position": 2, "from": "bot", "text": "Đúng chưa ạ?", "buttons": _BUTTONS}
        return httpx.Response(200, json={"messages": [line]})


@pytest.fixture
def server() -> Server:
    """A server that remembers what was sent."""
    return Server()


@pytest.fixture
def talk(server: Server) -> Talk:
    """A conversation with it."""
    begun = Talk(httpx.Client(transport=httpx.MockTransport(server), base_url="http://chat"))
    begun.begin()
    return begun


def test_a_number_taps_the_button_that_stands_and_else_is_said(talk: Talk, server: Server) -> None:
    assert shown(talk.send("2")) == "bot: Đúng chưa ạ?\n  [1] Gửi\n  [2] Sửa nơi"
    talk.send("2")
    talk.send("3")
    assert [(s.get("text"), s.get("payload")) for s in server.sent] == [("2", None), (None, "edit:place"), ("3", None)]


def test_a_system_that_does_not_run_is_named_with_the_remedy() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    talk = Talk(httpx.Client(transport=httpx.MockTransport(refuse), base_url="http://chat"))
    with pytest.raises(NotRunning, match="make run"):
        talk.begin()
