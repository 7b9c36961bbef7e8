"""The input channel on a running Rasa: every answer is proof, every loss is a 503."""

import time

import pytest

from tests.nlu.conftest import Rasa

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(400)]


def test_a_turn_is_answered_and_can_be_read_back(rasa: Rasa) -> None:
    answer = rasa.say("c1", "m1", "đường thôn tôi hỏng nặng, mưa là ngập", metadata={"channel": "web"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["messages"]
    found = rasa.client.get("/webhooks/turn/turns/c1/m1").json()
    assert found["found"]
    assert [m["text"] for m in found["messages"]] == [m["text"] for m in answer.json()["messages"] if "text" in m]


def test_an_unknown_message_is_not_found(rasa: Rasa) -> None:
    found = rasa.client.get("/webhooks/turn/turns/c1/never").json()
    assert found == {"found": False, "messages": []}


def test_who_does_not_know_the_secret_is_turned_away(rasa: Rasa) -> None:
    for secret in ("", "wrong"):
        answer = rasa.client.post("/webhooks/turn/", json={}, headers={"X-Phucdap-Secret": secret})
        assert answer.status_code == 401


@pytest.mark.parametrize("body", [{}, [], {"sender": "c", "message_id": "m"}])
def test_a_broken_call_is_never_taken_for_a_turn(rasa: Rasa, body: object) -> None:
    assert rasa.client.post("/webhooks/turn/", json=body).status_code == 503


def test_only_the_last_message_can_be_taken_back(rasa: Rasa) -> None:
    rasa.say("c2", "m1", "xin chào")
    rasa.say("c2", "m2", "cảm ơn nhé")
    rewind = {"sender": "c2", "message_id": "m1"}
    assert rasa.client.post("/webhooks/turn/rewind", json=rewind).json() == {"rewound": False}
    rewind["message_id"] = "m2"
    assert rasa.client.post("/webhooks/turn/rewind", json=rewind).json() == {"rewound": True}
    assert not rasa.client.get("/webhooks/turn/turns/c2/m2").json()["found"]
    assert rasa.client.get("/webhooks/turn/turns/c2/m1").json()["found"]
    assert rasa.say("c2", "m2", "cảm ơn nhé").status_code == 200
    assert rasa.client.get("/webhooks/turn/turns/c2/m2").json()["found"]


def test_a_very_long_text_is_cut_and_answered_soon(rasa: Rasa) -> None:
    begun = time.monotonic()
    assert rasa.say("c3", "m1", "đường hỏng " * 20_000).status_code == 200
    assert time.monotonic() - begun < 5


def test_a_database_that_is_away_is_never_taken_for_an_answer(rasa: Rasa) -> None:
    rasa.execute("ALTER DATABASE rasa_tests ALLOW_CONNECTIONS false")
    rasa.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'rasa_tests'")
    try:
        answer = rasa.say("c4", "m1", "nước máy đục ba hôm nay")
        assert answer.status_code == 503
        assert "nước" not in answer.text
        assert rasa.client.get("/webhooks/turn/health").status_code == 503
        assert rasa.client.get("/webhooks/turn/turns/c4/m1").status_code == 503
    finally:
        rasa.execute("ALTER DATABASE rasa_tests ALLOW_CONNECTIONS true")
    assert rasa.say("c4", "m1", "nước máy đục ba hôm nay").status_code == 200


def test_a_lost_action_leaves_no_proof(rasa: Rasa) -> None:
    rasa.actions.failing = True
    try:
        rasa.say("c5", "m1", "túi rác chất đống trước cửa")
    finally:
        rasa.actions.failing = False
    found = rasa.client.get("/webhooks/turn/turns/c5/m1").json()
    assert not any("custom" in message for message in found["messages"])
    assert rasa.client.post("/webhooks/turn/rewind", json={"sender": "c5", "message_id": "m1"}).json()["rewound"]
    again = rasa.say("c5", "m1", "túi rác chất đống trước cửa")
    assert any(message.get("custom", {}).get("turn") == "m1" for message in again.json()["messages"])
