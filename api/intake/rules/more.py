"""What the agency of a topic always asks back, asked once before the summary. Data of the province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.core.text import fold
from api.intake import phrases
from api.intake.rules.matter import append
from api.intake.rules.place import corrects, spot_words, take_place
from api.intake.rules.steps import Place, Step
from api.intake.schemas import Draft, Heard

_ASKED_OF = frozenset({"report", "complain"})


@dataclass(frozen=True)
class Extra:
    """A question of a topic; `if_words` and `unless_words` are looked for in what was told."""

    number: int
    text: str
    label: str
    buttons: tuple[str, ...] = ()
    if_words: tuple[str, ...] = ()
    unless_words: tuple[str, ...] = ()


Extras = Mapping[str, Sequence[Extra]]


def next_extra(draft: Draft, extras: Extras) -> Extra | None:
    """Return the question that is still worth asking: one a matter, and only of who gave place and spot unasked."""
    if draft.act not in _ASKED_OF or draft.more_done or draft.two == "separate" or draft.no_place or draft.english:
        return None
    if draft.questions > 0 and draft.asked != "more":
        return None
    return next((extra for extra in extras.get(draft.topic or "", ()) if _is_due(extra, draft.text)), None)


def extra_asked(draft: Draft, extras: Extras) -> Extra | None:
    """Return the question that stands, by its number."""
    return next((extra for extra in extras.get(draft.topic or "", ()) if extra.number == draft.more), None)


def _is_due(extra: Extra, told: str) -> bool:
    folded = f" {' '.join(fold(told).replace(',', ' ').replace('.', ' ').split())} "
    named = not extra.if_words or any(f" {fold(word)} " in folded for word in extra.if_words)
    return named and not any(f" {fold(word)} " in folded for word in extra.unless_words)


def answered_more(draft: Draft, heard: Heard, place: Place, step: Step) -> None:
    """Keep the answer as a line of the matter; "bỏ qua", "không rõ" or "gửi đi" leave it out."""
    if corrects(draft, heard, place, step) or spot_words(heard.text) is None:
        return  # the line is mended; the question stands, or another place or topic is asked first
    if phrases.RECEIVER.search(fold(heard.text)):
        append(draft, heard.text)
        step.say("utter_faq_agency")
        return
    if place.status == "found":
        take_place(draft, place, step)
    draft.more_done = True
    folded = fold(heard.text)
    leaves_out = phrases.SKIPS.match(folded) or phrases.SEND.match(folded) or phrases.UNKNOWN.search(folded)
    if phrases.INSISTS.search(folded) and draft.topic_sure and draft.commune is not None:
        draft.outcome = "confirmed"  # "Thôi cứ gửi luôn": all that is needed is told, and the wish is plain
    elif not leaves_out and not (phrases.says_no(folded) and phrases.is_short(folded)):
        keep_extra(draft, step.extras, heard.text)


def keep_extra(draft: Draft, extras: Extras, answer: str) -> None:
    """Write the answer behind the name of what was asked."""
    asked = extra_asked(draft, extras)
    draft.more_done = True
    if asked is not None:
        draft.extra[asked.label] = answer.strip()
