"""Talking to a person: who that is, when, and something that happens now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory import queries as directory
from api.intake.schemas import Draft, Saying
from api.outbox.schemas import Button
from api.tickets import citizen, queries
from api.tickets.rules import OPEN_STATES

_ASK = Button(title="Gửi câu hỏi cho cán bộ", payload="ask:person")
_LEAVE = Button(title="Để cán bộ điều phối lo tiếp", payload="desk:")


async def handed_over(
    session: AsyncSession, conversation_id: UUID, now: datetime, *, draft: Draft | None = None
) -> list[Saying]:
    """Return who answers and when.

    The wish is noted on the open ticket, if there is one, so that its agency sees it; else a question to the
    coordinating desk is one tap away, and a draft can be left to that desk.
    """
    if draft is not None and draft.text:
        return [Saying(response="utter_human_in_draft", buttons=[_LEAVE])]
    own = [t for t in await queries.of_conversation(session, conversation_id) if t.state in OPEN_STATES]
    if not own:
        return [Saying(response="utter_human", buttons=[_ASK])]
    await citizen.ask_for_a_person(session, ticket=own[0], now=now)
    agency = await directory.agency(session, own[0].agency_code)
    params = {"code": own[0].tracking_code, "agency": agency.name if agency else own[0].agency_code}
    return [Saying(response="utter_human_of_ticket", params=params, buttons=[_ASK])]
