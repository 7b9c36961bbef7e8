"""The last word before filing: the summary, a denouncer's evidence, the name of who praises, and mending a line."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.inquiries import is_question
from api.intake.names_of_people import name_in
from api.intake.neutral import neutral
from api.intake.rules.identity import take_identity
from api.intake.rules.matter import append, is_sure, mend_words, retake_topic, take_topic
from api.intake.rules.place import add_spot, corrects, spot_words, take_place
from api.intake.rules.steps import MATTERS, OTHER_TOPIC, Place, Step
from api.intake.schemas import Draft, Heard

_LONGEST_SEND: Final = 14
# Nothing is to be added, or it is enough: whether it is to be sent is not said.
_ENOUGH: Final = re.compile(
    r"^(?:thoi|the thoi|vay thoi|du roi|het roi|vay la du)(?: (?:nhe|a|em|ad))*$"
    r"|\b(?:khong|ko|k|chang) (?:can |co |con |them )*(?:them|gi nua|gi them|bo sung)(?: (?:gi|nua|dau|a))*\W*$"
)
_NOT_SENT_YET: Final = re.compile(r"\b(?:gui|goi) (?:duoc )?chua\b|\b(?:da|duoc) gui(?: di)? chua\b")
_FIGURE: Final = re.compile(r"^\W*\d\W*$")


def says_yes(heard: Heard) -> bool:
    """Whether a turn at the summary is a plain yes. A long one brings something new, whatever it begins with."""
    folded = fold(heard.text)
    if phrases.is_yes_sign(heard.text):
        return True
    if phrases.is_contrary(heard.text) or phrases.RECEIVER.search(folded):
        return False
    if phrases.SEND.match(folded):
        return len(folded.split()) <= _LONGEST_SEND
    if phrases.beside_send(heard.text) == "":
        return True
    adds = phrases.ADDS.search(folded) is not None or phrases.wants_no_name(folded)
    return heard.act == "affirm" and phrases.is_short(folded) and not adds


def asks_if_sent(text: str) -> bool:
    """Whether a short turn asks if it was sent already."""
    return _NOT_SENT_YET.search(fold(text)) is not None and phrases.is_short(fold(text))


def is_undecided(folded: str) -> bool:
    """Whether a short turn at the summary may be a yes or a no: "thôi", a bare figure, that it is enough."""
    return _ENOUGH.search(folded) is not None or _FIGURE.match(folded) is not None


def is_unclear_send(text: str) -> bool:
    """Whether "dung gui di", typed without marks, may mean send and do not send."""
    folded = fold(text)
    return phrases.SEND_OR_NOT.match(folded) is not None and folded == text.lower().strip()


def answered_confirm(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Read a turn at the summary: what mends it comes first, then a yes, a no, or something to add."""
    folded = fold(heard.text)
    if _second_later(draft, heard, place):
        return
    beside = phrases.beside_send(heard.text)
    if beside and draft.act != "denounce":
        _sent_with(draft, heard.model_copy(update={"text": beside}), place, step)
        return
    if mended(draft, heard.text, step) or corrects(draft, heard, place, step):
        return
    if is_undecided(folded):
        step.say("utter_send_or_not")
        return
    if phrases.only_about_the_name(heard.text):
        return
    if phrases.RECEIVER.search(folded) and not is_question(heard.text):
        append(draft, heard.text)
        step.say("utter_faq_agency")
        return
    refuses = phrases.SKIPS.match(folded) or (phrases.WAIT.search(folded) and phrases.is_short(folded))
    if is_unclear_send(heard.text):
        step.say("utter_send_or_not")
    elif says_yes(heard):
        draft.outcome = "confirmed"
    elif phrases.is_no_sign(heard.text) or refuses:
        draft.asked = "edit"
    elif _mends_place(draft, heard, place, step):
        return
    elif phrases.is_short(folded) and (heard.act == "deny" or _half_a_yes(heard)):
        draft.asked = "edit"
    elif not _main_again(draft, heard, step):
        _add(draft, heard, step)


def _sent_with(draft: Draft, beside: Heard, place: Place, step: Step) -> None:
    """Take "gửi" that came with more: additions and wishes about the name go with it, corrections are shown first."""
    if phrases.only_about_the_name(beside.text) or spot_words(beside.text) is None:
        draft.outcome = "confirmed"
    elif mended(draft, beside.text, step) or corrects(draft, beside, place, step):
        return
    elif _mends_place(draft, beside, place, step) or phrases.is_contrary(beside.text):
        if not step.sayings:
            _add(draft, beside, step)
    else:
        _add(draft, beside, step)
        draft.outcome = "confirmed"


def mended(draft: Draft, text: str, step: Step) -> bool:
    """Whether words of the matter were changed as the citizen said."""
    changed = mend_words(draft, text)
    if changed is None:
        return False
    was, now = changed
    step.say("utter_words_changed" if now else "utter_words_out", was=was, **({"now": now} if now else {}))
    return True


def _half_a_yes(heard: Heard) -> bool:
    """Whether a yes was taken back and nothing is named that would be right."""
    yes = heard.act == "affirm" or phrases.SEND.match(fold(heard.text)) is not None
    return yes and phrases.is_contrary(heard.text) and not phrases.wants_no_name(fold(heard.text))


def _mends_place(draft: Draft, heard: Heard, place: Place, step: Step) -> bool:
    """A message that is nothing but a place mends the place, and is no addition to the words."""
    before = draft.commune, draft.detail
    found = take_place(draft, place, step)
    if found and (place.status != "found" or draft.commune != before[0]):
        return True
    if place.detail and len(fold(heard.text).split()) <= len(place.detail.split()) + 3 and not found:
        whole = phrases.SPOT_BEGINS.match(fold(heard.text)) is not None  # "ngay sau kho thóc", not the barn alone
        add_spot(draft, (spot_words(heard.text) if whole else None) or place.detail)
        step.say("utter_spot_taken", spot=draft.detail or "")
        return True
    if found and phrases.is_short(fold(phrases.without_denied(heard.text))):
        denied_only = place.detail and fold(place.detail) not in fold(phrases.without_denied(heard.text))
        draft.detail = before[1] if denied_only else draft.detail
        step.say("utter_place_kept", place=draft.commune or "")
        return True
    return False


def _main_again(draft: Draft, heard: Heard, step: Step) -> bool:
    """ "Chủ yếu là ..." at the summary names the main point among the topics in question."""
    if not phrases.MAINLY.search(fold(heard.text)):
        return False
    append(draft, heard.text)
    known = [code for code in (draft.topic, draft.second, *draft.topic_choices) if code]
    main = next((code for code, _ in heard.topic.ranking if code in known), None)
    if main and main != draft.topic:
        draft.topic, draft.topic_sure = main, True
    step.say("utter_main_noted", topic=draft.topic or OTHER_TOPIC)
    return True


def _second_later(draft: Draft, heard: Heard, place: Place) -> bool:
    """A further matter of another topic, told as such, is asked about: with this ticket, or one of its own."""
    another = is_sure(heard.topic) and heard.topic.code not in (None, draft.topic, OTHER_TOPIC) and heard.act in MATTERS
    if not another or draft.two is not None or draft.act == "denounce" or not phrases.MORE.search(fold(heard.text)):
        return False
    draft.second, draft.second_text, draft.two = heard.topic.code, heard.text, "ask"
    draft.second_commune, draft.second_detail = place.commune, place.detail
    return True


def _add(draft: Draft, heard: Heard, step: Step) -> None:
    if not neutral(heard.text):
        return
    if draft.anonymity == "anonymous" and draft.act != "denounce":
        heard = heard.model_copy(update={"text": spot_words(heard.text) or ""})  # nothing of who it is is kept
    if not heard.text:
        step.say("utter_anonymous")
        return
    if retake_topic(draft, heard):
        step.say("utter_topic_changed", topic=draft.topic or OTHER_TOPIC)
    append(draft, heard.text)
    asked = heard.act == "ask" and draft.act != "ask" and is_question(heard.text)
    step.say("utter_question_noted" if asked else "utter_added_to_draft")


def answered_evidence(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """The last answer of a denouncer ends the draft, as it was announced; "khoan" opens the summary instead."""
    folded = fold(heard.text)
    draft.last_words_asked = True
    if corrects(draft, heard, place, step) or _half_a_yes(heard):
        draft.asked = draft.asked if draft.asked in ("content", "topic", "place") else "confirm"
        return
    waits = phrases.WAIT.search(folded) is not None and not phrases.KEEP_SECRET.search(folded)
    if waits or phrases.SKIPS.match(folded) or is_unclear_send(heard.text):
        draft.asked = "confirm"
        return
    take_place(draft, place, step)
    if not phrases.says_no(folded) and not says_yes(heard):
        append(draft, heard.text)
    draft.outcome = "confirmed"


def answered_praise_name(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Praise is passed on after this answer, with the name or without."""
    folded = fold(heard.text)
    draft.last_words_asked = True
    refuses = phrases.says_no(folded) or phrases.SKIPS.match(folded) or heard.act == "deny"
    named = draft.contact_name is not None and name_in(heard.text, asked=True) is not None
    if named or refuses or phrases.SEND.match(folded) or draft.anonymity == "anonymous":
        draft.outcome = "confirmed"
    elif says_yes(heard):
        draft.last_words_asked = False
        step.say("utter_which_name")
    else:
        answered_confirm(draft, heard, place, step)


def answered_edit(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """ "Sửa phần nào?": a place or words are the mending itself."""
    draft.asked = "confirm"
    if corrects(draft, heard, place, step) or phrases.only_about_the_name(heard.text):
        return
    if take_place(draft, place, step) or _mends_place(draft, heard, place, step):
        return
    if says_yes(heard):
        draft.outcome = "confirmed"
    elif heard.act == "deny" and phrases.is_short(fold(heard.text)):
        draft.outcome = "cancelled"
    else:
        _add(draft, heard, step)


def answered_content(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """The matter told anew; place and identity stay unless it names others."""
    draft.text, draft.second, draft.second_text, draft.two = heard.text, None, None, None
    take_identity(draft, heard.text, step)
    take_place(draft, place, step)
    if heard.topic.code is not None:
        before = draft.model_copy()
        take_topic(draft, heard.topic)
        if not draft.topic_sure:
            draft.topic, draft.topic_sure, draft.topic_choices = before.topic, before.topic_sure, before.topic_choices
    draft.asked = "confirm"
