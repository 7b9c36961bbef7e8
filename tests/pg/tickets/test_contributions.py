"""One agency leads, others contribute inside."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Forbidden, Invalid, NotFound
from api.tickets import queries
from api.tickets.contributions import ask_contribution, contributions, give_contribution
from api.tickets.rights import may_handle, require_seen
from api.tickets.schemas import Actor
from tests import factories

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


async def test_the_other_agency_sees_the_ticket_and_gives_its_part(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=NOW)
    lead = await factories.staff(session, ticket.agency_code, now=NOW)
    other = await factories.staff(session, "so-xay-dung", now=NOW)
    charlie = await factories.staff(session, "so-y-te", now=NOW)
    with pytest.raises(NotFound):
        require_seen(other, ticket)
    await ask_contribution(
        session, ticket=ticket, agency_code="so-xay-dung", question="Đường này do ai quản lý?", by=Actor.of(lead),
        now=NOW,
    )  # fmt: skip
    assert require_seen(other, ticket) is ticket
    assert not may_handle(other, ticket)
    with pytest.raises(NotFound):
        require_seen(charlie, ticket)
    asked = await queries.queue(session, staff=other, now=NOW, view="contribute")
    assert [row.id for row in asked] == [ticket.id]
    assert await queries.queue(session, staff=other, now=NOW) == []  # it is not in the own queue
    assert (await queries.queue_counts(session, staff=other, now=NOW)).contribute == 1
    with pytest.raises(Forbidden):
        await give_contribution(session, ticket=ticket, text="Của chúng tôi", by=Actor.of(charlie), now=NOW)
    await give_contribution(session, ticket=ticket, text="Đường do xã quản lý.", by=Actor.of(other), now=NOW)
    with pytest.raises(Invalid, match="đã gửi ý kiến"):
        await give_contribution(session, ticket=ticket, text="Lần hai", by=Actor.of(other), now=NOW)
    assert [row.answer for row in await contributions(session, ticket.id)] == ["Đường do xã quản lý."]
    assert await queries.queue(session, staff=other, now=NOW, view="contribute") == []
    assert ticket.agency_code == lead.agency_code


@pytest.mark.parametrize(
    ("agency", "question", "message"),
    [
        ("so-gtvt", "Ai quản lý?", "danh bạ hiện hành"),  # ended in 2025
        ("so-xay-dung", " ", "Hãy ghi rõ"),
    ],
)
async def test_what_cannot_be_asked_says_why(session: AsyncSession, agency: str, question: str, message: str) -> None:
    ticket = await factories.ticket(session, now=NOW)
    lead = Actor.of(await factories.staff(session, ticket.agency_code, now=NOW))
    with pytest.raises(Invalid, match=message):
        await ask_contribution(session, ticket=ticket, agency_code=agency, question=question, by=lead, now=NOW)


async def test_a_denunciation_is_shown_to_nobody_else(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=NOW, act="denounce", topic="4a")
    lead = Actor.of(await factories.staff(session, ticket.agency_code, sees_restricted=True, now=NOW))
    with pytest.raises(Invalid, match="hạn chế"):
        await ask_contribution(session, ticket=ticket, agency_code="so-xay-dung", question="?", by=lead, now=NOW)
