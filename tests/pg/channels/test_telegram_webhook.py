"""Telegram calling us: only with the secret, stored before the answer."""

import pytest
from httpx import AsyncClient

from api.core.db import Database
from tests.pg.channels import rows
from tests.pg.channels.conftest import HOOK_SECRET
from tests.pg.channels.fake_telegram import FakeTelegram, Trouble

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_PROOF = {_HEADER: HOOK_SECRET}


async def test_an_update_is_stored_once_however_often_it_comes(
    telegram: FakeTelegram, telegram_hook: AsyncClient, database: Database
) -> None:
    update = telegram.writes(42, "đường hỏng")
    for _ in range(2):
        answer = await telegram_hook.post("/channels/telegram", json=update, headers=_PROOF)
        assert answer.status_code == 200
    assert await rows.texts(database) == ["đường hỏng"]
    assert await rows.turns_waiting(database) == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {_HEADER: ""}, {_HEADER: HOOK_SECRET + "x"}, {_HEADER: "mật khẩu".encode()}, {_HEADER: b"\xff\xfe"}],
)
async def test_without_the_secret_nothing_is_taken(
    telegram: FakeTelegram, telegram_hook: AsyncClient, database: Database, headers: dict[str, str]
) -> None:
    answer = await telegram_hook.post("/channels/telegram", json=telegram.writes(42, "giả mạo"), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rows.messages(database) == []


async def test_a_tap_is_stored_though_telegram_cannot_be_called(
    telegram: FakeTelegram, telegram_hook: AsyncClient, database: Database
) -> None:
    offered_to = await rows.conversation(database, "telegram", "42")
    await rows.say(database, offered_to, "Gửi chưa ạ?", "Gửi")
    telegram.trouble("answerCallbackQuery", Trouble(status=502, html=True))
    answer = await telegram_hook.post("/channels/telegram", json=telegram.taps(42, "pick:Gửi"), headers=_PROOF)
    assert answer.status_code == 200
    assert [(m.text, m.payload) for m in await rows.messages(database)] == [("Gửi", "pick:Gửi")]


async def test_what_cannot_be_read_is_not_asked_for_again(telegram_hook: AsyncClient, database: Database) -> None:
    for update in ({"update_id": 1, "message": {"chat": 5}}, {"update_id": "x"}, {"update_id": 2, "new_kind": {}}):
        assert (await telegram_hook.post("/channels/telegram", json=update, headers=_PROOF)).status_code == 200
    assert await rows.messages(database) == []


async def test_a_body_that_is_no_update_is_a_problem(telegram_hook: AsyncClient) -> None:
    answer = await telegram_hook.post("/channels/telegram", content=b"{oops", headers=_PROOF)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
