"""The turns of a draft: each message is taken once, and a repeat gets the answer that it got."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Conflict, NotFound
from api.core.time import format_instant
from api.directory import queries as directory
from api.inbox.models import Conversation
from api.intake import asides
from api.intake.models import IntakeAnswer, IntakeDraft
from api.intake.questions import ACT_NAMES, Names, names, question
from api.intake.rules import Place, advance
from api.intake.schemas import Close, Draft, Heard, Saying, TurnAnswer
from api.places import service as places
from api.tickets import queries as tickets
from api.tickets import service as ticket_service
from api.tickets.models import Ticket
from api.tickets.rules import WAITING_FOR_CITIZEN
from api.tickets.schemas import Filing

_SLOT_OF: dict[str, Literal["matter", "place", "confirmation"]] = {
    "topic": "matter",
    "content": "matter",
    "which_ticket": "matter",
    "place": "place",
    "place_choice": "place",
    "detail": "place",
    "confirm": "confirmation",
    "edit": "confirmation",
    "identity": "confirmation",
}


async def take_turn(session: AsyncSession, *, heard: Heard, now: datetime) -> TurnAnswer:
    """Take one message into the conversation's draft and say what is asked next."""
    known = await _answer_given(session, heard.message_id, "turn")
    if known is not None:
        return known
    draft = await _draft(session, heard.conversation_id, now)
    fresh = draft.asked is None
    place = await _place(session, heard) if heard.payload is None else Place()
    if fresh:
        draft.waiting_ticket = await _waiting_ticket(session, heard.conversation_id)
    step = advance(draft, heard, place)
    words = await names(session)
    sayings = [_named(saying, words) for saying in step.sayings]
    if step.aside:
        sayings += await asides.answer(session, heard=heard, act=step.aside, now=now)
    if fresh:
        sayings = await _notice_of_class(session, draft) + sayings
    answer = TurnAnswer(
        sayings=sayings, requested=_SLOT_OF[draft.asked or "confirm"] if draft.outcome == "open" else None
    )
    await _keep(session, heard.conversation_id, draft, now)
    return await _remember(session, heard.conversation_id, heard.message_id, "turn", answer, now)


async def ask(session: AsyncSession, *, conversation_id: UUID, message_id: str) -> Saying:
    """Return the question that stands after a message.

    Raises NotFound without a draft, Conflict if the message was not taken: then an old question must not pass
    for the answer to it.
    """
    draft = Draft.model_validate((await _existing(session, conversation_id)).state)
    await _require_taken(session, message_id)
    return question(draft, await names(session))


async def close(session: AsyncSession, *, closing: Close, now: datetime) -> TurnAnswer:
    """File the confirmed draft, add it to the ticket that waits for it, or drop it; once per message."""
    known = await _answer_given(session, closing.message_id, "close")
    if known is not None:
        return known
    row = await _existing(session, closing.conversation_id)
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
    answer = TurnAnswer(sayings=await asides.answer(session, heard=heard, act=heard.act, now=now))
    return await _remember(session, heard.conversation_id, heard.message_id, "aside", answer, now)


async def _finish(session: AsyncSession, draft: Draft, closing: Close, now: datetime) -> list[Saying]:
    if draft.outcome == "cancelled":
        return [Saying(response="utter_cancelled")]
    if draft.outcome == "added" and draft.waiting_ticket:
        ticket = await tickets.by_code(session, draft.waiting_ticket)
        if ticket is not None:
            await ticket_service.add_information(session, ticket=ticket, text=draft.text, now=now)
            return [Saying(response="utter_added_to_ticket", params={"code": ticket.tracking_code})]
    conversation = await session.get_one(Conversation, closing.conversation_id)
    filing = Filing(
        request_key=f"{closing.conversation_id}:{closing.message_id}",
        channel=conversation.channel,
        conversation_id=conversation.id,
        act=draft.act,
        topic_code=draft.topic or "other",
        text=draft.text,
        commune_code=draft.commune,
        place_detail=draft.detail,
        anonymity=draft.anonymity,
    )
    return await _filed(session, await ticket_service.file_ticket(session, filing=filing, now=now))


async def _filed(session: AsyncSession, ticket: Ticket) -> list[Saying]:
    agency = await directory.agency(session, ticket.agency_code)
    return [
        Saying(
            response="utter_filed_restricted" if ticket.restricted else "utter_filed",
            params={
                "code": ticket.tracking_code,
                "act": ACT_NAMES[ticket.act],
                "agency": agency.name if agency else ticket.agency_code,
                "due": format_instant(ticket.due_at),
                "explanation": ticket.due_explanation,
                "rule": ticket.rule,
            },
        )
    ]


async def _notice_of_class(session: AsyncSession, draft: Draft) -> list[Saying]:
    """Say at once what the law asks of a complaint or denunciation, not weeks later."""
    if draft.waiting_ticket is None and draft.act in ("denounce", "complain"):
        return [Saying(response=f"utter_notice_{draft.act}")]
    return []


def _named(saying: Saying, words: Names) -> Saying:
    """Put names in the place of the codes that the rules work with."""
    params = dict(saying.params)
    if "topic" in params:
        params["topic"] = words.topic(params["topic"])
    if "act" in params:
        params["act"] = ACT_NAMES[params["act"]]
    if "place" in params:
        params["place"] = words.commune(params["place"])
    return saying.model_copy(update={"params": params})


async def _place(session: AsyncSession, heard: Heard) -> Place:
    result = await places.resolve(session, heard.text)
    return Place(
        status=result.status,
        commune=result.commune.code if result.commune else None,
        detail=result.detail,
        note=result.explanation,
        choices=tuple(candidate.code for candidate in result.candidates),
    )


async def _waiting_ticket(session: AsyncSession, conversation_id: UUID) -> str | None:
    """Return the code of a ticket for which an agency waits for this citizen's answer."""
    for ticket in await tickets.of_conversation(session, conversation_id):
        if ticket.state == WAITING_FOR_CITIZEN:
            return ticket.tracking_code
    return None


async def _draft(session: AsyncSession, conversation_id: UUID, now: datetime) -> Draft:
    row = await session.get(IntakeDraft, conversation_id, with_for_update=True)
    if row is None:
        row = IntakeDraft(conversation_id=conversation_id, state=Draft().model_dump(), updated_at=now)
        session.add(row)
        await session.flush()
    return Draft.model_validate(row.state)


async def _existing(session: AsyncSession, conversation_id: UUID) -> IntakeDraft:
    row = await session.get(IntakeDraft, conversation_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có nội dung nào đang soạn.")
    return row


async def _require_taken(session: AsyncSession, message_id: str) -> None:
    if await session.get(IntakeAnswer, (message_id, "turn")) is None:
        raise Conflict("Tin nhắn này chưa được tiếp nhận.")


async def _keep(session: AsyncSession, conversation_id: UUID, draft: Draft, now: datetime) -> None:
    row = await session.get_one(IntakeDraft, conversation_id)
    row.state, row.updated_at = draft.model_dump(), now


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
