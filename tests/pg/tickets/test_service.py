"""A ticket's steps, each with its event, its clock and what the citizen is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.outbox.models import OutboxMessage
from api.tickets import citizen, queries, service
from api.tickets.errors import EmptyReply, NotAllowedNow, Stale
from api.tickets.models import Reply, Ticket
from api.tickets.schemas import Actor, Filing
from tests import factories

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Hưng Yên
ANSWER = "Đoạn đường đã được vá xong ngày 04/3/2026, mời ông/bà kiểm tra."


async def _kinds(session: AsyncSession, ticket: Ticket) -> list[str]:
    return [event.kind for event in await queries.events(session, ticket.id)]


async def _lines(session: AsyncSession, ticket: Ticket) -> list[OutboxMessage]:
    found = await session.scalars(
        select(OutboxMessage).where(OutboxMessage.ticket_id == ticket.id).order_by(OutboxMessage.position)
    )
    return list(found)


async def _officer(session: AsyncSession, ticket: Ticket) -> Actor:
    return Actor.of(await factories.staff(session, ticket.agency_code, now=MONDAY))


async def test_a_ticket_goes_to_the_commune_with_three_working_days(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    assert ticket.agency_code.startswith("ubnd-")
    assert ticket.state == "assigned"
    assert ticket.due_at == datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # Thursday 17:00
    assert "3 ngày làm việc" in ticket.due_explanation
    assert "6c" in ticket.rule
    assert await _kinds(session, ticket) == ["ticket_received", "ticket_assigned"]


async def test_the_same_request_files_one_ticket(session: AsyncSession) -> None:
    filing = Filing(request_key="r1", channel="webchat", act="ask", topic_code="5a", text="Sao y ở đâu?")
    first = await service.file_ticket(session, filing=filing, now=MONDAY)
    second = await service.file_ticket(session, filing=filing, now=MONDAY + timedelta(hours=1))
    assert first.id == second.id
    assert len(await _kinds(session, first)) == 2


async def test_without_a_place_the_coordinator_decides(session: AsyncSession) -> None:
    filing = Filing(request_key="r2", channel="webchat", act="report", topic_code="6c.road", text="đường hỏng")
    ticket = await service.file_ticket(session, filing=filing, now=MONDAY)
    assert ticket.agency_code == "vp-ubnd-tinh"


@pytest.mark.parametrize("topic", ["4a", "6c.road", "5c"])
async def test_a_denunciation_never_goes_to_the_commune(session: AsyncSession, topic: str) -> None:
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic=topic)
    assert ticket.restricted
    assert not ticket.agency_code.startswith(("ubnd-", "ca-")) or ticket.agency_code == "ubnd-tinh"


async def test_an_answer_reaches_the_citizen_and_the_portal(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    reply = await service.publish_reply(
        session, ticket=ticket, text=ANSWER, by=await _officer(session, ticket), now=MONDAY + timedelta(days=1),
        public_question="Đường thôn hỏng nặng",
    )  # fmt: skip
    (line,) = await _lines(session, ticket)
    assert ANSWER in line.text
    assert reply.slug is not None
    assert reply.slug in line.text
    assert {button["payload"].rsplit(":", 1)[1] for button in line.buttons} == {"5", "3", "1"}
    found = await queries.published_by_slug(session, reply.slug)
    assert found is not None
    assert ticket.state == "answered"


async def test_the_answer_to_a_restricted_ticket_is_not_published(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a")
    reply = await service.publish_reply(
        session, ticket=ticket, text=ANSWER, by=await _officer(session, ticket), now=MONDAY, public_question="Câu hỏi"
    )
    assert reply.slug is None
    assert reply.public_question is None


async def test_an_empty_phrase_does_not_stop_the_clock(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    with pytest.raises(EmptyReply):
        await service.publish_reply(session, ticket=ticket, text="Sẽ xem xét.", by=by, now=MONDAY)
    assert ticket.answered_at is None


async def test_the_clock_stands_while_the_citizen_is_asked(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    due = ticket.due_at
    by = await _officer(session, ticket)
    asked_at = MONDAY + timedelta(hours=1)
    await service.ask_citizen(session, ticket=ticket, question="Đoạn nào ạ?", by=by, now=asked_at)
    assert ticket.state == "waiting_for_citizen"
    assert "Đoạn nào ạ?" in (await _lines(session, ticket))[0].text
    await service.add_information(session, ticket=ticket, text="Đầu thôn.", now=asked_at + timedelta(days=2))
    assert ticket.state == "in_work"
    assert ticket.due_at == due + timedelta(days=4)  # two working days later: Thursday -> Monday
    assert "tạm dừng" in ticket.due_explanation


async def test_a_transfer_keeps_the_citizens_date(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    due, by = ticket.due_at, await _officer(session, ticket)
    await service.forward(
        session, ticket=ticket, to_agency="so-xay-dung", reason="Đường tỉnh.", by=by, now=MONDAY + timedelta(hours=2)
    )
    assert (ticket.agency_code, ticket.state, ticket.due_at) == ("so-xay-dung", "assigned", due)
    event = (await queries.events(session, ticket.id))[-1]
    assert (event.kind, event.data["to"], event.data["reason"]) == ("ticket_forwarded", "so-xay-dung", "Đường tỉnh.")


async def test_the_third_transfer_goes_to_the_coordinator(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    for target in ("so-xay-dung", "so-tai-chinh", "so-tu-phap"):
        await service.forward(session, ticket=ticket, to_agency=target, reason="Không phải.", by=by, now=MONDAY)
    assert ticket.agency_code == "vp-ubnd-tinh"


@pytest.mark.parametrize(("target", "reason", "field"), [
    ("so-xay-dung", " ", "reason"), ("khong-co", "x", "to_agency"), ("so-tttt", "x", "to_agency"),
])  # fmt: skip
async def test_a_bad_transfer_names_the_field(session: AsyncSession, target: str, reason: str, field: str) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    with pytest.raises(Invalid) as error:
        await service.forward(session, ticket=ticket, to_agency=target, reason=reason, by=by, now=MONDAY)
    assert error.value.field == field


async def test_a_satisfied_citizen_solves_the_ticket_and_an_unsatisfied_one_may_reopen_it(
    session: AsyncSession,
) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY + timedelta(days=1))
    await citizen.rate(session, ticket=ticket, stars=1, now=MONDAY + timedelta(days=2))
    assert ticket.state == "answered"
    await citizen.reopen(session, ticket=ticket, reason="Vẫn hỏng.", now=MONDAY + timedelta(days=3))
    assert (ticket.state, ticket.round, ticket.answered_at) == ("assigned", 2, None)
    assert ticket.due_at > MONDAY + timedelta(days=5)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY + timedelta(days=4))
    await citizen.rate(session, ticket=ticket, stars=5, now=MONDAY + timedelta(days=5))
    assert ticket.state == "solved"
    assert len(list(await session.scalars(select(Reply).where(Reply.ticket_id == ticket.id)))) == 2


async def test_what_the_state_does_not_allow_changes_nothing(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    await citizen.withdraw(session, ticket=ticket, now=MONDAY)
    before = await _kinds(session, ticket)
    with pytest.raises(NotAllowedNow):
        await citizen.rate(session, ticket=ticket, stars=5, now=MONDAY)
    assert await _kinds(session, ticket) == before


async def test_a_stale_page_is_told_so(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by, seen = await _officer(session, ticket), ticket.version
    await service.accept(session, ticket=ticket, by=by, now=MONDAY, version=seen)
    with pytest.raises(Stale):
        await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY, version=seen)


@pytest.mark.parametrize("statement", ["UPDATE ticket_event SET kind = 'x'", "DELETE FROM ticket_event"])
async def test_the_log_refuses_every_change(session: AsyncSession, statement: str) -> None:
    await factories.ticket(session, now=MONDAY)
    with pytest.raises(DBAPIError, match="append-only"):
        await session.execute(text(statement))


async def test_an_anonymous_ticket_keeps_no_contact(session: AsyncSession) -> None:
    filing = Filing(
        request_key="r3", channel="webchat", act="report", topic_code="6d", text="đánh bạc", anonymity="anonymous",
        contact_name="Vũ Thị Lụa", contact_phone="0912345678",
    )  # fmt: skip
    ticket = await service.file_ticket(session, filing=filing, now=MONDAY)
    assert (ticket.contact_name, ticket.contact_phone) == (None, None)


async def test_events_name_the_agency_that_held_the_ticket(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    first = ticket.agency_code
    by = await _officer(session, ticket)
    await service.forward(session, ticket=ticket, to_agency="so-xay-dung", reason="x", by=by, now=MONDAY)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY)
    held = [event.agency_code for event in await queries.events(session, ticket.id)]
    assert held == [first, first, first, "so-xay-dung"]


async def test_a_complaint_about_the_commune_goes_above_it(session: AsyncSession) -> None:
    """Never to the body complained of: the coordinator's desk of the province takes it."""
    words = "Tôi khiếu nại quyết định thu hồi đất của UBND xã, đền bù sai diện tích."
    ticket = await factories.ticket(session, now=MONDAY, act="complain", topic="2d", text=words)
    assert ticket.about_code == f"ubnd-{ticket.commune_code}"
    assert ticket.agency_code == "vp-ubnd-tinh"
    rude = "Cán bộ một cửa xã quát tháo, bắt đi lại bốn lần."
    report = await factories.ticket(session, now=MONDAY, act="report", topic="3a", text=rude)
    assert report.agency_code == "so-noi-vu"  # who leads row 3a
    road = await factories.ticket(session, now=MONDAY, text="Đường trước cửa UBND xã hỏng nặng.")
    assert road.agency_code == f"ubnd-{road.commune_code}"


async def test_a_denunciation_is_forwarded_only_where_somebody_may_see_it(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a")
    ticket.about_code = f"ubnd-{ticket.commune_code}"
    by = Actor.of(await factories.staff(session, ticket.agency_code, sees_restricted=True, now=MONDAY))
    for target, message in ((ticket.about_code, "nói về chính cơ quan này"), ("so-noi-vu", "chưa có người được xem")):
        with pytest.raises(Invalid, match=message):
            await service.forward(session, ticket=ticket, to_agency=target, reason="x", by=by, now=MONDAY)
    await factories.staff(session, "so-noi-vu", sees_restricted=True, now=MONDAY)
    await service.forward(session, ticket=ticket, to_agency="so-noi-vu", reason="thuộc ngành", by=by, now=MONDAY)
    told = (await _lines(session, ticket))[-1].text
    assert "thuộc ngành" not in told
    assert "Sở Nội vụ" not in told  # nothing of a closed matter travels in a notice


async def test_a_department_without_a_cleared_officer_gets_no_denunciation(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4b.health")
    assert ticket.agency_code == "thanh-tra-tinh"
    await factories.staff(session, "so-y-te", sees_restricted=True, now=MONDAY)
    second = await factories.ticket(session, now=MONDAY, act="denounce", topic="4b.health")
    assert second.agency_code == "so-y-te"


async def test_a_denunciation_of_the_inspectorate_never_lands_on_its_desk(session: AsyncSession) -> None:
    await factories.staff(session, "thanh-tra-tinh", sees_restricted=True, now=MONDAY)
    text = "Tôi tố cáo cán bộ Thanh tra tỉnh nhận tiền."
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a", text=text)
    assert (ticket.about_code, ticket.agency_code) == ("thanh-tra-tinh", "ubnd-tinh")


async def test_a_denunciation_of_the_provinces_head_is_taken_in_closed_and_says_why(session: AsyncSession) -> None:
    await factories.staff(session, "thanh-tra-tinh", sees_restricted=True, now=MONDAY)
    text = "Tôi tố cáo Chủ tịch UBND tỉnh nhận tiền."
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a", text=text)
    assert (ticket.restricted, ticket.agency_code) == (True, "thanh-tra-tinh")
    assert "cấp cao nhất của tỉnh" in ticket.rule


async def test_the_citizen_is_told_of_a_transfer(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    await service.forward(session, ticket=ticket, to_agency="so-xay-dung", reason="đường tỉnh", by=by, now=MONDAY)
    told = (await _lines(session, ticket))[-1].text
    assert "Sở Xây dựng" in told
    assert "đường tỉnh" in told


@pytest.mark.parametrize("number", ["0912345678", "CCCD 033099001234", "số TK 19034567890"])
async def test_a_published_answer_holds_no_number_of_a_person(session: AsyncSession, number: str) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    with pytest.raises(Invalid, match="đăng công khai"):
        await service.publish_reply(
            session, ticket=ticket, text=f"{ANSWER} {number}", by=by, now=MONDAY, public_question="Đường hỏng"
        )
    await service.publish_reply(session, ticket=ticket, text=f"{ANSWER} {number}", by=by, now=MONDAY)
