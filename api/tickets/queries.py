"""Reads of tickets for the console, the portal and the bot."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.ids import find_tracking_code
from api.directory.models import Agency
from api.people.models import Staff
from api.people.rules import HANDLES_TICKETS, SEES_ALL_AGENCIES
from api.places.models import Commune
from api.province import queries as province
from api.routing.models import Topic
from api.tickets.models import Contribution, Reply, Ticket, TicketEvent
from api.tickets.rights import is_barred, visible_to
from api.tickets.rules import ANSWERED, ASSIGNED, IN_WORK, OPEN_STATES, SOLVED, WAITING_FOR_CITIZEN
from api.tickets.schemas import QueueCounts, QueueRow, Unread
from api.tickets.search import search_condition

CONTRIBUTE = "contribute"
REVIEW = "review"
DUE_SOON = timedelta(days=2)


def queue_condition(view: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition of a named view of the queue; an unknown name means all open ones."""
    running = and_(Ticket.state.in_([ASSIGNED, IN_WORK]), Ticket.suspended_at.is_(None))
    conditions: dict[str, ColumnElement[bool]] = {
        "open": Ticket.state.in_(OPEN_STATES),
        "overdue": and_(running, Ticket.due_at < now),
        "due_soon": and_(running, Ticket.due_at >= now, Ticket.due_at < now + DUE_SOON),
        "waiting": and_(
            Ticket.state.in_(OPEN_STATES), or_(Ticket.state == WAITING_FOR_CITIZEN, Ticket.suspended_at.is_not(None))
        ),
        "extension": and_(Ticket.state.in_(OPEN_STATES), Ticket.extension_asked.is_not(None)),
        "answered": Ticket.state.in_([ANSWERED, SOLVED]),
    }
    return conditions.get(view, conditions["open"])


async def queue(
    session: AsyncSession,
    *,
    staff: Staff,
    now: datetime,
    view: str = "open",
    search: str = "",
    topic: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueRow]:
    """Return the tickets that this member of staff sees, the nearest deadline first.

    The own queue is that of the agency which holds the ticket; what it was only asked to contribute to is a view of
    its own.
    """
    statement = (
        select(Ticket, Topic.name_vi, Agency.name, Commune.name)
        .join(Topic, Topic.code == Ticket.topic_code)
        .join(Agency, Agency.code == Ticket.agency_code)
        .outerjoin(Commune, Commune.code == Ticket.commune_code)
        .where(visible_to(staff), _view_of(staff, view, now))
        .limit(limit)
        .offset(offset)
    )
    newest_first = view == "answered"
    statement = statement.order_by(Ticket.answered_at.desc() if newest_first else Ticket.due_at, Ticket.id)
    if topic:
        statement = statement.where(Ticket.topic_code == topic)
    if search.strip():
        statement = statement.where(await search_condition(session, search))
    rows = await session.execute(statement)
    return [_queue_row(staff, ticket, topic_name, agency, commune) for ticket, topic_name, agency, commune in rows]


def _view_of(staff: Staff, view: str, now: datetime) -> ColumnElement[bool]:
    if view == CONTRIBUTE:
        return and_(Ticket.state.in_(OPEN_STATES), _asked_of(staff))
    if view == REVIEW and staff.role not in HANDLES_TICKETS:
        return false()
    held = Ticket.agency_code == staff.agency_code
    mine = held if staff.role not in SEES_ALL_AGENCIES else true()
    return and_(_to_review(staff) if view == REVIEW else queue_condition(view, now), mine)


def _to_review(staff: Staff) -> ColumnElement[bool]:
    """Return the condition of the reopened tickets that this person has to review, or that nobody has yet.

    Who answered before finds the latter too: they are to be given to somebody.
    """
    return and_(
        Ticket.state.in_(OPEN_STATES),
        func.jsonb_array_length(Ticket.not_by) > 0,
        or_(Ticket.assigned_to.is_(None), Ticket.assigned_to == staff.id),
    )


def _asked_of(staff: Staff) -> ColumnElement[bool]:
    """Return the condition of the tickets to which this person's agency still owes its part."""
    return (
        select(Contribution.id)
        .where(
            Contribution.ticket_id == Ticket.id,
            Contribution.agency_code == staff.agency_code,
            Contribution.answered_at.is_(None),
        )
        .exists()
    )


def _queue_row(staff: Staff, ticket: Ticket, topic_name: str, agency_name: str, commune_name: str | None) -> QueueRow:
    return QueueRow(
        id=ticket.id,
        tracking_code=ticket.tracking_code,
        state=ticket.state,
        topic_code=ticket.topic_code,
        topic_name=topic_name,
        agency_code=ticket.agency_code,
        agency_name=agency_name,
        commune_name=commune_name,
        text=ticket.text,
        received_at=ticket.received_at,
        due_at=ticket.due_at,
        restricted=ticket.restricted,
        demo=ticket.demo,
        suspended=ticket.suspended_at is not None,
        reopened=_reopened(staff, ticket),
    )


def _reopened(staff: Staff, ticket: Ticket) -> str:
    """Return how this person stands to a reopened ticket; empty for one that was not reopened, or is answered."""
    if not ticket.not_by or ticket.state not in OPEN_STATES:
        return ""
    if ticket.assigned_to == staff.id:
        return "mine"
    if ticket.assigned_to is not None:
        return "given"
    return "barred" if is_barred(staff, ticket) else "free"


async def queue_counts(session: AsyncSession, *, staff: Staff, now: datetime) -> QueueCounts:
    """Count the tickets of each view of the queue."""
    views = ("open", "overdue", "due_soon", "waiting", "extension", "answered")
    columns = [func.count().filter(_view_of(staff, view, now)).label(view) for view in (*views, CONTRIBUTE, REVIEW)]
    row = (await session.execute(select(*columns).select_from(Ticket).where(visible_to(staff)))).one()
    return QueueCounts(**row._mapping)


async def unread_restricted(session: AsyncSession) -> list[Unread]:
    """Return where open restricted tickets lie that nobody of the agency may read and handle, and how many.

    No cleared person works there, or only such as answered before. For administrators: a number, never what is in them.
    """
    reader = select(Staff.id).where(
        Staff.agency_code == Ticket.agency_code,
        Staff.active,
        Staff.sees_restricted,
        Staff.role.in_(HANDLES_TICKETS),
        not_(Ticket.not_by.has_key(cast(Staff.id, String))),
    )
    rows = await session.execute(
        select(Ticket.agency_code, func.coalesce(Agency.name, Ticket.agency_code), func.count())
        .outerjoin(Agency, Agency.code == Ticket.agency_code)
        .where(Ticket.restricted, Ticket.state.in_(OPEN_STATES), Ticket.demo.is_(False), ~reader.exists())
        .group_by(Ticket.agency_code, Agency.name)
        .order_by(func.count().desc(), Ticket.agency_code)
    )
    return [Unread(code, name, count) for code, name, count in rows]


async def by_id(session: AsyncSession, ticket_id: UUID) -> Ticket | None:
    """Return a ticket by its id, locked against a second hand until the end of the transaction."""
    return await session.get(Ticket, ticket_id, with_for_update=True)


async def by_code(session: AsyncSession, text: str) -> Ticket | None:
    """Return the ticket whose tracking code stands in the text, however it was typed."""
    settings = await province.province(session)
    code = find_tracking_code(text, settings.code_prefix)
    if code is None:
        return None
    found = await session.scalars(select(Ticket).where(Ticket.tracking_code == code))
    return found.one_or_none()


async def of_conversation(session: AsyncSession, conversation_id: UUID) -> list[Ticket]:
    """Return the tickets that were filed in a conversation, the newest first."""
    found = await session.scalars(
        select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.received_at.desc())
    )
    return list(found)


async def events(session: AsyncSession, ticket_id: UUID) -> list[TicketEvent]:
    """Return the log of a ticket, oldest first."""
    found = await session.scalars(
        select(TicketEvent).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    )
    return list(found)


async def replies(session: AsyncSession, ticket_id: UUID) -> list[Reply]:
    """Return the replies to a ticket, oldest first."""
    found = await session.scalars(select(Reply).where(Reply.ticket_id == ticket_id).order_by(Reply.published_at))
    return list(found)


def _published() -> Select[Reply, Ticket]:
    return (
        select(Reply, Ticket)
        .join(Ticket, Ticket.id == Reply.ticket_id)
        .where(Reply.slug.is_not(None), Ticket.restricted.is_(False))
    )


async def published(
    session: AsyncSession,
    *,
    slugs: Collection[str] | None = None,
    topic: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Sequence[tuple[Reply, Ticket]]:
    """Return published replies with their tickets, the newest first; only those of the slugs, if some are given."""
    statement = _published().order_by(Reply.published_at.desc()).limit(limit).offset(offset)
    if slugs is not None:
        statement = statement.where(Reply.slug.in_(slugs))
    if topic:
        statement = statement.where(Ticket.topic_code == topic)
    return [(reply, ticket) for reply, ticket in await session.execute(statement)]


async def published_by_slug(session: AsyncSession, slug: str) -> tuple[Reply, Ticket] | None:
    """Return the published reply at a lasting address."""
    row = (await session.execute(_published().where(Reply.slug == slug))).one_or_none()
    return (row[0], row[1]) if row else None


async def answered_before(session: AsyncSession, before: datetime, *, limit: int = 500) -> list[Ticket]:
    """Return tickets answered before an instant that the citizen neither rated nor reopened."""
    found = await session.scalars(
        select(Ticket).where(Ticket.state == ANSWERED, Ticket.answered_at < before).limit(limit)
    )
    return list(found)


async def waiting(session: AsyncSession, *, limit: int) -> list[Ticket]:
    """Return tickets whose clock stands because the citizen was asked, the longest first, locked."""
    found = await session.scalars(
        select(Ticket)
        .where(Ticket.state == WAITING_FOR_CITIZEN, Ticket.paused_at.is_not(None))
        .order_by(Ticket.paused_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(found)
