"""The turns of a draft: each message is taken once, and a repeat gets the answer that it got."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Conflict
from api.core.text import fold
from api.core.time import format_instant, local
from api.directory import queries as directory
from api.inbox.models import Conversation
from api.inbox.schemas import PIN
from api.intake import about_tickets, asides, phrases
from api.intake.drafts import draft_row, existing_row
from api.intake.english import in_english, is_english
from api.intake.models import IntakeAnswer, IntakeDraft
from api.intake.neutral import neutral
from api.intake.places import place_of
from api.intake.questions import ACT_NAMES, Names, names, official_text, question
from api.intake.rules import OTHER_TOPIC, Step, advance
from api.intake.rules.place import take_pin
from api.intake.schemas import Close, Draft, Heard, Saying, TurnAnswer
from api.tickets import queries as tickets
from api.tickets import service as ticket_service
from api.tickets.models import Ticket
from api.tickets.rules import OPEN_STATES, WAITING_FOR_CITIZEN
from api.tickets.schemas import Filing

_OF_DENUNCIATIONS = frozenset({"utter_notice_denounce", "utter_secret"})
# After so long a silence the citizen is told first which draft was kept.
_REST = timedelta(hours=6)
_SLOT_OF: dict[str, Literal["matter", "place", "confirmation"]] = {
    "story": "matter",
    "two": "matter",
    "topic": "matter",
    "content": "matter",
    "which_ticket": "matter",
    "place": "place",
    "place_choice": "place",
    "detail": "place",
    "evidence": "confirmation",
    "praise_name": "confirmation",
    "confirm": "confirmation",
    "edit": "confirmation",
    "identity": "confirmation",
}


async def take_turn(session: AsyncSession, *, heard: Heard, now: datetime) -> TurnAnswer:
    """Take one message into the conversation's draft and say what is asked next."""
    known = await _answer_given(session, heard.message_id, "turn")
    if known is not None:
        return known
    row = await draft_row(session, heard.conversation_id, now)
    draft = Draft.model_validate(row.state)
    fresh, rested = draft.asked is None, now - row.updated_at
    words = await names(session, on=local(now).date())
    if fresh and rested > _REST:
        draft.pin, draft.pin_reach, draft.place_choices = None, [], []  # a pin of yesterday is not of this matter
    if fresh and heard.payload != PIN:
        about = await about_tickets.answer(session, heard=heard, now=now)
        if about is not None:
            draft.outcome = "answered"
            return await _taken(session, heard, draft, about, row, now)
        await _find_ticket(session, draft, heard)
    draft.english = draft.english or (heard.payload is None and is_english(heard.text))
    place = await place_of(session, heard)
    step = advance(draft, heard, place, words.topics)
    sayings = [_named(saying, words) for saying in step.sayings]
    if step.aside:
        sayings += await asides.answer(session, heard=heard, act=step.aside, now=now)
    if fresh:
        sayings = [_named(saying, words) for saying in _notice_of_class(draft)] + sayings
    elif rested > _REST and draft.outcome == "open" and draft.topic:
        sayings.insert(0, Saying(response="utter_resumed", params={"topic": words.topic(draft.topic)}))
    if draft.english:
        sayings = [saying.model_copy(update={"response": in_english(saying.response)}) for saying in sayings]
    draft.buttons = {b["payload"]: b["title"] for b in question(draft, words).buttons}
    return await _taken(session, heard, draft, sayings, row, now)


async def _taken(
    session: AsyncSession, heard: Heard, draft: Draft, sayings: list[Saying], row: IntakeDraft, now: datetime
) -> TurnAnswer:
    """Keep the draft and the answer of a turn."""
    answer = TurnAnswer(
        sayings=sayings, requested=_SLOT_OF[draft.asked or "confirm"] if draft.outcome == "open" else None
    )
    row.state, row.updated_at = draft.model_dump(), now
    return await _remember(session, heard.conversation_id, heard.message_id, "turn", answer, now)


async def ask(session: AsyncSession, *, conversation_id: UUID, message_id: str, now: datetime) -> Saying:
    """Return the question that stands after a message.

    Raises NotFound without a draft, Conflict if the message was not taken: then an old question must not pass
    for the answer to it.
    """
    draft = Draft.model_validate((await existing_row(session, conversation_id)).state)
    await _require_taken(session, message_id)
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
    sayings = await _finish(session, draft, closing, now)
    await session.delete(row)
    answer = TurnAnswer(sayings=sayings)
    return await _remember(session, closing.conversation_id, closing.message_id, "close", answer, now)


async def answer_aside(session: AsyncSession, *, heard: Heard, now: datetime) -> TurnAnswer:
    """Answer a message outside a draft; a repeat gets the same words and rates or reminds nothing twice."""
    known = await _answer_given(session, heard.message_id, "aside")
    if known is not None:
        return known
    if heard.payload == PIN:
        sayings = await _pin_before_the_matter(session, heard, now)
    else:
        sayings = await asides.answer(session, heard=heard, act=heard.act, now=now)
    answer = TurnAnswer(sayings=sayings)
    return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)


async def _finish(session: AsyncSession, draft: Draft, closing: Close, now: datetime) -> list[Saying]:
    if draft.outcome == "answered":
        return []
    if draft.outcome == "cancelled":
        return [Saying(response=in_english("utter_cancelled") if draft.english else "utter_cancelled")]
    words = await names(session, on=local(now).date())
    if draft.outcome == "added" and draft.waiting_ticket:
        ticket = await tickets.by_code(session, draft.waiting_ticket)
        if ticket is not None:
            text = official_text(draft, words)
            await ticket_service.add_information(session, ticket=ticket, text=text, now=now)
            return [Saying(response="utter_added_to_ticket", params={"code": ticket.tracking_code})]
    sayings = []
    for filing in await _filings(session, draft, closing, words):
        ticket = await ticket_service.file_ticket(session, filing=filing, now=now)
        sayings.append(await _filed(session, ticket, english=draft.english))
    if draft.anonymity == "anonymous":
        sayings.append(Saying(response="utter_filed_anonymous"))
    return sayings


async def _filings(session: AsyncSession, draft: Draft, closing: Close, words: Names) -> list[Filing]:
    """Return what is filed: one matter, or two with a clock each when the citizen wants it so."""
    conversation = await session.get_one(Conversation, closing.conversation_id)
    first = Filing(
        request_key=f"{closing.conversation_id}:{closing.message_id}",
        channel=conversation.channel,
        conversation_id=conversation.id,
        act=draft.act,
        topic_code=draft.topic or OTHER_TOPIC,
        text=official_text(draft, words),
        commune_code=draft.commune,
        place_detail=draft.detail,
        position=draft.pin,
        anonymity=draft.anonymity,
        contact_name=draft.contact_name,
        doubtful=draft.doubtful,
        understood=draft.understood,
    )
    if draft.two != "separate" or draft.second is None:
        return [first]
    if not draft.second_text:
        return [first, replace(first, request_key=f"{first.request_key}:2", topic_code=draft.second)]
    second = replace(
        first,
        request_key=f"{first.request_key}:2",
        topic_code=draft.second,
        text=neutral(draft.second_text),
        commune_code=draft.second_commune or draft.commune,
        place_detail=draft.second_detail,
        position=None,
    )
    return [first, second]


async def _filed(session: AsyncSession, ticket: Ticket, *, english: bool) -> Saying:
    agency = await directory.agency(session, ticket.agency_code)
    response = "utter_filed_restricted" if ticket.restricted else "utter_filed"
    if ticket.act == "praise":
        response = "utter_filed_praise"
    return Saying(
        response=in_english(response) if english else response,
        params={
            "code": ticket.tracking_code,
            "act": ACT_NAMES[ticket.act],
            "agency": agency.name if agency else ticket.agency_code,
            "due": format_instant(ticket.due_at),
            "explanation": ticket.due_explanation,
            "rule": ticket.rule,
        },
    )


def _notice_of_class(draft: Draft) -> list[Saying]:
    """Say at once what the law asks of a complaint or denunciation, not weeks later; and that a question waits."""
    if draft.english:
        return [Saying(response="utter_english")]
    if draft.waiting_ticket is None and draft.asked != "story" and draft.act in ("denounce", "complain", "ask"):
        return [Saying(response=f"utter_notice_{draft.act}")]
    return []


def _named(saying: Saying, words: Names) -> Saying:
    """Put names in the place of the codes that the rules work with."""
    params = dict(saying.params)
    for name in ("topic", "second"):
        if name in params:
            params[name] = words.topic(params[name])
    if saying.response in _OF_DENUNCIATIONS:
        params["receiver"] = words.receiver
    if "act" in params:
        params["act"] = ACT_NAMES[params["act"]]
    if "place" in params:
        params["place"] = words.commune(params["place"])
    return saying.model_copy(update={"params": params})


async def _pin_before_the_matter(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """Keep a pin that came first for the matter that will be told, and ask for it."""
    row = await draft_row(session, heard.conversation_id, now)
    draft, step = Draft.model_validate(row.state), Step()
    take_pin(draft, await place_of(session, heard), step)
    row.state, row.updated_at = draft.model_dump(), now
    return [*step.sayings, Saying(response="utter_ask_pin_story" if draft.pin else "utter_ask_story")]


async def _find_ticket(session: AsyncSession, draft: Draft, heard: Heard) -> None:
    """Ask first whether a message belongs to a ticket: one that waits for it, or one that it says it adds to."""
    own = await tickets.of_conversation(session, heard.conversation_id)
    waiting = [ticket for ticket in own if ticket.state == WAITING_FOR_CITIZEN]
    adds = [ticket for ticket in own if ticket.state in OPEN_STATES] if phrases.ADDS.search(fold(heard.text)) else []
    for ticket in [*waiting, *adds][:1]:
        draft.waiting_ticket, draft.ticket_waits = ticket.tracking_code, bool(waiting)


async def _require_taken(session: AsyncSession, message_id: str) -> None:
    if await session.get(IntakeAnswer, (message_id, "turn")) is None:
        raise Conflict("Tin nhắn này chưa được tiếp nhận.")


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
