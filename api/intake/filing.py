"""The end of a draft: filed, added to a ticket, followed, or dropped; and what is said then."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.time import format_instant, local
from api.directory import queries as directory
from api.inbox.models import Conversation
from api.intake import about_tickets, desk, doors
from api.intake.english import in_english, translated
from api.intake.neutral import neutral
from api.intake.questions import ACT_NAMES, Names, names, official_text
from api.intake.rules import OTHER_TOPIC
from api.intake.schemas import Close, Draft, Saying
from api.photos import service as photos
from api.tickets import following
from api.tickets import queries as tickets
from api.tickets import service as ticket_service
from api.tickets.errors import NotAllowedNow
from api.tickets.models import Ticket
from api.tickets.schemas import Filing


async def finish(session: AsyncSession, draft: Draft, closing: Close, now: datetime) -> list[Saying]:
    """Do what the citizen decided with a draft, and return what is said of it."""
    if draft.outcome == "answered":
        return []
    if draft.outcome in ("cancelled", "followed"):  # a ticket of another citizen gets no photo
        await photos.drop_waiting(session, conversation_id=closing.conversation_id)
    if draft.outcome == "cancelled":
        return [Saying(response=in_english("utter_cancelled") if draft.english else "utter_cancelled")]
    words = await names(session, on=local(now).date())
    if draft.outcome == "added" and draft.waiting_ticket:
        ticket = await tickets.by_code(session, draft.waiting_ticket)
        if ticket is not None:
            text = official_text(draft, words)
            await ticket_service.add_information(session, ticket=ticket, text=text, now=now)
            await _attach(session, ticket, closing)
            return [Saying(response="utter_added_to_ticket", params={"code": ticket.tracking_code})]
    if draft.outcome == "followed" and draft.follow_code:
        return await _followed(session, draft, closing, now)
    sayings = []
    for filing in await _filings(session, draft, closing, words):
        ticket = await ticket_service.file_ticket(session, filing=filing, now=now)
        await _attach(session, ticket, closing)  # of two tickets the first one has them
        sayings.append(await _filed(session, ticket, draft))
    if draft.anonymity == "anonymous":
        kept = Saying(response="utter_filed_anonymous")
        sayings.append(translated(kept) if draft.english else kept)
    if not draft.english:
        sayings += await doors.reminder(session, act=draft.act, topic=draft.topic or OTHER_TOPIC, on=local(now).date())
    return await desk.with_hours(session, sayings, now)


async def _attach(session: AsyncSession, ticket: Ticket, closing: Close) -> None:
    """Give the photos that wait in the conversation to its ticket, never to another one's."""
    if ticket.conversation_id == closing.conversation_id:
        await photos.attach(session, conversation_id=closing.conversation_id, ticket_id=ticket.id)


async def _followed(session: AsyncSession, draft: Draft, closing: Close, now: datetime) -> list[Saying]:
    """Let the citizen follow the ticket; one that was answered meanwhile is said to be so."""
    ticket = await tickets.by_code(session, draft.follow_code or "")
    if ticket is None:
        return [Saying(response="utter_button_over")]
    try:
        await following.follow(session, ticket=ticket, conversation_id=closing.conversation_id, now=now)
    except NotAllowedNow:
        return [await about_tickets.state(session, ticket, now)]
    params = {"code": ticket.tracking_code, "due": format_instant(ticket.due_at)}
    return [Saying(response="utter_followed_en" if draft.english else "utter_followed", params=params)]


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
        contact_phone=draft.contact_phone,
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


async def _filed(session: AsyncSession, ticket: Ticket, draft: Draft) -> Saying:
    agency = await directory.agency(session, ticket.agency_code)
    response = "utter_filed_restricted" if ticket.restricted else "utter_filed"
    if ticket.act == "praise":
        response = "utter_filed_praise"
    elif draft.to_person:
        response = "utter_person_filed"
    return Saying(
        response=in_english(response) if draft.english else response,
        params={
            "code": ticket.tracking_code,
            "act": ACT_NAMES[ticket.act],
            "agency": agency.name if agency else ticket.agency_code,
            "due": format_instant(ticket.due_at),
            "explanation": ticket.due_explanation,
            "rule": ticket.rule,
        },
    )
