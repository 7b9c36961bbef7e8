"""Questions answered at once from the province's entries, quoted with their source; nothing is made up."""

import math
from datetime import datetime
from textwrap import shorten

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.settings import get_settings
from api.core.text import fold
from api.core.time import local
from api.intake import phrases, recall
from api.intake.inquiries import in_passing, is_question, part_asked
from api.intake.recall import ENTRY
from api.intake.rules.summary import asks_if_sent
from api.intake.schemas import Draft, Heard, Saying
from api.knowledge import service as knowledge
from api.knowledge.entries import UNCONFIRMED, Entry
from api.knowledge.shown import answer_text, button_title, part_lines

# Two entries nearer to each other than this are offered; else the first is said and the second is a button.
_ALIKE = 1.0
# Where a question in the middle may stand; elsewhere the words are the answer to what was asked.
_MAY_ASK = frozenset(
    {"two", "topic", "place", "place_choice", "detail", "more", "follow", "confirm", "edit", "identity"}
)
# How much of a question's words a published answer must hold to be named to somebody who did not search.
_AS_GOOD_AS_ASKED = 0.9
_WORDS_OF_A_QUESTION = 9
_QUOTED = 140


async def answer(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> list[Saying]:
    """Answer the question that opens a draft, or let the citizen choose between two entries; it is filed if wanted.

    Nothing is said when no entry fits: the draft then goes on as a question to the agency.
    """
    found = await knowledge.find(session, heard.text, on=local(now).date(), published=0)
    if not found.answered:
        return [] if heard.caution.emergency else await _published(session, heard.text)
    fitting = found.entries[: 2 if knowledge.also_fits(found) else 1]
    draft.entries = [(match.entry.id, button_title(match.entry)) for match in fitting]
    if len(fitting) > 1 and _odds(fitting[0].score) - _odds(fitting[1].score) < _ALIKE:
        draft.answer = "choose"
        return []
    draft.answer, draft.entries, draft.last_entry = "given", draft.entries[1:], found.entries[0].entry.id
    return [_whole(found.entries[0].entry)]


async def in_the_middle(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer a question in the middle of another matter, if an entry does; the matter goes on. None if none does."""
    if heard.caution.emergency:
        return None  # the numbers come first, and the draft goes on
    if heard.act != "ask" or draft.asked not in _MAY_ASK or not is_question(heard.text):
        return None
    if part_asked(heard.text) is not None or asks_if_sent(heard.text):
        return None  # without a subject any entry would fit
    folded = fold(heard.text)
    if in_passing(heard.text) is not None or phrases.KEEP_SECRET.search(folded) or phrases.ANONYMOUS.search(folded):
        return None  # who may know the name is the draft's own answer; a denunciation's is another one
    found = await knowledge.find(session, heard.text, on=local(now).date(), published=0)
    if not found.answered:
        return None
    return [_whole(found.entries[0].entry)]


def _odds(chance: float) -> float:
    """Return the logarithm of the odds: near 1 the chances themselves tell nothing apart."""
    kept = min(max(chance, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))


async def chosen(session: AsyncSession, draft: Draft, now: datetime) -> list[Saying]:
    """Say the entry that was chosen of two; one that was withdrawn meanwhile leads on to the agency."""
    entry_id, draft.chosen_entry = draft.chosen_entry or "", None
    draft.entries = [(other, title) for other, title in draft.entries if other != entry_id]
    entry = await knowledge.entry(session, entry_id, on=local(now).date())
    if entry is None:
        draft.answer = "filed"
        return [Saying(response="utter_button_over")]
    draft.last_entry = entry.id
    return [_whole(entry)]


async def follow_up(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer a short question without a subject of its own from the entry told before; None if it is no such question.

    Outside a draft it opens one, as the first question did: the citizen may still send it to the agency.
    """
    entry, asked = await _asked_of(session, draft, heard, now)
    if entry is None:
        return None
    if draft.asked is None:
        draft.act, draft.text, draft.topic, draft.topic_sure = "ask", f"{entry.title}: {heard.text}", entry.topic, True
        draft.answer, draft.last_entry, draft.asked, draft.notice_told = "given", entry.id, "answer", True
    return [_parts_of(entry, asked)]


async def after_an_answer(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer such a question where it was taken for talk, and no draft is open."""
    entry, asked = await _asked_of(session, Draft(), heard, now)
    return [_parts_of(entry, asked)] if entry is not None else None


def without_a_subject(heard: Heard) -> list[Saying] | None:
    """Ask what a question is about that has no subject and nothing told before it ("ở đâu"); None if it has one."""
    if heard.payload is not None or part_asked(heard.text) is None or not is_question(heard.text):
        return None
    return [Saying(response="utter_which_subject")]


async def _asked_of(
    session: AsyncSession, draft: Draft, heard: Heard, now: datetime
) -> tuple[Entry | None, tuple[str, ...]]:
    """Return the entry that a short question asks about, and the parts of it; None if it is no such question."""
    asked = part_asked(heard.text) if heard.payload is None else None
    return (await _told_before(session, draft, heard, now) if asked else None), asked or ()


async def _told_before(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> Entry | None:
    """Return the entry that a short question may be about: of the open answer, or the one told last.

    In the middle of another matter only the very last answer counts: "bao giờ xong" is else about the matter.
    """
    entry_id = draft.last_entry
    if draft.answer == "choose":
        entry_id = draft.entries[0][0]  # of the two that were offered, the likelier
    elif draft.answer != "given":
        looked_at = recall.LATELY if draft.asked is None or draft.act == "ask" else 1
        entry_id = await recall.told_entry(session, heard.conversation_id, now, looked_at)
    return await knowledge.entry(session, entry_id, on=local(now).date()) if entry_id else None


def _parts_of(entry: Entry, asked: tuple[str, ...]) -> Saying:
    """Return what an entry surely says of some parts, or that it does not."""
    lines = [line for part in asked if entry.sure(part) for line in part_lines(entry, part)]
    if not lines or entry.confidence == UNCONFIRMED:
        return Saying(response="utter_answer_unknown_part", params={"title": entry.title, ENTRY: entry.id})
    text = "\n".join([f"Về «{entry.title}»:", *lines])
    return Saying(response="utter_answer", params={"text": text, ENTRY: entry.id})


def _whole(entry: Entry) -> Saying:
    return Saying(response="utter_answer", params={"text": answer_text(entry), ENTRY: entry.id})


async def _published(session: AsyncSession, asked: str) -> list[Saying]:
    """Name an answer to another citizen that is public and near, where no entry answers."""
    if len(asked.split()) < _WORDS_OF_A_QUESTION:
        return []  # few words are soon held by any text
    nearest = await knowledge.published_alike(session, asked, limit=1)
    if not nearest or nearest[0].score < _AS_GOOD_AS_ASKED or len(nearest[0].question.split()) < _WORDS_OF_A_QUESTION:
        return []
    address = f"{get_settings().base_url}/tra-loi/{nearest[0].slug}"
    quoted = shorten(nearest[0].question, _QUOTED, placeholder="…")
    return [Saying(response="utter_published", params={"question": quoted, "address": address})]
