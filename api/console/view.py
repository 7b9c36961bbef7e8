"""What the console's page of a ticket shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.rules import UNIT_NAMES
from api.core.errors import Invalid
from api.core.redact import redact
from api.core.time import local
from api.directory.models import Agency
from api.directory.names import names
from api.directory.queries import agencies
from api.people.models import Staff
from api.people.queries import cleared_agencies, display_names
from api.people.rules import HANDLES_TICKETS
from api.photos import queries as photos
from api.places.models import Commune
from api.routing import queries as routing
from api.routing.models import PlanRow, Topic
from api.tickets import queries
from api.tickets.contributions import contributions
from api.tickets.extensions import may_decide
from api.tickets.following import count_followers
from api.tickets.holding import holdings
from api.tickets.models import Reply, Ticket
from api.tickets.review import Review, review_of
from api.tickets.rights import may_handle, may_see_position
from api.tickets.rules import may_happen
from api.tickets.schemas import Actor
from api.tickets.shown import Status, Told, status, tell

ACT_NAMES = {
    "report": "Phản ánh",
    "suggest": "Kiến nghị",
    "complain": "Khiếu nại",
    "denounce": "Tố cáo",
    "ask": "Hỏi",
    "praise": "Khen",
}
_STEPS = frozenset(
    {
        "ticket_classified",
        "ticket_accepted",
        "reply_published",
        "ticket_forwarded",
        "citizen_asked",
        "ticket_rejected",
        "interim_replied",
        "contribution_asked",
    }
)


@dataclass(frozen=True)
class Held:
    """How long an agency had the ticket, in working hours."""

    agency: str
    since: datetime
    until: datetime | None
    hours: float


@dataclass(frozen=True)
class Part:
    """What was asked of another agency, and its answer."""

    agency: str
    question: str
    answer: str | None
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class TicketView:
    """A ticket with the names that its codes stand for, and the steps that this person may take now."""

    status: Status
    act: str
    topic: str
    agency: str
    place: str
    position: str | None
    photos: list[photos.Shown]
    understood: str
    acts: list[tuple[str, str]]
    topics: list[tuple[str, str]]
    history: list[Told]
    replies: list[Reply]
    steps: frozenset[str]
    targets: list[Agency]
    public_question: str
    plan_row: PlanRow | None
    held: list[Held]
    parts: list[Part]
    owes_part: bool
    about: str
    may_handle: bool
    unit: str
    may_ask_time: bool
    may_decide_time: bool
    asked_time_by: str
    followers: int  # other citizens who told of the same
    answered_before_by: list[str]  # who may not handle the new round
    review: Review | None


async def ticket_view(session: AsyncSession, *, staff: Staff, ticket: Ticket, now: datetime) -> TicketView:
    """Return what the page shows to this member of staff."""
    log = await queries.events(session, ticket.id)
    codes = [event.agency_code for event in log] + [event.data.get("to") for event in log]
    known = await names(session, [*codes, ticket.agency_code, ticket.about_code])
    parts = await contributions(session, ticket.id)
    asked = ticket.extension_asked
    people = await display_names(session, [UUID(asked["staff_id"])]) if asked else {}
    barred = await display_names(session, [UUID(staff_id) for staff_id in ticket.not_by])
    calendar = await clock.calendar(session, ticket.calendar)
    topics = {topic.code: topic.name_vi for topic in await session.scalars(select(Topic).order_by(Topic.place_in_list))}
    allowed = _STEPS & set(may_happen(ticket.state)) if may_handle(staff, ticket) else frozenset()
    return TicketView(
        status=status(ticket.state, ticket.due_at, now, suspended=ticket.suspended_at is not None),
        act=ACT_NAMES.get(ticket.act, ticket.act),
        topic=topics.get(ticket.topic_code, ticket.topic_code),
        agency=known.get(ticket.agency_code, ticket.agency_code),
        place=await _place(session, ticket),
        position=_position(staff, ticket),
        photos=await photos.of_ticket(session, ticket.id),
        understood=_understood(ticket, topics),
        acts=list(ACT_NAMES.items()),
        topics=list(topics.items()),
        history=[tell(event, known) for event in log],
        replies=await queries.replies(session, ticket.id),
        steps=frozenset(allowed),
        targets=await _targets(session, ticket, now) if "ticket_forwarded" in allowed else [],
        public_question=redact(ticket.text),
        followers=await count_followers(session, ticket.id),
        answered_before_by=sorted(barred.values()),
        review=await review_of(session, staff=staff, ticket=ticket, now=now),
        plan_row=await routing.plan_row(session, topic=ticket.topic_code),
        held=[
            Held(known.get(h.agency_code, h.agency_code), h.since, h.until, round(h.working_minutes / 60, 1))
            for h in holdings(log, calendar, now=now)
        ],
        parts=[
            Part(known.get(p.agency_code, p.agency_code), p.question, p.answer, p.asked_at, p.answered_at)
            for p in parts
        ],
        owes_part=any(p.agency_code == staff.agency_code and p.answered_at is None for p in parts)
        and staff.role in HANDLES_TICKETS,
        about=known.get(ticket.about_code or "", ""),
        may_handle=may_handle(staff, ticket),
        unit=UNIT_NAMES[ticket.deadline_unit],
        may_ask_time=bool(allowed)
        and ticket.extension_limit > 0
        and ticket.extended_at is None
        and asked is None
        and now <= ticket.due_at,
        may_decide_time=bool(allowed) and may_decide(ticket, Actor.of(staff)),
        asked_time_by=next(iter(people.values()), ""),
    )


def _position(staff: Staff, ticket: Ticket) -> str | None:
    """Return the citizen's pin as "latitude,longitude", for those who may see it."""
    if ticket.latitude is None or ticket.longitude is None or not may_see_position(staff, ticket):
        return None
    return f"{ticket.latitude:.6f},{ticket.longitude:.6f}"


def question_to_publish(publish: bool, question: str) -> str | None:
    """Return the question that goes to the portal with the answer, or None if nothing does.

    Raises Invalid for an empty one, and for one that still holds a phone, citizen or account number.
    """
    if not publish:
        return None
    question = question.strip()
    if not question:
        raise Invalid("Hãy ghi câu hỏi đăng công khai, hoặc bỏ chọn đăng công khai.", field="public_question")
    if redact(question) != question:
        raise Invalid(
            "Câu hỏi đăng công khai còn số điện thoại, số căn cước, tài khoản hoặc thư điện tử; hãy bỏ đi.",
            field="public_question",
        )
    return question


def _understood(ticket: Ticket, topics: dict[str, str]) -> str:
    """Tell what the machine read, how sure it was and by which words; empty for a ticket that no machine read."""
    read = ticket.understood
    if read is None or not read["topics"]:
        return ""
    act = f"{ACT_NAMES.get(read['act'], read['act'])} ({read['act_confidence']:.0%})"
    code, confidence = read["topics"][0]
    words = ", ".join(f"«{word}»" for word in read["why"])
    return f"{act}; {topics.get(code, code)} ({confidence:.0%}){f'; dựa vào: {words}' if words else ''}"


async def _place(session: AsyncSession, ticket: Ticket) -> str:
    commune = await session.get(Commune, ticket.commune_code) if ticket.commune_code else None
    return ", ".join(part for part in (ticket.place_detail, commune.name if commune else None) if part)


async def _targets(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Agency]:
    """The agencies of today to which the ticket can go; a restricted one only to those that take such."""
    today = await agencies(session, local(now).date())
    cleared = await cleared_agencies(session) if ticket.restricted else set()
    fit = [a for a in today if a.takes_restricted and a.code in cleared] if ticket.restricted else today
    return [agency for agency in fit if agency.code != ticket.agency_code]
