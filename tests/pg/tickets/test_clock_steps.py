"""What moves a ticket's clock: an extension, a pause with an end, a suspension, a holiday declared late."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import CalendarDay
from api.core.errors import Forbidden, Invalid
from api.outbox.models import OutboxMessage
from api.province.models import ProvinceLoad
from api.tickets import queries, service
from api.tickets.extensions import ask_extension, grant_extension, refuse_extension
from api.tickets.jobs import end_pauses
from api.tickets.models import Ticket, TicketEvent
from api.tickets.recounting import recount_open
from api.tickets.schemas import Actor
from api.tickets.suspensions import apply_suspensions, end_suspension, suspend, widen
from tests import factories

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Hưng Yên
ANSWER = "Đoạn đường đã được vá xong ngày 04/3/2026, mời ông/bà kiểm tra."
WORDS = "Đã đo xong hiện trạng, đang chờ xã duyệt kinh phí, dự kiến vá trong tuần này."


def _close(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=UTC)


async def _log(session: AsyncSession, ticket: Ticket, kind: str) -> list[TicketEvent]:
    return [event for event in await queries.events(session, ticket.id) if event.kind == kind]


async def _told(session: AsyncSession, ticket: Ticket) -> str:
    found = await session.scalars(
        select(OutboxMessage.text).where(OutboxMessage.ticket_id == ticket.id).order_by(OutboxMessage.position)
    )
    return "\n".join(found)


async def _officer(session: AsyncSession, ticket: Ticket, role: str = "officer") -> Actor:
    return Actor.of(await factories.staff(session, ticket.agency_code, role=role, now=MONDAY))


async def test_an_extension_needs_a_reason_and_another_person(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)  # a road: three working days, two more at most
    officer, leader = await _officer(session, ticket), await _officer(session, ticket, "leader")
    with pytest.raises(Invalid, match="lý do"):
        await ask_extension(session, ticket=ticket, amount=2, reason=" ", by=officer, now=MONDAY)
    with pytest.raises(Invalid, match="từ 1 đến 2"):
        await ask_extension(session, ticket=ticket, amount=3, reason="chờ vật liệu", by=officer, now=MONDAY)
    await ask_extension(session, ticket=ticket, amount=2, reason="chờ vật liệu", by=leader, now=MONDAY)
    assert ticket.due_at == _close(5)  # asking moves nothing
    for who in (officer, leader):
        with pytest.raises(Forbidden):
            await grant_extension(session, ticket=ticket, by=who, now=MONDAY)
    second = await _officer(session, ticket, "leader")
    await grant_extension(session, ticket=ticket, by=second, now=MONDAY)
    assert ticket.due_at == _close(9)  # Thursday 5/3 and two working days: Monday 9/3
    (event,) = await _log(session, ticket, "deadline_extended")
    assert second.staff is not None
    assert leader.staff is not None
    assert (event.staff_id, event.data["asked_by"]) == (second.staff.id, str(leader.staff.id))
    assert "chờ vật liệu" in await _told(session, ticket)
    with pytest.raises(Invalid, match="một lần"):
        await ask_extension(session, ticket=ticket, amount=1, reason="nữa", by=officer, now=MONDAY)


async def test_a_refused_extension_can_be_asked_for_again(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer, leader = await _officer(session, ticket), await _officer(session, ticket, "leader")
    await ask_extension(session, ticket=ticket, amount=1, reason="chờ vật liệu", by=officer, now=MONDAY)
    await refuse_extension(session, ticket=ticket, reason="vật liệu đã về", by=leader, now=MONDAY)
    assert ticket.extension_asked is None
    assert ticket.due_at == _close(5)
    await ask_extension(session, ticket=ticket, amount=1, reason="mưa lớn", by=officer, now=MONDAY)


async def test_neither_a_late_ticket_nor_a_denunciation_is_extended(session: AsyncSession) -> None:
    late = await factories.ticket(session, now=MONDAY)
    with pytest.raises(Invalid, match="quá hạn"):
        await ask_extension(session, ticket=late, amount=1, reason="x", by=await _officer(session, late), now=_close(6))
    closed = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a")
    with pytest.raises(Invalid, match="không được gia hạn"):
        await ask_extension(
            session, ticket=closed, amount=1, reason="x", by=await _officer(session, closed), now=MONDAY
        )


async def test_an_answer_after_an_extension_says_what_the_date_would_have_been(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer, leader = await _officer(session, ticket), await _officer(session, ticket, "leader")
    await ask_extension(session, ticket=ticket, amount=2, reason="chờ vật liệu", by=officer, now=MONDAY)
    await grant_extension(session, ticket=ticket, by=leader, now=MONDAY)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=officer, now=_close(6))
    (event,) = await _log(session, ticket, "reply_published")
    assert event.data["due_at"] == _close(9).isoformat()
    assert event.data["due_without_extension"] == _close(5).isoformat()


async def test_an_interim_answer_stops_no_clock(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    await service.send_interim(session, ticket=ticket, text=WORDS, by=await _officer(session, ticket), now=MONDAY)
    assert (ticket.state, ticket.due_at) == ("assigned", _close(5))
    assert WORDS in await _told(session, ticket)


async def test_a_wait_ends_by_itself_and_the_citizen_is_told(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    await service.ask_citizen(
        session, ticket=ticket, question="Đoạn nào?", by=await _officer(session, ticket), now=MONDAY
    )
    # ten working days after Monday 2/3: the close of Monday 16/3
    assert await end_pauses(session, now=_close(16) - timedelta(minutes=1)) == 0
    assert await end_pauses(session, now=_close(16) + timedelta(minutes=4)) == 1
    assert (ticket.state, ticket.paused_at) == ("in_work", None)
    assert ticket.due_at == _close(19)  # three days were left on 2/3
    assert "xử lý tiếp" in await _told(session, ticket)
    before = ticket.due_at
    await service.add_information(session, ticket=ticket, text="Đoạn đầu thôn", now=_close(17))
    assert ticket.due_at == before


async def test_a_second_wait_has_what_the_first_left(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer = await _officer(session, ticket)
    await service.ask_citizen(session, ticket=ticket, question="Đoạn nào?", by=officer, now=MONDAY)
    await service.add_information(
        session, ticket=ticket, text="Đầu thôn", now=MONDAY + timedelta(days=9)
    )  # 11/3: 7 days
    await service.ask_citizen(session, ticket=ticket, question="Dài bao nhiêu?", by=officer, now=_close(11))
    assert await end_pauses(session, now=_close(16) - timedelta(minutes=1)) == 0
    assert await end_pauses(session, now=_close(16)) == 1  # 3 days after Wednesday 11/3


async def test_a_storm_stops_the_clocks_of_its_places(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    elsewhere = await factories.ticket(session, now=MONDAY, commune="12103")
    assert elsewhere.commune_code != ticket.commune_code
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    stopped_at = MONDAY + timedelta(days=1)  # Tuesday 3/3
    decision = await suspend(
        session, decision="1234/QĐ-UBND", reason="bão số 3", communes=[ticket.commune_code or ""],
        starts_at=stopped_at, by=desk, now=stopped_at,
    )  # fmt: skip
    assert ticket.suspended_by == "1234/QĐ-UBND"
    assert elsewhere.suspended_at is None
    assert "tạm dừng theo 1234/QĐ-UBND" in await _told(session, ticket)
    filed_in_the_storm = await factories.ticket(session, now=stopped_at + timedelta(days=1))
    assert filed_in_the_storm.suspended_by == "1234/QĐ-UBND"
    resumed_at = MONDAY + timedelta(days=7)  # Monday 9/3
    await end_suspension(session, suspension=decision, by=desk, now=resumed_at)
    assert ticket.suspended_at is None
    assert ticket.due_at == _close(11)  # two days were left on 3/3
    assert filed_in_the_storm.due_at == _close(12)  # three whole days
    (event,) = await _log(session, ticket, "deadline_resumed")
    assert event.data["due_at"] == _close(11).isoformat()
    assert "theo 1234/QĐ-UBND" in ticket.due_explanation
    assert elsewhere.due_at == _close(5)


async def test_an_answer_during_a_storm_is_on_time(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    await suspend(
        session, decision="1235/QĐ-UBND", reason="lụt", communes=[ticket.commune_code or ""], starts_at=MONDAY,
        by=desk, now=MONDAY,
    )  # fmt: skip
    late = MONDAY + timedelta(days=20)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=await _officer(session, ticket), now=late)
    (event,) = await _log(session, ticket, "reply_published")
    assert datetime.fromisoformat(event.data["due_at"]) > late


async def test_a_suspension_needs_its_number_and_the_coordinator(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    leader = await factories.staff(session, ticket.agency_code, role="leader", now=MONDAY)
    places = [ticket.commune_code or ""]

    async def put(decision: str, communes: list[str], by: object = desk, at: datetime = MONDAY) -> None:
        await suspend(
            session, decision=decision, reason="bão", communes=communes, starts_at=at, by=by, now=MONDAY,  # type: ignore[arg-type]
        )  # fmt: skip

    with pytest.raises(Forbidden):
        await put("1/QĐ-UBND", places, leader)
    with pytest.raises(Invalid, match="số quyết định"):
        await put(" ", places)
    with pytest.raises(Invalid, match="xã, phường"):
        await put("1/QĐ-UBND", ["99999"])
    with pytest.raises(Invalid, match="chưa đến"):
        await put("1/QĐ-UBND", places, at=MONDAY + timedelta(days=1))
    await put("1/QĐ-UBND", places)
    with pytest.raises(Invalid, match="đã được nhập"):
        await put("1/QĐ-UBND", places)
    assert await apply_suspensions(session, now=MONDAY) == 0  # a second look changes nothing


async def test_a_holiday_declared_late_moves_open_deadlines_alone(session: AsyncSession) -> None:
    """Wednesday 4/3/2026 becomes a day off after the tickets were filed."""
    running = await factories.ticket(session, now=MONDAY)
    answered = await factories.ticket(session, now=MONDAY)
    officer = await _officer(session, answered)
    await service.publish_reply(session, ticket=answered, text=ANSWER, by=officer, now=MONDAY)
    day = datetime(2026, 3, 4).date()  # noqa: DTZ001
    session.add(CalendarDay(on=day, kind="off", note="nghỉ bù", source="Thông báo 1/TB", mark="confirmed"))
    await _another_version(session, "holiday")
    assert await recount_open(session, now=MONDAY + timedelta(hours=3)) == 1
    assert (running.due_at, answered.due_at) == (_close(6), _close(5))
    (event,) = await _log(session, running, "deadline_moved")
    assert (event.data["due_before"], event.data["due_at"]) == (_close(5).isoformat(), _close(6).isoformat())
    assert "Hạn trả lời mới" in await _told(session, running)
    assert await recount_open(session, now=MONDAY + timedelta(hours=4)) == 0
    await session.execute(delete(CalendarDay).where(CalendarDay.on == day))
    await _another_version(session, "no holiday")
    assert await recount_open(session, now=MONDAY + timedelta(hours=5)) == 1
    assert running.due_at == _close(5)


async def _another_version(session: AsyncSession, version: str) -> None:
    """What a load of the folder does: the calendar is built anew."""
    await session.execute(delete(ProvinceLoad))
    session.add(ProvinceLoad(version=version, loaded_at=MONDAY))
    await session.flush()


async def test_a_decision_can_cover_more_places(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    forgotten = await factories.ticket(session, now=MONDAY, commune="12103")
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    decision = await suspend(
        session, decision="1236/QĐ-UBND", reason="lụt", communes=[ticket.commune_code or ""], starts_at=MONDAY,
        by=desk, now=MONDAY,
    )  # fmt: skip
    assert "tạm dừng từ" not in ticket.due_explanation  # a pause that runs has no end to tell
    await widen(session, suspension=decision, communes=["12103"], by=desk, now=MONDAY)
    assert forgotten.suspended_by == "1236/QĐ-UBND"
    await end_suspension(session, suspension=decision, by=desk, now=MONDAY + timedelta(days=1))
    with pytest.raises(Invalid, match="đã kết thúc"):
        await widen(session, suspension=decision, communes=["12103"], by=desk, now=MONDAY + timedelta(days=2))


async def test_a_decision_does_not_reach_far_back(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    with pytest.raises(Invalid, match="30 ngày"):
        await suspend(
            session, decision="1237/QĐ-UBND", reason="lụt", communes=[ticket.commune_code or ""],
            starts_at=MONDAY - timedelta(days=31), by=desk, now=MONDAY,
        )  # fmt: skip
