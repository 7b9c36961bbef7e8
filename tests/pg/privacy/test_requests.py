"""Rights about personal data: clocks, what is erased at once, what stays, and the province's periods."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Conflict
from api.inbox.models import DONE, Conversation, InboxMessage
from api.inbox.service import receive
from api.intake import erasure as intake
from api.intake.models import IntakeDraft
from api.outbox import service as outbox
from api.outbox.models import OutboxMessage
from api.people.models import Staff
from api.privacy import queries, service
from api.privacy.erasure import apply_retention, erase_of_request
from api.province import queries as province
from api.tickets.models import Ticket
from tests import factories

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=1)


async def _talk(session: AsyncSession, conversation: Conversation) -> None:
    message = await receive(session, conversation=conversation, client_id="1", text="đường hỏng", now=MONDAY)
    message.state = DONE
    await outbox.post(session, conversation=conversation, key="k1", sender="bot", text="Vâng.", now=MONDAY)
    session.add(IntakeDraft(conversation_id=conversation.id, state={}, updated_at=MONDAY))
    await session.flush()


async def _of(session: AsyncSession, ticket: Ticket) -> Conversation:
    return await session.get_one(Conversation, ticket.conversation_id)


async def _request(session: AsyncSession, conversation: Conversation, kind: str, **more: str):
    return await service.request(session, conversation_id=conversation.id, kind=kind, words="…", now=LATER, **more)


async def _count(session: AsyncSession, model: type, conversation: Conversation) -> int:
    statement = select(func.count()).select_from(model).where(model.conversation_id == conversation.id)
    return await session.scalar(statement) or 0


@pytest.mark.parametrize(
    ("kind", "day"), [("delete", 22), ("see", 12), ("correct", 12), ("withdraw", 17), ("object", 17)]
)
async def test_each_right_has_its_clock(session: AsyncSession, kind: str, day: int):
    ticket = await factories.ticket(session, now=MONDAY)
    row = await _request(session, await _of(session, ticket), kind)
    assert row.acknowledge_by == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # two working days: Wednesday 17:00
    assert (row.due_at.day, row.acknowledged_at) == (day if day != 22 else 23, LATER)  # a Sunday moves to Monday


async def test_asked_twice_is_one_request(session: AsyncSession):
    conversation = await _of(session, await factories.ticket(session, now=MONDAY))
    first = await _request(session, conversation, "delete")
    assert await _request(session, conversation, "delete") is first


async def test_deleting_erases_the_talk_and_keeps_the_ticket_in_handling(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    ticket.contact_name = "Phạm Thị Xoan"
    conversation = await _of(session, ticket)
    await _talk(session, conversation)
    row = await _request(session, conversation, "delete")
    await intake.erase_conversation(session, conversation.id, before=row.at)
    counts = await erase_of_request(session, row.id, now=LATER)
    assert (counts["messages"], counts["answers"], counts["contacts"]) == (1, 1, 0)
    assert [await _count(session, model, conversation) for model in (InboxMessage, OutboxMessage, IntakeDraft)] == [
        0
    ] * 3
    await session.refresh(ticket)
    assert (ticket.contact_name, row.done_at) == ("Phạm Thị Xoan", None)
    assert [item.id for item in await queries.requests(session, done=False)] == [row.id]


async def test_deleting_erases_the_name_on_an_ended_ticket_and_is_done(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    ticket.contact_name, ticket.state, ticket.ended_at = "Phạm Thị Xoan", "solved", MONDAY
    await session.flush()
    row = await _request(session, await _of(session, ticket), "delete")
    assert (await erase_of_request(session, row.id, now=LATER))["contacts"] == 1
    await session.refresh(ticket)
    assert (ticket.contact_name, row.done_at) == (None, LATER)
    assert [event.kind for event in await queries.events_of(session, row.id)] == ["requested", "erased", "done"]


async def test_what_was_said_after_the_request_stays(session: AsyncSession):
    conversation = await _of(session, await factories.ticket(session, now=MONDAY))
    row = await _request(session, conversation, "delete")
    await outbox.post(session, conversation=conversation, key="k2", sender="bot", text="Đã nhận.", now=LATER)
    await erase_of_request(session, row.id, now=LATER)
    assert await _count(session, OutboxMessage, conversation) == 1


async def test_who_objects_is_left_out_of_learning_at_once(session: AsyncSession):
    conversation = await _of(session, await factories.ticket(session, now=MONDAY))
    row = await _request(session, conversation, "object")
    assert (conversation.not_for_learning, row.done_at) == (True, LATER)


async def test_a_right_name_is_written_on_the_own_tickets_and_never_on_an_anonymous_one(session: AsyncSession):
    ticket = await factories.ticket(session, now=MONDAY)
    row = await _request(session, await _of(session, ticket), "correct", name="Phạm Thị Xoan", phone="0912345678")
    assert (ticket.contact_name, ticket.contact_phone, row.done_at) == ("Phạm Thị Xoan", "0912345678", LATER)
    hidden = await factories.ticket(session, now=MONDAY)
    hidden.anonymity = "anonymous"
    row = await _request(session, await _of(session, hidden), "correct", name="Phạm Thị Xoan")
    assert (hidden.contact_name, row.done_at) == (None, None)


async def test_an_administrator_ends_a_request_once_and_the_citizen_is_told(session: AsyncSession):
    conversation = await _of(session, await factories.ticket(session, now=MONDAY))
    row = await _request(session, conversation, "correct")
    admin: Staff = await factories.staff(session, "vp-ubnd-tinh", role="admin", now=MONDAY)
    await service.complete(session, request_id=row.id, note_text="Đã sửa tên.", by=admin.id, now=LATER)
    (line,) = await session.scalars(select(OutboxMessage).where(OutboxMessage.conversation_id == conversation.id))
    assert "sửa dữ liệu" in line.text
    with pytest.raises(Conflict):
        await service.complete(session, request_id=row.id, note_text="", by=admin.id, now=LATER)


async def test_what_is_older_than_the_province_keeps_it_goes_and_the_rest_stays(session: AsyncSession):
    rules = await province.retention(session)
    ticket = await factories.ticket(session, now=MONDAY)
    conversation = await _of(session, ticket)
    await _talk(session, conversation)
    ticket.contact_name = "Phạm Thị Xoan"
    late = MONDAY + timedelta(days=rules["chat"].keep_days + 1)
    await apply_retention(session, rules, now=late)
    assert await _count(session, InboxMessage, conversation) == 1  # the ticket is being handled
    ticket.state, ticket.ended_at = "solved", MONDAY
    await session.flush()
    counts = await apply_retention(session, rules, now=late)
    assert (counts["messages"] >= 1, counts["contacts"]) == (True, 1)
    assert await _count(session, InboxMessage, conversation) == 0
    assert (await intake.apply_retention(session, rules, now=late))["drafts"] >= 1
