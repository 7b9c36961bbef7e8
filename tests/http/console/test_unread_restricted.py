"""Closed tickets that nobody at their desk may read: the administrator is told how many and where, and nothing else."""

from html import unescape

from httpx import AsyncClient
from sqlalchemy import select

from api.core.time import utc_now
from api.people.models import Staff
from api.tickets import citizen
from api.tickets.models import Ticket

HEADING = "Phiếu hạn chế chưa ai xem được"


async def _uncleared(database) -> None:
    async with database.transaction() as session:
        person = await session.scalar(select(Staff).where(Staff.username == "thanhtra"))
        person.sees_restricted = False


async def test_the_administrator_is_warned_without_a_word_of_the_ticket(
    client: AsyncClient, login, database, denunciation
):
    await login("quantri")
    assert HEADING not in (await client.get("/console/accounts")).text
    await _uncleared(database)
    page = unescape((await client.get("/console/accounts")).text)
    assert HEADING in page
    assert "Thanh tra tỉnh: 1 phiếu" in page
    for secret in (denunciation.tracking_code, str(denunciation.id), denunciation.text):
        assert secret not in page


async def test_the_links_lead_to_who_can_be_cleared(client: AsyncClient, login, database, denunciation):
    await login("quantri")
    await _uncleared(database)
    listed = (await client.get("/console/accounts", params={"q": "Thanh tra tỉnh"})).text
    assert "Lê Thanh Tra" in listed
    new = unescape((await client.get("/console/accounts/new?agency=Thanh+tra+tỉnh&cleared=true")).text)
    assert 'value="Thanh tra tỉnh"' in new
    assert 'name="sees_restricted" value="true" checked' in new


async def test_a_reopened_one_whose_only_reader_answered_it_counts(
    client: AsyncClient, login, send, database, denunciation
):
    await login("thanhtra")
    await send(denunciation, "tra-loi", text="Thanh tra tỉnh đã xác minh và trả lời ông/bà bằng văn bản.")
    async with database.transaction() as session:
        own = await session.get(Ticket, denunciation.id)
        await citizen.reopen(session, ticket=own, reason="Chưa xác minh.", now=utc_now())
    await login("quantri")
    assert "Thanh tra tỉnh: 1 phiếu" in unescape((await client.get("/console/accounts")).text)


async def test_ended_and_generated_ones_do_not_count(client: AsyncClient, login, database, denunciation):
    await _uncleared(database)
    await login("quantri")
    for change in ({"state": "withdrawn"}, {"state": "assigned", "demo": True}):
        async with database.transaction() as session:
            own = await session.get(Ticket, denunciation.id)
            for name, value in change.items():
                setattr(own, name, value)
        assert HEADING not in (await client.get("/console/accounts")).text
