"""The actions: what the api answers becomes words, slots and the form; when the api fails nothing is said or proved."""

from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import actions, client

SAYING = {"response": "utter_greet", "params": {}, "buttons": [{"title": "Gặp cán bộ", "payload": "human:"}]}


@pytest.fixture(autouse=True)
def api(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The api, which answers what the test puts in; `seen` are its requests."""
    state: dict[str, Any] = {"status": 200, "answer": {"sayings": [SAYING], "requested": None}, "seen": []}

    def handle(request: httpx.Request) -> httpx.Response:
        state["seen"].append(request)
        return httpx.Response(state["status"], json=state["answer"])

    monkeypatch.setenv("PHUCDAP_API_URL", "http://api")
    monkeypatch.setenv("PHUCDAP_INTERNAL_TOKEN", "token")
    made = httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(handle))
    monkeypatch.setattr(client, "_client", lambda base_url: made)
    return state


def _tracker() -> Tracker:
    metadata = {"message_id": "m1", "text": "xin chào", "payload": None}
    message = {"text": "xin chào", "intent": {"name": "greet", "confidence": 0.9}, "metadata": metadata}
    return Tracker("c1", {}, message, [], paused=False, followup_action=None, active_loop={}, latest_action_name=None)


async def _run(action: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, _tracker(), {})
    return events, dispatcher.messages


async def test_an_answer_is_said_and_proved(api: dict[str, Any]) -> None:
    events, messages = await _run(actions.Answer())
    assert events == []
    assert [message["response"] for message in messages] == ["utter_greet", None]
    assert messages[-1]["custom"] == {"turn": "m1"}
    assert api["seen"][0].headers["authorization"] == "Bearer token"


async def test_a_message_that_begins_a_matter_opens_the_form(api: dict[str, Any]) -> None:
    api["answer"]["requested"] = "matter"
    events, _ = await _run(actions.Answer())
    assert [(event["event"], event["name"]) for event in events] == [("active_loop", "ticket_form")]


@pytest.mark.parametrize(
    ("requested", "known"), [("matter", []), ("place", ["matter"]), ("confirmation", ["matter", "place"])]
)
async def test_the_form_asks_for_what_the_api_wants_next(api: dict[str, Any], requested: str, known: list[str]) -> None:
    api["answer"]["requested"] = requested
    events, messages = await _run(actions.ValidateTicketForm())
    slots = {event["name"]: event["value"] for event in events}
    assert slots["requested_slot"] == requested
    assert [name for name in ("matter", "place", "confirmation") if slots[name]] == known
    assert all("custom" not in message or not message["custom"] for message in messages)  # the question proves it


async def test_when_the_api_fails_nothing_is_said_and_nothing_is_proved(api: dict[str, Any]) -> None:
    api["status"] = 503
    assert await _run(actions.Answer()) == ([], [])
