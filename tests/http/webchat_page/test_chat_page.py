"""The chat page with and without script."""

import gzip
import re
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import func, select

from api.core.db import Database
from api.core.time import utc_now
from api.inbox.models import Conversation, InboxMessage
from api.outbox.service import post

BUTTONS = [{"title": "Đúng, gửi đi", "payload": "/affirm"}, {"title": "Sửa nơi", "payload": "/edit"}]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker answers in these tests: the page without script need not be held back."""
    monkeypatch.setattr("bot.channels.webchat.pages._WAIT_SECONDS", 0.05)


async def _send(client: AsyncClient, **fields: str):
    htmx = fields.pop("htmx", "")
    form = {"client_id": str(uuid4()), **fields}
    return await client.post("/chat", data=form, headers={"HX-Request": "true"} if htmx else {})


async def _bot_says(database: Database, text: str, buttons=BUTTONS) -> None:
    async with database.transaction() as session:
        conversation = (await session.scalars(select(Conversation))).one()
        await post(
            session,
            conversation=conversation,
            key=str(uuid4()),
            sender="bot",
            text=text,
            buttons=buttons,
            now=utc_now(),
        )


async def _count(database: Database, row: type) -> int:
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


async def test_the_first_view_is_small_and_complete(client: AsyncClient):
    page = await client.get("/")
    for number in ("113", "114", "115", "112"):
        assert f'href="tel:{number}"' in page.text
    names = set(re.findall(r'"(/static/[^"]+)"', page.text))
    files = [await client.get(name, headers={"Accept-Encoding": "gzip"}) for name in names]
    assert all(file.status_code == 200 for file in files)
    assert all("immutable" in file.headers["cache-control"] for file in files)
    packed = sum(len(gzip.compress(file.content)) for file in files) + len(gzip.compress(page.content))
    assert packed < 100_000


async def test_reading_the_page_makes_no_conversation(client: AsyncClient, database):
    answer = await client.get("/")
    assert "set-cookie" not in answer.headers
    assert await _count(database, Conversation) == 0


async def test_scripts_come_from_our_own_files_alone(client: AsyncClient):
    page = await client.get("/")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page.text)


async def test_without_script_a_message_is_followed_by_the_whole_page(client: AsyncClient, database):
    answer = await _send(client, text="đường hỏng")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = (await client.get(answer.headers["location"])).text
    assert "đường hỏng" in page
    assert "Phúc Đáp đang soạn" in page


async def test_with_script_only_lines_and_a_fresh_client_id_come_back(client: AsyncClient):
    answer = await _send(client, text="đường hỏng", htmx="yes")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="line-1"' in answer.text
    assert re.search(r'id="client-id"[^>]*hx-swap-oob', answer.text)
    assert 'sse-connect="/chat/events?after=1"' in answer.text


async def test_lines_that_the_page_missed_come_with_the_next_answer(client: AsyncClient, database):
    await _send(client, text="một", htmx="yes")
    await _bot_says(database, "hai")
    answer = await _send(client, text="ba", after="1", htmx="yes")
    assert re.findall(r'id="line-(\d)"', answer.text) == ["2", "3"]


async def test_a_double_tap_makes_one_message(client: AsyncClient, database):
    client_id = str(uuid4())
    await _send(client, text="đường hỏng", client_id=client_id)
    await _send(client, text="đường hỏng", client_id=client_id)
    assert await _count(database, InboxMessage) == 1


@pytest.mark.parametrize("htmx", ["", "yes"])
async def test_an_empty_message_is_refused_where_it_was_typed(client: AsyncClient, database, htmx):
    answer = await _send(client, text="   ", htmx=htmx)
    assert answer.status_code == 422
    assert "Tin nhắn chưa có nội dung" in answer.text
    assert ("<html" in answer.text) is not bool(htmx)
    assert await _count(database, Conversation) == 0


async def test_a_message_that_is_too_long_stays_in_the_field(client: AsyncClient):
    text = "ngập " * 1000
    answer = await _send(client, text=text)
    assert answer.status_code == 422
    assert f"{text}</textarea>" in answer.text


async def test_a_button_posts_its_payload_and_is_shown_as_chosen(client: AsyncClient, database):
    await _send(client, text="đường hỏng")
    await _bot_says(database, "Đúng chưa ạ?")
    answer = await _send(client, payload="/edit")
    page = (await client.get(answer.headers["location"])).text
    assert re.search(r"pd-chosen.*?Sửa nơi", page, re.S)
    assert 'value="/affirm"' in page  # the other one stays usable
    async with database.transaction() as session:
        message = (await session.scalars(select(InboxMessage).where(InboxMessage.position == 3))).one()
    assert (message.payload, message.text) == ("/edit", "Sửa nơi")


async def test_two_buttons_of_one_line_are_two_messages_and_a_double_tap_is_one(client: AsyncClient, database):
    await _send(client, text="đường hỏng")
    await _bot_says(database, "Đúng chưa ạ?")
    client_id = str(uuid4())
    for payload in ("/edit", "/edit", "/affirm"):
        await _send(client, payload=payload, client_id=client_id)
    assert await _count(database, InboxMessage) == 3


async def test_a_payload_that_was_never_offered_is_refused(client: AsyncClient, database):
    await _send(client, text="đường hỏng")
    answer = await _send(client, payload="/delete_all")
    assert answer.status_code == 422
    assert await _count(database, InboxMessage) == 1


@pytest.mark.parametrize("cookie", ["", "x", "{id}.wrong", "00000000-0000-0000-0000-000000000000.x"])
async def test_a_cookie_that_does_not_fit_opens_nothing(client: AsyncClient, database, cookie):
    await _send(client, text="điều bí mật")
    conversation_id = client.cookies["pd_chat"].split(".")[0]
    client.cookies.clear()
    headers = {"Cookie": f"pd_chat={cookie.format(id=conversation_id)}"}
    assert "điều bí mật" not in (await client.get("/", headers=headers)).text
    assert (await client.get("/chat/events", headers=headers)).status_code == 401


async def test_the_conversation_can_be_taken_off_a_shared_device(client: AsyncClient, database):
    await _send(client, text="điều bí mật")
    await client.post("/chat/ket-thuc")
    assert "điều bí mật" not in (await client.get("/")).text
    assert await _count(database, InboxMessage) == 1


async def test_a_form_of_another_site_is_refused(client: AsyncClient, database):
    answer = await client.post(
        "/chat", data={"client_id": str(uuid4()), "text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert await _count(database, InboxMessage) == 0


async def test_a_citizens_words_are_never_markup(client: AsyncClient):
    await _send(client, text="<img src=x onerror=alert(1)>")
    assert "<img" not in (await client.get("/")).text


async def test_a_position_is_taken_only_as_a_point_on_earth(client: AsyncClient, database):
    page = await client.get("/")
    assert "geolocation=(self)" in page.headers["permissions-policy"]
    assert "không đăng công khai" in page.text
    form = {"client_id": str(uuid4()), "latitude": "20.65657", "longitude": "106.053731"}
    answer = await client.post("/chat/vi-tri", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Vị trí" in answer.text
    assert "20.65657" not in answer.text
    assert "set-cookie" in answer.headers
    for wrong in ({"latitude": "91"}, {"latitude": "nan"}, {"longitude": ""}):
        refused = await client.post("/chat/vi-tri", data={**form, "client_id": str(uuid4()), **wrong})
        assert refused.status_code == 422
    async with database.transaction() as session:
        (message,) = (await session.scalars(select(InboxMessage))).all()
    assert (message.payload, message.latitude, message.longitude) == ("pin:", 20.65657, 106.053731)


async def test_no_button_can_pass_for_a_position(client: AsyncClient, database):
    await _send(client, text="đường hỏng")
    assert (await _send(client, payload="pin:")).status_code == 422
