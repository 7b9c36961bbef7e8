"""Following a ticket about the same matter instead of filing another."""

import re
from typing import Final

from api.core.text import fold
from api.intake import phrases
from api.intake.rules.place import corrects
from api.intake.rules.steps import Place, Step
from api.intake.rules.summary import answered_confirm, says_yes
from api.intake.schemas import Draft, Heard

_FOLLOWS: Final = re.compile(r"\btheo doi\b|^(?:the |vay )?(?:thi )?(?:cung )?duoc\b")
_OWN: Final = re.compile(
    r"\b(?:gui rieng|phieu rieng|rieng cua|van gui|cu gui|gui cua|khac (?:nhau|viec|cho)|viec khac)\b"
)


def is_about_following(folded: str) -> bool:
    """Whether folded words answer the offer to follow."""
    return _FOLLOWS.search(folded) is not None or _OWN.search(folded) is not None or phrases.says_no(folded)


def answered_follow(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Follow the other ticket, or go on with an own one; what adds to the matter is an addition to the own one."""
    folded = fold(heard.text)
    if corrects(draft, heard, place, step):
        draft.follow_code, draft.follow_about = None, {}  # another place or matter: what was offered is not the same
        return
    if phrases.only_about_the_name(heard.text):
        return
    if phrases.beside_send(heard.text) is not None:
        draft.follow_settled = True  # "gửi" sends the own one, after its summary
        beside = phrases.beside_send(heard.text)
        if beside and not phrases.only_about_the_name(beside):
            answered_confirm(draft, heard.model_copy(update={"text": beside}), place, step)
    elif _OWN.search(folded) or phrases.is_no_sign(heard.text) or phrases.says_no(folded) or heard.act == "deny":
        draft.follow_settled = True
    elif _FOLLOWS.search(folded) or says_yes(heard):
        draft.outcome = "followed"
    else:
        draft.follow_settled = True
        answered_confirm(draft, heard, place, step)
