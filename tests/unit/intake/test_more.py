"""Questions of a topic, following, and slips of the finger, by the rules alone."""

from uuid import uuid4

import pytest

from api.intake.rules import Extra, Place, advance
from api.intake.schemas import Draft, Heard, TopicGuess
from tests.unit.intake.told import NO_TOPIC, TIEN_LU, Told, at_summary, sure

EXTRAS = {
    "6c.power": [Extra(1, "Bao nhiêu nhà?", "Số hộ", ("Cả xóm",), if_words=("mất điện",), unless_words=("hộ",))],
}
SPOT = Place("found", "1", detail="xóm 4")


def _says(draft: Draft, text: str, act: str = "report", topic: TopicGuess = NO_TOPIC, place: Place = SPOT) -> None:
    heard = Heard(conversation_id=uuid4(), message_id=str(uuid4()), text=text, act=act, act_confidence=0.9, topic=topic)
    advance(draft, heard, place, {}, EXTRAS)


def test_what_the_agency_always_asks_is_asked_once_and_filed_as_a_line() -> None:
    draft = Draft()
    _says(draft, "xóm 4 mất điện từ tối qua", topic=sure("6c.power"))
    assert draft.asked == "more"
    _says(draft, "khoảng 40 nhà", place=Place())
    assert (draft.asked, draft.extra) == ("confirm", {"Số hộ": "khoảng 40 nhà"})


@pytest.mark.parametrize("text", ["đèn đường xóm 4 hỏng", "xóm 4 mất điện, 30 hộ bị"])
def test_it_is_not_asked_of_another_matter_or_when_it_was_told(text: str) -> None:
    draft = Draft()
    _says(draft, text, topic=sure("6c.power"))
    assert draft.asked == "confirm"


@pytest.mark.parametrize("text", ["bỏ qua", "không rõ", "gửi đi"])
def test_it_can_be_left_out_and_nothing_is_filed_by_that(text: str) -> None:
    draft = Draft()
    _says(draft, "xóm 4 mất điện từ tối qua", topic=sure("6c.power"))
    _says(draft, text, "out_of_scope", place=Place())
    assert (draft.asked, draft.extra, draft.outcome) == ("confirm", {}, "open")


def test_who_insists_is_asked_no_more() -> None:
    draft = Draft()
    _says(draft, "xóm 4 mất điện từ tối qua", topic=sure("6c.power"))
    _says(draft, "thôi cứ gửi luôn giúp tôi", "out_of_scope", place=Place())
    assert draft.outcome == "confirmed"


def test_who_had_to_be_asked_for_the_place_is_not_asked_more() -> None:
    draft = Draft(questions=1)
    _says(draft, "xóm 4 mất điện từ tối qua", topic=sure("6c.power"))
    assert draft.asked == "confirm"


@pytest.mark.parametrize(
    ("text", "outcome", "asked"),
    [
        ("theo dõi phiếu đó", "followed", "follow"),
        ("vẫn gửi riêng", "open", "confirm"),
        ("không, gửi của tôi", "open", "confirm"),
    ],
)
def test_following_is_chosen_in_words(text: str, outcome: str, asked: str) -> None:
    told = at_summary()
    told.draft.follow_code, told.draft.asked = "HY-7K4M-92", "follow"
    told.hears(text, "out_of_scope")
    assert (told.draft.outcome, told.draft.asked) == (outcome, asked)


def test_a_slip_of_the_finger_loses_nothing() -> None:
    told = at_summary()
    told.taps("edit:place")
    assert told.draft.commune is None
    told.hears("bấm nhầm, không sửa gì đâu", "deny")
    assert (told.draft.asked, told.draft.commune, told.draft.detail) == ("confirm", "1", "đầu thôn")


def test_a_name_said_before_the_wish_to_stay_unknown_is_not_filed() -> None:
    told = Told()
    told.hears("Tôi là Phí Văn Hoạch, cát lậu đổ sát đê xóm 4", "report", sure("7a"), TIEN_LU)
    told.taps("identity:anonymous")
    assert "Hoạch" not in told.text()


def test_the_same_message_twice_adds_nothing() -> None:
    told = at_summary()
    words = "đường đầu thôn lở một nửa"
    assert told.hears(words)[0] == "utter_heard_already"
    assert told.text().count("lở") == 1


def test_dropping_is_heard_however_long_the_reason() -> None:
    told = at_summary()
    assert (
        told.hears("thôi không gửi nữa, hàng xóm láng giềng cả, nói miệng cũng được rồi", "report")[-1] == "cancelled"
    )
    told = at_summary()
    assert told.hears("khoan đã, để tôi nghĩ thêm", "cancel")[-1] == "utter_ask_edit"


def test_after_two_vain_answers_a_person_is_offered_and_takes_the_rest() -> None:
    told = Told()
    told.hears("đường lún nứt nặng", "report", sure("6c.road"))
    for words in ("ở đấy đấy", "chỗ đó chứ đâu"):
        told.hears(words, "report")
    assert "desk:" in [button["payload"] for button in told.question().buttons]
    told.taps("desk:")
    assert (told.draft.asked, told.draft.no_place, told.draft.outcome) == ("confirm", True, "open")


def test_a_person_can_be_asked_in_the_middle_of_a_matter_that_is_not_told_yet() -> None:
    told = Told()
    told.hears("tôi muốn báo một việc", "report")
    told.taps("ask:person")
    assert told.question().response == "utter_ask_person_story"
    told.hears("lịch tiếp dân của chủ tịch xã tháng này là hôm nào", "ask")
    assert (told.draft.act, told.draft.topic, told.draft.asked) == ("ask", "other", "confirm")
