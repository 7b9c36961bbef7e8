"""Buttons: each carries `what:value`. One of an earlier question counts while its draft stands, and files nothing."""

from api.core.text import fold
from api.intake import phrases
from api.intake.rules.matter import settle_two
from api.intake.rules.steps import OTHER_TOPIC, Step
from api.intake.schemas import Asked, Draft, Heard

_OF_TICKETS = frozenset({"rate", "reopen", "remind", "status", "withdraw", "human", "start", "escalate"})
_CHOOSES: frozenset[Asked] = frozenset({"two", "topic", "place_choice", "which_ticket", "edit", "identity"})
_FILES: frozenset[Asked] = frozenset({"confirm", "edit", "content", "identity", "evidence", "praise_name"})


def typed_choice(draft: Draft, heard: Heard) -> str | None:
    """Return the payload of the button whose number or whose title was typed, or None."""
    folded = fold(heard.text).strip(" .!")
    for payload, title in draft.buttons.items():
        if folded == fold(title):
            return payload
    number = phrases.ordinal(folded) if draft.asked in _CHOOSES else None
    payloads = list(draft.buttons)
    if number == -1:
        return payloads[-1] if payloads else None
    return payloads[number - 1] if number is not None and 0 < number <= len(payloads) else None


def tapped(draft: Draft, payload: str, step: Step) -> None:
    """Take a tap. What is no button of a draft goes to the tickets."""
    what, _, value = payload.partition(":")
    if what in _OF_TICKETS:
        step.aside = "pick"
        return
    if draft.asked is None or not _take(draft, what, value, payload):
        step.say("utter_button_over")
        return
    draft.failures = 0


def _take(draft: Draft, what: str, value: str, payload: str) -> bool:
    """Change the draft; return False for a button that does not fit it."""
    offered = payload in draft.buttons
    if what == "confirm":
        return _close(draft, value, offered=offered)
    if what == "edit":
        return _edit(draft, value)
    if what == "identity" and value in ("open", "hidden", "anonymous"):
        draft.anonymity = "hidden" if draft.act == "denounce" and value == "open" else value  # type: ignore[assignment]
        draft.contact_name = None if value == "anonymous" else draft.contact_name
    elif what == "name" and offered:
        draft.last_words_asked, draft.outcome = True, "confirmed"
    elif what == "two" and offered:
        settle_two(draft, value)
    elif what == "topic" and (offered or value in draft.topic_choices):
        draft.topic, draft.topic_sure, draft.topic_choices = value, True, []
    elif what == "place" and value == "none" and offered:
        draft.no_place, draft.place_choices = True, []
    elif what == "place" and offered:
        draft.commune, draft.place_choices, draft.place_note, draft.no_place = value, [], None, False
    elif what == "detail" and offered:
        draft.detail_asked = True
    elif what == "ticket" and offered:
        about_ticket(draft, yes=value == "yes")
    else:
        return False
    if draft.asked in ("edit", "content", "identity"):
        draft.asked = "confirm"
    return True


def _close(draft: Draft, value: str, *, offered: bool) -> bool:
    """File or drop. A yes counts only where a summary stands: an old button must not file what was not read."""
    if value == "no":
        draft.outcome = "cancelled"
    elif value == "yes" and (offered or draft.asked in _FILES):
        draft.outcome = "confirmed"
    else:
        return False
    return True


def _edit(draft: Draft, part: str) -> bool:
    """Open one line of the summary again."""
    if part == "topic":
        draft.topic, draft.topic_sure, draft.topic_offered = None, False, False
        draft.topic_choices = draft.topic_choices or [OTHER_TOPIC]
        draft.asked = "topic"
    elif part == "place":
        if draft.asked != "place_choice":  # "nơi khác" than those near the pin: the pin itself may be right
            draft.pin, draft.pin_reach = None, []
        draft.commune = draft.detail = draft.place_note = None
        draft.place_choices, draft.detail_asked, draft.no_place, draft.asked = [], False, False, "place"
        draft.questions = 0
    elif part in ("content", "identity"):
        draft.asked = "content" if part == "content" else "identity"
    else:
        draft.asked = "edit"
    return True


def about_ticket(draft: Draft, *, yes: bool) -> None:
    """Add the words to the ticket that waits, or go on with them as a new matter."""
    if yes:
        draft.outcome = "added"
    else:
        draft.waiting_ticket, draft.asked = None, None if draft.text else "story"
