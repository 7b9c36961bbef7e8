"""How a draft grows with each message, and what is asked next. Pure: rows and services stay outside."""

from dataclasses import dataclass, field
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.schemas import Asked, Draft, Heard, Saying

MATTERS: Final = frozenset({"report", "suggest", "complain", "denounce", "ask", "praise"})
OTHER_TOPIC: Final = "other"
# Used when the classifier does not say itself whether it is sure.
TOPIC_SURE: Final = 0.55
CHOICES_OFFERED: Final = 3
GIVE_UP_AFTER: Final = 3
_ASIDES: Final = frozenset({"greet", "thanks", "bye", "human", "emergency", "out_of_scope", "status", "rate"})


@dataclass(frozen=True)
class Place:
    """What the gazetteer found in a message."""

    status: str = "none"
    commune: str | None = None
    detail: str | None = None
    note: str | None = None
    choices: tuple[str, ...] = ()


@dataclass
class Step:
    """What one message changed: things to say before the next question."""

    sayings: list[Saying] = field(default_factory=list)
    aside: str | None = None

    def say(self, response: str, **params: str) -> None:
        """Add a text to be said."""
        self.sayings.append(Saying(response=response, params=params))


def advance(draft: Draft, heard: Heard, place: Place) -> Step:
    """Take a message into the draft: a tapped button, an answer to the last question, or something new."""
    step = Step()
    if heard.payload is not None:
        _tapped(draft, heard.payload, step)
    elif heard.act == "cancel" and not _may_mean_send(heard):
        draft.outcome = "cancelled"
    elif draft.asked is None:
        _first_words(draft, heard, place, step)
    elif heard.act in _ASIDES and not _answers_question(draft, heard, place):
        step.aside = heard.act
    else:
        _answered(draft, heard, place, step)
    if draft.outcome == "open":
        draft.asked = _next_question(draft)
    return step


def _guard(draft: Draft, heard: Heard, step: Step) -> None:
    """Hear a denunciation in any message of the draft, and never forget it: it must not reach the accused."""
    signs = heard.act == "denounce" or heard.caution.restricted or phrases.denounces(fold(heard.text))
    if signs and draft.act != "denounce" and draft.act != "praise":
        draft.act = "denounce"
        if draft.asked is not None:
            step.say("utter_notice_denounce")


def _answers_question(draft: Draft, heard: Heard, place: Place) -> bool:
    """Whether a message that looks like small talk is the answer that was asked for."""
    if draft.asked in ("topic", "place_choice") and phrases.ordinal(fold(heard.text)) is not None:
        return True
    if draft.asked == "topic":
        return heard.act == "out_of_scope"
    if draft.asked in ("content", "detail"):
        return heard.act not in ("human", "emergency")
    if draft.asked in ("place", "place_choice"):
        return place.status in ("found", "ambiguous") or place.detail is not None or heard.act == "out_of_scope"
    yes = phrases.is_yes_sign(heard.text) or phrases.SEND.match(fold(heard.text)) is not None
    return draft.asked == "confirm" and yes


def _first_words(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take everything that the first message of a matter gives."""
    draft.act = heard.act if heard.act in MATTERS else "report"
    draft.text = heard.text
    _guard(draft, heard, step)
    _take_topic(draft, heard)
    _take_identity(draft, heard.text, step)
    _take_place(draft, place, step, silent=False)
    if draft.topic is not None:
        step.say("utter_understood", act=draft.act, topic=draft.topic)


def _take_topic(draft: Draft, heard: Heard) -> None:
    guess = heard.topic
    sure = guess.sure if guess.sure is not None else guess.confidence >= TOPIC_SURE
    if guess.code is not None and sure:
        draft.topic, draft.topic_choices = guess.code, []
        return
    ranked = [code for code, _ in guess.ranking if code != OTHER_TOPIC]
    draft.topic_choices = ranked[:CHOICES_OFFERED]


def _take_identity(draft: Draft, text: str, step: Step) -> None:
    if draft.act == "denounce":
        if draft.anonymity == "open" and phrases.KEEP_SECRET.search(fold(text)):
            draft.anonymity = "hidden"
            step.say("utter_secret")
    elif draft.anonymity == "open" and phrases.ANONYMOUS.search(fold(text)):
        draft.anonymity = "anonymous"
        step.say("utter_anonymous")


def _take_place(draft: Draft, place: Place, step: Step, *, silent: bool) -> bool:
    """Take a place from a message; say so when it replaces another. Return whether it gave anything."""
    if place.status == "found" and place.commune:
        changed = draft.commune is not None and draft.commune != place.commune
        draft.commune, draft.place_note, draft.place_choices = place.commune, place.note, []
        draft.no_place = False
        draft.detail = place.detail or (None if changed else draft.detail)
        if changed:
            step.say("utter_place_changed", place=place.commune)
        elif place.note and not silent:
            step.say("utter_place_today", note=place.note)
        return True
    if place.status == "ambiguous" and draft.commune is None:
        draft.place_choices = list(place.choices)
        draft.detail = draft.detail or place.detail
        return True
    if place.status == "outside" and draft.commune is None:
        step.say("utter_place_outside")
        return True
    if place.detail and draft.detail is None:
        draft.detail = place.detail
    return False


def _tapped(draft: Draft, payload: str, step: Step) -> None:
    """A button carries `what:value`; only buttons that we offered reach us (the channel checks)."""
    what, _, value = payload.partition(":")
    if what == "topic":
        draft.topic, draft.topic_choices = value, []
    elif what == "place" and value == "none":
        draft.no_place = True
    elif what == "place":
        draft.commune, draft.place_choices, draft.place_note, draft.no_place = value, [], None, False
    elif what == "detail":
        draft.detail_asked = True
    elif what == "identity" and value in ("open", "hidden", "anonymous"):
        draft.anonymity = value  # type: ignore[assignment]
    elif what == "confirm":
        draft.outcome = {"yes": "confirmed", "no": "cancelled"}.get(value, "open")  # type: ignore[assignment]
    elif what == "edit":
        _edit(draft, value)
        return
    elif what == "ticket":
        _about_ticket(draft, yes=value == "yes")
    draft.failures = 0
    if draft.asked in ("edit", "content", "identity", "which_ticket"):
        draft.asked = None


def _edit(draft: Draft, part: str) -> None:
    """Open one line of the summary again."""
    draft.failures = 0
    if part == "topic":
        draft.topic, draft.asked = None, "topic"
    elif part == "place":
        draft.commune = draft.detail = draft.place_note = None
        draft.detail_asked, draft.asked = False, "place"
    elif part == "content":
        draft.asked = "content"
    elif part == "identity":
        draft.asked = "identity"
    else:
        draft.asked = "edit"


def _about_ticket(draft: Draft, *, yes: bool) -> None:
    if yes:
        draft.outcome = "added"
    else:
        draft.waiting_ticket = None


def _answered(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Read a message as the answer to what was asked last."""
    _guard(draft, heard, step)
    _take_identity(draft, heard.text, step)
    handlers = {
        "topic": _answered_topic,
        "place": _answered_place,
        "place_choice": _answered_place_choice,
        "detail": _answered_detail,
        "confirm": _answered_confirm,
        "edit": _answered_edit,
        "content": _answered_content,
        "identity": _answered_identity,
        "which_ticket": _answered_which_ticket,
    }
    assert draft.asked is not None
    handlers[draft.asked](draft, heard, place, step)


def _answered_topic(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    _take_place(draft, place, step, silent=False)
    chosen = phrases.ordinal(fold(heard.text))
    if chosen is not None and chosen <= len(draft.topic_choices):
        draft.topic = draft.topic_choices[chosen - 1]
    elif heard.act == "affirm" and draft.topic_choices:
        draft.topic = draft.topic_choices[0]
    elif heard.topic.code in draft.topic_choices:
        draft.topic = heard.topic.code
    else:
        _append(draft, heard.text)
        _take_topic(draft, heard)
        _failed(draft)
        if draft.topic is None and draft.failures >= 2:
            draft.topic = OTHER_TOPIC  # the coordinator decides
            step.say("utter_topic_left_open")
    if draft.topic is not None:
        draft.topic_choices, draft.failures = [], 0


def _answered_place(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    if _take_place(draft, place, step, silent=False):
        draft.failures = 0
        return
    folded = fold(heard.text)
    if phrases.UNKNOWN.search(folded) or heard.act == "deny":
        _failed(draft)
    elif heard.act in MATTERS and len(folded.split()) > 6:
        _append(draft, heard.text)
        _failed(draft)
    else:
        _add_spot(draft, heard.text)
        _failed(draft)
    if draft.failures >= GIVE_UP_AFTER:
        draft.no_place = True
        step.say("utter_place_left_open")


def _add_spot(draft: Draft, words: str) -> None:
    """Keep a spot beside those already named: "chỗ cổng chợ ấy", then "chợ Bến"."""
    if draft.detail is None:
        draft.detail = words
    elif words not in draft.detail:
        draft.detail = f"{draft.detail}, {words}"


def _answered_place_choice(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    chosen = phrases.ordinal(fold(heard.text))
    if chosen is not None and chosen <= len(draft.place_choices):
        draft.commune, draft.place_choices, draft.failures = draft.place_choices[chosen - 1], [], 0
    elif place.status == "found":
        _take_place(draft, place, step, silent=False)
        draft.failures = 0
    else:
        _failed(draft)
        if draft.failures >= GIVE_UP_AFTER:
            draft.no_place, draft.place_choices = True, []
            step.say("utter_place_left_open")


def _answered_detail(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    draft.detail_asked = True
    if place.status == "found" and place.commune != draft.commune:
        _take_place(draft, place, step, silent=False)
        return
    if phrases.SEND.match(fold(heard.text)):
        return  # "gửi đi" skips the detail, the summary still waits for its yes
    unknown = phrases.UNKNOWN.search(fold(heard.text)) and len(heard.text.split()) <= 4
    if heard.act in ("deny", "affirm") or unknown:
        return
    one_phrase = not any(mark in heard.text for mark in ",.;\n")
    draft.detail = heard.text if one_phrase or place.detail is None else place.detail


def _answered_confirm(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    folded = fold(heard.text)
    if _may_mean_send(heard):
        step.say("utter_send_or_not")
    elif _says_yes(heard):
        draft.outcome = "confirmed"
    elif _take_place(draft, place, step, silent=False):
        return
    elif heard.act == "deny" and phrases.is_short(folded):
        draft.asked = "edit"
    else:
        _append(draft, heard.text)
        step.say("utter_added_to_draft")


def _may_mean_send(heard: Heard) -> bool:
    """Whether a turn without marks is "đúng, gửi đi" or "đừng gửi đi": nobody can tell, so one tap decides."""
    folded = fold(heard.text)
    return phrases.SEND_OR_NOT.match(folded) is not None and folded == heard.text.lower().strip()


def _says_yes(heard: Heard) -> bool:
    """Whether a turn at the summary is a plain yes. A long one brings something new, whatever it begins with."""
    folded = fold(heard.text)
    yes = heard.act == "affirm" or phrases.SEND.match(folded) is not None
    return phrases.is_yes_sign(heard.text) or (yes and phrases.is_short(folded) and "đừng" not in heard.text.lower())


def _answered_edit(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    if _take_place(draft, place, step, silent=False):
        draft.asked = "confirm"
    elif heard.act == "affirm":
        draft.outcome = "confirmed"
    elif heard.act == "deny":
        draft.outcome = "cancelled"
    else:
        _append(draft, heard.text)
        draft.asked = "confirm"


def _answered_content(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    draft.text = heard.text
    _take_place(draft, place, step, silent=False)
    draft.asked = "confirm"


def _answered_identity(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    if heard.act == "deny":
        draft.anonymity = "anonymous"
    elif heard.act == "affirm":
        draft.anonymity = "open"
    draft.asked = "confirm"


def _answered_which_ticket(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    _about_ticket(draft, yes=heard.act != "deny")
    draft.asked = None


def _append(draft: Draft, text: str) -> None:
    draft.text = f"{draft.text}\n{text}".strip()


def _failed(draft: Draft) -> None:
    draft.failures += 1


def _next_question(draft: Draft) -> Asked:
    """Return what is missing, one thing at a time; a line that was opened for change comes first."""
    if draft.waiting_ticket is not None:
        return "which_ticket"
    if draft.asked in ("edit", "content", "identity"):
        return draft.asked
    if draft.topic is None:
        return "topic"
    if draft.place_choices:
        return "place_choice"
    if draft.commune is None and not draft.no_place:
        return "place"
    if not draft.detail and not draft.detail_asked and not draft.no_place and draft.act != "praise":
        return "detail"
    return "confirm"
