"""The steps of a ticket. Each writes its event in the caller's transaction, and can be asked for again."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid, NotFound
from api.core.ids import new_tracking_code
from api.core.redact import holds_personal_numbers
from api.core.settings import get_settings
from api.core.text import slugify
from api.core.time import local
from api.directory import queries as directory
from api.directory.models import Agency
from api.people import queries as people
from api.province import queries as province
from api.tickets import notices
from api.tickets.deadlines import clock_of, recount, set_deadline
from api.tickets.desks import agency_of_today, bodies_concerned, first_desk, lay_on
from api.tickets.errors import EmptyReply
from api.tickets.events import check_version, move, record
from api.tickets.models import Reply, Ticket
from api.tickets.rules import MAX_FORWARDS, MIN_REPLY_LENGTH, RECEIVED
from api.tickets.schemas import CITIZEN, SYSTEM, Actor, Filing


async def file_ticket(session: AsyncSession, *, filing: Filing, now: datetime) -> Ticket:
    """File a matter with the responsible agency; the same `request_key` again returns the first ticket."""
    known = await _by_request(session, filing.request_key)
    if known is not None:
        return known
    body = await directory.body_of(
        session, act=filing.act, topic=filing.topic_code, text=filing.text, commune_code=filing.commune_code,
        on=local(now).date(),
    )  # fmt: skip
    about = filing.about_code or (body.code if body else None)
    desk = await first_desk(
        session,
        topic=filing.topic_code,
        act=filing.act,
        commune_code=filing.commune_code,
        on=local(now).date(),
        about=about,
        doubtful=filing.doubtful,
    )
    ticket = Ticket(
        id=uuid4(),
        request_key=filing.request_key,
        conversation_id=filing.conversation_id,
        channel=filing.channel,
        demo=filing.demo,
        act=filing.act,
        legal_class=desk.legal_class,
        topic_code=filing.topic_code,
        restricted=desk.restricted,
        text=filing.text,
        understood=filing.understood,
        commune_code=filing.commune_code,
        place_detail=filing.place_detail,
        latitude=filing.position.latitude if filing.position else None,
        longitude=filing.position.longitude if filing.position else None,
        anonymity=filing.anonymity,
        contact_name=filing.contact_name if filing.anonymity != "anonymous" else None,
        contact_phone=filing.contact_phone if filing.anonymity != "anonymous" else None,
        state=RECEIVED,
        agency_code=desk.agency_code,
        unit=desk.unit,
        lead_agency_code=desk.lead_agency_code,
        about_code=about,
        rule=desk.explanation,
        received_at=now,
        forwards=0,
        round=1,
        not_by=[],
    )
    await set_deadline(session, ticket, start=now, now=now)
    await _insert_with_code(session, ticket, (await province.province(session)).code_prefix)
    await record(
        session, ticket, kind="ticket_received", actor=CITIZEN, now=now, act=ticket.act, topic=ticket.topic_code,
        channel=ticket.channel, commune=ticket.commune_code, restricted=ticket.restricted, about=ticket.about_code,
        doubtful=filing.doubtful,
    )  # fmt: skip
    move(ticket, "ticket_assigned")
    await record(
        session, ticket, kind="ticket_assigned", actor=SYSTEM, now=now, due_at=ticket.due_at.isoformat(),
        rule=desk.rule, round=1,
    )  # fmt: skip
    return ticket


async def accept(
    session: AsyncSession, *, ticket: Ticket, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Begin the work on a ticket; who does it on a reopened one is the person who reviews it."""
    check_version(ticket, version)
    move(ticket, "ticket_accepted")
    if ticket.not_by and by.staff is not None:
        ticket.assigned_to = by.staff.id
    await record(session, ticket, kind="ticket_accepted", actor=by, now=now)
    return ticket


async def forward(
    session: AsyncSession,
    *,
    ticket: Ticket,
    to_agency: str,
    reason: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Hand the ticket to another agency. The citizen's date stays; after two transfers the coordinator decides.

    Raises Invalid for a missing reason, an unknown agency or the own one; for the body complained of and those under
    it; and of a restricted ticket for an agency without anybody who may see it.
    """
    check_version(ticket, version)
    if not reason.strip():
        raise Invalid("Hãy ghi lý do chuyển để cơ quan nhận và công dân hiểu.", field="reason")
    target = await agency_of_today(session, to_agency, on=local(now).date(), field="to_agency")
    if target.code == ticket.agency_code:
        raise Invalid("Phiếu đang ở chính cơ quan này; hãy chọn cơ quan khác.", field="to_agency")
    await _may_receive(session, ticket, target)
    move(ticket, "ticket_forwarded")
    settings = await province.province(session)
    over_limit = ticket.forwards >= MAX_FORWARDS and by.staff is not None and by.staff.role != "coordinator"
    receiver = settings.coordinator_code if over_limit and not ticket.restricted else target.code
    event = await record(
        session, ticket, kind="ticket_forwarded", actor=by, now=now, to=receiver, asked_for=target.code, reason=reason
    )
    lay_on(ticket, receiver)
    ticket.forwards += 1
    await notices.forwarded(session, ticket, reason=reason, key=f"event:{event.id}", now=now)
    return ticket


async def _may_receive(session: AsyncSession, ticket: Ticket, target: Agency) -> None:
    """Raise Invalid if the ticket must not come to this agency (Luật Tố cáo 25/2018/QH14, Điều 8 and Điều 12)."""
    if target.code in await bodies_concerned(session, ticket.about_code):
        raise Invalid("Ý kiến nói về chính cơ quan này hoặc cấp trên của nó; không chuyển tới đó.", field="to_agency")
    if ticket.restricted and target.code not in await people.cleared_agencies(session):
        raise Invalid(
            "Cơ quan này chưa có người được xem phiếu hạn chế; hãy chọn cơ quan khác hoặc báo quản trị.",
            field="to_agency",
        )


async def ask_citizen(
    session: AsyncSession,
    *,
    ticket: Ticket,
    question: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Ask the citizen for what is missing; the clock stops until the answer."""
    check_version(ticket, version)
    if not question.strip():
        raise Invalid("Hãy ghi rõ điều cần công dân bổ sung.", field="question")
    move(ticket, "citizen_asked")
    ticket.paused_at = now
    event = await record(session, ticket, kind="citizen_asked", actor=by, now=now, question=question)
    await notices.question(session, ticket, question=question, key=f"event:{event.id}", now=now)
    return ticket


async def add_information(session: AsyncSession, *, ticket: Ticket, text: str, now: datetime) -> Ticket:
    """Add what the citizen wrote later. If the agency waited for it, the clock runs on from here."""
    waiting = ticket.paused_at is not None
    kind = "citizen_answered" if waiting else "information_added"
    move(ticket, kind)
    await _run_on(session, ticket, now=now)
    await record(session, ticket, kind=kind, actor=CITIZEN, now=now, text=text, due_at=ticket.due_at.isoformat())
    return ticket


async def publish_reply(
    session: AsyncSession,
    *,
    ticket: Ticket,
    text: str,
    by: Actor,
    now: datetime,
    public_question: str | None = None,
    version: int | None = None,
) -> Reply:
    """Answer the ticket: the reply goes to the citizen's channel and, with a `public_question`, to the portal.

    A restricted ticket's reply is never published. Raises EmptyReply for a text too short to be an answer.
    """
    check_version(ticket, version)
    text = text.strip()
    if len(text) < MIN_REPLY_LENGTH:
        raise EmptyReply(
            f"Câu trả lời cần ít nhất {MIN_REPLY_LENGTH} ký tự và nêu kết quả cụ thể; "
            "«đã tiếp nhận, sẽ xem xét» chưa phải là trả lời.",
            field="text",
        )
    if by.staff is None:
        raise Invalid("Câu trả lời phải do một cán bộ gửi.", field="by")
    if public_question is not None and holds_personal_numbers(text):
        raise Invalid(
            "Câu trả lời đăng công khai còn số căn cước, số di động hoặc số tài khoản; hãy bỏ đi, hoặc bỏ chọn đăng "
            "công khai.",
            field="text",
        )
    await _run_on(session, ticket, now=now)
    move(ticket, "reply_published")
    publish = public_question is not None and not ticket.restricted
    reply = Reply(
        id=uuid4(),
        ticket_id=ticket.id,
        round=ticket.round,
        text=text,
        staff_id=by.staff.id,
        agency_code=ticket.agency_code,
        published_at=now,
        slug=f"{slugify(public_question or '')}-{uuid4().hex[:8]}" if publish else None,
        public_question=public_question if publish else None,
    )
    session.add(reply)
    ticket.answered_at = now
    await record(
        session, ticket, kind="reply_published", actor=by, now=now, reply_id=str(reply.id), round=ticket.round,
        due_at=ticket.due_at.isoformat(), public=publish, **await _without_extension(session, ticket, now=now),
    )  # fmt: skip
    await notices.reply(session, ticket, reply, base_url=get_settings().base_url, now=now)
    return reply


async def unpublish_reply(
    session: AsyncSession, *, ticket: Ticket, reply_id: UUID, reason: str, by: Actor, now: datetime
) -> Reply:
    """Take a published answer off the portal; the citizen keeps it. A second call changes nothing.

    Raises Invalid without a reason, NotFound for a reply of another ticket.
    """
    reply = await session.get(Reply, reply_id)
    if reply is None or reply.ticket_id != ticket.id:
        raise NotFound("Không có câu trả lời này.")
    if not reason.strip():
        raise Invalid("Hãy ghi lý do gỡ câu trả lời.", field="unpublish_reason")
    if reply.slug is not None:
        move(ticket, "reply_unpublished")
        await record(
            session, ticket, kind="reply_unpublished", actor=by, now=now, slug=reply.slug, reason=reason.strip()
        )  # fmt: skip
        reply.slug = None
    return reply


async def send_interim(
    session: AsyncSession, *, ticket: Ticket, text: str, by: Actor, now: datetime, version: int | None = None
) -> Ticket:
    """Tell the citizen how far the matter is. It is no answer: the clock runs on. Raises EmptyReply."""
    check_version(ticket, version)
    text = text.strip()
    if len(text) < MIN_REPLY_LENGTH:
        raise EmptyReply(
            f"Trả lời bước đầu cần ít nhất {MIN_REPLY_LENGTH} ký tự: đã làm gì, còn phải làm gì, bao giờ xong.",
            field="interim",
        )
    move(ticket, "interim_replied")
    event = await record(session, ticket, kind="interim_replied", actor=by, now=now, text=text)
    await notices.interim(session, ticket, text=text, key=f"event:{event.id}", now=now)
    return ticket


async def reject(
    session: AsyncSession,
    *,
    ticket: Ticket,
    reason: str,
    right_door: str,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Decline a matter that is not ours, with the legal reason and where the citizen should turn."""
    check_version(ticket, version)
    if not reason.strip() or not right_door.strip():
        raise Invalid("Hãy ghi cả lý do (căn cứ) và nơi công dân cần đến.", field="reason")
    move(ticket, "ticket_rejected")
    ticket.ended_at = now
    event = await record(
        session, ticket, kind="ticket_rejected", actor=by, now=now, reason=reason, right_door=right_door
    )
    await notices.rejection(session, ticket, reason=reason, right_door=right_door, key=f"event:{event.id}", now=now)
    return ticket


async def _run_on(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Move the deadline by the time that the clock stood until now; a wait for the citizen is over."""
    if ticket.paused_at is None and ticket.suspended_at is None:
        return
    await recount(session, ticket, now=now)
    ticket.paused_at = None


async def _without_extension(session: AsyncSession, ticket: Ticket, *, now: datetime) -> dict[str, str]:
    """Return what the deadline would have been: on time, and on time after an extension, are two figures."""
    if ticket.extended_at is None:
        return {}
    plain = (await clock_of(session, ticket, now=now)).deadline(extended=False)
    return {"due_without_extension": plain.due_at.isoformat()}


async def _by_request(session: AsyncSession, request_key: str) -> Ticket | None:
    found = await session.scalars(select(Ticket).where(Ticket.request_key == request_key))
    return found.one_or_none()


async def _insert_with_code(session: AsyncSession, ticket: Ticket, prefix: str) -> None:
    """Insert with a fresh code; two draws of the same code are rare, not impossible."""
    for _ in range(5):
        ticket.tracking_code = new_tracking_code(prefix)
        try:
            async with session.begin_nested():
                session.add(ticket)
                await session.flush()
        except IntegrityError as error:
            if "tracking_code" not in str(error.orig):
                raise
        else:
            return
    raise RuntimeError("five tracking codes in a row were taken")
