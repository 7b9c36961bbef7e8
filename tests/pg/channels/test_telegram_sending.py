"""Sending on Telegram: what reaches the citizen, and what each refusal means."""

from collections.abc import AsyncIterator

import pytest

from api.core.settings import Settings
from api.outbox.schemas import Button
from bot.channels.base import ChannelDown, ChannelError, Permanent, Temporary, fit
from bot.channels.telegram import adapter as telegram_adapter
from bot.channels.telegram.adapter import TelegramAdapter, make_bot
from tests.pg.channels.fake_telegram import FakeTelegram, Trouble

_BUTTONS = [Button(title="Gửi", payload="confirm:yes"), Button(title="Sửa nơi", payload="edit:place")]


@pytest.fixture
async def adapter(telegram: FakeTelegram, telegram_settings: Settings) -> AsyncIterator[TelegramAdapter]:
    telegram.known_chats.add(42)
    made = TelegramAdapter(make_bot(telegram_settings))
    yield made
    await made.close()


async def test_words_and_buttons_arrive(telegram: FakeTelegram, adapter: TelegramAdapter) -> None:
    sent_as = await adapter.send("42", "Gửi <b>chưa</b> ạ & sao?", _BUTTONS)
    (message,) = telegram.sent
    assert message["text"] == "Gửi <b>chưa</b> ạ & sao?"
    assert sent_as == str(message["message_id"])
    assert [[(b["text"], b["callback_data"]) for b in row] for row in message["rows"]] == [
        [("Gửi", "confirm:yes")],
        [("Sửa nơi", "edit:place")],
    ]


@pytest.mark.parametrize("words", ["Đoạn văn dài. " * 900, "🙏🏻 Cảm ơn! 🚧 " * 500, "ộ" * 9000, "😀" * 4000])
async def test_a_long_text_arrives_whole_in_pieces_that_telegram_takes(
    telegram: FakeTelegram, adapter: TelegramAdapter, words: str
) -> None:
    for part in fit(words, _BUTTONS, adapter.abilities):
        await adapter.send("42", part.text, part.buttons)
    assert len(telegram.sent) > 1
    together = "".join(message["text"] for message in telegram.sent)
    assert "".join(together.split()) == "".join(words.split())
    assert [bool(message["rows"]) for message in telegram.sent] == [False] * (len(telegram.sent) - 1) + [True]


@pytest.mark.parametrize(
    ("trouble", "kind", "reason"),
    [
        (Trouble(status=403, description="Forbidden: user is deactivated"), Permanent, "blocked_by_citizen"),
        (Trouble(status=400, description="Bad Request: chat not found"), Permanent, "refused"),
        (Trouble(status=401, description="Unauthorized"), ChannelDown, "token_refused"),
        (Trouble(status=404, description="Not Found"), ChannelDown, "token_refused"),
        (Trouble(status=500, description="Internal Server Error"), Temporary, "TelegramServerError"),
        (Trouble(status=500, description="Internal Server Error: restart"), Temporary, "RestartingTelegram"),
        (Trouble(status=502, html=True), Temporary, "ClientDecodeError"),
        (Trouble(status=429, description="Too Many Requests: slow down"), Temporary, "TelegramAPIError"),
        (Trouble(status=200, html=True, hang_seconds=5, accept=True), Temporary, "TelegramNetworkError"),
    ],
)
async def test_each_refusal_is_sorted(
    telegram: FakeTelegram,
    adapter: TelegramAdapter,
    trouble: Trouble,
    kind: type[ChannelError],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telegram_adapter, "_REQUEST_SECONDS", 1)
    telegram.trouble("sendMessage", trouble)
    with pytest.raises(kind) as error:
        await adapter.send("42", "chào", [])
    assert error.value.reason == reason
    assert await adapter.send("42", "chào", [])  # the channel itself is well


async def test_the_wish_of_a_rate_limit_is_heard(telegram: FakeTelegram, adapter: TelegramAdapter) -> None:
    telegram.trouble(
        "sendMessage", Trouble(status=429, description="Too Many Requests: retry after 35", retry_after=35)
    )
    with pytest.raises(Temporary) as error:
        await adapter.send("42", "chào", [])
    assert error.value.retry_after_seconds == 35


async def test_who_blocked_us_and_who_never_wrote_cannot_be_reached(
    telegram: FakeTelegram, adapter: TelegramAdapter
) -> None:
    telegram.blocked_by.add(42)
    with pytest.raises(Permanent, match="blocked_by_citizen"):
        await adapter.send("42", "chào", [])
    with pytest.raises(Permanent, match="refused"):
        await adapter.send("43", "chào", [])


@pytest.mark.parametrize(
    "change", [{"telegram_api_base": "http://127.0.0.1:9"}, {"telegram_proxy": "socks5://127.0.0.1:9"}]
)
async def test_a_telegram_that_cannot_be_reached_is_tried_later(
    telegram_settings: Settings, change: dict[str, str]
) -> None:
    adapter = TelegramAdapter(make_bot(telegram_settings.model_copy(update=change)))
    with pytest.raises(Temporary):
        await adapter.send("42", "chào", [])
    await adapter.close()
