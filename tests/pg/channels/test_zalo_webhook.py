"""Zalo calling us: proved over the exact bytes, stored once, never turned off by an answer of ours."""

import asyncio
import json

import pytest
from httpx import AsyncClient, Response

from api.core.db import Database
from bot.channels.base import fit
from bot.channels.zalo.adapter import ZaloAdapter
from tests.pg.channels import rows
from tests.pg.channels.fake_zalo import OA_ID, Event, FakeZalo, mac

_NAME = "X-ZEvent-Signature"


async def _post(client: AsyncClient, event: Event) -> Response:
    return await client.post("/channels/zalo", content=event.body, headers=event.headers)


@pytest.mark.parametrize(
    "shape", [{}, {"odd_spacing": True}, {"escaped": True}, {"odd_spacing": True, "escaped": True}]
)
async def test_the_signature_is_checked_over_the_received_bytes(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database, shape: dict[str, bool]
) -> None:
    answer = await _post(zalo_hook, zalo.writes("900042", "Đèn đường hỏng 🚧", msg_id="a1", **shape))
    assert answer.status_code == 200
    (message,) = await rows.messages(database)
    assert (message.text, message.client_id, message.payload) == ("Đèn đường hỏng 🚧", "a1", None)
    assert message.conversation_id == await rows.conversation(database, "zalo", "900042")
    assert await rows.turns_waiting(database) == 1


async def test_a_mac_without_its_prefix_is_taken(zalo: FakeZalo, zalo_hook: AsyncClient, database: Database) -> None:
    event = zalo.writes("9", "đường hỏng", msg_id="a1")
    bare = {_NAME: event.headers[_NAME].removeprefix("mac=")}
    assert (await _post(zalo_hook, Event(event.body, bare))).status_code == 200
    assert await rows.texts(database) == ["đường hỏng"]


@pytest.mark.parametrize("header", [None, "", "mac=", "mac=" + "0" * 64, "chữ ký".encode(), b"\xff"])
async def test_without_the_right_signature_nothing_is_taken(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database, header: str | None
) -> None:
    event = zalo.writes("9", "giả mạo", msg_id="a1")
    answer = await _post(zalo_hook, Event(event.body, {_NAME: header} if header is not None else {}))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert await rows.messages(database) == []


async def test_a_signature_of_other_bytes_is_refused(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    event = zalo.writes("9", "đường hỏng", msg_id="a1")
    for body in (event.body + b"\n", json.dumps(json.loads(event.body)).encode(), event.body.replace(b"a1", b"a2")):
        assert (await _post(zalo_hook, Event(body, event.headers))).status_code == 401
    assert await rows.messages(database) == []


async def test_the_test_of_the_address_needs_no_signature(zalo_hook: AsyncClient, database: Database) -> None:
    for body in (b"{}", b" { } ", b""):
        assert (await _post(zalo_hook, Event(body, {}))).status_code == 200
    assert await rows.messages(database) == []


@pytest.mark.parametrize("body", [b"{oops", b"\xff\xfe", b"[]", b"null", b'"text"', b"[" * 100_000])
async def test_what_is_no_event_is_a_problem(zalo_hook: AsyncClient, body: bytes) -> None:
    answer = await _post(zalo_hook, Event(body, {_NAME: f"mac={mac(body, '')}"}))
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "body"


async def test_duplicates_make_one_message_also_at_the_same_time(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    event = zalo.writes("9", "đường hỏng", msg_id="a1")
    again = Event(event.body, {**event.headers, "num_retry": "1"})
    answers = await asyncio.gather(*[_post(zalo_hook, e) for e in (event, event, again, event)])
    assert [answer.status_code for answer in answers] == [200] * 4
    await _post(zalo_hook, again)
    assert await rows.texts(database) == ["đường hỏng"]
    assert await rows.turns_waiting(database) == 1


async def test_the_same_msg_id_of_two_citizens_is_two_messages(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    for user in ("9", "10"):
        await _post(zalo_hook, zalo.writes(user, "đường hỏng", msg_id="a1"))
    assert len(await rows.messages(database)) == 2


async def test_echoes_receipts_and_the_unknown_are_taken_and_never_answered(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    said = {"msg_id": "z1", "text": "Đã nhận PA-0007"}
    events = [
        zalo.event("oa_send_text", OA_ID, "9", said),  # may come before our send has returned
        zalo.event("oa_send_image", OA_ID, "9", {"msg_id": "z2", "attachments": []}),
        zalo.event("user_seen_message", "9", OA_ID, {"msg_ids": ["z1", "z2"]}),  # seen before received
        zalo.event("user_received_message", OA_ID, "9", {"msg_id": "z1"}),
        zalo.event("user_received_message", "9", OA_ID, {"msg_id": "z1"}),
        zalo.event("anonymous_send_text", "abc", OA_ID, {"msg_id": "n1", "text": "ai đó"}),
        zalo.event("user_reacted_message", "9", OA_ID, {"msg_id": "z1", "react_icon": "/-heart"}),
        zalo.event("something_of_next_year", "9", OA_ID, {"msg_id": "y"}),
        zalo.signed({"event_name": "unfollow", "oa_id": OA_ID, "follower": {"id": "9"}, "timestamp": "1"}),
        zalo.signed({"no": "name", "timestamp": "1"}),
    ]
    for event in events:
        assert (await _post(zalo_hook, event)).status_code == 200
    assert await rows.messages(database) == []
    assert await rows.turns_waiting(database) == 0


async def test_who_follows_is_greeted_once(zalo: FakeZalo, zalo_hook: AsyncClient, database: Database) -> None:
    for _ in range(2):
        await _post(zalo_hook, zalo.follows("900042"))
    assert await rows.texts(database) == ["xin chào"]


async def test_a_message_without_words_is_kept_and_answered(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    video = [{"type": "video", "payload": {"url": "https://example.org/a.mp4", "thumbnail": "…"}}]
    await _post(zalo_hook, zalo.event("user_send_video", "9", OA_ID, {"msg_id": "p", "attachments": video}))
    for number, blank in enumerate(("", " ", "\u200b\ufeff")):
        answer = await _post(zalo_hook, zalo.writes("9", blank, msg_id=f"b{number}"))
        assert answer.status_code == 200
    assert await rows.texts(database) == ["[tin nhắn không có chữ]"] * 4


@pytest.mark.parametrize("words", ["dài " * 5000, "\u0958" * 4000])
async def test_an_overlong_message_is_kept(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database, words: str
) -> None:
    assert (await _post(zalo_hook, zalo.writes("9", words, msg_id="a1"))).status_code == 200
    (message,) = await rows.messages(database)
    assert len(message.text) in (3999, 4000)


@pytest.mark.parametrize(
    "broken",
    [
        {"sender": "9"},
        {"sender": {}},
        {"sender": {"id": ""}},
        {"message": ["text"]},
        {"message": {"msg_id": "a1", "text": {"of": "another kind"}}},
        {"message": {"msg_id": "a1", "text": "NUL \x00"}},
        {"message": {"msg_id": "a1", "text": "nửa \ud83d chữ"}},
        {"message": {"msg_id": "a1", "text": "#pd:\x00"}},
    ],
)
async def test_an_event_that_cannot_be_read_is_acknowledged_for_zalo_would_turn_us_off(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database, broken: dict[str, object]
) -> None:
    whole = {"event_name": "user_send_text", "sender": {"id": "9"}, "recipient": {"id": OA_ID}, "timestamp": "1"}
    event = zalo.signed({**whole, "message": {"msg_id": "a1", "text": "chào"}, **broken}, escaped=True)
    assert (await _post(zalo_hook, event)).status_code == 200
    await _post(zalo_hook, zalo.writes("9", "đọc được", msg_id="a2"))
    assert (await rows.texts(database))[-1] == "đọc được"


async def test_a_tap_comes_back_as_a_text_and_counts_if_it_was_offered(
    zalo: FakeZalo, zalo_hook: AsyncClient, zalo_adapter: ZaloAdapter, database: Database
) -> None:
    await _post(zalo_hook, zalo.writes("9", "đường hỏng", msg_id="a1"))
    offered_to = await rows.conversation(database, "zalo", "9")
    line = await rows.line(database, await rows.say(database, offered_to, "Gửi chưa ạ?", "Gửi", "Sửa nơi"))
    for part in fit(line.text, line.buttons, zalo_adapter.abilities):  # type: ignore[arg-type]
        await zalo_adapter.send("9", part.text, part.buttons)
    await _post(zalo_hook, zalo.taps("9", "Sửa nơi", msg_id="a2"))
    tapped = (await rows.messages(database))[-1]
    assert (tapped.text, tapped.payload) == ("Sửa nơi", "pick:Sửa nơi")


async def test_a_payload_that_was_not_offered_to_this_citizen_has_no_effect(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    other = await rows.conversation(database, "zalo", "10")
    await rows.say(database, other, "Gửi chưa ạ?", "Gửi")
    for number, typed in enumerate(("#pd:pick:Gửi", "#pd:", "#pd:" + "x" * 1500)):
        assert (await _post(zalo_hook, zalo.writes("9", typed, msg_id=f"a{number}"))).status_code == 200
    await _post(zalo_hook, zalo.writes("9", "pick:Gửi", msg_id="typed"))
    found = [(m.text, m.payload) for m in await rows.messages(database)]
    assert found == [("nút cũ", None)] * 3 + [("pick:Gửi", None)]


async def test_a_location_is_kept_apart_from_the_words(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database
) -> None:
    await _post(zalo_hook, zalo.pins("9", "20.65657", "106.053731", msg_id="a1", text="Chợ Phố Hiến"))
    (message,) = await rows.messages(database)
    assert (message.text, message.payload) == ("Vị trí đã gửi: Chợ Phố Hiến", "pin:")
    assert (message.latitude, message.longitude) == (20.65657, 106.053731)


@pytest.mark.parametrize("degrees", [("91", "106"), ("", ""), ("nan", "106"), ("20.6", "x")])
async def test_a_location_that_is_no_point_on_earth_still_gets_an_answer(
    zalo: FakeZalo, zalo_hook: AsyncClient, database: Database, degrees: tuple[str, str]
) -> None:
    answer = await _post(zalo_hook, zalo.pins("9", *degrees, msg_id="a1"))
    assert answer.status_code == 200
    (message,) = await rows.messages(database)
    assert (message.payload, message.latitude) == (None, None)
    assert message.text
