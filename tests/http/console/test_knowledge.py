"""The draft reply on a ticket's page, and the administrator's list of what must be checked."""

from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from api.core.db import Database
from api.core.time import utc_now
from api.directory.queries import first_commune_agency
from api.people.service import staff_by_username
from api.tickets.models import Reply, Ticket
from api.tickets.queries import by_id
from api.tickets.schemas import Actor, Filing
from api.tickets.service import file_ticket, publish_reply

QUESTION = "Sao y bản chính bằng tốt nghiệp ở phường hết bao nhiêu tiền một trang?"
LIST = "/console/kho-cau-tra-loi"


async def filed(database: Database, *, text: str = QUESTION, act: str = "ask", topic: str = "5a") -> Ticket:
    async with database.transaction() as session:
        commune = (await first_commune_agency(session)).commune_code
        filing = Filing(
            request_key=str(uuid4()), channel="webchat", act=act, topic_code=topic, text=text, commune_code=commune
        )
        return await file_ticket(session, filing=filing, now=utc_now())


def draft_of(ticket: Ticket) -> str:
    return f"/console/phieu/{ticket.id}/ban-nhap"


@pytest.fixture
async def ticket(database: Database) -> Ticket:
    return await filed(database)


async def test_the_draft_quotes_an_entry_with_its_source(client: AsyncClient, login, ticket):
    await login("canbo")
    assert f'href="{draft_of(ticket)}#ban-nhap"' in (await client.get(f"/console/phieu/{ticket.id}")).text
    page = (await client.get(draft_of(ticket))).text
    assert "Lệ phí: 2.000 đồng/trang" in page
    assert "mục ct-ban-sao, NĐ 23/2015/NĐ-CP" in page
    assert 'href="/hoi-dap/ct-ban-sao"' in page


async def test_chosen_sentences_stand_in_the_reply_and_nothing_is_sent(client: AsyncClient, database, login, ticket):
    await login("canbo")
    page = (await client.get(draft_of(ticket), params={"cau": [0, 2]})).text
    field = page.split('name="text"', 1)[1].split("</textarea>", 1)[0]
    assert field.count("\n") == 1
    async with database.transaction() as session:
        assert list(await session.scalars(select(Reply).where(Reply.ticket_id == ticket.id))) == []


async def test_the_draft_takes_over_what_was_answered_in_public(client: AsyncClient, database, login):
    first, second = [await filed(database, text="Bao giờ đổ bê tông ngõ 12 thôn Đông?", act="report", topic="6c.road")
                     for _ in range(2)]  # fmt: skip
    async with database.transaction() as session:
        staff, held = await staff_by_username(session, "canbo"), await by_id(session, first.id)
        reply = await publish_reply(
            session, ticket=held, text="Ngõ 12 thôn Đông đổ bê tông trong tháng 01/2027.", by=Actor.of(staff),
            now=utc_now(), public_question="Bao giờ đổ bê tông ngõ 12 thôn Đông?",
        )  # fmt: skip
    await login("canbo")
    page = (await client.get(draft_of(second))).text
    assert "Ngõ 12 thôn Đông đổ bê tông trong tháng 01/2027." in page
    assert f"/tra-loi/{reply.slug}" in page


async def test_nothing_fitting_is_said_to_be_nothing(client: AsyncClient, database, login):
    ticket = await filed(database, text="Trận bóng tối qua đội nào thắng?")
    await login("canbo")
    assert "Chưa có nội dung nào phù hợp" in (await client.get(draft_of(ticket))).text


async def test_a_restricted_ticket_gets_no_draft(client: AsyncClient, login, denunciation):
    await login("thanhtra")
    page = await client.get(f"/console/phieu/{denunciation.id}")
    assert page.status_code == 200
    assert "ban-nhap" not in page.text
    assert "Nguồn:" not in (await client.get(draft_of(denunciation))).text


async def test_an_officer_of_another_agency_gets_no_draft(client: AsyncClient, database, login):
    ticket = await filed(database, topic="6a")
    await login("canbo")
    assert (await client.get(draft_of(ticket))).status_code in (403, 404)


async def test_the_administrator_sees_what_must_be_checked(client: AsyncClient, login):
    await login("quantri")
    page = (await client.get(LIST)).text
    assert "Nguồn cũ hoặc chưa xác nhận" in page
    assert "ht-lien-thong-sinh.yml" in page
    assert f'<a href="{LIST}" aria-current="page">Kho câu trả lời</a>' in page


@pytest.mark.parametrize("charlie", ["canbo", "thanhtra"])
async def test_nobody_else_is_told_that_there_is_such_a_page(client: AsyncClient, login, charlie):
    await login(charlie)
    answer = await client.get(LIST)
    assert answer.status_code == 404
    assert "Nguồn cũ" not in answer.text
    assert LIST not in (await client.get("/console")).text
