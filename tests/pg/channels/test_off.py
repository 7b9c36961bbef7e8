"""A channel without its token is simply not there."""

import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from api.core.db import Database
from api.core.settings import Settings
from bot.channels import registry
from tests.pg.channels.conftest import OpenWeb

_HOOKS = ("/channels/telegram", "/channels/zalo")


async def test_nothing_is_there_without_tokens(client: AsyncClient, settings: Settings, database: Database) -> None:
    for hook in _HOOKS:
        assert (await client.post(hook, json={})).status_code == 404
    assert registry.adapters(settings, database) == {}
    assert registry.pollers(settings, database) == []
    assert (await client.get("/healthz")).status_code == 200


async def test_a_webhook_secret_alone_opens_nothing(settings: Settings, database: Database, open_web: OpenWeb) -> None:
    half = settings.model_copy(update={"telegram_webhook_secret": SecretStr("secret")})
    async with open_web(half) as client:
        assert (await client.post("/channels/telegram", json={})).status_code == 404
    assert registry.adapters(half, database) == {}


@pytest.mark.parametrize("missing", ["zalo_app_id", "zalo_oa_id", "zalo_app_secret", "zalo_oa_secret"])
async def test_a_half_known_account_is_off(
    zalo_settings: Settings, database: Database, open_web: OpenWeb, missing: str
) -> None:
    nothing = SecretStr("") if missing.endswith("secret") else ""
    half = zalo_settings.model_copy(update={missing: nothing})
    async with open_web(half) as client:
        assert (await client.post("/channels/zalo", content=b"{}")).status_code == 404
    assert registry.adapters(half, database) == {}


async def test_telegram_is_either_asked_or_calls_us(
    telegram_settings: Settings, hook_settings: Settings, database: Database, open_web: OpenWeb
) -> None:
    (poller,) = registry.pollers(telegram_settings, database)
    poller.close()
    assert registry.pollers(hook_settings, database) == []
    async with open_web(telegram_settings) as client:
        assert (await client.post("/channels/telegram", json={})).status_code == 404
    async with open_web(hook_settings) as client:
        assert (await client.post("/channels/telegram", json={})).status_code == 401
    for settings in (telegram_settings, hook_settings):
        made = registry.adapters(settings, database)
        assert list(made) == ["telegram"]
        await made["telegram"].close()


async def test_an_unreachable_channel_does_not_gate_the_start(
    zalo_settings: Settings, hook_settings: Settings, open_web: OpenWeb
) -> None:
    nowhere = {"telegram_api_base": "http://127.0.0.1:9", "zalo_api_base": "http://127.0.0.1:9"}
    names = ("telegram_token", "telegram_webhook_secret")
    both = zalo_settings.model_copy(update={name: getattr(hook_settings, name) for name in names} | nowhere)
    async with open_web(both) as client:
        assert (await client.get("/healthz")).status_code == 200
