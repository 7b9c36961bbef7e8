"""The actions of `domain.yml`. None decides anything."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Intake
from actions.speech import heard, message_id, prove, say

_SLOTS = ("matter", "place", "confirmation")
Events = list[dict[str, Any]]


class ValidateTicketForm(Action):
    """Takes each message of an open form to the api, which says what is missing."""

    def name(self) -> str:
        """Return the name that Rasa looks for after each message of the form."""
        return "validate_ticket_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Set the slots so that Rasa asks for the one that the api wants next."""
        answer = await Intake().post("turn", heard(tracker))
        say(dispatcher, answer)
        requested = answer["requested"]
        reached = _SLOTS.index(requested) if requested else len(_SLOTS)
        events = [SlotSet(slot, "known" if place < reached else None) for place, slot in enumerate(_SLOTS)]
        return [*events, SlotSet("requested_slot", requested)]


class _AskQuestion(Action):
    """Asks the question that stands in the api's draft."""

    slot: str

    def name(self) -> str:
        """Return Rasa's name for asking this slot."""
        return f"action_ask_ticket_form_{self.slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say the question with its buttons."""
        say(dispatcher, await Intake().question(tracker.sender_id))
        prove(dispatcher, tracker)
        return []


class AskMatter(_AskQuestion):
    """What the matter is about."""

    slot = "matter"


class AskPlace(_AskQuestion):
    """Where it is."""

    slot = "place"


class AskConfirmation(_AskQuestion):
    """Whether the summary is right."""

    slot = "confirmation"


class CloseDraft(Action):
    """Ends the form: the api files the draft, or drops it, and we say which."""

    def name(self) -> str:
        """Return the name used in `rules.yml`."""
        return "action_close_draft"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say the outcome and empty the form's slots for the next matter."""
        body = {"conversation_id": tracker.sender_id, "message_id": message_id(tracker)}
        say(dispatcher, await Intake().post("close", body))
        prove(dispatcher, tracker)
        return [SlotSet(slot, None) for slot in _SLOTS]


class Answer(Action):
    """Answers what is no matter of its own: small talk, a look at a ticket, a rating."""

    def name(self) -> str:
        """Return the name used in `rules.yml`."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say what the api answers."""
        say(dispatcher, await Intake().post("aside", heard(tracker)))
        prove(dispatcher, tracker)
        return []
