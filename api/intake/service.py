"""The turns of a draft: each message is taken once, and a repeat gets the answer that it got."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Conflict
from api.core.text import fold
from api.core.time import format_date, local
from api.inbox.schemas import PHOTO, PIN
from api.intake import (
    about_tickets,
    additions,
    answers,
    asides,
    desk,
    doors,
    filing,
    kept,
    odd,
    own_data,
    phrases,
    recall,
)
from api.intake.drafts import draft_row, existing_row
from api.intake.english import as_meant, in_english, is_english, on_the_way, talk, translated
from api.intake.models import IntakeAnswer, IntakeDraft
from api.intake.places import photo_came_with, place_of, place_of_photo
from api.intake.questions import ACT_NAMES, Names, names, place_line, question
from api.intake.rules import OTHER_TOPIC, Step, advance, ask_next, danger
from api.intake.rules.answered import is_about_the_answer
from api.intake.rules.matter import is_sure
from api.intake.rules.place import take_photo, take_pin
from api.intake.rules.steps import MATTERS
from api.intake.schemas import Close, Draft, Heard, Saying, TurnAnswer
from api.tickets import following
from api.tickets.rules import STATE_NAMES

_OF_DENUNCIATIONS = frozenset({"utter_notice_denounce", "utter_secret"})
# Questions that do not repeat the place that was just understood.
_SILENT_ON_PLACE = frozenset({"two", "topic", "more", "identity"})
_FOLLOWED_ACTS = frozenset({"report", "suggest"})
# What may ask for something personal, or already holds it.
_PERSONAL = frozenset(
    {"place", "place_choice", "detail", "more", "follow", "evidence", "praise_name", "confirm", "identity", "two"}
)
# Words from which on talk may be a matter.
_A_STORY, _AN_ENGLISH_STORY, _AN_ENGLISH_QUESTION = 6, 12, 6
# The acts are learnt from Vietnamese: of English only these are believed.
_ENGLISH_TALK = frozenset({"thanks", "bye", "emergency", "cancel"})
_NO_ADDITION = frozenset({"greet", "thanks", "bye", "human", "rate", "status", "emergency"})
# A button or a word that gave a draft up may have been a slip.
_SLIP = timedelta(minutes=30)
# Nobody in despair is asked where the drain is blocked: the question waits.
_DESPAIR = frozenset({"utter_despair", "utter_despair_en"})
_NUMBERS = frozenset({"utter_emergency", "utter_emergency_en"}) | _DESPAIR
_YES_AND_NO = frozenset({"affirm", "deny", "thanks", "greet"})
# Buttons that begin a matter outside a draft.
_BEGINS = {"start": False, "ask": True}
_SLOT_OF: dict[str, Literal["matter", "place", "confirmation"]] = {
    "story": "matter",
    "two": "matter",
    "topic": "matter",
    "content": "matter",
    "which_ticket": "matter",
    "answer": "matter",
    "answers": "matter",
    "place": "place",
    "place_choice": "place",
    "detail": "place",
    "more": "place",
    "follow": "confirmation",
    "evidence": "confirmation",
    "praise_name": "confirmation",
    "confirm": "confirmation",
    "edit": "confirmation",
    "identity": "confirmation",
}


async def take_turn(session: AsyncSession, *, heard: Heard, now: datetime) -> TurnAnswer:
    """Take one message into the conversation's draft and say what is asked next."""
    begun = await _answer_given(session, heard.message_id, "aside")
    if begun is not None and begun.requested is not None:
        return TurnAnswer(requested=begun.requested)  # it opened the form, which now hears it again
    known = await _answer_given(session, heard.message_id, "turn")
    if known is not None:
        return known
    row = await draft_row(session, heard.conversation_id, now)
    draft = Draft.model_validate(row.state)
    heard = heard.model_copy(update={"text": odd.without_orders(heard.text)})
    heard = _as_meant(danger.minded(heard, in_a_draft=draft.asked not in (None, "story")), draft)
    if draft.asked is None and _takes_up_again(draft, row, heard, now):
        return await _taken_up_again(session, heard, draft, row, now)
    draft.dropped = None  # another matter begins, or this one goes on
    followed = await answers.follow_up(session, draft, heard, now)
    if followed is not None:
        return await _taken(session, heard, draft, followed, row, now)
    if draft.answer in ("given", "choose") and not is_about_the_answer(draft, heard):
        if phrases.NEXT_QUESTION.match(fold(heard.text)):
            heard = heard.model_copy(update={"act": "ask", "act_confidence": 1.0})
        # The answer was enough: what comes now is another matter; where the citizen lives goes on with a question.
        draft = Draft(commune=draft.commune if heard.act == "ask" else None)
    if draft.asked is None and await _is_talk(session, heard, now):
        draft.outcome = "answered"
        told = await asides.answer(session, heard=heard, act=heard.act, now=now)
        if danger.despairs(heard.text):
            kept.keep(draft, heard)
        return await _taken(session, heard, draft, told, row, now)
    if draft.asked is None and draft.danger is not None:
        heard = kept.with_what_was_told(draft, heard, rested=now - row.updated_at)
    fresh, rested = draft.asked is None, now - row.updated_at
    words = await names(session, on=local(now).date())
    if fresh and rested > kept.REST:
        draft.pin, draft.pin_reach, draft.place_choices = None, [], []  # a pin of yesterday is not of this matter
    if fresh and heard.payload not in (PIN, PHOTO):
        about = await about_tickets.answer(session, heard=heard, now=now)
        if about is not None:
            draft.outcome = "answered"
            return await _taken(session, heard, draft, about, row, now)
        await additions.find_ticket(session, draft, heard, now)
        if draft.outcome == "added":
            draft.text = heard.text
            return await _taken(session, heard, draft, [], row, now)
    sayings = await _beside(session, draft, heard, now) if not fresh else None
    if sayings is None:
        sayings = await _advance(session, draft, heard, words, now)
    waits = draft.asked == "which_ticket"  # it may be no matter of its own
    if not waits and (fresh or (draft.asked != "story" and not draft.notice_told and draft.text)):
        sayings = await _notice_of_class(session, draft, words, now) + sayings
    if rested > kept.REST and not fresh and draft.outcome == "open" and draft.text:
        sayings.insert(0, Saying(response="utter_resumed", params={"topic": words.told_to(draft).topic(draft.topic)}))
    if draft.outcome == "open" and draft.asked in _PERSONAL and draft.text:
        sayings += await own_data.notice(session, heard, english=draft.english, now=now)
    if draft.english:
        sayings = [translated(saying) for saying in sayings]
    asked = question(draft, words).buttons
    draft.buttons, draft.button_order = {b["payload"]: b["title"] for b in asked}, [b["payload"] for b in asked]
    return await _taken(session, heard, draft, sayings, row, now)


async def _beside(session: AsyncSession, draft: Draft, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer what is no part of an open draft, whatever is being asked; None if it may be one."""
    if heard.payload is not None or draft.asked == "content":
        return None
    if danger.despairs(heard.text):
        english = draft.english or is_english(heard.text)
        return [Saying(response=in_english("utter_despair") if english else "utter_despair")]
    called = danger.after_a_call(heard.text) if heard.act not in MATTERS else None
    if called is not None and await recall.was_warned(session, heard.conversation_id, now):
        return [Saying(response=called)]
    strange = odd.answer_to(heard.text) if draft.asked not in ("which_ticket", "evidence", "more") else None
    if strange is not None and not (strange == "utter_only_number" and draft.asked in ("detail", "place")):
        return [Saying(response=strange)]
    if odd.only_orders(heard.text):
        return [Saying(response="utter_no_orders")]
    passing = on_the_way(heard.text) if draft.english else None
    if passing is not None:
        return [Saying(response=passing)]
    asked = await own_data.asked_back(session, heard)
    return asked if asked is not None else await answers.in_the_middle(session, draft, heard, now)


async def _advance(session: AsyncSession, draft: Draft, heard: Heard, words: Names, now: datetime) -> list[Saying]:
    """Take the message into the draft and return what it makes us say."""
    draft.english = draft.english or (heard.payload is None and is_english(heard.text))
    place = await additions.place_said(session, draft, heard, now)
    fresh = draft.asked is None
    step = advance(draft, heard, place, words.topics, words.extras, await place_of_photo(session, heard))
    if draft.chosen_entry is not None:
        return await answers.chosen(session, draft, now)
    asks = draft.act == "ask" and not phrases.wants_a_paper(fold(draft.text))
    if fresh and asks and draft.text and not draft.english and draft.outcome == "open":
        answered = await answers.answer(session, draft, heard, now)
        if draft.answer is not None:
            ask_next(draft, words.extras)
            return [saying for saying in step.sayings if saying.response in _NUMBERS] + answered
        step.sayings[:0] = answered
    await _offer_to_follow(session, draft, heard, words, step, now)
    if draft.commune is not None and draft.asked in _SILENT_ON_PLACE and place.commune == draft.commune:
        step.say("utter_place_noted", where=place_line(draft, words.told_to(draft)))
    shown = words.told_to(draft)
    sayings = [_named(saying, shown) for saying in step.sayings]
    if draft.asked == "which_ticket":
        sayings = [saying for saying in sayings if saying.response in _NUMBERS]
    if step.aside:
        sayings += await asides.answer(session, heard=heard, act=step.aside, now=now, draft=draft)
    return sayings


async def _offer_to_follow(
    session: AsyncSession, draft: Draft, heard: Heard, words: Names, step: Step, now: datetime
) -> None:
    """Before the summary, look for another citizen's open ticket about the same; nothing of its words is told."""
    ready = draft.outcome == "open" and draft.asked == "confirm" and not draft.follow_settled
    if not ready or draft.act not in _FOLLOWED_ACTS or draft.doubtful or draft.two in ("ask", "separate"):
        return
    if draft.topic in (None, OTHER_TOPIC) or draft.commune is None:
        return
    other = await following.same_matter(
        session, conversation_id=heard.conversation_id, topic=draft.topic or OTHER_TOPIC, commune=draft.commune,
        text=draft.text, detail=draft.detail, now=now,
    )  # fmt: skip
    if other is None:
        return
    draft.follow_code = other.tracking_code
    draft.follow_about = {
        "topic": words.told_to(draft).topic(other.topic_code),
        "place": words.commune(other.commune_code),
        "state": STATE_NAMES[other.state].lower(),
        "date": format_date(local(other.received_at).date()),
    }
    ask_next(draft, step.extras)


async def _taken(
    session: AsyncSession, heard: Heard, draft: Draft, sayings: list[Saying], row: IntakeDraft, now: datetime
) -> TurnAnswer:
    """Keep the draft and the answer of a turn."""
    sayings = await _with_photo(session, heard, sayings, english=draft.english)
    answer = TurnAnswer(
        sayings=await desk.with_hours(session, sayings, now),
        requested=_SLOT_OF[draft.asked or "confirm"] if draft.outcome == "open" else None,
    )
    row.state, row.updated_at = draft.model_dump(), now
    return await _remember(session, heard.conversation_id, heard.message_id, "turn", answer, now)


async def ask(session: AsyncSession, *, conversation_id: UUID, message_id: str, now: datetime) -> Saying:
    """Return the question that stands after a message.

    Raises NotFound without a draft, Conflict if the message was not taken: then an old question must not pass
    for the answer to it.
    """
    draft = Draft.model_validate((await existing_row(session, conversation_id)).state)
    said = await _require_taken(session, message_id)
    if any(saying.response in _DESPAIR for saying in said):
        return Saying(response=in_english("utter_draft_kept") if draft.english else "utter_draft_kept")
    return question(draft, await names(session, on=local(now).date()))


async def close(session: AsyncSession, *, closing: Close, now: datetime) -> TurnAnswer:
    """File the confirmed draft, add it to the ticket that waits for it, or drop it; once per message."""
    known = await _answer_given(session, closing.message_id, "close")
    if known is not None:
        return known
    row = await existing_row(session, closing.conversation_id)
    draft = Draft.model_validate(row.state)
    await _require_taken(session, closing.message_id)
    if draft.outcome == "open":
        raise Conflict("Nội dung đang soạn chưa được xác nhận.")
    sayings = await filing.finish(session, draft, closing, now)
    left = kept.left_over(draft)
    if left is None:
        await session.delete(row)
    else:
        row.state, row.updated_at = left.model_dump(), now
    answer = TurnAnswer(sayings=sayings)
    return await _remember(session, closing.conversation_id, closing.message_id, "close", answer, now)


async def _taken_up_again(
    session: AsyncSession, heard: Heard, draft: Draft, row: IntakeDraft, now: datetime
) -> TurnAnswer:
    """Take up the draft that was just given up, as it stood at its summary."""
    again = Draft.model_validate(draft.dropped or {})
    again.outcome, again.asked, again.dropped, again.more_done = "open", "confirm", None, True
    return await _taken(session, heard, again, [Saying(response="utter_taken_up_again")], row, now)


async def answer_aside(session: AsyncSession, *, heard: Heard, now: datetime) -> TurnAnswer:
    """Answer a message outside a draft; a repeat gets the same words and rates or reminds nothing twice."""
    known = await _answer_given(session, heard.message_id, "aside")
    if known is not None:
        return known
    heard = _as_meant(danger.minded(heard), None)
    if heard.payload in (PIN, PHOTO):
        answer = TurnAnswer(sayings=await _sent_before_the_matter(session, heard, now))
        return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)
    again = await _dropped_before(session, heard, now)
    if again is not None:
        return again
    if await _holds_a_matter(session, heard, now):
        return await _taken_as_matter(session, heard, now)
    begun = await _begin(session, heard, now)
    if heard.act == "emergency" and not danger.despairs(heard.text):
        await kept.keep_danger(session, heard, now)
    sayings = [] if begun else await asides.answer(session, heard=heard, act=heard.act, now=now)
    sayings = await _captioned(session, heard, now) + sayings
    sayings = await _with_photo(session, heard, sayings, english=is_english(heard.text))
    answer = TurnAnswer(sayings=await desk.with_hours(session, sayings, now), requested="matter" if begun else None)
    return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)


def _takes_up_again(draft: Draft, row: IntakeDraft, heard: Heard, now: datetime) -> bool:
    """Whether a typed message wants the draft that was given up a moment ago."""
    lately = draft.dropped is not None and row.updated_at > now - _SLIP
    return lately and heard.payload is None and phrases.takes_it_again(heard.text)


async def _dropped_before(session: AsyncSession, heard: Heard, now: datetime) -> TurnAnswer | None:
    """Take up the draft that was given up a while ago, where a slip of the finger or "gửi" says so."""
    row = await session.get(IntakeDraft, heard.conversation_id, with_for_update=True)
    draft = Draft.model_validate(row.state) if row is not None else None
    if row is None or draft is None or not _takes_up_again(draft, row, heard, now):
        return None
    answer = await _taken_up_again(session, heard, draft, row, now)
    return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)


async def _holds_a_matter(session: AsyncSession, heard: Heard, now: datetime) -> bool:
    """Whether a message that was taken for talk tells a matter.

    Danger with a place (the numbers come first), a story that begins with a yes or a no and has a place and a topic,
    a long English story, an addition to an own ticket.
    """
    length = len(heard.text.split())
    if heard.payload is not None or heard.act in MATTERS:
        return False
    if heard.act != "emergency" and await kept.told_in_danger(session, heard.conversation_id):
        return (await place_of(session, heard)).status == "found"
    if danger.despairs(heard.text) or phrases.ADDS_WHAT.match(fold(heard.text)):
        return False
    says_so = phrases.ADDS.search(fold(heard.text)) is not None
    if (says_so or heard.act not in _NO_ADDITION) and await additions.adds_to(session, heard, now) is not None:
        return True
    if length < _A_STORY:
        return False
    if heard.act not in _ENGLISH_TALK and is_english(heard.text):
        return length >= _AN_ENGLISH_STORY or (length >= _AN_ENGLISH_QUESTION and talk(heard.text) is None)
    talk_with_a_place = heard.act == "emergency" or (heard.act in _YES_AND_NO and is_sure(heard.topic))
    return talk_with_a_place and (await place_of(session, heard)).status == "found"


async def _taken_as_matter(session: AsyncSession, heard: Heard, now: datetime) -> TurnAnswer:
    """Take such a message into a draft, as a turn of the form that is opened with it."""
    caution = heard.caution.model_copy(update={"emergency": heard.caution.emergency and heard.act == "emergency"})
    answer = await take_turn(session, heard=heard.model_copy(update={"act": "report", "caution": caution}), now=now)
    if answer.requested is None:
        row = await existing_row(session, heard.conversation_id)
        closing = Close(conversation_id=heard.conversation_id, message_id=heard.message_id)
        done = await filing.finish(session, Draft.model_validate(row.state), closing, now)  # no form is open to end
        answer = TurnAnswer(sayings=[*answer.sayings, *done])
        await session.delete(row)
    return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)


def _as_meant(heard: Heard, draft: Draft | None) -> Heard:
    """Return an English command in the words that the rules know; inside a draft only what answers it is one."""
    meant = as_meant(heard.text) if heard.payload is None else None
    begun = draft is not None and draft.asked is not None
    if meant is None or (draft is not None and begun and not draft.english) or (not begun and meant[1] == "affirm"):
        return heard
    text, act = meant
    return heard.model_copy(update={"text": text, "act": act, "act_confidence": 1.0})


def _is_no_matter(heard: Heard) -> bool:
    """Whether words that were taken for a matter are a look at a ticket, or its withdrawal, in English."""
    return heard.payload is None and heard.act in ("status", "cancel") and as_meant(heard.text) is not None


async def _is_talk(session: AsyncSession, heard: Heard, now: datetime) -> bool:
    """Whether words that were taken for a matter are none: despair, an English look at a ticket, "em gọi rồi"."""
    if danger.despairs(heard.text) or _is_no_matter(heard):
        return True
    if heard.payload is not None or danger.after_a_call(heard.text) is None:
        return answers.without_a_subject(heard) is not None and heard.act == "ask"
    return await recall.was_warned(session, heard.conversation_id, now)


async def _begin(session: AsyncSession, heard: Heard, now: datetime) -> bool:
    """Open a draft at the tap of a button that begins one; the form then asks for the matter."""
    what = (heard.payload or "").partition(":")[0]
    if what not in _BEGINS:
        return False
    row = await draft_row(session, heard.conversation_id, now)
    draft = Draft.model_validate(row.state)
    draft.asked = draft.asked or "story"
    if _BEGINS[what]:
        draft.to_person, draft.act, draft.act_said = True, "ask", True
    row.state, row.updated_at = draft.model_dump(), now
    return True


async def _notice_of_class(session: AsyncSession, draft: Draft, words: Names, now: datetime) -> list[Saying]:
    """Say at once what the law calls a matter and what it asks, not weeks later; and that a question waits."""
    if draft.notice_told or draft.asked == "story" or draft.outcome != "open":
        return []
    if draft.waiting_ticket is not None or draft.answer in ("given", "choose"):
        return []
    draft.notice_told = True
    if draft.answer is not None and draft.act == "ask":
        return []  # it was answered, and goes to the agency all the same
    if draft.english:
        return [Saying(response="utter_english")]
    if draft.to_person:
        return []
    return [_named(saying, words) for saying in await doors.notice(session, draft, local(now).date())]


def _named(saying: Saying, words: Names) -> Saying:
    """Put names in the place of the codes that the rules work with."""
    params = dict(saying.params)
    for name in ("topic", "second"):
        if name in params:
            params[name] = words.topic(params[name])
    if saying.response in _OF_DENUNCIATIONS:
        params["receiver"], params["period"] = words.receiver, words.receiver_period
    if "act" in params:
        params["act"] = ACT_NAMES[params["act"]]
    if "place" in params:
        params["place"] = words.commune(params["place"])
    return saying.model_copy(update={"params": params})


async def _sent_before_the_matter(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """Keep a pin or a photo that came first for the matter that will be told, and ask for it."""
    row = await draft_row(session, heard.conversation_id, now)
    draft, step = Draft.model_validate(row.state), Step()
    take = take_photo if heard.payload == PHOTO else take_pin
    take(draft, await place_of(session, heard), step)
    row.state, row.updated_at = draft.model_dump(), now
    return [*step.sayings, Saying(response="utter_ask_pin_story" if draft.pin else "utter_ask_story")]


async def _captioned(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """Keep where a photo was taken whose caption tells no matter, for the matter that may be told."""
    taken_at = await place_of_photo(session, heard)
    if taken_at is None:
        return []
    row = await draft_row(session, heard.conversation_id, now)
    draft, step = Draft.model_validate(row.state), Step()
    take_pin(draft, taken_at, step)
    row.state, row.updated_at = draft.model_dump(), now
    return step.sayings


async def _with_photo(session: AsyncSession, heard: Heard, sayings: list[Saying], *, english: bool) -> list[Saying]:
    """Say of a caption that its photo is kept, too. The numbers to call come before everything."""
    if await photo_came_with(session, heard):
        thanks = "utter_photo_kept"
        sayings = [Saying(response=in_english(thanks) if english else thanks), *sayings]
    return sorted(sayings, key=lambda saying: saying.response not in _NUMBERS)


async def _require_taken(session: AsyncSession, message_id: str) -> list[Saying]:
    """Return what was said to a message. Raises Conflict if it was not taken."""
    answers_given = [await _answer_given(session, message_id, step) for step in ("turn", "aside")]
    taken = [answer for answer in answers_given if answer is not None]
    if not taken:
        raise Conflict("Tin nhắn này chưa được tiếp nhận.")
    return [saying for answer in taken for saying in answer.sayings]


async def _answer_given(session: AsyncSession, message_id: str, step: str) -> TurnAnswer | None:
    known = await session.get(IntakeAnswer, (message_id, step))
    return TurnAnswer.model_validate(known.answer) if known else None


async def _remember(
    session: AsyncSession,
    conversation_id: UUID,
    message_id: str,
    step: str,
    answer: TurnAnswer,
    now: datetime,
) -> TurnAnswer:
    session.add(
        IntakeAnswer(
            message_id=message_id,
            step=step,
            conversation_id=conversation_id,
            answer=answer.model_dump(),
            at=now,
        )
    )
    await session.flush()
    return answer
