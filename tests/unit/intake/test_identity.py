"""Denunciations, names, and who may know them; praise; old buttons."""

import pytest

from api.intake.names_of_people import leading_name, name_in
from api.intake.rules import Place
from tests.unit.intake.told import NO_TOPIC, TIEN_LU, Told, at_summary, guess, sure

VAGUE = guess(("5c", 0.3), ("4a", 0.2))


def _denounced() -> Told:
    told = Told()
    told.hears("tôi tố cáo trưởng thôn ăn chặn tiền lũ lụt", "denounce", VAGUE)
    return told


@pytest.mark.parametrize("act", ["ask", "report", "complain"])
def test_a_denunciation_is_heard_whatever_the_classifier_says(act: str) -> None:
    told = Told()
    told.hears("tố cáo cán bộ địa chính vòi tiền", act, VAGUE)
    assert (told.draft.act, told.draft.topic, told.draft.anonymity) == ("denounce", "4a", "hidden")


def test_a_denunciation_that_comes_out_later_turns_the_draft() -> None:
    told = Told()
    told.hears("làm sổ đỏ mãi chưa xong", "report", sure("5c"), TIEN_LU)
    said = told.hears("ông địa chính xã nhận tiền của nhà tôi rồi im luôn", "report")
    assert "utter_notice_denounce" in said
    assert told.draft.act == "denounce"


def test_a_few_words_of_where_are_no_denunciation() -> None:
    told = Told()
    told.hears("ngõ ngập ba tháng", "report", sure("6c.road"), TIEN_LU)
    told.hears("đoạn sau nhà văn hóa", "denounce", NO_TOPIC, restricted=True)
    assert told.draft.act == "report"


def test_what_may_be_a_denunciation_is_kept_closed_and_stays_what_it_was() -> None:
    told = Told()
    told.hears("chị ấy cầm tiền của cả xóm mà không ai thấy sổ", "report", sure("1d"), TIEN_LU, restricted=True)
    assert (told.draft.act, told.draft.doubtful) == ("report", True)
    told.hears("thôn Trung ạ", "report", NO_TOPIC)
    assert told.draft.doubtful


def test_to_ask_how_to_denounce_closes_nothing() -> None:
    told = Told()
    told.hears("muốn tố cáo thì gửi đơn về đâu", "ask", sure("3b"), restricted=True)
    assert not told.draft.doubtful


def test_to_denounce_a_noise_is_no_denunciation() -> None:
    told = Told()
    told.hears("tôi tố cáo nhà hàng xóm hát karaoke ầm ĩ", "report", sure("6d"))
    assert told.draft.act == "report"


def test_secrecy_is_promised_and_the_question_stands() -> None:
    told = _denounced()
    assert told.hears("thế có ai biết tên tôi không, sợ bị trả thù lắm", "ask")[0] in (
        "utter_secret",
        "utter_faq_privacy",
    )
    assert told.draft.asked == "place"
    assert "trả thù" not in told.text()


def test_a_denouncers_name_is_kept_apart_and_hidden() -> None:
    told = _denounced()
    said = told.hears(
        "tôi khai tên: Lại Thị Thơm, thôn Trung, xã Tiên Lữ, số 0912345678", "report", NO_TOPIC,
        Place("found", "1", detail="thôn Trung"),
    )  # fmt: skip
    assert said == ["utter_name_hidden", "utter_ask_evidence"]
    assert (told.draft.contact_name, told.draft.anonymity) == ("Lại Thị Thơm", "hidden")
    assert "Thơm" not in told.text()
    assert "0912" not in told.text()


def test_the_answer_about_evidence_files_as_announced() -> None:
    told = _denounced()
    told.hears("xã Tiên Lữ", "report", NO_TOPIC, TIEN_LU)
    assert told.hears("có giấy viết tay, đừng báo cho xã nhé", "deny")[-1] == "confirmed"
    assert "giấy viết tay" in told.text()


def test_evidence_can_wait() -> None:
    told = _denounced()
    told.hears("xã Tiên Lữ", "report", NO_TOPIC, TIEN_LU)
    assert told.hears("khoan đã", "deny") == ["utter_ask_confirm"]


def test_who_denounces_without_a_name_is_heard() -> None:
    told = _denounced()
    assert "utter_secret" in told.hears("tôi không dám nêu tên đâu", "deny")
    assert told.draft.anonymity == "anonymous"


def test_hiding_the_name_is_taken_at_any_time_even_misspelt() -> None:
    told = at_summary()
    assert told.hears("gửi hộ chị, dấu tên nghen", "affirm") == ["utter_anonymous", "confirmed"]
    assert told.draft.anonymity == "anonymous"


def test_anonymity_can_be_taken_back() -> None:
    told = at_summary()
    told.hears("cho tôi ẩn danh", "report")
    assert told.draft.anonymity == "anonymous"
    assert "utter_open" in told.hears("thôi không cần giấu tên nữa", "report")
    assert told.draft.anonymity == "open"


def test_nothing_of_who_stays_unknown_is_kept() -> None:
    told = at_summary()
    told.hears("tôi tên là Đỗ Văn Khải", "report")
    assert told.draft.contact_name == "Đỗ Văn Khải"
    told.taps("identity:anonymous")
    assert told.draft.contact_name is None


def test_praise_goes_with_the_name_that_is_given() -> None:
    told = Told()
    assert told.hears("khen cô y tá trạm xá tận tình", "praise", sure("6a"), TIEN_LU)[-1] == "utter_ask_praise_name"
    assert told.hears("ghi tên bác là Hoàng Thị Lụa", "report") == ["utter_name_kept", "confirmed"]
    assert told.draft.contact_name == "Hoàng Thị Lụa"


@pytest.mark.parametrize("text", ["không cần đâu", "thôi", "gửi luôn đi"])
def test_praise_goes_without_a_name_too(text: str) -> None:
    told = Told()
    told.hears("khen anh shipper bưu điện xã", "praise", sure("5d"), TIEN_LU)
    assert told.hears(text, "deny" if text != "gửi luôn đi" else "report") == ["confirmed"]
    assert told.draft.contact_name is None


def test_a_bare_yes_to_the_name_asks_which() -> None:
    told = Told()
    told.hears("khen đội vệ sinh quét sạch", "praise", sure("6c.waste"), TIEN_LU)
    assert told.hears("có", "affirm") == ["utter_which_name", "utter_ask_praise_name"]
    assert told.hears("Lê Văn Bường", "out_of_scope")[-1] == "confirmed"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tên tôi là Bùi Thị Nhàn, xóm 4", "Bùi Thị Nhàn"),
        ("toi ten la nguyen van hop", "nguyen van hop"),
        ("giấu tên nhé, xã Tân Dân", None),
        ("đường tên Nguyễn Văn Linh bị lún", None),
        ("tôi là người ở xã Lương Bằng", None),
    ],
)
def test_names_are_told_from_places(text: str, name: str | None) -> None:
    assert name_in(text) == name


def test_an_old_yes_files_nothing_that_was_not_summarised() -> None:
    told = Told()
    told.hears("đèn đường tắt", "report", sure("6c.power"))
    assert told.taps("confirm:yes") == ["utter_button_over", "utter_ask_place"]


def test_an_old_button_of_another_draft_changes_nothing() -> None:
    told = at_summary()
    assert told.taps("topic:6d")[0] == "utter_button_over"
    assert told.taps("place:3")[0] == "utter_button_over"
    assert (told.draft.topic, told.draft.commune) == ("6c.road", "1")


def test_a_button_of_a_ticket_is_not_lost_in_a_draft() -> None:
    assert at_summary().taps("rate:HY-7K4M-92:5") == ["aside:pick", "utter_ask_confirm"]


def test_a_second_tap_on_the_same_button_changes_nothing() -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), TIEN_LU)
    told.taps("detail:skip")
    assert told.taps("detail:skip") == ["utter_button_over", "utter_ask_confirm"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Phạm Thị Xoan chữ X", "Phạm Thị Xoan"), ("Phạm Thị Xoan", "Phạm Thị Xoan"), ("chữ X mới đúng", None)],
)
def test_a_name_ends_where_small_letters_begin(text: str, name: str | None) -> None:
    assert leading_name(text) == name


def test_a_number_told_beside_the_spot_is_no_part_of_it() -> None:
    told = Told()
    told.hears("rác đổ trộm", "report", sure("6c.waste"), Place("found", "1", detail="thôn Trung, số 0912345678"))
    assert told.draft.detail == "thôn Trung"


def test_a_wish_to_stay_unknown_at_the_evidence_files_nothing() -> None:
    told = _denounced()
    told.hears("xã Tiên Lữ", "report", NO_TOPIC, TIEN_LU)
    assert told.hears("ẩn danh giúp tôi", "affirm")[-1] == "utter_ask_evidence"
    assert told.draft.anonymity == "anonymous"


def test_a_phone_number_is_kept_and_asks_for_nobody() -> None:
    told = at_summary()
    assert "utter_phone_kept" in told.hears("số tôi 0912.345.678 nhé", act="human")
    assert (told.draft.contact_phone, told.draft.asked) == ("0912345678", "confirm")


def test_who_stays_unknown_leaves_no_number() -> None:
    told = at_summary()
    told.hears("số tôi 0912345678", act="human")
    told.hears("giấu tên giúp tôi", act="out_of_scope")
    assert told.draft.contact_phone is None
