"""The button «Gửi vị trí» in a real browser: asked of the browser only on a tap, and no trouble when it is refused."""

from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from api.core.db import Database
from api.inbox.models import InboxMessage


async def _opened(browser: Browser, address: str, *, allowed: bool, scripts: bool = True) -> Page:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740},
        geolocation={"latitude": 20.65657, "longitude": 106.053731} if allowed else None,
        permissions=["geolocation"] if allowed else [],
        java_script_enabled=scripts,
    )
    page = await context.new_page()
    await page.goto(address)
    return page


async def test_a_tap_sends_the_position_as_a_line(browser: Browser, address: str, database: Database) -> None:
    page = await _opened(browser, address, allowed=True)
    async with database.transaction() as session:
        assert (await session.scalars(select(InboxMessage))).all() == []  # nothing is sent by itself
    await page.get_by_role("button", name="Gửi vị trí").click()
    await expect(page.locator("#lines")).to_contain_text("Vị trí đã gửi")
    async with database.transaction() as session:
        (message,) = (await session.scalars(select(InboxMessage))).all()
    assert (message.payload, message.latitude, message.longitude) == ("pin:", 20.65657, 106.053731)


async def test_refused_the_page_says_what_to_do_instead(browser: Browser, address: str) -> None:
    page = await _opened(browser, address, allowed=False)
    await page.get_by_role("button", name="Gửi vị trí").click()
    await expect(page.locator("#pin-problem")).to_be_visible()
    await page.get_by_role("textbox").fill("đường hỏng ở xã Tiên Lữ")
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.locator("#lines")).to_contain_text("đường hỏng ở xã Tiên Lữ")


async def test_without_script_there_is_no_dead_button(browser: Browser, address: str) -> None:
    page = await _opened(browser, address, allowed=True, scripts=False)
    assert await page.get_by_role("button", name="Gửi vị trí").count() == 0
