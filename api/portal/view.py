"""What the public sees of tickets and replies: never the citizen's own text, name or contact."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.names import names
from api.places.models import Commune
from api.routing.models import Topic
from api.tickets import queries
from api.tickets.models import Reply, Ticket
from api.tickets.rules import ANSWERED, OPEN_STATES, SOLVED, STATE_NAMES, is_low, may_happen
from api.tickets.shown import INSIDE, Status, Told, status, tell


@dataclass(frozen=True)
class TicketProgress:
    """A ticket for who holds its code."""

    tracking_code: str
    state: str
    status: Status
    agency: str
    received_at: datetime
    due_at: datetime
    due_explanation: str
    open: bool
    replies: list[Reply]
    history: list[Told]
    rating: int | None
    may_rate: bool
    may_reopen: bool
    demo: bool


@dataclass(frozen=True)
class PublishedAnswer:
    """A reply as published."""

    slug: str
    question: str
    text: str
    agency: str
    topic: str
    commune: str | None
    published_at: datetime
    demo: bool


async def ticket_progress(session: AsyncSession, ticket: Ticket, *, now: datetime) -> TicketProgress:
    """Return where a ticket stands; what the citizen wrote is left out, since codes are told to others."""
    log = await queries.events(session, ticket.id)
    codes = [event.agency_code for event in log] + [event.data.get("to") for event in log]
    known = await names(session, [*codes, ticket.agency_code])
    possible = may_happen(ticket.state)
    return TicketProgress(
        tracking_code=ticket.tracking_code,
        state=STATE_NAMES[ticket.state],
        status=status(ticket.state, ticket.due_at, now, suspended=ticket.suspended_at is not None),
        agency=known.get(ticket.agency_code, ticket.agency_code),
        received_at=ticket.received_at,
        due_at=ticket.due_at,
        due_explanation=ticket.due_explanation,
        open=ticket.state in OPEN_STATES,
        replies=await queries.replies(session, ticket.id),
        history=[tell(event, known) for event in log if event.kind not in INSIDE],
        rating=ticket.rating,
        may_rate=ticket.rating is None and "ticket_rated" in possible,
        may_reopen=is_low(ticket.rating) and ticket.state in (ANSWERED, SOLVED),
        demo=ticket.demo,
    )


async def published_answers(
    session: AsyncSession, *, search: str, topic: str | None, limit: int, offset: int
) -> list[PublishedAnswer]:
    """Return published answers, the newest first."""
    pairs = await queries.published(session, search=search, topic=topic, limit=limit, offset=offset)
    return await _answers(session, list(pairs))


async def published_answer(session: AsyncSession, slug: str) -> PublishedAnswer | None:
    """Return the answer at a lasting address."""
    pair = await queries.published_by_slug(session, slug)
    return (await _answers(session, [pair]))[0] if pair else None


async def _answers(session: AsyncSession, pairs: list[tuple[Reply, Ticket]]) -> list[PublishedAnswer]:
    known = await names(session, [reply.agency_code for reply, _ in pairs])
    answers = []
    for reply, ticket in pairs:
        topic = await session.get(Topic, ticket.topic_code)
        commune = await session.get(Commune, ticket.commune_code) if ticket.commune_code else None
        answers.append(
            PublishedAnswer(
                slug=reply.slug or "",
                question=reply.public_question or "",
                text=reply.text,
                agency=known.get(reply.agency_code, reply.agency_code),
                topic=topic.name_vi if topic else ticket.topic_code,
                commune=commune.name if commune else None,
                published_at=reply.published_at,
                demo=ticket.demo,
            )
        )
    return answers
