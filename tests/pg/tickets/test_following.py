"""Following, contested answers and reasons, on real rows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.inbox.service import start_conversation
from api.outbox.models import OutboxMessage
from api.tickets import citizen, following, queries, service
from api.tickets.errors import NotAllowedNow
from api.tickets.rights import may_handle
from api.tickets.schemas import Actor
from tests import factories

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ANSWER = "Đã vá xong đoạn đường, ông/bà gọi 0912345678 nếu cần hỏi thêm."


async def _conversation(session: AsyncSession):
    return (await start_conversation(session, channel="webchat", now=MONDAY))[0]


async def _same(session: AsyncSession, ticket, conversation_id, *, days: int = 1, text: str | None = None):
    return await following.same_matter(
        session, conversation_id=conversation_id, topic=ticket.topic_code, commune=ticket.commune_code,
        text=text or ticket.text, detail=None, now=MONDAY + timedelta(days=days),
    )  # fmt: skip


async def test_an_open_recent_ticket_of_another_is_found_once_and_never_an_own_old_or_closed_one(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    other = await _conversation(session)
    assert await _same(session, ticket, other.id) == ticket
    assert await _same(session, ticket, ticket.conversation_id) is None
    assert await _same(session, ticket, other.id, days=15) is None
    ticket.restricted = True
    assert await _same(session, ticket, other.id) is None


async def test_followers_get_the_answer_without_numbers_and_the_log_counts_them(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    other = await _conversation(session)
    assert await following.follow(session, ticket=ticket, conversation_id=other.id, now=MONDAY)
    assert not await following.follow(session, ticket=ticket, conversation_id=other.id, now=MONDAY)
    by = Actor.of(await factories.staff(session, ticket.agency_code, now=MONDAY))
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY)
    (line,) = await session.scalars(select(OutboxMessage).where(OutboxMessage.conversation_id == other.id))
    assert ticket.tracking_code in line.text
    assert "0912345678" not in line.text
    assert line.buttons == []
    log = await queries.events(session, ticket.id)
    assert [event.data["followers"] for event in log if event.kind == "ticket_followed"] == [1]


async def test_a_ticket_that_became_restricted_tells_its_followers_nothing(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    other = await _conversation(session)
    await following.follow(session, ticket=ticket, conversation_id=other.id, now=MONDAY)
    ticket.restricted = True
    by = Actor.of(await factories.staff(session, ticket.agency_code, sees_restricted=True, now=MONDAY))
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY)
    assert list(await session.scalars(select(OutboxMessage).where(OutboxMessage.conversation_id == other.id))) == []
    assert await following.followed(session, other.id) == []


async def test_an_answered_ticket_cannot_be_followed(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    by = Actor.of(await factories.staff(session, ticket.agency_code, now=MONDAY))
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY)
    with pytest.raises(NotAllowedNow):
        await following.follow(session, ticket=ticket, conversation_id=(await _conversation(session)).id, now=MONDAY)


async def test_who_answered_does_not_handle_the_reopened_ticket_and_a_colleague_does(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    first = await factories.staff(session, ticket.agency_code, now=MONDAY)
    colleague = await factories.staff(session, ticket.agency_code, now=MONDAY)
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=Actor.of(first), now=MONDAY)
    await citizen.rate(session, ticket=ticket, stars=2, now=MONDAY)
    await citizen.give_reason(session, ticket=ticket, reason="Trả lời chung chung", now=MONDAY)
    await citizen.give_reason(session, ticket=ticket, reason="Trả lời chung chung", now=MONDAY)
    assert await citizen.reasons(session, ticket) == ["Trả lời chung chung"]
    await citizen.reopen(session, ticket=ticket, reason="Trả lời chung chung", now=MONDAY)
    assert not may_handle(first, ticket)
    assert may_handle(colleague, ticket)
    event = (await queries.events(session, ticket.id))[-1]
    assert (event.kind, event.data["not_by"]) == ("ticket_reopened", [str(first.id)])


@pytest.mark.parametrize(
    ("stars", "state"), [(5, "solved"), (4, "solved"), (3, "solved"), (2, "answered"), (1, "answered")]
)
async def test_each_step_of_the_scale_is_kept(session: AsyncSession, stars: int, state: str):
    ticket = await factories.ticket(session, now=MONDAY)
    by = Actor.of(await factories.staff(session, ticket.agency_code, now=MONDAY))
    await service.publish_reply(session, ticket=ticket, text=ANSWER, by=by, now=MONDAY)
    await citizen.rate(session, ticket=ticket, stars=stars, now=MONDAY)
    assert (ticket.rating, ticket.state) == (stars, state)


async def test_six_is_no_step_of_the_scale(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    with pytest.raises(Invalid):
        await citizen.rate(session, ticket=ticket, stars=6, now=MONDAY)
