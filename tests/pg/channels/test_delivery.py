"""From outbox rows to the citizen: in order, later when it fails for now, marked when it cannot be."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.outbox.models import PENDING, SENT, UNDELIVERABLE
from bot.channels import registry
from bot.channels.base import Adapter
from bot.channels.delivery import deliver
from tests.pg.channels import rows
from tests.pg.channels.fake_telegram import FakeTelegram
from tests.pg.channels.fake_telegram import Trouble as TelegramTrouble
from tests.pg.channels.fake_zalo import FakeZalo, Trouble


@pytest.fixture
async def adapters(
    zalo_settings: Settings, telegram_settings: Settings, database: Database
) -> AsyncIterator[dict[str, Adapter]]:
    """Both channels, as the worker makes them."""
    telegram_only = {name: getattr(telegram_settings, name) for name in ("telegram_token", "telegram_api_base")}
    made = dict(registry.adapters(zalo_settings.model_copy(update=telegram_only), database))
    yield made
    for adapter in made.values():
        await adapter.close()


@pytest.fixture
async def on_telegram(telegram: FakeTelegram, database: Database) -> UUID:
    telegram.known_chats.add(42)
    return await rows.conversation(database, "telegram", "42")


@pytest.fixture
async def on_zalo(zalo: FakeZalo, database: Database) -> UUID:
    zalo.follows("9")
    return await rows.conversation(database, "zalo", "9")


async def test_lines_go_out_in_their_order_and_once(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID
) -> None:
    ids = [await rows.say(database, on_telegram, words, "Nút") for words in ("một", "hai", "ba")]
    assert await deliver(database, adapters, on_telegram) == 3
    assert await deliver(database, adapters, on_telegram) == 0
    assert [message["text"] for message in telegram.sent] == ["một", "hai", "ba"]
    lines = [await rows.line(database, line_id) for line_id in ids]
    assert [(line.state, line.external_id) for line in lines] == [
        (SENT, str(message["message_id"])) for message in telegram.sent
    ]
    assert all(line.sent_at for line in lines)


async def test_a_line_that_fails_for_now_holds_back_the_later_ones(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    first, second = [await rows.say(database, on_zalo, words) for words in ("một", "hai")]
    zalo.trouble(Trouble(status=502, html=True))
    assert await deliver(database, adapters, on_zalo) == 0
    held = await rows.line(database, first)
    assert (held.state, held.attempts, held.last_error) == (PENDING, 1, "http:502")
    assert (await rows.line(database, second)).attempts == 0
    assert await deliver(database, adapters, on_zalo) == 0  # not due yet
    assert (zalo.sent, zalo.attempts) == ([], 1)
    await rows.make_due(database)
    assert await deliver(database, adapters, on_zalo) == 2
    assert [body["message"]["text"] for body in zalo.sent] == ["một", "hai"]
    assert (await rows.line(database, first)).last_error is None


async def test_one_conversation_does_not_hold_back_another(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID
) -> None:
    telegram.known_chats.add(43)
    other = await rows.conversation(database, "telegram", "43")
    await rows.say(database, on_telegram, "một")
    await rows.say(database, other, "cho người khác")
    telegram.trouble("sendMessage", TelegramTrouble(status=502, html=True))
    assert await deliver(database, adapters, on_telegram) == 0
    assert await deliver(database, adapters, other) == 1


async def test_the_delay_doubles_up_to_an_hour_and_a_job_waits_for_its_end(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    line_id = await rows.say(database, on_zalo, "một")
    delays = []
    for _ in range(12):
        zalo.trouble(Trouble(status=502, html=True))
        await rows.make_due(database)
        began = utc_now()
        await deliver(database, adapters, on_zalo)
        delays.append(round((await rows.line(database, line_id)).next_attempt_at.timestamp() - began.timestamp()))
    assert delays == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert len(await rows.deliveries_waiting(database)) == 1


async def test_a_nudge_that_comes_too_early_leaves_one_for_the_right_time(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    line_id = await rows.say(database, on_zalo, "một")
    zalo.trouble(Trouble(code=-32))
    await deliver(database, adapters, on_zalo)  # the job of `say` still waits and takes the place of the later one
    await rows.run_waiting_deliveries(database)
    await deliver(database, adapters, on_zalo)
    (due,) = await rows.deliveries_waiting(database)
    assert due is not None
    wished = (await rows.line(database, line_id)).next_attempt_at
    assert timedelta(0) <= due - wished < timedelta(seconds=3)


@pytest.mark.parametrize("seconds", [1, 35, 7200])
async def test_the_channels_own_wish_is_kept(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID, seconds: int
) -> None:
    line_id = await rows.say(database, on_telegram, "một")
    telegram.trouble("sendMessage", TelegramTrouble(status=429, description="Too Many", retry_after=seconds))
    began = utc_now()
    await deliver(database, adapters, on_telegram)
    wait = (await rows.line(database, line_id)).next_attempt_at - began
    assert timedelta(seconds=seconds) <= wait < timedelta(seconds=seconds + 5)


async def test_what_can_never_arrive_is_marked_and_the_next_one_goes_on(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    first, second = [await rows.say(database, on_zalo, words) for words in ("một", "hai")]
    zalo.trouble(Trouble(code=-248))
    assert await deliver(database, adapters, on_zalo) == 1
    refused = await rows.line(database, first)
    assert (refused.state, refused.last_error, refused.attempts) == (UNDELIVERABLE, "zalo:-248", 1)
    assert refused.sent_at is None
    assert (await rows.line(database, second)).state == SENT


async def test_who_blocked_us_is_known_from_the_row(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID
) -> None:
    telegram.blocked_by.add(42)
    line_id = await rows.say(database, on_telegram, "một")
    assert await deliver(database, adapters, on_telegram) == 0
    line = await rows.line(database, line_id)
    assert (line.state, line.last_error) == (UNDELIVERABLE, "blocked_by_citizen")


@pytest.mark.parametrize(
    ("ago", "state"), [(timedelta(days=6, hours=23), SENT), (timedelta(days=7, minutes=1), UNDELIVERABLE)]
)
async def test_zalos_window_of_seven_days_is_known_from_the_row(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID, ago: timedelta, state: str
) -> None:
    await rows.last_wrote(database, on_zalo, ago=ago)
    line_id = await rows.say(database, on_zalo, "Cơ quan đã trả lời.")
    await deliver(database, adapters, on_zalo)
    line = await rows.line(database, line_id)
    assert line.state == state
    assert (line.last_error, zalo.attempts) == ((None, 1) if state == SENT else ("window_closed", 0))


async def test_a_window_that_zalo_counts_otherwise_is_known_from_the_row(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    zalo.now += timedelta(days=8)
    line_id = await rows.say(database, on_zalo, "Cơ quan đã trả lời.")
    await deliver(database, adapters, on_zalo)
    line = await rows.line(database, line_id)
    assert (line.state, line.last_error) == (UNDELIVERABLE, "zalo:-230")


async def test_telegram_knows_no_window(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID
) -> None:
    await rows.last_wrote(database, on_telegram, ago=timedelta(days=400))
    await rows.say(database, on_telegram, "Cơ quan đã trả lời.")
    assert await deliver(database, adapters, on_telegram) == 1


async def test_a_channel_that_is_off_leaves_its_lines_waiting_until_it_is_on(
    telegram: FakeTelegram, adapters: dict[str, Adapter], database: Database, on_telegram: UUID
) -> None:
    line_id = await rows.say(database, on_telegram, "một")
    assert await deliver(database, {}, on_telegram) == 0
    line = await rows.line(database, line_id)
    assert (line.state, line.last_error) == (PENDING, "channel_off")
    await rows.make_due(database)
    assert await deliver(database, adapters, on_telegram) == 1
    assert [message["text"] for message in telegram.sent] == ["một"]


async def test_a_channel_that_refuses_us_as_a_whole_leaves_its_lines_waiting(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    line_id = await rows.say(database, on_zalo, "một")
    zalo.trouble(Trouble(code=-221))
    await deliver(database, adapters, on_zalo)
    line = await rows.line(database, line_id)
    assert (line.state, line.last_error) == (PENDING, "zalo:-221")
    await rows.make_due(database)
    assert await deliver(database, adapters, on_zalo) == 1


async def test_a_long_line_with_many_buttons_is_one_row_and_many_messages(
    zalo: FakeZalo, adapters: dict[str, Adapter], database: Database, on_zalo: UUID
) -> None:
    line_id = await rows.say(database, on_zalo, "Trả lời của cơ quan. " * 150, *[f"Nút {n}" for n in range(7)])
    assert await deliver(database, adapters, on_zalo) == 1
    line = await rows.line(database, line_id)
    assert len(zalo.sent) == 3
    assert (line.state, line.external_id) == (SENT, "z3")
