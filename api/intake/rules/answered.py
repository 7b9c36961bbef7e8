"""After a question was answered: whether it is clear now, goes to the agency all the same, or another matter comes."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.inquiries import is_question
from api.intake.rules.matter import append, wished_act
from api.intake.rules.place import take_place
from api.intake.rules.steps import MATTERS, Place, Step
from api.intake.schemas import Draft, Heard

_CLEAR: Final = re.compile(
    r"\b(?:ro roi|da ro|biet roi|hieu roi|hieu r|ro r|ok roi|duoc roi|"
    r"the thoi|vay thoi|cam on|cam ta|thanks?)\b"
    r"|^(?:da |vang |u |uh |a )*(?:ok|oke|ro|hieu|vang|duoc|u|uh|da)\b(?: \S+){0,3}$"
)
_FILES: Final = re.compile(
    r"\b(?:van|cu|thi|hay|nho|xin)? ?gui (?:cau hoi|giup|di|cho|toi|len|ho|co quan|luon)"
    r"|\b(?:chua ro|khong ro|chua dung|khong dung|khong phai|chua hieu|khong hieu)\b"
)
_STILL: Final = re.compile(
    r"\b(?:van|cu) (?:muon |can |xin )*(?:gui|phan anh|khieu nai|kien nghi)\b"
    r"|\b(?:gui|phan anh|khieu nai|kien nghi)(?: luon| ve)? (?:viec|chuyen|vu) (?:do|nay|ay|tren|vua roi)\b"
)
# Nothing but where: it goes with the question that was offered to the agency.
_NAMES_ACT: Final = re.compile(r"khieu nai|phan anh|kien nghi")
_UNIT: Final = r"(?:xa|phuong|thi tran|thon|xom|to dan pho|huyen|tinh)"
_ONLY_WHERE: Final = re.compile(
    rf"^(?:da |vang |a |u )*(?:(?:toi|em|minh|chau|nha toi|nha em) )?(?:o |tai |thuoc )?"
    rf"{_UNIT} \S+(?: \S+){{0,2}}(?:,? {_UNIT} \S+(?: \S+){{0,2}})*$"
)
_SHORT: Final = 8
_FEW: Final = 3


def is_about_the_answer(draft: Draft, heard: Heard) -> bool:
    """Whether a message after an answer is about it; else it is another matter and begins anew."""
    folded = fold(heard.text)
    if heard.payload is not None or _files(heard.text) or _CLEAR.search(folded):
        return True
    if draft.answer == "choose" and (phrases.ordinal(folded) is not None or len(folded.split()) <= _FEW):
        return True
    return heard.act not in MATTERS and len(folded.split()) <= _SHORT


def answered_answer(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Go on to the agency, or end content."""
    folded = fold(heard.text)
    if _files(heard.text):
        to_the_agency(draft)
        still = _STILL.search(folded)
        said = _NAMES_ACT.search(still.group()) if still else None
        named = phrases.ACTS[said.group()] if said else wished_act(fold(draft.text))
        if still and named is not None and draft.act == "ask":
            draft.act, draft.act_said = named, True
        take_place(draft, place, step)
        if len(folded.split()) > _SHORT:
            append(draft, heard.text)
    elif _ends(heard, folded):
        content(draft, step)
    else:
        step.aside = heard.act if heard.act not in MATTERS else "out_of_scope"


def _files(text: str) -> bool:
    """Whether words after an answer send the question on: they say so, or only tell where it is."""
    folded = fold(text)
    if _FILES.search(folded) or _STILL.search(folded):
        return True
    return only_where(text)


def only_where(text: str) -> bool:
    """Whether a message names a place by its kind and nothing that happened there."""
    folded = fold(text).strip(" .!")
    return _ONLY_WHERE.search(folded) is not None and not (is_question(text) or phrases.FAULT.search(folded))


def _ends(heard: Heard, folded: str) -> bool:
    """Whether a short turn says that nothing more is wanted; a no does too: the question was whether to file."""
    agrees = heard.act in ("affirm", "thanks", "bye") or phrases.is_yes_sign(heard.text)
    refuses = heard.act == "deny" or phrases.is_no_sign(heard.text) or phrases.says_no(folded)
    return _CLEAR.search(folded) is not None or agrees or refuses


def to_the_agency(draft: Draft) -> None:
    """The question is filed, whatever the entry says."""
    draft.answer = "filed"


def content(draft: Draft, step: Step) -> None:
    """Nothing is left to file."""
    draft.outcome = "answered"
    step.say("utter_answer_clear")
