"""Two matters, a wrong topic, a matter announced and not told, anger."""

import pytest

from api.intake.rules import Place
from tests.unit.intake.told import KHOAI_CHAU, NO_TOPIC, TIEN_LU, Told, at_summary, guess, sure


def _two() -> Told:
    told = Told()
    said = told.hears(
        "Cống trước trường tắc hôi lắm. Đèn đường thì tắt cả tháng.", "report",
        guess(("6c.power", 0.6), ("6c.road", 0.3)), Place("found", "1", detail="trước trường"),
        matters=("6c.road", "6c.power"),
    )  # fmt: skip
    assert said == ["utter_ask_two"]
    return told


def test_of_two_matters_one_is_the_main_point_and_the_other_is_noted() -> None:
    told = _two()
    said = told.hears("chủ yếu là cái cống", "report", sure("6c.road"))
    assert said == ["utter_main_taken", "utter_ask_confirm"]
    assert (told.draft.topic, told.draft.second) == ("6c.road", "6c.power")
    assert "(Ghi kèm: điện, đèn đường)" in told.text()


def test_of_two_matters_one_is_chosen_by_number() -> None:
    told = _two()
    told.hears("việc thứ nhất", "out_of_scope")
    assert (told.draft.topic, told.draft.second, told.draft.two) == ("6c.power", "6c.road", "noted")


@pytest.mark.parametrize("text", ["cả hai", "gửi thành hai phiếu", "tách ra cho tôi"])
def test_both_make_two_tickets(text: str) -> None:
    told = _two()
    told.hears(text, "report")
    assert (told.draft.two, told.draft.asked) == ("separate", "confirm")


def test_two_likely_topics_behind_a_joiner_are_two_matters() -> None:
    told = Told()
    topic = guess(("6c.waste", 0.5), ("6d", 0.3))
    assert told.hears("rác vứt bừa, với lại thanh niên tụ tập hò hét", "report", topic)[-1] == "utter_ask_two"


def test_another_matter_at_the_summary_is_asked_about_and_does_not_move_the_place() -> None:
    told = at_summary()
    said = told.hears("còn một việc nữa, rác bên xã Khoái Châu chất đống", "report", sure("6c.waste"), KHOAI_CHAU)
    assert said == ["utter_ask_second"]
    told.taps("two:both")
    draft = told.draft
    assert (draft.commune, draft.second_commune, draft.two) == ("1", "2", "separate")


def test_the_main_point_is_named_again_at_the_summary() -> None:
    told = Told()
    topic = guess(("7b", 0.5), ("6d", 0.15))
    told.hears("quán hát tới khuya đánh nhau suốt", "report", topic, Place("found", "1", detail="cạnh chợ"))
    told.hears("chủ yếu là đánh nhau", "report", sure("6d"))
    assert told.draft.topic == "6d"


def test_a_topic_that_is_denied_gives_way_to_the_next() -> None:
    told = Told()
    topic = guess(("6c.water", 0.6), ("7a", 0.2))
    told.hears("nước xưởng giặt chảy ra mương", "report", topic, TIEN_LU)
    said = told.hears("không phải nước sạch mà là xưởng gây ô nhiễm", "deny", topic)
    assert said == ["utter_topic_changed", "utter_ask_detail"]
    assert told.draft.topic == "7a"


def test_what_was_understood_rightly_is_confirmed_calmly() -> None:
    told = at_summary("report", "7a")
    said = told.hears("không phải rác mà là cơ sở gây mùi", "deny", guess(("7a", 0.5), ("6c.waste", 0.3)))
    assert said == ["utter_topic_kept", "utter_ask_confirm"]


@pytest.mark.parametrize(
    "text",
    ["cho tôi phản ánh một việc", "em muốn báo cái này ạ", "tôi xin trình bày một chuyện", "xin giấu tên giúp tôi nhé"],
)
def test_a_matter_that_is_only_announced_is_asked_for(text: str) -> None:
    told = Told()
    assert told.hears(text, "report", guess(("3a", 0.2)))[-1] == "utter_ask_story"
    told.hears("ống nước chính vỡ trước chợ", "report", sure("6c.water"), TIEN_LU)
    assert told.text() == "ống nước chính vỡ trước chợ"
    assert told.draft.asked == "detail"


def test_a_wish_to_stay_unknown_holds_for_the_matter_that_follows() -> None:
    told = Told()
    assert told.hears("đừng để lộ tên tôi nhé", "report", guess(("3a", 0.2))) == ["utter_anonymous", "utter_ask_story"]
    told.hears("lò mổ xả máu ra mương", "report", sure("7a"), TIEN_LU)
    assert (told.draft.topic, told.draft.anonymity) == ("7a", "anonymous")


def test_anger_alone_is_met_calmly_and_the_matter_asked_for() -> None:
    told = Told()
    said = told.hears("đm lũ chúng mày ăn không ngồi rồi", "denounce", guess(("3a", 0.3)))
    assert said == ["utter_calm_first", "utter_ask_story"]


def test_the_matter_inside_an_insult_is_taken_in_neutral_words() -> None:
    told = Told()
    told.hears("đm cái cống nhà tao nó tắc đéo ai dọn, gọi bọn mày mãi", "report", sure("6c.road"), TIEN_LU)
    assert told.text() == "cái cống nhà tôi nó tắc không ai dọn, gọi cơ quan mãi"


def test_words_that_only_begin_a_talk_are_left_out() -> None:
    told = Told()
    told.hears("dạ alo ad ơi cầu tre gãy rồi", "report", sure("6c.road"), TIEN_LU)
    assert told.text() == "cầu tre gãy rồi"


def test_emptiness_does_not_go_on_for_ever() -> None:
    told = Told()
    told.hears("tôi muốn phản ánh một việc", "report", guess(("3a", 0.2)))
    told.hears("tôi muốn báo một việc", "report", guess(("3a", 0.2)))
    assert "aside:human" in told.hears("tôi muốn trình bày một chuyện", "report", guess(("3a", 0.2)))


def test_a_question_needs_no_spot_and_no_class() -> None:
    told = Told()
    told.hears("người già neo đơn được hỗ trợ gì", "ask", guess(("2b", 0.2)), TIEN_LU)
    assert (told.draft.asked, told.draft.topic) == ("confirm", "other")


def test_a_word_of_the_act_against_ours_is_taken() -> None:
    told = Told()
    told.hears("cán bộ một cửa quát dân", "denounce", sure("3a"), TIEN_LU)
    assert "utter_act_changed" in told.hears("không phải tố cáo đâu, tôi chỉ phản ánh thôi", "deny", NO_TOPIC)
    assert told.draft.act == "report"
