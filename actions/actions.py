"""The actions of `domain.yml`. None decides anything."""

import logging
from abc import ABC, abstractmethod
from typing import Any

import httpx
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Intake
from actions.speech import heard, message_id, prove, say

_SLOTS = ("matter", "place", "confirmation")
_log = logging.getLogger(__name__)
Events = list[dict[str, Any]]


class IntakeAction(Action, ABC):  # type: ignore[misc]  # rasa-sdk is untyped
    """An action that asks the api. When the api fails it stays silent, and the unproved turn is tried again.

    An exception would make the SDK answer with the whole request, the citizen's words included, which Rasa logs.
    """

    @abstractmethod
    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> Events:
        """Ask the api, say its answer, and return the events for Rasa."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Act; a failure of the api is logged by its kind alone."""
        try:
            return await self.act(dispatcher, tracker, Intake())
        except httpx.HTTPError as error:
            reason = type(error).__name__
            _log.warning("api failed: action=%s message=%s reason=%s", self.name(), message_id(tracker), reason)
            dispatcher.messages.clear()
            return []


class ValidateTicketForm(IntakeAction):
    """Takes each message of an open form to the api, which says what is missing."""

    def name(self) -> str:
        """Return the name that Rasa looks for after each message of the form."""
        return "validate_ticket_form"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> Events:
        """Set the slots so that Rasa asks for the one that the api wants next."""
        answer = await intake.post("turn", heard(tracker))
        say(dispatcher, answer)
        requested = answer["requested"]
        reached = _SLOTS.index(requested) if requested else len(_SLOTS)
        events = [SlotSet(slot, "known" if place < reached else None) for place, slot in enumerate(_SLOTS)]
        return [*events, SlotSet("requested_slot", requested)]


class AskQuestion(IntakeAction, ABC):
    """Asks the question that stands in the api's draft."""

    @property
    @abstractmethod
    def slot(self) -> str:
        """Return the slot of the form that the question fills."""

    def name(self) -> str:
        """Return Rasa's name for asking this slot."""
        return f"action_ask_ticket_form_{self.slot}"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> Events:
        """Say the question with its buttons."""
        say(dispatcher, await intake.question(tracker.sender_id, message_id(tracker)))
        prove(dispatcher, tracker)
        return []


class AskMatter(AskQuestion):
    """What the matter is about."""

    slot = "matter"


class AskPlace(AskQuestion):
    """Where it is."""

    slot = "place"


class AskConfirmation(AskQuestion):
    """Whether the summary is right."""

    slot = "confirmation"


class CloseDraft(IntakeAction):
    """Ends the form: the api files the draft, or drops it, and we say which."""

    def name(self) -> str:
        """Return the name used in `rules.yml`."""
        return "action_close_draft"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> Events:
        """Say the outcome and empty the form's slots for the next matter."""
        body = {"conversation_id": tracker.sender_id, "message_id": message_id(tracker)}
        say(dispatcher, await intake.post("close", body))
        prove(dispatcher, tracker)
        return [SlotSet(slot, None) for slot in _SLOTS]


class Answer(IntakeAction):
    """Answers what is no matter of its own: small talk, a look at a ticket, a rating, a button that begins one."""

    def name(self) -> str:
        """Return the name used in `rules.yml`."""
        return "action_answer"

    async def act(self, dispatcher: CollectingDispatcher, tracker: Tracker, intake: Intake) -> Events:
        """Say what the api answers."""
        answer = await intake.post("aside", heard(tracker))
        say(dispatcher, answer)
        prove(dispatcher, tracker)
        # A button that begins a matter opens the form, which then asks the api's question in this same turn.
        return [ActiveLoop("ticket_form")] if answer["requested"] else []
