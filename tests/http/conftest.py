"""The web application on a real port and in a real browser."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator

import pytest
import uvicorn
from playwright.async_api import Browser, async_playwright

from api.core.settings import Settings

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


@pytest.fixture
async def address(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The web application on a port of its own; a browser tells its position on loopback without TLS."""
    import server

    monkeypatch.setattr("server.get_settings", lambda: settings)
    running = uvicorn.Server(uvicorn.Config(server.create_web(), port=0, log_config=None))
    task = asyncio.create_task(running.serve())
    while not running.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
        await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = running.force_exit = True
    await task


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium: install Debian's package chromium, or set CHROMIUM to a browser")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield started
        await started.close()
