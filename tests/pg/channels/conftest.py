"""Both channels set up against small servers that speak their protocols."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from httpx import ASGITransport, AsyncClient
from pydantic import SecretStr

from api.core.db import Database
from api.core.settings import Settings
from bot.channels.zalo.adapter import ZaloAdapter
from tests.pg.channels import fake_zalo
from tests.pg.channels.fake_telegram import TOKEN, FakeTelegram
from tests.pg.channels.fake_zalo import FakeZalo

HOOK_SECRET = "hook_Secret-1"

OpenWeb = Callable[[Settings], AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    fake = FakeZalo()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def telegram_settings(settings: Settings, telegram: FakeTelegram) -> Settings:
    """Telegram by polling."""
    return settings.model_copy(update={"telegram_token": SecretStr(TOKEN), "telegram_api_base": telegram.base})


@pytest.fixture
def hook_settings(telegram_settings: Settings) -> Settings:
    """Telegram by its webhook."""
    return telegram_settings.model_copy(update={"telegram_webhook_secret": SecretStr(HOOK_SECRET)})


@pytest.fixture
def zalo_settings(settings: Settings, zalo: FakeZalo) -> Settings:
    values = {
        "zalo_app_id": fake_zalo.APP_ID,
        "zalo_oa_id": fake_zalo.OA_ID,
        "zalo_app_secret": SecretStr(fake_zalo.APP_SECRET),
        "zalo_oa_secret": SecretStr(fake_zalo.OA_SECRET),
        "zalo_refresh_token": SecretStr(fake_zalo.FIRST_REFRESH),
        "zalo_api_base": zalo.base,
        "zalo_oauth_base": zalo.base,
    }
    return settings.model_copy(update=values)


@pytest.fixture
def open_web(monkeypatch: pytest.MonkeyPatch) -> OpenWeb:
    """The whole web application on given settings."""

    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[AsyncClient]:
        import server

        monkeypatch.setattr("server.get_settings", lambda: settings)
        app = server.create_web()
        async with (
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client,
        ):
            yield client

    return opened


@pytest.fixture
async def telegram_hook(open_web: OpenWeb, hook_settings: Settings) -> AsyncIterator[AsyncClient]:
    async with open_web(hook_settings) as client:
        yield client


@pytest.fixture
async def zalo_hook(open_web: OpenWeb, zalo_settings: Settings) -> AsyncIterator[AsyncClient]:
    async with open_web(zalo_settings) as client:
        yield client


@pytest.fixture
async def zalo_adapter(zalo_settings: Settings, database: Database) -> AsyncIterator[ZaloAdapter]:
    made = ZaloAdapter(zalo_settings, database)
    yield made
    await made.close()
