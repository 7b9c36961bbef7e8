"""Photos over HTTP: the API, and the page with and without script."""

import re
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response
from playwright.async_api import Browser, expect
from sqlalchemy import func, select

from api.core.db import Database
from api.inbox.models import InboxMessage
from api.photos.models import Photo
from bot.channels.webchat import uploads
from tests.pictures import picture


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker answers in these tests: the page without script need not be held back."""
    monkeypatch.setattr("bot.channels.webchat.pages._WAIT_SECONDS", 0.05)


@pytest.fixture
async def door(client: AsyncClient) -> str:
    """The address of a conversation's photos; the client bears its token."""
    begun = (await client.post("/api/chat/conversations")).json()
    client.headers["Authorization"] = f"Bearer {begun['token']}"
    return f"/api/chat/conversations/{begun['id']}/photos"


async def _upload(client: AsyncClient, address: str, content: bytes, client_id: str = "") -> Response:
    data = {"client_id": client_id or str(uuid4())}
    return await client.post(address, data=data, files={"file": ("anh.jpg", content, "image/jpeg")})


async def _count(database: Database, row: type) -> int:
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


async def test_a_photo_is_acknowledged_as_a_message_and_a_repeat_is_the_same(
    client: AsyncClient, database: Database, door: str
) -> None:
    first = await _upload(client, door, picture(), "one")
    again = await _upload(client, door, picture(), "one")
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json() == {"client_id": "one", "position": 1}
    assert (await _count(database, Photo), await _count(database, InboxMessage)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "told"), [(b"hello", "không phải ảnh"), (b"\xff\xd8" + b"\0" * (8 * 1024 * 1024), "8 MB")]
)
async def test_what_is_refused_is_told_and_nothing_is_stored(
    client: AsyncClient, database: Database, door: str, content: bytes, told: str
) -> None:
    answer = await _upload(client, door, content)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]
    assert answer.json()["field"] == "file"
    assert (await _count(database, Photo), await _count(database, InboxMessage)) == (0, 0)


async def test_what_is_far_too_large_is_refused_unread(
    client: AsyncClient, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_READ_AT_MOST", 1000)
    answer = await _upload(client, door, picture((300, 300)) + b"\0" * 1000)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert "8 MB" in answer.json()["detail"]


async def test_the_sixth_is_refused_and_the_five_stay(client: AsyncClient, database: Database, door: str) -> None:
    for _ in range(5):
        assert (await _upload(client, door, picture())).status_code == 202
    answer = await _upload(client, door, picture())
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert "tối đa 5 ảnh" in answer.json()["detail"]
    assert await _count(database, Photo) == 5


async def test_only_the_own_token_opens_the_door(client: AsyncClient, database: Database, door: str) -> None:
    client.headers["Authorization"] = "Bearer other"
    assert (await _upload(client, door, picture())).status_code == 401
    assert await _count(database, Photo) == 0


async def test_the_page_has_a_plain_form_with_its_notice(client: AsyncClient) -> None:
    page = (await client.get("/")).text
    form = re.search(r'<form id="photo".*?</form>', page, re.S).group()  # type: ignore[union-attr]
    assert 'method="post" action="/chat/anh" enctype="multipart/form-data"' in form
    assert 'accept="image/jpeg,image/png,image/webp"' in form
    assert "dữ liệu cá nhân nhạy cảm" in form
    assert "không đăng công khai" in form


async def test_without_script_the_whole_page_follows(client: AsyncClient, database: Database) -> None:
    answer = await _upload(client, "/chat/anh", picture())
    assert answer.status_code == 303
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "Ảnh đã gửi" in (await client.get(answer.headers["location"])).text
    assert await _count(database, Photo) == 1


async def test_with_script_lines_and_a_fresh_client_id_come_back(client: AsyncClient) -> None:
    client.headers["HX-Request"] = "true"
    answer = await _upload(client, "/chat/anh", picture())
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="line-1"' in answer.text
    assert re.search(r'id="photo-id"[^>]*hx-swap-oob', answer.text)


@pytest.mark.parametrize("by_script", [True, False])
async def test_the_page_tells_beside_the_field_what_is_wrong(
    client: AsyncClient, database: Database, by_script: bool
) -> None:
    if by_script:
        client.headers["HX-Request"] = "true"
    answer = await _upload(client, "/chat/anh", b"hello")
    assert answer.status_code == 422
    assert "không phải ảnh" in answer.text
    assert answer.headers.get("HX-Retarget") == ("#photo-problem" if by_script else None)
    assert ('<p id="photo-problem" class="govuk-error-message" role="alert">Tệp' in answer.text) is not by_script
    assert await _count(database, InboxMessage) == 0


async def test_a_form_without_a_chosen_file_is_told_so(client: AsyncClient) -> None:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\n{uuid4()}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
        "Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"}
    answer = await client.post("/chat/anh", content=body.encode(), headers=headers)
    assert answer.status_code == 422
    assert "chưa chọn ảnh" in answer.text


async def test_a_form_of_another_site_is_refused(client: AsyncClient, database: Database) -> None:
    client.headers["Origin"] = "https://elsewhere.example"
    assert (await _upload(client, "/chat/anh", picture())).status_code == 403
    assert await _count(database, Photo) == 0


@pytest.mark.parametrize("scripts", [True, False])
async def test_in_a_browser_a_chosen_photo_becomes_a_line(
    browser: Browser, address: str, database: Database, scripts: bool
) -> None:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_label("Gửi ảnh").set_input_files(
        {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    await page.get_by_role("button", name="Gửi ảnh", exact=True).click()
    await expect(page.locator("#lines")).to_contain_text("Ảnh đã gửi")
    assert await _count(database, Photo) == 1


@pytest.mark.parametrize("scripts", [True, False])
async def test_in_a_browser_a_wrong_file_is_told_at_the_field(browser: Browser, address: str, scripts: bool) -> None:
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_label("Gửi ảnh").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"hello"})
    await page.get_by_role("button", name="Gửi ảnh", exact=True).click()
    await expect(page.locator("#photo-problem")).to_contain_text("không phải ảnh")
