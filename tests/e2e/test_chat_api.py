"""The web chat's HTTP API as other programs rely on it."""

import json

import pytest

from tests.e2e.chat import Chat, payloads, text_of
from tests.e2e.conftest import System

pytestmark = pytest.mark.system


def test_a_report_without_marks_becomes_a_ticket(chat: Chat) -> None:
    first = text_of(chat.say("duong thon toi hong nang qua ad oi"))
    assert "đường sá" in first
    assert "xã, phường" in first
    detail = text_of(chat.say("xa Tan Dan huyen Khoai Chau"))
    assert "xã Triệu Việt Vương" in detail
    summary = chat.say("đầu làng chỗ cây đa")
    assert {"confirm:yes", "edit:content", "edit:topic", "edit:place"} <= payloads(summary)
    filed = text_of(chat.say("đúng rồi gửi đi em"))
    assert "UBND xã Triệu Việt Vương" in filed
    assert "ngày làm việc kể từ" in filed


def test_a_correction_replaces_the_place(chat: Chat) -> None:
    chat.say("Vòi nhà tôi chảy ra nước vàng khè mấy bữa rồi, xã Tiên Lữ")
    corrected = text_of(chat.say("viết lộn, là xã Tiên Hoa, không phải Tiên Lữ"))
    assert "Đã sửa nơi thành xã Tiên Hoa" in corrected
    summary = text_of(chat.say("thôn Trung Đồng"))
    assert "thôn Trung Đồng, xã Tiên Hoa" in summary


def test_the_same_client_id_makes_one_message(chat: Chat) -> None:
    body = {"client_id": "once", "text": "xin chào"}
    first, second = chat.post(body), chat.post(body)
    assert first.json() == second.json()
    chat.answer_to(first.json()["position"])
    assert [line["text"] for line in chat.lines() if line["from"] == "citizen"] == ["xin chào"]


def test_events_resume_after_the_last_event_id(chat: Chat) -> None:
    position = chat.send("xin chào")
    chat.answer_to(position)
    headers = {**chat.headers, "Last-Event-ID": str(position)}
    with chat.client.stream("GET", f"/api/chat/conversations/{chat.id}/events", headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                event = json.loads(line.removeprefix("data:"))
                break
    assert event["from"] == "bot"
    assert event["position"] > position


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"client_id": "a"}, "body"),
        ({"client_id": "a", "text": "x", "payload": "y"}, "body"),
        ({"client_id": "a", "text": "x" * 4001}, "text"),
        ({"client_id": "a", "text": "   "}, "text"),
        ({"client_id": "a", "payload": "confirm:yes"}, "payload"),
        ({"text": "x"}, "client_id"),
    ],
)
def test_bad_input_names_the_field(chat: Chat, body: dict[str, str], field: str) -> None:
    answer = chat.post(body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field


def test_a_strangers_token_opens_nothing(system: System, chat: Chat) -> None:
    stranger = Chat(chat.client)
    answer = chat.client.get(f"/api/chat/conversations/{chat.id}/messages", headers=stranger.headers)
    assert answer.status_code == 401
    assert chat.client.get(f"/api/chat/conversations/{chat.id}/messages").status_code == 401
