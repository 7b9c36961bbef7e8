"""Entries of the knowledge base on the public pages: found, quoted, and nothing unsure on them."""

from datetime import date
from uuid import uuid4

from httpx import AsyncClient
from sqlalchemy import update

from api.core.db import Database
from api.knowledge.shown import TO_CHECK, UNCONFIRMED_WARNING
from api.province.models import KnowledgeEntry, ProvinceLoad, ReplacedText


async def change(database: Database, entry: str, **values: object) -> None:
    async with database.transaction() as session:
        await session.execute(update(KnowledgeEntry).where(KnowledgeEntry.id == entry).values(**values))
        await session.execute(update(ProvinceLoad).values(version=uuid4().hex))


async def test_a_search_offers_entries_that_fit_and_their_pages_quote_them(client: AsyncClient):
    page = (await client.get("/tra-loi", params={"q": "sao y bản chính hết bao nhiêu tiền"})).text
    assert "Hướng dẫn phù hợp" in page
    assert '<a class="govuk-link" href="/hoi-dap/ct-ban-sao">Chứng thực bản sao từ bản chính</a>' in page
    entry = await client.get("/hoi-dap/ct-ban-sao")
    assert entry.status_code == 200
    assert "2.000 đồng/trang" in entry.text
    assert "dichvucong.gov.vn" in entry.text


async def test_what_no_entry_answers_is_offered_none(client: AsyncClient):
    page = (await client.get("/tra-loi", params={"q": "trận bóng tối nay mấy giờ đá"})).text
    assert "Hướng dẫn phù hợp" not in page
    assert "gửi câu hỏi của mình" in page


async def test_an_unsure_part_is_only_named(client: AsyncClient, database: Database):
    await change(database, "ct-ban-sao", unsure=[{"part": "fee", "why": "chưa đọc"}])
    page = (await client.get("/hoi-dap/ct-ban-sao")).text
    assert "2.000 đồng/trang" not in page
    assert f"Phần này {TO_CHECK}." in page


async def test_an_unconfirmed_entry_tells_only_that(client: AsyncClient, database: Database):
    await change(database, "ct-ban-sao", confidence="unconfirmed")
    page = (await client.get("/hoi-dap/ct-ban-sao")).text
    assert UNCONFIRMED_WARNING in page
    assert "2.000 đồng/trang" not in page
    assert "Nguồn" not in page


async def test_a_withdrawn_entry_has_no_page_and_is_not_listed(client: AsyncClient, database: Database):
    assert "/hoi-dap/ct-ban-sao" in (await client.get("/hoi-dap")).text
    async with database.transaction() as session:
        session.add(
            ReplacedText(number="23/2015/NĐ-CP", replaced_on=date(2026, 1, 1), by="x", source="x", mark="configured")
        )
        await session.execute(update(ProvinceLoad).values(version=uuid4().hex))
    assert (await client.get("/hoi-dap/ct-ban-sao")).status_code == 404
    assert "/hoi-dap/ct-ban-sao" not in (await client.get("/hoi-dap")).text


async def test_an_unknown_entry_is_not_found(client: AsyncClient):
    answer = await client.get("/hoi-dap/khong-co")
    assert answer.status_code == 404
    assert "hãy tìm trong danh sách hỏi đáp" in answer.text
