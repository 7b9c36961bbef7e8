"""Steps of deadlines are noticed once and told together, to whom the folder names and to nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.people.models import Staff
from api.reminders.models import DeadlineStep
from api.reminders.service import mark_read, notice_steps, notices_of, send_digests, unread_notices
from api.tickets import queries, service
from api.tickets.models import Ticket
from api.tickets.schemas import Actor
from tests import factories

MONDAY = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)  # 07:30 in Hưng Yên
WEDNESDAY = datetime(2026, 3, 4, 0, 50, tzinfo=UTC)  # 07:50, half of three days is used
LATE = datetime(2026, 3, 6, 0, 50, tzinfo=UTC)  # Friday, due was Thursday 17:00


async def _steps(session: AsyncSession, ticket: Ticket) -> set[str]:
    return set(await session.scalars(select(DeadlineStep.step).where(DeadlineStep.ticket_id == ticket.id)))


async def _told(session: AsyncSession, staff: Staff) -> list[tuple[str, str]]:
    notices = await notices_of(session, staff)
    return [(line["code"], line["step"]) for notice in notices for line in notice.lines]


async def test_a_digest_tells_many_tickets_in_one_notice(session: AsyncSession) -> None:
    tickets = [await factories.ticket(session, now=MONDAY) for _ in range(3)]
    officer = await factories.staff(session, tickets[0].agency_code, now=MONDAY)
    other = await factories.staff(session, "so-y-te", now=MONDAY)
    await notice_steps(session, now=WEDNESDAY - timedelta(minutes=6))
    assert await _steps(session, tickets[0]) == {"50%"}
    assert await notice_steps(session, now=WEDNESDAY - timedelta(minutes=5)) == 0
    await send_digests(session, now=WEDNESDAY)
    (notice,) = await notices_of(session, officer)
    assert {line["code"] for line in notice.lines} == {ticket.tracking_code for ticket in tickets}
    assert await _told(session, other) == []
    assert await unread_notices(session, officer) == 1
    await mark_read(session, officer, now=WEDNESDAY)
    assert await unread_notices(session, officer) == 0
    assert await send_digests(session, now=WEDNESDAY + timedelta(minutes=5)) == 0


async def test_lateness_goes_up_by_the_folder_rules(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer = await factories.staff(session, ticket.agency_code, now=MONDAY)
    leader = await factories.staff(session, ticket.agency_code, role="leader", now=MONDAY)
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    above = await factories.staff(session, "ubnd-tinh", role="leader", now=MONDAY)
    await notice_steps(session, now=LATE - timedelta(hours=1))
    await send_digests(session, now=LATE)
    line = (ticket.tracking_code, "đã quá hạn")
    for person in (officer, leader, desk):
        assert line in await _told(session, person)
    assert await _told(session, above) == []
    # five working days after Thursday 5/3: Thursday 12/3
    await notice_steps(session, now=datetime(2026, 3, 12, 0, 40, tzinfo=UTC))
    await send_digests(session, now=datetime(2026, 3, 12, 0, 50, tzinfo=UTC))
    assert (ticket.tracking_code, "quá hạn 5 ngày làm việc") in await _told(session, above)
    kinds = [event.kind for event in await queries.events(session, ticket.id)]
    assert kinds.count("deadline_step_reached") == 4


@pytest.mark.parametrize("hour", [20, 4])
async def test_nothing_is_told_at_night(session: AsyncSession, hour: int) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer = await factories.staff(session, ticket.agency_code, now=MONDAY)
    night = datetime(2026, 3, 5, 0, 0, tzinfo=UTC) + timedelta(hours=hour - 7)
    await notice_steps(session, now=night)
    assert await send_digests(session, now=night) == 0
    assert await _told(session, officer) == []


async def test_what_was_answered_before_the_digest_is_not_told(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer = await factories.staff(session, ticket.agency_code, now=MONDAY)
    await notice_steps(session, now=WEDNESDAY - timedelta(minutes=6))
    text = "Đoạn đường đã được vá xong, mời ông/bà kiểm tra."
    await service.publish_reply(session, ticket=ticket, text=text, by=Actor.of(officer), now=WEDNESDAY)
    await send_digests(session, now=WEDNESDAY)
    assert await _told(session, officer) == []


async def test_a_clock_that_stands_reaches_nothing(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    officer = await factories.staff(session, ticket.agency_code, now=MONDAY)
    await service.ask_citizen(session, ticket=ticket, question="Đoạn nào?", by=Actor.of(officer), now=MONDAY)
    await notice_steps(session, now=LATE)
    assert await _steps(session, ticket) == set()


async def test_a_denunciation_is_told_to_cleared_staff_of_its_desk_alone(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY, act="denounce", topic="4a")
    cleared = await factories.staff(session, ticket.agency_code, sees_restricted=True, now=MONDAY)
    uncleared = await factories.staff(session, ticket.agency_code, now=MONDAY)
    desk = await factories.staff(session, "vp-ubnd-tinh", role="coordinator", now=MONDAY)
    late = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
    await notice_steps(session, now=late - timedelta(hours=1))
    await send_digests(session, now=late)
    assert ticket.tracking_code in dict(await _told(session, cleared))
    for person in (uncleared, desk):
        assert ticket.tracking_code not in dict(await _told(session, person))
