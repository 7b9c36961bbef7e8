"""The administrator's page of requests about personal data; and Charlie, who must be refused."""

from html import unescape
from uuid import uuid4

import pytest
from httpx import AsyncClient

from api.core.db import Database
from api.core.time import utc_now
from api.inbox.service import start_conversation
from api.privacy import queries, service

PAGE = "/console/personal-data"


@pytest.fixture
async def request_id(database: Database):
    async with database.transaction() as session:
        conversation, _ = await start_conversation(session, channel="webchat", now=utc_now())
        row = await service.request(
            session, conversation_id=conversation.id, kind="correct", words="sửa tên của tôi", now=utc_now()
        )
        return row.id


async def test_an_administrator_sees_the_dates_and_ends_the_request(
    client: AsyncClient, login, token_of, database, request_id
):
    await login("quantri")
    page = unescape((await client.get(PAGE)).text)
    for words in ("Sửa dữ liệu", "sửa tên của tôi", "Xác nhận trước", "Thực hiện trước", "10 ngày kể từ"):
        assert words in page
    form = {"form_token": token_of(page), "note": "Đã sửa."}
    answer = await client.post(f"{PAGE}/{request_id}/done", data=form)
    assert answer.status_code == 303
    assert "Không có yêu cầu nào" in unescape((await client.get(PAGE)).text)
    assert "Đã thực hiện: Đã sửa." in unescape((await client.get(f"{PAGE}?view=done")).text)
    async with database.transaction() as session:
        assert await queries.requests(session, done=False) == []


async def test_one_that_does_not_exist_is_not_found(client: AsyncClient, login, token_of, request_id):
    await login("quantri")
    token = token_of((await client.get(PAGE)).text)
    answer = await client.post(f"{PAGE}/{uuid4()}/done", data={"form_token": token})
    assert answer.status_code == 404


@pytest.mark.parametrize("username", ["canbo", "dieuphoi", "thanhtra", "noivu"])
async def test_nobody_else_sees_them(client: AsyncClient, login, username, request_id):
    await login(username)
    assert (await client.get(PAGE)).status_code == 404
    assert (await client.post(f"{PAGE}/{request_id}/done", data={"form_token": "x"})).status_code in (403, 404)


async def test_without_a_login_there_is_only_the_login(client: AsyncClient, request_id):
    assert (await client.get(PAGE)).status_code == 303
