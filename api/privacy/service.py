"""Taking a request about personal data, doing at once what a program can do, and the clocks of the rest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.rules import WORKING_DAY, DeadlineRule, due
from api.core.errors import Conflict, NotFound
from api.core.jobs import defer
from api.inbox.models import Conversation
from api.outbox import service as outbox
from api.privacy import queries
from api.privacy.models import DataRequest, DataRequestEvent
from api.privacy.rules import CORRECT, DELETE, OBJECT, SEE, WITHDRAW
from api.province import queries as province
from api.province.models import DataRight
from api.tickets.events import record
from api.tickets.queries import of_conversation
from api.tickets.schemas import CITIZEN

ERASE_TASK = "privacy.erase"


async def request(
    session: AsyncSession,
    *,
    conversation_id: UUID,
    kind: str,
    words: str,
    name: str | None = None,
    phone: str | None = None,
    now: datetime,
) -> DataRequest:
    """Keep a confirmed request with its clocks and do at once what can be done; an open one of that kind is returned.

    It counts as acknowledged, because the citizen reads so at once. Erasing waits for the end of this turn. `name` and
    `phone` are those that the citizen says are right.
    """
    known = await queries.open_request(session, conversation_id, kind)
    if known is not None:
        return known
    right = await province.data_right(session, kind)
    acknowledge_by, due_at, explanation = await _clocks(session, right, now)
    row = DataRequest(
        conversation_id=conversation_id, kind=kind, words=words, at=now, acknowledge_by=acknowledge_by,
        acknowledged_at=now, due_at=due_at, due_explanation=explanation, done_at=None,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    note(session, row, "requested", now)
    if kind == DELETE:
        await defer(session, ERASE_TASK, lock=f"conversation:{conversation_id}", request_id=str(row.id))
    elif kind in (OBJECT, WITHDRAW):
        (await session.get_one(Conversation, conversation_id)).not_for_learning = True
        _finish(session, row, now, left_out_of_learning=True)
    elif kind == SEE:
        _finish(session, row, now, told_in_chat=True)
    elif kind == CORRECT and (name or phone):
        await _correct(session, row, name, phone, now)
    await session.flush()
    return row


async def complete(session: AsyncSession, *, request_id: UUID, note_text: str, by: UUID, now: datetime) -> DataRequest:
    """Mark a request as done by a member of staff and tell the citizen. Raises NotFound, or Conflict if it was done."""
    row = await session.get(DataRequest, request_id, with_for_update=True)
    if row is None:
        raise NotFound("Không có yêu cầu này.")
    if row.done_at is not None:
        raise Conflict("Yêu cầu này đã được ghi là đã thực hiện.")
    row.done_at = now
    note(session, row, "done", now, staff_id=by, note=note_text.strip())
    right = await province.data_right(session, row.kind)
    conversation = await session.get(Conversation, row.conversation_id) if row.conversation_id else None
    if conversation is not None:
        text = f"Yêu cầu {right.name} của ông/bà đã được thực hiện."
        text += f" {note_text.strip()}" if note_text.strip() else ""
        await outbox.post(
            session, conversation=conversation, key=f"data:{row.id}", sender="officer", text=text, now=now
        )
    return row


def note(
    session: AsyncSession, row: DataRequest, kind: str, now: datetime, *, staff_id: UUID | None = None, **data: Any
) -> None:
    """Add a step to the log of a request."""
    session.add(DataRequestEvent(request_id=row.id, kind=kind, at=now, staff_id=staff_id, data=data))


async def _clocks(session: AsyncSession, right: DataRight, now: datetime) -> tuple[datetime, datetime, str]:
    calendar = await clock.calendar(session)
    first = due(now, DeadlineRule(right.acknowledge_days, WORKING_DAY, right.source, right.mark), calendar)
    last = due(now, DeadlineRule(right.days, right.unit, right.source, right.mark), calendar)
    return first.due_at, last.due_at, last.explanation


def _finish(session: AsyncSession, row: DataRequest, now: datetime, **data: Any) -> None:
    row.done_at = now
    note(session, row, "done", now, **data)


async def _correct(session: AsyncSession, row: DataRequest, name: str | None, phone: str | None, now: datetime) -> None:
    """Write the right name or number on the citizen's tickets that have one; an anonymous one stays without."""
    mended = 0
    for ticket in await of_conversation(session, row.conversation_id) if row.conversation_id else []:
        if ticket.anonymity == "anonymous":
            continue
        ticket.contact_name = name or ticket.contact_name
        ticket.contact_phone = phone or ticket.contact_phone
        await record(session, ticket, kind="contact_corrected", actor=CITIZEN, now=now)
        mended += 1
    if mended:
        _finish(session, row, now, tickets=mended)
