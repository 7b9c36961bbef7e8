"""Telegram by polling: stored first, then the offset moves; nothing ends the loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from api.core.db import Database
from api.core.settings import Settings
from bot.channels.telegram import polling
from bot.channels.telegram.adapter import make_bot
from bot.channels.telegram.polling import fetch_once, poll
from tests.pg.channels import rows
from tests.pg.channels.fake_telegram import FakeTelegram, Trouble


@pytest.fixture
async def bot(telegram_settings: Settings) -> AsyncIterator[Bot]:
    made = make_bot(telegram_settings)
    yield made
    await made.session.close()


@asynccontextmanager
async def _polling(settings: Settings, database: Database) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poll(make_bot(settings), database))
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _until(true: Callable[[], Awaitable[bool]], *, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - the row is PostgreSQL's, nobody can set an event
            await asyncio.sleep(0.05)


async def test_what_was_written_is_stored_and_only_then_acknowledged(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    first = telegram.writes(900_000_000_042, "đường thôn tôi hỏng nặng")
    telegram.writes(900_000_000_042, "xã Tân Dân")
    offset = await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["đường thôn tôi hỏng nặng", "xã Tân Dân"]
    assert await rows.turns_waiting(database) == 1
    assert offset == first["update_id"] + 2
    assert len(telegram.waiting()) == 2  # the next call acknowledges
    telegram.writes(43, "đèn đường tắt")
    await fetch_once(bot, database, offset)
    assert telegram.waiting() == [first["update_id"] + 2]


async def test_a_database_that_fails_leaves_the_offset_and_nothing_is_lost_or_doubled(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    for words in ("một", "hai", "ba"):
        telegram.writes(42, words)
    await rows.refuse_rows(database, "inbox_message", when="NEW.text = 'hai'")
    with pytest.raises(SQLAlchemyError):
        await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["một"]
    assert len(telegram.waiting()) == 3
    await rows.take_rows_again(database)
    await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["một", "hai", "ba"]


async def test_a_job_that_cannot_be_queued_does_not_end_the_loop(
    telegram: FakeTelegram, telegram_settings: Settings, database: Database
) -> None:
    async def refused() -> bool:
        return telegram.calls.count("getUpdates") > 1

    async def stored() -> bool:
        return await rows.texts(database) == ["đường hỏng"]

    await rows.refuse_rows(database, "procrastinate_jobs")
    telegram.writes(42, "đường hỏng")
    async with _polling(telegram_settings, database):
        await _until(refused)
        assert not await stored()
        await rows.take_rows_again(database)
        await _until(stored)


async def test_an_unreachable_database_leaves_the_offset(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.writes(42, "đường hỏng")
    nowhere = Database("postgresql+psycopg://postgres@127.0.0.1:9/nothing")
    with pytest.raises(SQLAlchemyError):
        await fetch_once(bot, nowhere, 0)
    assert len(telegram.waiting()) == 1
    await nowhere.close()


async def test_a_repeated_update_makes_one_message(telegram: FakeTelegram, bot: Bot, database: Database) -> None:
    telegram.writes(42, "đường hỏng")
    for _ in range(3):
        await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["đường hỏng"]
    assert await rows.turns_waiting(database) == 1


async def test_a_tap_is_stored_with_the_words_of_its_button_and_its_spinner_stops(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    offered_to = await rows.conversation(database, "telegram", "42")
    await rows.say(database, offered_to, "Gửi chưa ạ?", "Gửi")
    tap = telegram.taps(42, "pick:Gửi")
    await fetch_once(bot, database, 0)
    (message,) = await rows.messages(database)
    assert (message.text, message.payload, message.conversation_id) == ("Gửi", "pick:Gửi", offered_to)
    assert telegram.acknowledged_taps == [tap["callback_query"]["id"]]


async def test_a_payload_that_was_not_offered_to_this_citizen_has_no_effect(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    other = await rows.conversation(database, "telegram", "77")
    await rows.say(database, other, "Gửi chưa ạ?", "Gửi")
    telegram.taps(42, "pick:Gửi")
    telegram.taps(42, "'; DROP TABLE conversation; --")
    await fetch_once(bot, database, 0)
    assert [(m.text, m.payload) for m in await rows.messages(database)] == [("nút cũ", None)] * 2


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=429, description="Too Many Requests: retry after 30", retry_after=30),
        Trouble(status=502, html=True),
        Trouble(status=401, description="Unauthorized"),
    ],
)
async def test_a_tap_that_cannot_be_acknowledged_is_stored_all_the_same(
    telegram: FakeTelegram, bot: Bot, database: Database, trouble: Trouble
) -> None:
    offered_to = await rows.conversation(database, "telegram", "42")
    await rows.say(database, offered_to, "Gửi chưa ạ?", "Gửi")
    telegram.trouble("answerCallbackQuery", trouble)
    telegram.taps(42, "pick:Gửi")
    telegram.taps(42, "pick:Gửi", stale=True)
    telegram.writes(42, "và đây")
    await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["Gửi", "Gửi", "và đây"]


async def test_groups_and_channels_are_not_answered(telegram: FakeTelegram, bot: Bot, database: Database) -> None:
    telegram.writes(-100_123, "chào cả nhóm", kind="supergroup")
    telegram.writes(-5, "nhóm nhỏ", kind="group")
    telegram.taps(-5, "pick:Gửi", kind="group")
    telegram.push({"edited_message": {"message_id": 1}})
    last = telegram.push({"channel_post": {"message_id": 1}})
    offset = await fetch_once(bot, database, 0)
    assert await rows.messages(database) == []
    assert offset == last["update_id"] - 1  # kinds that we did not ask for do not even come


async def test_what_cannot_be_read_does_not_hold_up_what_follows(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    telegram.push({"message": {"message_id": 1, "chat": "not a chat", "date": 1}})
    telegram.push({"callback_query": {"id": "1"}})
    telegram.writes(42, "NUL \x00 trong tin")
    last = telegram.writes(42, "đọc được")
    assert await fetch_once(bot, database, 0) == last["update_id"] + 1
    assert (await rows.texts(database))[-1] == "đọc được"


async def test_news_of_the_bot_api_in_fields_that_we_do_not_use_lose_no_message(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    telegram.writes(42, "đường hỏng", entities=[{"type": "hologram", "offset": "?"}], date="hôm qua")
    await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["đường hỏng"]


async def test_a_message_without_words_and_one_that_is_long_are_kept(
    telegram: FakeTelegram, bot: Bot, database: Database
) -> None:
    telegram.writes(42, None, voice={"file_id": "a", "file_unique_id": "b", "duration": 1, "mime_type": "audio/ogg"})
    telegram.writes(42, None, photo=[], caption="ổ gà trước cổng")
    telegram.writes(42, " \u200b ")
    telegram.writes(42, "/start")
    telegram.writes(42, "ộ" * 4096)
    await fetch_once(bot, database, 0)
    found = await rows.texts(database)
    assert found[:4] == ["[tin nhắn không có chữ]", "ổ gà trước cổng", "[tin nhắn không có chữ]", "xin chào"]
    assert found[4].startswith("ộộộ")


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble(status=429, description="Too Many Requests: retry after 3", retry_after=3), TelegramRetryAfter),
        (Trouble(status=401, description="Unauthorized"), TelegramUnauthorizedError),
        (Trouble(status=502, html=True), ClientDecodeError),
        (Trouble(status=502, html=True, hang_seconds=5), TelegramNetworkError),
    ],
)
async def test_a_failing_telegram_is_told_apart_and_nothing_is_acknowledged(
    telegram: FakeTelegram,
    bot: Bot,
    database: Database,
    trouble: Trouble,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "_REQUEST_SECONDS", 1)
    telegram.writes(42, "đường hỏng")
    telegram.trouble("getUpdates", trouble)
    with pytest.raises(error):
        await fetch_once(bot, database, 0)
    assert len(telegram.waiting()) == 1
    await fetch_once(bot, database, 0)
    assert await rows.texts(database) == ["đường hỏng"]


async def test_a_webhook_that_is_set_refuses_polling(telegram: FakeTelegram, bot: Bot, database: Database) -> None:
    telegram.webhook_set = True
    with pytest.raises(TelegramConflictError):
        await fetch_once(bot, database, 0)


async def test_the_loop_goes_on_after_each_failure_and_waits_as_long_as_telegram_wishes(
    telegram: FakeTelegram, telegram_settings: Settings, database: Database
) -> None:
    telegram.writes(42, "đường hỏng")
    telegram.trouble(
        "getUpdates",
        Trouble(status=429, description="Too Many Requests: retry after 1", retry_after=1),
        Trouble(status=409, description="Conflict: terminated by other getUpdates request"),
    )
    began = asyncio.get_running_loop().time()
    async with _polling(telegram_settings, database):

        async def stored() -> bool:
            return bool(await rows.messages(database))

        await _until(stored)
        assert asyncio.get_running_loop().time() - began > 2.9  # 1 s by wish, 2 s after the first failure

        async def acknowledged() -> bool:
            return telegram.waiting() == []

        await _until(acknowledged)


async def test_a_dead_proxy_does_not_end_the_loop(telegram_settings: Settings, database: Database) -> None:
    settings = telegram_settings.model_copy(update={"telegram_proxy": "socks5://127.0.0.1:9"})
    async with _polling(settings, database) as task:
        await asyncio.sleep(1)
        assert not task.done()


async def test_a_wrong_token_does_not_end_the_loop(telegram_settings: Settings, database: Database) -> None:
    settings = telegram_settings.model_copy(update={"telegram_token": SecretStr("4242:another")})
    async with _polling(settings, database) as task:
        await asyncio.sleep(1)
        assert not task.done()


async def test_two_pollers_take_turns_instead_of_stealing_from_each_other(
    telegram: FakeTelegram, telegram_settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_ASK_AGAIN_SECONDS", 0.1)
    second_database = Database(telegram_settings.sqlalchemy_url)

    async def asked() -> bool:
        return "getUpdates" in telegram.calls

    async with _polling(telegram_settings, database):
        await _until(asked)
        async with _polling(telegram_settings, second_database):
            await asyncio.sleep(0.5)
            assert telegram.calls == ["getUpdates"]
    telegram.calls.clear()
    async with _polling(telegram_settings, second_database):  # the first one's lock went with it
        await _until(asked)
    await second_database.close()


def _shut(settings: Settings, *, shut: bool) -> None:
    name = settings.database_url.split("@/")[1].split("?")[0]
    with psycopg.connect(settings.database_url.replace(f"@/{name}?", "@/postgres?"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {'false' if shut else 'true'}")
        if shut:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.mark.parametrize("gone", ["before", "while"])
async def test_the_loop_outlives_the_database(
    telegram: FakeTelegram, telegram_settings: Settings, database: Database, gone: str
) -> None:
    async def asked() -> bool:
        return "getUpdates" in telegram.calls

    async def stored() -> bool:
        return await rows.texts(database) == ["đường hỏng"]

    if gone == "before":
        _shut(telegram_settings, shut=True)
    async with _polling(telegram_settings, database):
        if gone == "while":
            await _until(asked)
            _shut(telegram_settings, shut=True)
        telegram.writes(42, "đường hỏng")
        await asyncio.sleep(0.5)
        assert len(telegram.waiting()) == 1
        _shut(telegram_settings, shut=False)
        await _until(stored)


async def test_a_location_is_kept_apart_from_the_words(telegram: FakeTelegram, bot: Bot, database: Database) -> None:
    telegram.pins(42, 20.65657, 106.053731)
    telegram.pins(42, 20.65657, 106.053731, venue="Chợ Phố Hiến")
    await fetch_once(bot, database, 0)
    first, second = await rows.messages(database)
    assert (first.text, first.payload, first.latitude, first.longitude) == (
        "Vị trí đã gửi",
        "pin:",
        20.65657,
        106.053731,
    )
    assert (second.text, second.payload) == ("Vị trí đã gửi: Chợ Phố Hiến", "pin:")


async def test_a_forged_tap_cannot_pass_for_a_pin(telegram: FakeTelegram, bot: Bot, database: Database) -> None:
    telegram.taps(42, "pin:")
    await fetch_once(bot, database, 0)
    (message,) = await rows.messages(database)
    assert (message.payload, message.latitude) == (None, None)
