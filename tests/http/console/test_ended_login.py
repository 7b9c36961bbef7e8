"""Nothing that an officer typed is lost when the login ends: with script it comes back, without it can be copied."""

import pytest
from httpx import AsyncClient
from playwright.async_api import Browser, Page, expect
from sqlalchemy import delete

from api.core.db import Database
from api.people.models import StaffSession
from api.tickets.models import Ticket

REPLY = "Ủy ban đã cho san lấp đoạn đường hỏng.\nViệc rải nhựa sẽ xong trước ngày 15/12/2026."
NOTE = "Nội dung ông/bà đã nhập và chưa gửi"


async def _end_logins(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(delete(StaffSession))


async def test_a_form_after_the_login_ended_shows_what_was_typed(client: AsyncClient, login, send, database, ticket):
    await login("canbo")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    token = page.split('name="form_token" value="')[1].split('"')[0]
    await _end_logins(database)
    form = {"form_token": token, "version": "1", "text": f"{REPLY} <b>", "password": "x y z"}
    answer = await client.post(f"/console/phieu/{ticket.id}/tra-loi", data=form)
    assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"
    assert "Phiên đăng nhập đã hết nên nội dung chưa được gửi" in answer.text
    assert f"{REPLY} &lt;b&gt;</textarea>" in answer.text
    assert f'name="next" value="/console/phieu/{ticket.id}"' in answer.text
    for hidden in (token, "x y z"):
        assert hidden not in answer.text


async def test_so_it_is_when_the_browser_has_forgotten_the_login(client: AsyncClient, ticket):
    answer = await client.post(f"/console/phieu/{ticket.id}/hoi", data={"question": "Đoạn nào của đường ạ?"})
    assert answer.status_code == 401
    assert "Đoạn nào của đường ạ?</textarea>" in answer.text


@pytest.mark.parametrize(
    ("step", "page"),
    [
        ("/console/tam-dung", "/console/tam-dung"),
        ("/console/accounts/new", "/console/accounts"),
        ("/console/password", "/console/password"),
    ],
)
async def test_the_way_back_leads_to_a_page(client: AsyncClient, step: str, page: str):
    answer = await client.post(step, data={"current": "secret words", "new": "secret words"})
    assert f'name="next" value="{page}"' in answer.text
    assert "secret words" not in answer.text
    assert "readonly" not in answer.text


async def test_a_form_of_another_site_is_shown_nothing(client: AsyncClient, ticket):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = await client.post(f"/console/phieu/{ticket.id}/hoi", data={"question": "Alo 123"}, headers=foreign)
    assert answer.status_code == 403
    assert "Alo 123" not in answer.text


async def test_a_filter_survives_the_login(client: AsyncClient):
    answer = await client.get("/console?view=overdue&q=a b")
    assert answer.headers["location"] == "/console/dang-nhap?next=/console%3Fview%3Doverdue%26q%3Da%2520b"


async def _log_in(page: Page, password: str, username: str = "canbo") -> None:
    await page.fill("#username", username)
    await page.fill("#password", password)
    await page.click("main button")


@pytest.fixture
async def page(browser: Browser, address: str, ticket: Ticket, password: str) -> Page:
    """The ticket's page, open in a tab of the officer."""
    tab = await browser.new_page()
    await tab.goto(f"{address}/console/phieu/{ticket.id}")
    await _log_in(tab, password)
    return tab


async def test_typed_words_come_back_after_a_new_login_and_go_once_they_are_sent(
    page: Page, database: Database, password: str
):
    await page.fill("#text", REPLY)
    await page.click("summary:has-text('Hỏi thêm')")
    await page.fill("#question", "Đoạn nào ạ?")
    await _end_logins(database)
    await page.click("text=Gửi câu trả lời")
    await expect(page.locator("#typed-1")).to_have_value(REPLY)
    await _log_in(page, password)
    await expect(page.locator("#text")).to_have_value(REPLY)
    await expect(page.locator("#question")).to_have_value("Đoạn nào ạ?")
    await expect(page.locator("#question")).to_be_visible()
    assert await page.get_by_text(NOTE).count() == 2
    await page.click("text=Gửi câu trả lời")
    await expect(page.locator(".pd-done")).to_contain_text("Đã gửi câu trả lời")
    left = await page.evaluate("Object.keys(sessionStorage).filter((key) => key.endsWith('tra-loi:text'))")
    assert left == []


async def test_a_closed_page_brings_them_back_and_they_can_be_dropped(page: Page, address: str):
    await page.fill("#text", REPLY)
    await page.goto(f"{address}/console")
    await page.go_back()
    await page.reload()
    await expect(page.locator("#text")).to_have_value(REPLY)
    await page.click("text=Bỏ nội dung này")
    await expect(page.locator("#text")).to_have_value("")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("")
    assert await page.get_by_text(NOTE).count() == 0


async def test_the_way_back_leads_to_the_list_as_it_was(page: Page, address: str):
    await page.goto(f"{address}/console?view=open&q=duong+hong&done=chuyen")
    await page.click("tbody a")
    await page.click("text=Bắt đầu xử lý")
    await page.click("text=Về danh sách phiếu")
    await expect(page).to_have_url(f"{address}/console?view=open&q=duong+hong")


async def test_a_refused_answer_is_kept_without_a_note(page: Page):
    await page.fill("#text", "Đã nhận.")
    await page.click("text=Gửi câu trả lời")
    await expect(page.locator(".govuk-error-summary")).to_be_visible()
    await expect(page.locator("#text")).to_have_value("Đã nhận.")
    assert await page.get_by_text(NOTE).count() == 0


async def test_who_leaves_or_another_person_in_the_same_tab_finds_nothing(
    page: Page, database: Database, password: str
):
    await page.fill("#text", REPLY)
    await _end_logins(database)
    address = page.url
    await page.goto(address)
    await _log_in(page, password, "lanhdao")
    await expect(page.locator("#text")).to_have_value("")
    await page.fill("#text", REPLY)
    await page.click("text=Đăng xuất")
    assert await page.evaluate("sessionStorage.length") == 0
