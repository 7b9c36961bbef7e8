"""Who may know who wrote: openly, hidden from the agency, or nobody."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.names_of_people import name_in
from api.intake.neutral import phone_in
from api.intake.rules.steps import Step
from api.intake.schemas import Draft, Heard

# "Không cần giấu tên nữa" names what it takes back.
_TAKES_BACK: Final = re.compile(r"\b(?:khong|ko|k|chang) (?:can|phai) (?:giau|dau|an)\b")


def stay_unknown(draft: Draft) -> None:
    """Forget the name that was said; it is kept out of the words too."""
    if draft.contact_name:
        draft.hidden_names.append(draft.contact_name)
    draft.contact_name = draft.contact_phone = None


def take_identity(draft: Draft, text: str, step: Step) -> None:
    """Hear a wish to stay unknown, or to be known, and a name, in any message.

    A denouncer's name is kept and hidden: the law wants it and protects it (Luật Tố cáo 2018, Điều 8, 9, 23).
    """
    folded = fold(text)
    nameless = phrases.wants_no_name(folded, praise=draft.act == "praise")
    gives_up = _TAKES_BACK.search(folded) is not None
    openly = phrases.OPENLY.search(folded) is not None and (gives_up or not nameless)
    if draft.act == "denounce":
        if phrases.NAMELESS.search(folded):
            draft.anonymity = "anonymous"
            stay_unknown(draft)
        asks = phrases.NAMELESS.search(folded) or phrases.KEEP_SECRET.search(folded)
        if asks and draft.asked != "evidence":  # there the end says it
            step.say("utter_secret")
        draft.anonymity = "hidden" if draft.anonymity == "open" else draft.anonymity
    elif openly and draft.anonymity != "open":
        draft.anonymity = "open"
        step.say("utter_open")
    elif not openly and draft.anonymity == "open" and nameless:
        draft.anonymity = "anonymous"
        stay_unknown(draft)
        step.say("utter_anonymous")
    _take_name(draft, text, step)
    _take_phone(draft, text, step)


def _take_phone(draft: Draft, text: str, step: Step) -> None:
    """Keep the number at which the agency may call; of who stays unknown none is kept."""
    phone = phone_in(text)
    if phone is None or phone == draft.contact_phone or draft.anonymity == "anonymous":
        return
    draft.contact_phone = phone
    if draft.asked is not None and draft.act != "denounce" and name_in(text) is None:
        step.say("utter_phone_kept", phone=phone)


def _take_name(draft: Draft, text: str, step: Step) -> None:
    name = name_in(text, asked=draft.asked in ("praise_name", "identity"))
    if name is None or name == draft.contact_name:
        return
    if draft.anonymity == "anonymous" and draft.act != "denounce":
        draft.hidden_names.append(name)
        return  # who asked to stay unknown is not written down, whatever else was said
    draft.contact_name = name
    if draft.act == "denounce":
        draft.anonymity = "hidden"
        step.say("utter_name_hidden")
    else:
        step.say("utter_name_kept", name=name)


def answered_identity(draft: Draft, heard: Heard, step: Step) -> None:
    """Take an answer in words to who may know."""
    folded = fold(heard.text)
    if phrases.wants_no_name(folded) or heard.act == "deny":
        draft.anonymity = "anonymous"
        stay_unknown(draft)
    elif "an voi" in folded or "giau co quan" in folded:
        draft.anonymity = "hidden"
    elif heard.act == "affirm" or phrases.OPENLY.search(folded) or draft.contact_name:
        draft.anonymity = "open" if draft.act != "denounce" else "hidden"
    draft.asked = "confirm"
