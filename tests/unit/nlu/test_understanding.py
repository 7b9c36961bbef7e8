"""Danger, matters and the data check: what needs no trained model."""

import json
from pathlib import Path

import pytest

from bot.nlu.check import exam_errors, label_errors, near_pairs, repeat_errors
from bot.nlu.danger import is_emergency, said
from bot.nlu.examples import Example
from bot.nlu.matters import find_matters
from bot.nlu.normalize import normalize


@pytest.mark.parametrize("text", ["cháy nhà rồi cứu với", "chay nha roi cuu voi", "đang có người đuối nước ngoài sông"])
def test_danger_now_is_heard_even_from_an_unsure_classifier(text: str) -> None:
    assert is_emergency(normalize(text), 0.1)


@pytest.mark.parametrize("text", ["giá đất nóng như lửa", "vé cháy hàng rồi", "đèn đường cháy bóng"])
def test_a_figure_of_speech_is_no_danger(text: str) -> None:
    assert said(normalize(text)) == "none"
    assert not is_emergency(normalize(text), 0.35)


def _read(text: str) -> dict[str, float]:
    """Confidences by two plain words; a text with both is torn between them."""
    road, water = "đường" in text.lower(), "nước" in text.lower()
    if road and water:
        return {"6c.road": 0.5, "6c.water": 0.5}
    return {"6c.road": 0.95 if road else 0.02, "6c.water": 0.95 if water else 0.02}


def test_two_matters_are_found_by_their_places() -> None:
    text = "Đường thôn hỏng nặng lắm rồi. Nước máy thì đục ngầu cả tuần. Thế thôi."
    road, water = find_matters(text, _read)
    assert text[road.start : road.end].startswith("Đường")
    assert (road.topic, water.topic, water.end) == ("6c.road", "6c.water", len(text))


def test_a_joiner_begins_a_matter_without_a_full_stop() -> None:
    text = "đường thôn em hỏng nặng ngoài ra nước máy đục ngầu cả tuần"
    assert [matter.topic for matter in find_matters(text, _read)] == ["6c.road", "6c.water"]


def test_one_matter_or_an_unsure_part_is_not_several() -> None:
    assert find_matters("Đường thôn hỏng nặng lắm rồi. Đường ấy đi lại khổ vô cùng các bác ạ.", _read) == []
    assert find_matters("Đường thôn hỏng nặng lắm rồi. Đi lại khổ vô cùng các bác ạ.", _read) == []
    assert find_matters("Đường thôn hỏng nặng lắm rồi. Nước đọng đầy mặt đường cả tuần.", _read) == []


def test_the_check_sees_wrong_labels_and_repeats() -> None:
    examples = [
        Example("a", "shout", None),
        Example("b", "report", None),
        Example("c", "greet", "6d"),
        Example("d", "report", "9z"),
        Example("Chào bạn", "greet", None),
        Example("chào bạn", "bye", None),
    ]
    assert len(list(label_errors(examples, {"6d"}))) == 4
    assert "two labels" in next(repeat_errors(examples))


def test_the_check_sees_what_is_nearly_the_same() -> None:
    one, other = "đường thôn em hỏng nặng lắm các bác", "duong thon em hong nang lam cac bac"
    assert list(near_pairs([one, other, "chợ họp lấn hết cả lòng đường phố"])) == [(other, one)]


def test_the_check_sees_the_exam_in_the_data(tmp_path: Path) -> None:
    text = "một tin nhắn dài của đề thi mà không ai được chép vào dữ liệu"
    (tmp_path / "dev.jsonl").write_text(json.dumps({"id": "x-1", "text": text}), encoding="utf-8")
    assert "x-1" in next(exam_errors([Example(text, "report", "6d", "6d.yml")], [tmp_path / "dev.jsonl"]))
