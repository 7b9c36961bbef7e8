"""Sending as an Official Account: what reaches the citizen, what each error means, and the tokens behind it."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from api.core.crypto import Vault
from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.outbox.models import ChannelToken
from api.outbox.schemas import Button
from bot.channels.base import ChannelDown, ChannelError, Permanent, Temporary, fit
from bot.channels.zalo import adapter as zalo_module
from bot.channels.zalo.adapter import ZaloAdapter
from tests.pg.channels.fake_zalo import FakeZalo, Trouble


@pytest.fixture(autouse=True)
def _citizen(zalo: FakeZalo) -> None:
    zalo.follows("9")


async def _kept(database: Database, settings: Settings) -> tuple[str | None, str | None]:
    """Return both tokens as they are stored."""
    vault = Vault(settings.secret_key.get_secret_value())
    async with database.transaction() as session:
        row = (await session.scalars(select(ChannelToken))).one()
    return vault.open(row.access_token), vault.open(row.refresh_token)


async def test_words_and_buttons_arrive(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    sent_as = await zalo_adapter.send("9", "Gửi chưa ạ?", [Button(title="Gửi", payload="confirm:yes")])
    (body,) = zalo.sent
    assert body["message"]["text"] == "Gửi chưa ạ?"
    assert body["message"]["attachment"]["payload"]["buttons"] == [
        {"title": "Gửi", "type": "oa.query.hide", "payload": "#pd:confirm:yes"}
    ]
    assert sent_as == "z1"


async def test_long_texts_and_many_buttons_arrive_whole(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    words = "Đoạn văn dài của cơ quan trả lời. " * 200
    buttons = [Button(title=f"Nút {n} " + "rất dài " * 20, payload=f"pick:{n}") for n in range(12)]
    for part in fit(words, buttons, zalo_adapter.abilities):
        await zalo_adapter.send("9", part.text, part.buttons)
    together = " ".join(body["message"]["text"] for body in zalo.sent)
    assert together.split()[: len(words.split())] == words.split()
    offered = [body["message"].get("attachment", {}).get("payload", {}).get("buttons", []) for body in zalo.sent]
    assert [len(some) for some in offered if some] == [5, 5, 2]
    assert [button["payload"] for some in offered for button in some] == [f"#pd:pick:{n}" for n in range(12)]


@pytest.mark.parametrize(
    ("trouble", "kind", "reason"),
    [
        (Trouble(code=-32), Temporary, "zalo:-32"),
        (Trouble(code=-211), Temporary, "zalo:-211"),
        (Trouble(code=-200), Temporary, "zalo:-200"),
        (Trouble(code=-213), Permanent, "zalo:-213"),
        (Trouble(code=-227), Permanent, "zalo:-227"),
        (Trouble(code=-230), Permanent, "zalo:-230"),
        (Trouble(code=-244), Permanent, "zalo:-244"),
        (Trouble(code=-248), Permanent, "zalo:-248"),
        (Trouble(code=-221), ChannelDown, "zalo:-221"),
        (Trouble(code=-224), ChannelDown, "zalo:-224"),
        (Trouble(code=-321), ChannelDown, "zalo:-321"),
        (Trouble(code=-99999), Temporary, "zalo:-99999"),
        (Trouble(status=502, html=True), Temporary, "http:502"),
        (Trouble(status=500, body={"message": "Internal"}), Temporary, "http:500"),
        (Trouble(body=["no", "object"]), Temporary, "http:200"),
        (Trouble(body={"error": "so bad"}), Temporary, "http:200"),
        (Trouble(body={"error": "-213", "message": "a number in quotes"}), Permanent, "zalo:-213"),
        (Trouble(html=True, hang_seconds=5, accept=True), Temporary, "http:ReadTimeout"),
    ],
)
async def test_each_refusal_is_sorted(
    zalo: FakeZalo,
    zalo_settings: Settings,
    database: Database,
    trouble: Trouble,
    kind: type[ChannelError],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zalo_module, "_REQUEST_SECONDS", 1)
    adapter = ZaloAdapter(zalo_settings, database)
    zalo.trouble(trouble)
    with pytest.raises(kind) as error:
        await adapter.send("9", "chào", [])
    assert error.value.reason == reason
    assert zalo.attempts == 1
    assert await adapter.send("9", "chào", [])  # the channel itself is well
    await adapter.close()


async def test_a_rate_limit_says_when_to_come_back(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    zalo.trouble(Trouble(code=-32))
    with pytest.raises(Temporary) as error:
        await zalo_adapter.send("9", "chào", [])
    assert error.value.retry_after_seconds == 60


async def test_who_never_wrote_or_wrote_long_ago_cannot_be_reached(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    with pytest.raises(Permanent, match="zalo:-213"):
        await zalo_adapter.send("10", "chào", [])
    zalo.now += timedelta(days=7, hours=1)
    with pytest.raises(Permanent, match="zalo:-230"):
        await zalo_adapter.send("9", "chào", [])


@pytest.mark.parametrize(
    "trouble", [None, Trouble(code=-216), Trouble(code=-220), Trouble(status=401, body={"message": "Unauthorized"})]
)
async def test_a_refused_token_is_renewed_once_and_the_message_sent_once(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database, trouble: Trouble | None
) -> None:
    await zalo_adapter.send("9", "một", [])
    assert (zalo.refreshes, await _kept(database, zalo_settings)) == (1, ("A2", "R2"))
    if trouble is None:
        zalo.kill_access()
    else:
        zalo.trouble(trouble)
    await zalo_adapter.send("9", "hai", [])
    assert [body["message"]["text"] for body in zalo.sent] == ["một", "hai"]
    assert (zalo.refreshes, zalo.attempts) == (2, 3)
    assert await _kept(database, zalo_settings) == ("A3", "R3")
    await zalo_adapter.send("9", "ba", [])
    assert zalo.refreshes == 2


async def test_a_token_that_is_refused_twice_stops_the_channel(zalo: FakeZalo, zalo_adapter: ZaloAdapter) -> None:
    zalo.trouble(Trouble(code=-216), Trouble(code=-216))
    with pytest.raises(ChannelDown, match="zalo:-216"):
        await zalo_adapter.send("9", "chào", [])
    assert (zalo.attempts, zalo.refreshes) == (2, 2)  # the first token, then the one renewal


async def test_tokens_are_stored_sealed_and_before_use(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database
) -> None:
    zalo.trouble(Trouble(status=502, html=True))
    with pytest.raises(Temporary):
        await zalo_adapter.send("9", "chào", [])
    assert await _kept(database, zalo_settings) == (zalo.access, zalo.refresh) == ("A2", "R2")
    async with database.transaction() as session:
        row = (await session.execute(text("SELECT * FROM channel_token"))).one()
    assert not {"A2", "R2"} & {row.access_token, row.refresh_token}


async def test_tokens_that_cannot_be_stored_are_not_used(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database
) -> None:
    await zalo_adapter.send("9", "một", [])
    zalo.kill_access()
    async with database.transaction() as session:
        await session.execute(text("ALTER TABLE channel_token ADD CHECK (expires_at < now()) NOT VALID"))
    with pytest.raises(Exception, match="violates check constraint"):
        await zalo_adapter.send("9", "hai", [])
    assert [body["message"]["text"] for body in zalo.sent] == ["một"]
    assert await _kept(database, zalo_settings) == ("A2", "R2")


async def test_parallel_sends_renew_once(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database
) -> None:
    zalo.slow_refresh_seconds = 0.3
    other = ZaloAdapter(zalo_settings, database)  # another worker
    await asyncio.gather(zalo_adapter.send("9", "một", []), other.send("9", "hai", []))
    assert (zalo.refreshes, zalo.refused_refreshes) == (1, 0)
    zalo.kill_access()
    await asyncio.gather(*[who.send("9", "ba", []) for who in (zalo_adapter, other, zalo_adapter, other)])
    assert (zalo.refreshes, zalo.refused_refreshes) == (2, 0)
    assert len(zalo.sent) == 6
    await other.close()


async def test_a_token_is_renewed_before_it_runs_out(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, database: Database
) -> None:
    await zalo_adapter.send("9", "một", [])
    async with database.transaction() as session:
        row = (await session.scalars(select(ChannelToken))).one()
        left = row.expires_at - utc_now()
        assert timedelta(hours=24, minutes=55) < left < timedelta(hours=25)
        row.expires_at = utc_now() + timedelta(hours=4)
    await zalo_adapter.send("9", "hai", [])
    assert (zalo.refreshes, zalo.attempts) == (2, 2)


async def test_a_refused_renewal_takes_the_channel_down_and_keeps_the_tokens(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database
) -> None:
    await zalo_adapter.send("9", "một", [])
    zalo.consent_again("R-new")
    with pytest.raises(ChannelDown, match="Invalid refresh token"):
        await zalo_adapter.send("9", "hai", [])
    assert await _kept(database, zalo_settings) == ("A2", "R2")
    assert len(zalo.sent) == 1


async def test_a_refresh_token_that_an_administrator_sets_mends_the_channel(
    zalo: FakeZalo, zalo_adapter: ZaloAdapter, zalo_settings: Settings, database: Database
) -> None:
    await zalo_adapter.send("9", "một", [])
    zalo.consent_again("R-new")
    mended = ZaloAdapter(zalo_settings.model_copy(update={"zalo_refresh_token": SecretStr("R-new")}), database)
    await mended.send("9", "hai", [])
    assert await _kept(database, zalo_settings) == ("A3", "R3")
    zalo.kill_access()
    await mended.send("9", "ba", [])  # Zalo's own one again, the set one is used up
    assert zalo.refused_refreshes == 1
    await mended.close()


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Trouble(status=502, html=True), Temporary),
        (Trouble(status=503, body={"error": 1}), Temporary),
        (Trouble(body=["?"]), Temporary),
        (Trouble(body={"access_token": "A9"}), ChannelDown),
        (Trouble(body={"access_token": "A9", "refresh_token": None, "expires_in": "90000"}), ChannelDown),
    ],
)
async def test_without_both_tokens_nothing_is_stored(
    zalo: FakeZalo,
    zalo_adapter: ZaloAdapter,
    zalo_settings: Settings,
    database: Database,
    trouble: Trouble,
    kind: type[ChannelError],
) -> None:
    zalo.oauth_trouble(trouble)
    with pytest.raises(kind):
        await zalo_adapter.send("9", "chào", [])
    assert await _kept(database, zalo_settings) == (None, "R1")
    assert await zalo_adapter.send("9", "chào", [])


async def test_a_zalo_that_cannot_be_reached_is_tried_later(zalo_settings: Settings, database: Database) -> None:
    nowhere = {"zalo_api_base": "http://127.0.0.1:9", "zalo_oauth_base": "http://127.0.0.1:9"}
    adapter = ZaloAdapter(zalo_settings.model_copy(update=nowhere), database)
    with pytest.raises(Temporary, match="oauth:ConnectError"):
        await adapter.send("9", "chào", [])
    await adapter.close()
