"""Buttons: each carries `what:value`. One of an earlier question counts while its draft stands, and files nothing."""

from api.core.text import fold
from api.intake import phrases
from api.intake.rules.answered import content, to_the_agency
from api.intake.rules.identity import stay_unknown
from api.intake.rules.matter import settle_two
from api.intake.rules.more import keep_extra
from api.intake.rules.place import open_line
from api.intake.rules.steps import OTHER_TOPIC, Step
from api.intake.schemas import Asked, Draft, Heard

_OF_TICKETS = frozenset(
    {"rate", "reopen", "remind", "status", "withdraw", "human", "start", "escalate", "right", "privacy", "why"}
)
_CHOOSES: frozenset[Asked] = frozenset(
    {"two", "topic", "place_choice", "which_ticket", "edit", "identity", "more", "follow", "answers"}
)
_FILES: frozenset[Asked] = frozenset({"confirm", "edit", "content", "identity", "evidence", "praise_name"})


def typed_choice(draft: Draft, heard: Heard) -> str | None:
    """Return the payload of the button whose number or whose title was typed, or None."""
    folded = fold(heard.text).strip(" .!")
    for payload, title in draft.buttons.items():
        if folded == fold(title):
            return payload
    number = phrases.ordinal(folded) if draft.asked in _CHOOSES else None
    payloads = draft.button_order or list(draft.buttons)
    if number == -1:
        return payloads[-1] if payloads else None
    return payloads[number - 1] if number is not None and 0 < number <= len(payloads) else None


def tapped(draft: Draft, payload: str, step: Step) -> None:
    """Take a tap. What is no button of a draft goes to the tickets."""
    what, _, value = payload.partition(":")
    if what in _OF_TICKETS:
        step.aside = "pick"
        return
    if draft.asked is None or not _take(draft, what, value, payload, step):
        step.say("utter_button_over")
        return
    draft.failures = 0


def _take(draft: Draft, what: str, value: str, payload: str, step: Step) -> bool:
    """Change the draft; return False for a button that does not fit it."""
    offered = payload in draft.buttons
    if what == "confirm":
        return _close(draft, value, offered=offered)
    if what == "edit":
        open_line(draft, value)
        return True
    if what == "identity" and value in ("open", "hidden", "anonymous"):
        draft.anonymity = "hidden" if draft.act == "denounce" and value == "open" else value  # type: ignore[assignment]
        if value == "anonymous":
            stay_unknown(draft)
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
    elif what == "more" and offered:
        take_more(draft, value, step)
    elif what == "follow" and offered:
        draft.outcome = "followed"
    elif what == "file" and offered:
        draft.follow_settled = True
    elif what == "answer" and offered:
        content(draft, step) if value == "clear" else to_the_agency(draft)
    elif what == "entry" and offered:
        draft.answer, draft.chosen_entry = "given", value
    elif what == "desk":
        leave_to_the_desk(draft)
    elif what == "ask":
        ask_a_person(draft)
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


def take_more(draft: Draft, value: str, step: Step) -> None:
    """Keep the tapped answer to the topic's question, or none."""
    if value == "skip":
        draft.more_done = True
    else:
        keep_extra(draft, step.extras, draft.buttons[f"more:{value}"])


def leave_to_the_desk(draft: Draft) -> None:
    """Let the coordinating desk find out what and where: nothing more is asked."""
    draft.topic, draft.topic_sure, draft.topic_choices = draft.topic or OTHER_TOPIC, True, []
    draft.no_place, draft.place_choices = draft.commune is None, []
    draft.detail_asked = draft.more_done = True
    draft.two = "noted" if draft.two == "ask" else draft.two


def ask_a_person(draft: Draft) -> None:
    """Make what is being told a question to the coordinating desk."""
    draft.to_person, draft.act, draft.act_said = True, "ask", True
    if draft.text:
        leave_to_the_desk(draft)


def put_back(draft: Draft) -> None:
    """Undo the opening of a line: a slip of the finger loses nothing."""
    for name, value in draft.before.items():
        setattr(draft, name, value)
    draft.before, draft.asked = {}, "confirm"


def about_ticket(draft: Draft, *, yes: bool) -> None:
    """Add the words to the ticket that waits, or go on with them as a new matter."""
    if yes:
        draft.outcome = "added"
    else:
        draft.waiting_ticket, draft.asked = None, None if draft.text else "story"
