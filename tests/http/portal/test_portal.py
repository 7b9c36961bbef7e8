"""The public pages, and what must never stand on them."""

import re
from uuid import uuid4

import pytest
from httpx import AsyncClient

from api.core.db import Database
from api.core.time import utc_now
from api.directory.queries import first_commune_agency
from api.people.service import staff_by_username
from api.tickets.models import Ticket
from api.tickets.queries import by_id
from api.tickets.schemas import Actor, Filing
from api.tickets.service import add_information, ask_citizen, file_ticket, publish_reply

WORDS = "Tôi là Nguyễn Văn Kín, số 5 ngõ 7, đường trước nhà hỏng"
REPLY = "Ủy ban đã cho san lấp đoạn đường hỏng; việc rải nhựa sẽ xong trước ngày 15/12/2026."


async def _file(database: Database, *, act: str = "report", topic: str = "6c.road") -> Ticket:
    async with database.transaction() as session:
        commune = (await first_commune_agency(session)).commune_code
        filing = Filing(str(uuid4()), "webchat", act, topic, WORDS, commune_code=commune, contact_phone="0912345678")
        return await file_ticket(session, filing=filing, now=utc_now())


async def _answer(database: Database, ticket: Ticket, question: str | None, by: str = "canbo") -> str | None:
    async with database.transaction() as session:
        staff = await staff_by_username(session, by)
        held = await by_id(session, ticket.id)
        reply = await publish_reply(
            session, ticket=held, text=REPLY, by=Actor.of(staff), now=utc_now(), public_question=question
        )
        return reply.slug


@pytest.fixture
async def ticket(database: Database) -> Ticket:
    return await _file(database)


@pytest.mark.parametrize("typed", ["{}", " {} ", "mã là {} nhé"])
@pytest.mark.parametrize("change", [str.upper, str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", " ")])
async def test_a_ticket_is_found_however_the_code_is_typed(client: AsyncClient, ticket, typed, change):
    answer = await client.get("/tra-cuu", params={"ma": typed.format(change(ticket.tracking_code))})
    assert answer.status_code == 200
    assert ticket.tracking_code in answer.text
    assert ticket.due_explanation in answer.text


@pytest.mark.parametrize("code", ["HY-2222-22", "không có", "x" * 64])
async def test_an_unknown_code_is_told_and_the_field_keeps_it(client: AsyncClient, code):
    answer = await client.get("/tra-cuu", params={"ma": code})
    assert answer.status_code == 404
    assert "Không tìm thấy phiếu" in answer.text
    assert f'value="{code}"' in answer.text


async def test_the_code_shows_neither_words_nor_contact_of_the_citizen(client: AsyncClient, database, ticket):
    async with database.transaction() as session:
        staff, held = await staff_by_username(session, "canbo"), await by_id(session, ticket.id)
        await ask_citizen(session, ticket=held, question="Đoạn nào ạ?", by=Actor.of(staff), now=utc_now())
        await add_information(session, ticket=held, text="đối diện nhà bà Mật", now=utc_now())
    page = (await client.get("/tra-cuu", params={"ma": ticket.tracking_code})).text
    assert "Đoạn nào ạ?" in page
    for private in ("Nguyễn Văn Kín", "0912345678", "bà Mật"):
        assert private not in page


async def test_a_satisfied_citizen_solves_the_ticket(client: AsyncClient, database, ticket):
    await _answer(database, ticket, None)
    answer = await client.post("/tra-cuu/danh-gia", data={"code": ticket.tracking_code, "stars": "5"})
    page = (await client.get(answer.headers["location"])).text
    assert "Cảm ơn ông/bà" in page
    assert "Đã giải quyết" in page
    assert 'name="stars"' not in page


async def test_a_step_between_the_words_is_named_too(client: AsyncClient, database, ticket):
    await _answer(database, ticket, None)
    answer = await client.post("/tra-cuu/danh-gia", data={"code": ticket.tracking_code, "stars": "4"})
    assert "<strong>Hài lòng (4/5)</strong>" in (await client.get(answer.headers["location"])).text


async def test_who_is_not_satisfied_may_have_it_reopened(client: AsyncClient, database, ticket):
    await _answer(database, ticket, None)
    rated = await client.post("/tra-cuu/danh-gia", data={"code": ticket.tracking_code, "stars": "1"})
    assert "Mở lại phiếu" in (await client.get(rated.headers["location"])).text
    form = {"code": ticket.tracking_code, "reason": "đường vẫn hỏng"}
    reopened = await client.post("/tra-cuu/mo-lai", data=form)
    page = (await client.get(reopened.headers["location"])).text
    assert "Phiếu đã được mở lại" in page
    assert "đường vẫn hỏng" not in page


async def test_a_ticket_without_answer_cannot_be_rated(client: AsyncClient, ticket):
    answer = await client.post("/tra-cuu/danh-gia", data={"code": ticket.tracking_code, "stars": "5"})
    assert answer.status_code == 409
    assert ticket.tracking_code in answer.text


@pytest.mark.parametrize("stars", ["", "0", "999"])
async def test_a_rating_outside_the_scale_is_refused(client: AsyncClient, database, ticket, stars):
    await _answer(database, ticket, None)
    answer = await client.post("/tra-cuu/danh-gia", data={"code": ticket.tracking_code, "stars": stars})
    assert answer.status_code == 422


async def test_a_published_answer_has_a_lasting_address_without_the_citizen(client: AsyncClient, database, ticket):
    slug = await _answer(database, ticket, "Khi nào sửa đường thôn Đông?")
    answer = await client.get(f"/tra-loi/{slug}")
    assert answer.status_code == 200
    assert "public" in answer.headers["cache-control"]
    assert REPLY in answer.text
    assert "Khi nào sửa đường thôn Đông?" in answer.text
    for private in ("Nguyễn Văn Kín", "0912345678", ticket.tracking_code):
        assert private not in answer.text


async def test_published_answers_are_searched_by_words_and_topic(client: AsyncClient, database, ticket):
    slug = await _answer(database, ticket, "Khi nào sửa đường thôn Đông?")
    found = [await client.get("/tra-loi", params=p) for p in ({"q": "thôn đông"}, {"topic": "6c.road"}, {})]
    assert all(f"/tra-loi/{slug}" in page.text for page in found)
    missed = [await client.get("/tra-loi", params=p) for p in ({"q": "không có từ này"}, {"topic": "6a"}, {"page": 2})]
    assert not any(f"/tra-loi/{slug}" in page.text for page in missed)


async def test_the_answer_to_a_denunciation_is_never_public(client: AsyncClient, database):
    denunciation = await _file(database, act="denounce", topic="4a")
    assert await _answer(database, denunciation, "Ai nhận tiền?", by="thanhtra") is None
    assert REPLY not in (await client.get("/tra-loi")).text


async def test_an_unknown_address_is_a_page_with_a_way_on(client: AsyncClient):
    answer = await client.get("/tra-loi/khong-co", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", ["/tra-cuu/danh-gia", "/tra-cuu/mo-lai"])
async def test_a_form_of_another_site_changes_nothing(client: AsyncClient, ticket, path):
    form = {"code": ticket.tracking_code, "stars": "1", "reason": "x"}
    answer = await client.post(path, data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_the_figures_count_ordinary_tickets_by_agency_and_no_denunciation(client: AsyncClient, database, ticket):
    await _file(database, act="denounce", topic="4a")
    await _answer(database, ticket, None)
    page = (await client.get("/reports")).text
    body = re.search(r"<tbody.*</tbody>", page, re.S).group(0)
    numbers = [re.findall(r'data-label="[^"]+">([^<]*)<', row) for row in body.split("<tr")[1:]]
    assert len(numbers) == 2  # the one agency, and the total
    assert numbers[0] == numbers[1]
    assert numbers[0][:5] == ["1", "1", "1", "0", "0"]
    assert "không phải điểm PAPI 8.3" in page


async def test_a_period_that_makes_no_sense_is_told(client: AsyncClient):
    answer = await client.get("/reports?first=2026-05-02&last=2026-05-01")
    assert answer.status_code == 422
    assert "Ngày đầu phải trước ngày cuối" in answer.text
