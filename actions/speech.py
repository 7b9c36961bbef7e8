"""From Rasa's tracker to the api, and from the api's answer to Rasa's messages."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher


def message_id(tracker: Tracker) -> str:
    """Return the id of the message that this turn answers; the channel puts it into the metadata."""
    return str(tracker.latest_message["metadata"]["message_id"])


def heard(tracker: Tracker) -> dict[str, Any]:
    """Return the message as the api takes it."""
    message = tracker.latest_message
    metadata = message["metadata"]
    intent = message.get("intent") or {}
    return {
        "conversation_id": tracker.sender_id,
        "message_id": metadata["message_id"],
        "text": metadata["text"],
        "payload": metadata.get("payload"),
        "act": intent.get("name") or "out_of_scope",
        "act_confidence": intent.get("confidence") or 0.0,
        "topic": message.get("topic") or {},
        "matters": message.get("matters") or [],
        "caution": message.get("caution") or {},
    }


def say(dispatcher: CollectingDispatcher, answer: dict[str, Any]) -> None:
    """Say the api's decisions with the texts of `domain.yml`."""
    for saying in answer["sayings"]:
        dispatcher.utter_message(response=saying["response"], buttons=saying["buttons"] or None, **saying["params"])


def prove(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Add the proof that the turn ran to its end; without it the worker repeats the turn.

    Rasa answers 200 also when the action server was down (see docs/architecture.md).
    """
    dispatcher.utter_message(json_message={"turn": message_id(tracker)})
