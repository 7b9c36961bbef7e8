"""Messages that are no new matter: small talk, anger, a wish for a person."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.intake import about_tickets, answers, person, phrases, recall
from api.intake.drafts import stay_unknown
from api.intake.english import in_english, is_english, on_the_way, talk
from api.intake.inquiries import in_passing
from api.intake.neutral import has_insult
from api.intake.rules.danger import after_a_call, despairs
from api.intake.rules.steps import GIVE_UP_AFTER
from api.intake.schemas import Draft, Heard, Saying
from api.outbox.schemas import Button

_PLAIN = frozenset({"greet", "bye", "thanks", "emergency", "affirm", "deny"})
# How "em gọi rồi" may be heard.
_CALLING = _PLAIN | {"out_of_scope", "status", "human", "report", "ask"}
# After the numbers: what to do now.
_WHAT_NOW = re.compile(r"\b(?:lam sao|lam gi|lam the nao|giup|cuu|goi ai|goi dau|so nao|so may)\b")
_WAYS_ON = (
    Button(title="Gửi phản ánh, kiến nghị", payload="start:report"),
    Button(title="Xem phiếu đã gửi", payload="status:"),
    Button(title="Gặp cán bộ", payload="human:"),
)


async def answer(
    session: AsyncSession, *, heard: Heard, act: str, now: datetime, draft: Draft | None = None
) -> list[Saying]:
    """Return what is said to a message outside a draft, or beside one."""
    if heard.payload is not None:
        return await about_tickets.tapped(session, heard, now, draft=draft)
    if despairs(heard.text):
        return [_spoken(heard, draft, "utter_despair")]
    if act == "emergency":
        return [_spoken(heard, draft, "utter_emergency")]
    called = after_a_call(heard.text) if act in _CALLING else None
    if called is not None and await recall.was_warned(session, heard.conversation_id, now):
        return [Saying(response=called)]
    if act == "human":
        return await person.handed_over(session, heard.conversation_id, now, draft=draft)
    if draft is not None and act == "out_of_scope" and draft.failures >= GIVE_UP_AFTER - 1:
        return [Saying(response="utter_out_of_scope_again", buttons=[*_WAYS_ON])]
    about = await about_tickets.answer(session, heard=heard, now=now)
    if about is None and draft is None:
        about = await answers.after_an_answer(session, heard, now) or answers.without_a_subject(heard)
    if about is not None:
        return about
    if act == "status":
        return await about_tickets.status(session, heard, now)
    if act == "rate" and not phrases.signs(heard.text):
        return await about_tickets.rated(session, heard, now)
    if act == "cancel" and phrases.TAKES_BACK.search(fold(heard.text)):
        return await about_tickets.withdrawal(session, heard)
    return await _small_talk(session, heard, act, now)


def _spoken(heard: Heard, draft: Draft | None, response: str) -> Saying:
    """Return a text in the language that the citizen writes."""
    english = is_english(heard.text) or (draft is not None and draft.english)
    return Saying(response=in_english(response) if english else response)


async def _small_talk(session: AsyncSession, heard: Heard, act: str, now: datetime) -> list[Saying]:
    signs = phrases.signs(heard.text)
    if phrases.is_yes_sign(heard.text):
        return [Saying(response="utter_affirm")]
    if signs:
        upset = signs & phrases.ANGRY_SIGNS or phrases.is_no_sign(heard.text)
        return (
            [Saying(response="utter_upset")] if upset else await _not_understood(session, heard, now, "utter_wordless")
        )
    if phrases.announces_only(heard.text):
        return await _announced(session, heard, now)
    if has_insult(heard.text):
        to_us = phrases.TO_THE_BOT.search(fold(heard.text)) is not None
        return [Saying(response="utter_calm_bot", buttons=[*_WAYS_ON])] if to_us else [Saying(response="utter_calm")]
    if is_english(heard.text):
        known = talk(heard.text)
        return (
            [Saying(response=known)] if known else await _not_understood(session, heard, now, "utter_out_of_scope_en")
        )
    passing = in_passing(heard.text) or on_the_way(heard.text)
    if passing is not None:
        return [Saying(response=passing)]
    if act in _PLAIN:
        return [Saying(response=f"utter_{act}")]
    if _WHAT_NOW.search(fold(heard.text)) and await recall.was_warned(session, heard.conversation_id, now):
        return [Saying(response="utter_emergency")]
    return await _not_understood(session, heard, now, "utter_out_of_scope")


async def _announced(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """Ask for the matter that was announced; a wish to stay unknown holds for it."""
    if phrases.ANONYMOUS.search(fold(heard.text)) is None:
        return [Saying(response="utter_ask_story")]
    await stay_unknown(session, heard.conversation_id, now)
    return [Saying(response="utter_anonymous"), Saying(response="utter_ask_story")]


async def _not_understood(session: AsyncSession, heard: Heard, now: datetime, first: str) -> list[Saying]:
    """The second time in a row buttons, the third a person."""
    before = await recall.vain_answers(session, heard.conversation_id, now)
    if before == 0:
        return [Saying(response=first)]
    if before == 1:
        return [Saying(response="utter_out_of_scope_again", buttons=[*_WAYS_ON])]
    return await person.handed_over(session, heard.conversation_id, now)
