"""The whole way in a real browser: a citizen writes, an officer answers, the answer comes, the figures show it."""

import os
import re
import shutil
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.conftest import System

pytestmark = pytest.mark.system
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
_ANSWER = "UBND xã đã cho san lấp, rải đá dăm đoạn đường này ngày 24/11/2026 và đặt biển cảnh báo."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium: install Debian's package chromium, or set CHROMIUM to a browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield started
        started.close()


def _page(browser: Browser, *, scripts: bool = True, width: int = 390) -> Page:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800}, locale="vi-VN")
    context.set_default_timeout(30_000)
    return context.new_page()


def _write(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Gửi", exact=True).last.click()


def _officer_of(system: System, code: str) -> str:
    """Let the demo officer of a commune work where the ticket is; return the user name."""
    with psycopg.connect(system.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE staff SET agency_code = (SELECT agency_code FROM ticket WHERE tracking_code = %s)"
            " WHERE username = 'canbo'",
            [code],
        )
    return "canbo"


def _log_in(page: Page, system: System, username: str) -> None:
    page.goto(f"{system.url}/console")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(system.password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_a_citizen_writes_an_agency_answers_the_clock_measures(system: System, browser: Browser) -> None:
    citizen = _page(browser)
    citizen.goto(system.url)
    log = citizen.get_by_role("log")
    _write(citizen, "đường thôn tôi hỏng nặng, mưa là ngập, xã Tân Dân huyện Khoái Châu")
    expect(log).to_contain_text("nay là xã Triệu Việt Vương")
    expect(log).to_contain_text("đường sá")
    _write(citizen, "đầu làng, gần cây đa")
    expect(log).to_contain_text("Nơi: đầu làng, gần cây đa, xã Triệu Việt Vương")
    _write(citizen, "đúng rồi, gửi đi")
    expect(log).to_contain_text("Mã tra cứu:")
    code = re.findall(r"HY-\w{4}-\w{2}", log.inner_text())[-1]
    assert "UBND xã Triệu Việt Vương" in log.inner_text()

    officer = _page(browser, width=1280)
    _log_in(officer, system, _officer_of(system, code))
    officer.get_by_role("link", name=re.compile(code)).click()
    expect(officer.locator("main")).to_contain_text("mưa là ngập")
    officer.get_by_label("Trả lời", exact=True).fill(_ANSWER)
    officer.get_by_role("button", name="Gửi câu trả lời").click()

    expect(log).to_contain_text(_ANSWER)  # while the page is open
    citizen.reload()
    expect(citizen.get_by_role("log")).to_contain_text(_ANSWER)  # and on coming back

    address = re.findall(r"/tra-loi/[\w-]+", citizen.get_by_role("log").inner_text())[-1]
    public = _page(browser)
    public.goto(f"{system.url}{address}")
    expect(public.locator("main")).to_contain_text(_ANSWER)

    reports = _page(browser, width=1280)
    reports.goto(f"{system.url}/reports")
    row = reports.get_by_role("row", name=re.compile("UBND xã Triệu Việt Vương"))
    expect(row).to_contain_text("1")


def test_the_chat_works_without_scripts(system: System, browser: Browser) -> None:
    page = _page(browser, scripts=False)
    page.goto(system.url)
    _write(page, "xe rác bỏ tuyến, túi rác chất đống trước cửa, thôn Đông xã Hồng Quang")
    for _ in range(40):
        page.wait_for_timeout(500)
        page.goto(system.url)
        if "Đúng chưa ạ" in page.inner_text("main"):
            break
    page.get_by_role("button", name="Gửi", exact=True).first.click()
    for _ in range(40):
        page.wait_for_timeout(500)
        page.goto(system.url)
        if "Mã tra cứu:" in page.inner_text("main"):
            return
    pytest.fail("no ticket without scripts")


def test_a_stranger_sees_no_ticket(system: System, browser: Browser) -> None:
    page = _page(browser)
    page.goto(f"{system.url}/console")
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    page.get_by_label("Tên đăng nhập").fill("canbo")
    page.get_by_label("Mật khẩu").fill("wrong-password")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
