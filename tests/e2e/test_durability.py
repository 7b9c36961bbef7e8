"""What a citizen wrote is answered and makes one ticket, whatever part is down meanwhile."""

import time

import httpx
import psycopg
import pytest

from tests.e2e.chat import Chat, payloads, text_of
from tests.e2e.conftest import System

pytestmark = pytest.mark.system
_MATTER = "đèn đường ngõ 12 thôn Đông, xã Tiên Lữ hỏng cả tháng nay, tối om"


def _tickets(system: System, chat: Chat) -> int:
    with psycopg.connect(system.settings.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM ticket WHERE conversation_id = %s", [chat.id]).fetchone()
        return int(row[0]) if row else 0


def _draft_ready(chat: Chat) -> None:
    lines = chat.say(_MATTER)
    while "confirm:yes" not in payloads(lines):
        taps = payloads(lines)
        lines = chat.say(tap="detail:skip") if "detail:skip" in taps else chat.say(tap=sorted(taps)[0])


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_message_sent_while_a_part_is_down_is_answered_later_and_files_one_ticket(
    system: System, chat: Chat, part: str
) -> None:
    _draft_ready(chat)
    system.supervisor.stop(part)
    position = chat.send(tap="confirm:yes")
    time.sleep(10)
    waiting = text_of([line for line in chat.lines(position) if line["from"] == "bot"])
    assert "đã được lưu" in waiting
    assert _tickets(system, chat) == 0
    system.supervisor.start(part)
    system.wait_until_ready()
    assert "Mã tra cứu" in text_of(chat.answer_to(position))
    assert _tickets(system, chat) == 1


def test_what_the_database_cannot_store_is_refused_and_the_repeat_files_one_ticket(system: System, chat: Chat) -> None:
    _draft_ready(chat)
    system.supervisor.stop("postgres")
    body = {"client_id": "tap-while-down", "payload": "confirm:yes"}
    refused = chat.post(body)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["retry"] is True
    system.supervisor.start("postgres")
    system.wait_until_ready()
    accepted = [chat.post(body), chat.post(body)]
    assert [answer.status_code for answer in accepted] == [202, 202]
    assert accepted[0].json() == accepted[1].json()
    assert "Mã tra cứu" in text_of(chat.answer_to(accepted[0].json()["position"]))
    assert _tickets(system, chat) == 1


def test_rasa_killed_in_the_middle_of_a_turn_files_one_ticket(system: System, chat: Chat) -> None:
    _draft_ready(chat)
    position = chat.send(tap="confirm:yes")
    system.supervisor.kill("rasa")
    system.wait_until_ready()
    assert "Mã tra cứu" in text_of(chat.answer_to(position))
    assert _tickets(system, chat) == 1


def test_parts_are_named_by_readyz(system: System) -> None:
    parts = httpx.get(f"{system.url}/readyz", timeout=10).json()["parts"]
    assert parts == dict.fromkeys(("database", "migrations", "worker", "rasa", "actions"), "ok")
