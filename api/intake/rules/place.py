"""Where the matter is: the commune, and the spot in the citizen's words."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.rules.matter import append
from api.intake.rules.steps import GIVE_UP_AFTER, MATTERS, Place, Step
from api.intake.schemas import Draft, Heard

_POINTS: Final = re.compile(r"\s+(?:ấy|đó|kia|này|nớ|ay|do|nay|day|đấy)$", re.IGNORECASE)
_VAGUE: Final = re.compile(r"^(?:ở )?(?:chỗ|cho|cái|đoạn|khu)\s+", re.IGNORECASE)
# "thon Lang o Viet Tien": the commune behind the spot is known already.
_COMMUNE_BEHIND: Final = re.compile(r"(?<=\w) (?:ở|o|thuộc|thuoc|của|cua|xã|xa|phường|phuong) .*$", re.IGNORECASE)
_LONG: Final = 12


def take_place(draft: Draft, place: Place, step: Step) -> bool:
    """Take a place from a message; say so when it replaces another. Return whether it gave a commune or a choice."""
    if place.status == "found" and place.commune:
        changed = draft.commune is not None and draft.commune != place.commune
        draft.commune, draft.place_note, draft.place_choices = place.commune, place.note, []
        draft.no_place = False
        _judge_pin(draft, step)
        if changed:
            draft.detail, draft.detail_asked, draft.place_changed = None, False, True
            step.say("utter_place_changed", place=place.commune)
        elif place.note:
            step.say("utter_place_today", note=place.note)
        if place.detail:
            add_spot(draft, place.detail)
        return True
    if place.status == "ambiguous" and draft.commune is None:
        _offer(draft, place)
        draft.detail = draft.detail or place.detail
        return True
    if place.status == "outside" and draft.commune is None:
        step.say("utter_place_outside", where=place.outside or "Nơi này có vẻ nằm ngoài tỉnh Hưng Yên.")
        return True
    if place.detail and draft.detail is None:
        draft.detail = place.detail
    return False


def _offer(draft: Draft, place: Place) -> None:
    """Ask which of several communes is meant; a pin that was sent before leaves those that it may lie in."""
    near = [code for code in place.choices if code in draft.pin_reach]
    draft.place_choices = near or list(place.choices)
    draft.place_words, draft.place_asked = dict(place.words), place.asked


def _judge_pin(draft: Draft, step: Step) -> None:
    """Drop a pin far from the commune of the matter: it shows where the citizen is, not where the matter is."""
    if draft.pin is not None and draft.commune not in draft.pin_reach:
        draft.pin, draft.pin_reach = None, []
        step.say("utter_pin_dropped", place=draft.commune or "")


def take_pin(draft: Draft, place: Place, step: Step) -> None:
    """Keep a pin and offer the communes near it: a centre point is no border, so none is taken in silence.

    A pin far from the province is not kept: people write from elsewhere about their village.
    """
    if place.position is None:
        step.say("utter_pin_lost")
        return
    if place.outside is not None:
        step.say("utter_pin_near_border" if place.choices else "utter_pin_outside", where=place.outside)
    if not place.choices:
        return
    draft.pin, draft.pin_reach = place.position, sorted(place.reachable)
    draft.detail_asked = True  # the pin says it
    if draft.commune is not None:
        step.say("utter_pin_kept")
        _judge_pin(draft, step)
        return
    draft.place_choices, draft.place_words, draft.place_asked = list(place.choices), dict(place.words), place.asked
    draft.no_place = False


def add_spot(draft: Draft, words: str) -> None:
    """Keep a spot beside the one already named, or name it: "ngay cạnh chợ", then "chợ Phủ" -> "cạnh chợ Phủ"."""
    words = words.strip(" ,.")
    words = _POINTS.sub("", words) if draft.detail is not None else words  # "chợ Đậu đó" names it already
    if draft.detail is None or fold(draft.detail) in fold(words):
        draft.detail = words
        return
    if fold(words) in fold(draft.detail):
        return
    old = _VAGUE.sub("", _POINTS.sub("", draft.detail)).split()
    new = words.split()
    if old and new and fold(old[-1]) == fold(new[0]):
        draft.detail = " ".join([*old[:-1], *new])
    else:
        draft.detail = f"{draft.detail}, {words}"


def answered_place(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take the answer to "where?"; after three vain ones a person finds it out."""
    folded = fold(heard.text)
    length = len(folded.split())
    if take_place(draft, place, step):
        draft.failures = 0 if place.status != "outside" else draft.failures + 1
        if length > (_LONG // 2 if draft.act == "denounce" else _LONG):
            append(draft, heard.text)
    else:
        if (heard.act in MATTERS and length > _LONG // 2) or phrases.WHEN.match(folded):
            append(draft, heard.text)
        elif not phrases.UNKNOWN.search(folded) and heard.act != "deny" and not phrases.signs(heard.text):
            add_spot(draft, heard.text)
        draft.failures += 1
    _give_up(draft, step)


def answered_place_choice(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take which of several places of a name is meant."""
    if place.status == "found" and place.commune:
        take_place(draft, place, step)
        draft.failures = 0
        return
    narrowed = [code for code in place.choices if code in draft.place_choices]
    if len(narrowed) == 1:
        draft.commune, draft.place_choices, draft.failures = narrowed[0], [], 0
        return
    if narrowed:
        draft.place_choices = narrowed
    elif place.status == "ambiguous":
        _offer(draft, place)  # another name than those in question
    draft.failures += 1
    _give_up(draft, step)


def _give_up(draft: Draft, step: Step) -> None:
    if draft.commune is None and draft.failures >= GIVE_UP_AFTER:
        draft.no_place, draft.place_choices, draft.failures = True, [], 0
        step.say("utter_place_left_open")


def answered_detail(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Take the spot: a phrase as it is, of a longer message the part that is a place."""
    before = draft.commune
    draft.detail_asked = True
    take_place(draft, place, step)
    if draft.commune != before:
        return  # the commune was mended: the spot is asked there
    folded = fold(heard.text)
    words = len(folded.split())
    if (
        phrases.SEND.match(folded)
        or phrases.SKIPS.match(folded)
        or phrases.is_yes_sign(heard.text)
        or phrases.is_no_sign(heard.text)
    ):
        return  # "gửi đi" skips the detail, the summary still waits for its yes
    unknown = phrases.UNKNOWN.search(folded) is not None and words <= 4
    if unknown or (heard.act in ("deny", "affirm") and words <= 3 and place.detail is None):
        return
    said = phrases.without_denied(heard.text)
    if place.status == "found" or any(mark in heard.text for mark in ",.;\n"):
        denied_only = place.detail is not None and fold(place.detail) not in fold(said)
        draft.detail = draft.detail if draft.detail and not denied_only else None
        if draft.detail is None and place.status == "found" and not denied_only:
            draft.detail = _COMMUNE_BEHIND.sub("", said) or None
        if place.status == "found" and said != heard.text.strip(" ,."):
            step.say("utter_place_kept", place=place.commune or "")
        if draft.detail is None and place.status != "found":
            draft.detail = heard.text
    elif words > _LONG or phrases.WHEN.match(folded):
        append(draft, heard.text)
    else:
        draft.detail = None
        add_spot(draft, said or heard.text)
