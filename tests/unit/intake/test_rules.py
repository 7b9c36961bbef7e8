"""How a draft grows: told as citizens would, without any database."""

from uuid import uuid4

import pytest

from api.intake.rules import Place, Step, advance
from api.intake.schemas import Draft, Heard, TopicGuess

ROAD = TopicGuess(code="6c.road", confidence=0.9, ranking=[("6c.road", 0.9)])
UNSURE = TopicGuess(code="7b", confidence=0.3, ranking=[("7b", 0.3), ("7a", 0.28), ("6c.waste", 0.2), ("6d", 0.1)])
TAN_DAN = Place("found", "12271", note="xã Tân Dân (huyện Khoái Châu cũ) nay là xã Triệu Việt Vương")
TIEN_LU = Place("found", "12361")
NOWHERE = Place()


def hear(text: str = "", *, act: str = "report", topic: TopicGuess = ROAD, payload: str | None = None) -> Heard:
    return Heard(conversation_id=uuid4(), message_id=str(uuid4()), text=text, act=act, topic=topic, payload=payload)


def say(draft: Draft, text: str, place: Place = NOWHERE, *, act: str = "report", topic: TopicGuess = ROAD) -> Step:
    return advance(draft, hear(text, act=act, topic=topic), place)


def tap(draft: Draft, payload: str) -> Step:
    return advance(draft, hear(payload=payload), NOWHERE)


def responses(step: Step) -> list[str]:
    return [saying.response for saying in step.sayings]


def filled() -> Draft:
    draft = Draft()
    say(draft, "đường hỏng ở đầu thôn", Place("found", "12361", detail="đầu thôn"))
    assert draft.asked == "confirm"
    return draft


def test_everything_in_one_message_leads_to_the_summary() -> None:
    draft = Draft()
    step = say(draft, "đường thôn Đông hỏng", Place("found", "12271", detail="thôn Đông", note=TAN_DAN.note))
    assert draft.asked == "confirm"
    assert responses(step) == ["utter_place_today", "utter_understood"]


def test_only_what_is_missing_is_asked() -> None:
    draft = Draft()
    say(draft, "duong thon toi hong nang qua ad oi")
    assert draft.asked == "place"
    say(draft, "xa Tan Dan huyen Khoai Chau", TAN_DAN)
    assert draft.asked == "detail"
    say(draft, "đầu làng", act="report")
    assert (draft.asked, draft.detail) == ("confirm", "đầu làng")


def test_an_unsure_topic_is_asked_with_the_best_three() -> None:
    draft = Draft()
    say(draft, "mùi khét lẹt", TIEN_LU, topic=UNSURE)
    assert (draft.asked, draft.topic_choices) == ("topic", ["7b", "7a", "6c.waste"])
    say(draft, "cái thứ 2", act="out_of_scope", topic=TopicGuess())
    assert draft.topic == "7a"


def test_an_ambiguous_place_is_asked_back() -> None:
    draft = Draft()
    say(draft, "rác ở An Ninh", Place("ambiguous", choices=("1", "2")))
    assert draft.asked == "place_choice"
    tap(draft, "place:2")
    assert (draft.commune, draft.asked) == ("2", "detail")


def test_after_three_vain_questions_the_place_is_left_to_a_person() -> None:
    draft = Draft()
    say(draft, "rác ứ cả tuần")
    for text in ("chỗ cổng chợ ấy", "chợ Bến", "gần nhà bà Hoa"):
        assert draft.asked == "place"
        step = say(draft, text)
    assert responses(step) == ["utter_place_left_open"]
    assert draft.asked == "confirm"


def test_a_correction_at_the_summary_replaces_the_place() -> None:
    draft = filled()
    step = say(draft, "à nhầm, xã Tân Dân", TAN_DAN)
    assert (draft.commune, responses(step)) == ("12271", ["utter_place_changed"])
    assert draft.outcome == "open"


@pytest.mark.parametrize(
    ("text", "act"), [("đúng", "affirm"), ("gửi mẹ đi", "report"), ("👍", "rate"), ("👍🏻👍🏻", "out_of_scope")]
)
def test_a_yes_confirms(text: str, act: str) -> None:
    draft = filled()
    say(draft, text, act=act)
    assert draft.outcome == "confirmed"


@pytest.mark.parametrize("act", ["affirm", "cancel", "deny"])
def test_send_or_do_not_send_without_marks_is_asked_with_one_tap(act: str) -> None:
    draft = filled()
    assert responses(say(draft, "dung gui di", act=act)) == ["utter_send_or_not"]
    assert (draft.outcome, draft.asked) == ("open", "confirm")
    say(draft, "gui", act="affirm")
    assert draft.outcome == "confirmed"


def test_a_no_at_the_summary_asks_what_to_mend() -> None:
    draft = filled()
    say(draft, "chưa đúng", act="deny")
    assert draft.asked == "edit"
    tap(draft, "edit:place")
    assert (draft.asked, draft.commune) == ("place", None)


def test_editing_the_content_keeps_the_rest() -> None:
    draft = filled()
    tap(draft, "edit:content")
    assert draft.asked == "content"
    say(draft, "cống vỡ")
    assert (draft.text, draft.commune, draft.asked) == ("cống vỡ", "12361", "confirm")


def test_hiding_the_name_is_taken_at_any_time_even_misspelt() -> None:
    draft = filled()
    step = say(draft, "gửi dùm e, dấu tên nha", act="affirm")
    assert draft.anonymity == "anonymous"
    assert "utter_anonymous" in responses(step)


def test_cancel_ends_the_draft_and_files_nothing() -> None:
    draft = filled()
    say(draft, "thôi không gửi nữa", act="cancel")
    assert draft.outcome == "cancelled"


def test_small_talk_in_the_middle_is_answered_and_the_question_stands() -> None:
    draft = filled()
    step = say(draft, "cảm ơn nhé", act="thanks")
    assert (step.aside, draft.asked, draft.outcome) == ("thanks", "confirm", "open")


def test_a_word_while_an_agency_waits_is_asked_about_first() -> None:
    draft = Draft(waiting_ticket="HY-7K4M-92")
    say(draft, "ở đoạn đầu thôn ạ")
    assert draft.asked == "which_ticket"
    tap(draft, "ticket:yes")
    assert draft.outcome == "added"


def test_a_skipped_detail_is_not_asked_again() -> None:
    draft = Draft()
    say(draft, "đường hỏng", TIEN_LU)
    tap(draft, "detail:skip")
    assert draft.asked == "confirm"


@pytest.mark.parametrize("act", ["ask", "report", "complain"])
def test_a_denunciation_is_heard_whatever_the_classifier_says(act: str) -> None:
    draft = Draft()
    say(draft, "Tôi muốn tố cáo chủ tịch xã nhận tiền làm sổ đỏ", act=act)
    assert draft.act == "denounce"


def test_a_denunciation_that_comes_out_later_turns_the_draft() -> None:
    draft = Draft()
    say(draft, "làm sổ đỏ mãi chưa xong", TIEN_LU)
    step = say(draft, "ông địa chính xã nhận tiền của nhà tôi rồi")
    assert draft.act == "denounce"
    assert "utter_notice_denounce" in responses(step)


def test_to_denounce_a_noise_is_no_denunciation() -> None:
    draft = Draft()
    say(draft, "tôi tố cáo nhà hàng xóm hát karaoke ầm ĩ")
    assert draft.act == "report"


def test_a_denouncers_wish_for_secrecy_is_answered_and_keeps_the_name() -> None:
    draft = Draft()
    say(draft, "Tôi muốn tố cáo chủ tịch xã nhận tiền làm sổ đỏ", act="denounce")
    step = say(draft, "có giữ kín tên tôi được không, tôi sợ trù dập", act="ask")
    assert draft.anonymity == "hidden"
    assert "utter_secret" in responses(step)


def test_a_long_turn_at_the_summary_is_no_yes() -> None:
    draft = filled()
    say(draft, "có ghi âm. đừng chuyển về xã đấy", act="affirm")
    assert draft.outcome == "open"
    assert "có ghi âm" in draft.text


def test_a_market_is_an_answer_to_where_even_if_it_sounds_like_small_talk() -> None:
    draft = Draft()
    say(draft, "rác ứ cả tuần không ai dọn")
    say(draft, "chợ Bến", Place(detail="chợ Bến"), act="human")
    assert draft.detail == "chợ Bến"
