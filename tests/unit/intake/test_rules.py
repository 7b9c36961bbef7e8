"""How a draft grows: told as citizens would, without any database."""

import pytest

from api.core.text import fold
from api.intake import phrases
from api.intake.english import is_english
from api.intake.rules import Place
from tests.unit.intake.told import KHOAI_CHAU, NO_TOPIC, TIEN_LU, Told, at_summary, guess, sure

ROAD = sure("6c.road")


def test_everything_in_one_message_leads_to_the_summary() -> None:
    told = Told()
    said = told.hears(
        "đường thôn Đông hỏng, xã Tân Dân", "report", ROAD, Place("found", "1", detail="thôn Đông", note="nay là xã B")
    )
    assert said == ["utter_place_today", "utter_understood", "utter_ask_confirm"]


def test_only_what_is_missing_is_asked() -> None:
    told = Told()
    assert told.hears("duong thon toi lo mat roi ad oi", "report", ROAD)[-1] == "utter_ask_place"
    assert told.hears("xa Tien Lu", "report", NO_TOPIC, TIEN_LU)[-1] == "utter_ask_detail"
    assert told.hears("đầu làng", "out_of_scope")[-1] == "utter_ask_confirm"
    assert told.draft.detail == "đầu làng"


def test_a_likely_topic_is_proposed_in_the_summary_with_the_others_beside_it() -> None:
    told = Told()
    topic = guess(("6c.road", 0.45), ("6c.water", 0.3), ("6d", 0.1))
    assert "utter_guessed" in told.hears("nước tràn vào sân nhà", "report", topic, Place("found", "1", detail="xóm 3"))
    assert {"topic:6c.water", "confirm:yes"} <= set(told.draft.buttons)
    told.taps("topic:6c.water")
    assert (told.draft.topic, told.draft.topic_sure, told.draft.asked) == ("6c.water", True, "confirm")


def test_an_unlikely_topic_is_asked_for_with_the_best_three() -> None:
    told = Told()
    topic = guess(("7b", 0.3), ("7a", 0.28), ("6c.waste", 0.2), ("6d", 0.1))
    assert told.hears("mùi khét lẹt", "report", topic, Place("found", "1", "sau chợ"))[-1] == "utter_ask_topic"
    assert told.draft.topic_choices == ["7b", "7a", "6c.waste"]
    told.hears("cái thứ 2", "out_of_scope")
    assert (told.draft.topic, told.draft.asked) == ("7a", "confirm")


def test_an_unlikely_topic_is_offered_beside_the_place_and_proposed_if_not_chosen() -> None:
    told = Told()
    assert told.hears("khói quá trời", "report", guess(("7b", 0.3), ("7a", 0.28)))[-1] == "utter_ask_place_topic"
    said = told.hears("ngõ 7 xã Tiên Lữ", "report", NO_TOPIC, Place("found", "1", "ngõ 7"))
    assert said == ["utter_ask_confirm"]
    assert (told.draft.topic, told.draft.topic_sure) == ("7b", False)
    assert "topic:7a" in told.draft.buttons


def test_a_topic_tapped_beside_the_place_leaves_the_place_to_be_asked() -> None:
    told = Told()
    told.hears("khói quá trời", "report", guess(("7b", 0.3), ("7a", 0.28)))
    assert told.taps("topic:7a") == ["utter_ask_place"]


def test_never_more_than_two_questions_before_the_summary() -> None:
    told = Told()
    told.hears("khói. Rác", "report", guess(("7b", 0.5), ("7a", 0.28)), matters=("7b", "6c.waste"))
    assert told.hears("số 1", "out_of_scope")[-1] == "utter_ask_place"
    assert told.hears("xã Tiên Lữ", "report", NO_TOPIC, TIEN_LU)[-1] == "utter_ask_confirm"


def test_since_when_is_no_spot() -> None:
    told = Told()
    told.hears("ống nước vỡ", "report", sure("6c.water"), TIEN_LU)
    assert told.hears("từ hôm mồng 3 đến nay", "report")[-1] == "utter_ask_confirm"
    assert told.draft.detail is None
    assert "từ hôm mồng 3" in told.text()


def test_an_ambiguous_place_is_asked_back_and_chosen_by_number() -> None:
    told = Told()
    told.hears("rác ở An Ninh", "report", sure("6c.waste"), Place("ambiguous", choices=("1", "2")))
    assert told.draft.asked == "place_choice"
    told.hears("cái số 2", "out_of_scope")
    assert (told.draft.commune, told.draft.asked) == ("2", "detail")


def test_a_vague_spot_is_named_step_by_step() -> None:
    told = Told()
    told.hears("ổ gà to lắm", "report", ROAD)
    assert told.hears("chỗ đầu cầu ấy", "report")[-1] == "utter_ask_place_spot"
    told.hears("cầu Ngàng", "report", NO_TOPIC, Place(detail="cầu Ngàng"))
    told.hears("xã Khoái Châu", "report", NO_TOPIC, KHOAI_CHAU)
    assert (told.draft.detail, told.draft.asked) == ("đầu cầu Ngàng", "confirm")


def test_after_three_vain_questions_the_place_is_left_to_a_person() -> None:
    told = Told()
    told.hears("rác ba ngày chưa ai lấy", "report", sure("6c.waste"))
    for text in ("bên kia sông", "chỗ bà Hoa bán bún", "gần gốc đa"):
        assert told.draft.asked == "place"
        said = told.hears(text, "out_of_scope")
    assert said == ["utter_place_left_open", "utter_ask_confirm"]


def test_a_correction_at_the_summary_replaces_the_place_and_asks_for_the_spot_there() -> None:
    told = at_summary()
    assert told.hears("à nhầm, xã Khoái Châu", "deny", NO_TOPIC, KHOAI_CHAU) == [
        "utter_place_changed", "utter_ask_detail",
    ]  # fmt: skip
    assert told.draft.commune == "2"
    assert "(Nơi đúng: xã Khoái Châu)" in told.text()


def test_what_is_denied_is_no_spot() -> None:
    told = at_summary()
    place = Place("found", "1", "thôn Tiên Lữ")
    said = told.hears("xã Tiên Lữ mà, chứ không phải thôn Tiên Lữ đâu", "deny", NO_TOPIC, place)
    assert said == ["utter_place_kept", "utter_ask_confirm"]
    assert told.draft.detail == "đầu thôn"


def test_a_spot_told_at_the_summary_is_no_addition_to_the_words() -> None:
    told = Told()
    told.hears("cống vỡ", "report", ROAD, TIEN_LU)
    told.taps("detail:skip")
    said = told.hears("ngõ 5 thôn Hạ", "report", NO_TOPIC, Place(detail="ngõ 5 thôn Hạ"))
    assert said == ["utter_spot_taken", "utter_ask_confirm"]
    assert told.text() == "cống vỡ"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("đúng", "affirm"),
        ("gửi mẹ nó đi", "report"),
        ("👍", "rate"),
        ("👍🏻👍🏻", "out_of_scope"),
        ("ok gửi luôn cho nhanh nhé", "cancel"),
        ("thôi gửi đi", "cancel"),
        ("vâng gửi giúp tôi", "thanks"),
        ("Gửi", "out_of_scope"),
    ],
)
def test_a_yes_confirms(text: str, act: str) -> None:
    told = at_summary()
    assert told.hears(text, act)[-1] == "confirmed"


@pytest.mark.parametrize(("text", "act"), [("chưa đúng", "deny"), ("👎", "out_of_scope"), ("khoan đã", "deny")])
def test_a_no_at_the_summary_asks_what_to_mend_and_drops_nothing(text: str, act: str) -> None:
    told = at_summary()
    assert told.hears(text, act)[-1] == "utter_ask_edit"


@pytest.mark.parametrize("act", ["affirm", "cancel", "deny"])
def test_send_or_do_not_send_without_marks_is_asked_with_one_tap(act: str) -> None:
    told = at_summary()
    assert told.hears("dung gui di", act) == ["utter_send_or_not", "utter_ask_confirm"]
    assert told.hears("gui", "affirm") == ["confirmed"]


def test_editing_the_content_keeps_the_rest() -> None:
    told = at_summary()
    told.taps("edit:content")
    told.hears("cống vỡ nước tràn ra đường", "report", ROAD)
    assert (told.draft.text, told.draft.commune, told.draft.asked) == ("cống vỡ nước tràn ra đường", "1", "confirm")


def test_editing_the_place_asks_for_it_again() -> None:
    told = at_summary()
    assert told.taps("edit:place") == ["utter_ask_place"]
    assert told.hears("xã Khoái Châu", "report", NO_TOPIC, KHOAI_CHAU)[-1] == "utter_ask_detail"


def test_a_short_cancel_ends_and_files_nothing() -> None:
    assert at_summary().hears("thôi không gửi nữa", "cancel") == ["cancelled"]


def test_a_long_message_that_sounds_like_a_cancel_is_an_addition() -> None:
    told = at_summary()
    told.hears("họ bảo bỏ đi nhưng mấy hôm sau lại đổ thêm đất đá ra giữa đường", "cancel")
    assert told.draft.outcome == "open"
    assert "đổ thêm đất đá" in told.text()


def test_starting_again_takes_the_new_matter_and_nothing_of_the_old() -> None:
    told = at_summary()
    said = told.hears("thôi làm lại từ đầu", "cancel")
    assert said == ["utter_started_again", "utter_ask_story"]
    told.hears("mất điện từ tối qua cả xóm", "report", sure("6c.power"), KHOAI_CHAU)
    assert (told.text(), told.draft.commune) == ("mất điện từ tối qua cả xóm", "2")


def test_small_talk_in_the_middle_is_answered_and_the_question_stands() -> None:
    assert at_summary().hears("cảm ơn nhé", "thanks") == ["aside:thanks", "utter_ask_confirm"]


def test_a_question_about_the_way_is_answered_and_the_draft_goes_on() -> None:
    told = Told()
    told.hears("đèn đường tắt cả tuần", "report", sure("6c.power"))
    assert told.hears("mà bao giờ thì có kết quả", "ask") == ["utter_faq_time", "utter_ask_place"]
    assert told.hears("gửi cho ai thế", "ask") == ["utter_faq_agency", "utter_ask_place"]
    assert told.text() == "đèn đường tắt cả tuần"


def test_a_question_about_damages_is_answered_and_the_damage_is_noted() -> None:
    told = at_summary("report", "7a")
    assert told.hears("hai ao cá nhà tôi ai bồi thường", "ask")[0] == "utter_faq_compensation"
    assert "hai ao cá" in told.text()


def test_another_question_goes_into_the_ticket() -> None:
    told = at_summary()
    assert told.hears("đường này thuộc dự án của huyện cũ phải không", "ask")[0] == "utter_question_noted"


def test_signs_alone_are_asked_about_in_words() -> None:
    told = at_summary()
    assert told.hears("🐍🌊", "report") == ["utter_wordless", "utter_ask_confirm"]
    assert told.hears("😡", "rate") == ["utter_upset", "utter_ask_confirm"]


def test_a_word_while_an_agency_waits_is_asked_about_first() -> None:
    told = Told()
    told.draft.waiting_ticket, told.draft.ticket_waits = "HY-7K4M-92", True
    assert told.hears("ở đoạn đầu thôn ạ", "report")[-1] == "utter_ask_which_ticket"
    assert told.taps("ticket:yes") == ["added"]


def test_a_new_matter_while_an_agency_waits_goes_its_own_way() -> None:
    told = Told()
    told.draft.waiting_ticket = "HY-7K4M-92"
    assert told.hears("chó thả rông cắn người", "report", sure("6d"), TIEN_LU)[-1] == "utter_ask_addition"
    assert told.hears("không, việc mới", "deny")[-1] == "utter_ask_detail"


def test_a_skipped_detail_is_not_asked_again() -> None:
    for word in ("Bỏ qua", "thôi", "không cần", "không nhớ"):
        told = Told()
        told.hears("đường hỏng", "report", ROAD, TIEN_LU)
        assert told.hears(word, "cancel" if word == "thôi" else "deny")[-1] == "utter_ask_confirm"
        assert told.draft.detail is None


def test_a_market_is_an_answer_to_where_even_if_it_sounds_like_small_talk() -> None:
    told = Told()
    told.hears("rác chất đống", "report", sure("6c.waste"))
    told.hears("chợ Gạo", "human", NO_TOPIC, Place(detail="chợ Gạo"))
    assert told.draft.detail == "chợ Gạo"


def test_a_draft_in_english_is_asked_in_english() -> None:
    told = Told()
    told.draft.english = True
    told.hears("the drain in front of our school is blocked", "report", guess(("6c.road", 0.5)))
    assert told.question().response == "utter_ask_place_en"
    told.hears("xã Tiên Lữ", "report", NO_TOPIC, Place("found", "1", "thôn Hạ"))
    assert told.question().response == "utter_ask_confirm_en"


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Hello, my street is dark at night", True),
        ("there is no water in our house", True),
        ("cho toi hoi thu tuc lam ho khau", False),
        ("em o xa Tan Dan", False),
        ("wifi no 5G", False),
    ],
)
def test_english_is_told_from_vietnamese_without_marks(text: str, english: bool) -> None:
    assert is_english(text) is english


def test_a_spot_is_kept_without_the_commune_behind_it() -> None:
    told = Told()
    told.hears("cong tac", "report", sure("6c.road"), TIEN_LU)
    said = told.hears("xom Ngoai o Tien Lu chu khong phai Khoai Chau", "deny", NO_TOPIC, TIEN_LU)
    assert said == ["utter_place_kept", "utter_ask_confirm"]
    assert told.draft.detail == "xom Ngoai"


def test_a_denunciation_names_its_receiver() -> None:
    told = Told()
    told.hears("tố cáo bí thư xã vòi tiền", "denounce", NO_TOPIC, TIEN_LU)
    asked = told.question()
    assert (asked.response, asked.params["receiver"]) == ("utter_ask_evidence", "nơi tiếp nhận kín của tỉnh")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đề nghị cho tôi bản đồ quy hoạch sử dụng đất của xã", True),
        ("toi muon xin ban sao quyet dinh thu hoi dat cua thon", True),
        ("yêu cầu UBND xã cung cấp số liệu thu chi quỹ năm 2025", True),
        ("cho tôi xem biên bản họp dân hôm trước với", True),
        ("xin cấp bản sao giấy khai sinh cho cháu", False),  # a paper of one's own: a procedure
        ("đề nghị xã sửa con đường", False),
    ],
)
def test_a_request_for_a_paper_of_an_office(text: str, expected: bool) -> None:
    assert phrases.wants_a_paper(fold(text)) is expected


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("cho hoi ranh nuoc truoc ngo 9 bi tac nuoc den tran len duong", "report"),
        ("cho hỏi cống tắc thì gọi ai ạ", "ask"),
        ("xin hỏi làm căn cước mất bao lâu", "ask"),
    ],
)
def test_a_courtesy_before_a_fault_is_no_question(text: str, act: str) -> None:
    told = Told()
    told.hears(text, act="ask", topic=sure("6c.road"))
    assert told.draft.act == act
