"""What a turn says against the draft is read before any yes; what is no spot does not become one."""

import pytest

from api.intake.about_tickets import stars_in
from api.intake.names_of_people import name_in
from api.intake.rules import Place
from tests.unit.intake.told import KHOAI_CHAU, NO_TOPIC, TIEN_LU, Told, at_summary, sure


@pytest.mark.parametrize(
    "text", ["à nhầm, xã Khoái Châu", "ok nhưng xã Khoái Châu", "ừ nhưng là xã Khoái Châu", "đúng, xã Khoái Châu"]
)
def test_another_commune_beside_a_yes_mends_the_place_and_files_nothing(text: str) -> None:
    told = at_summary()
    assert told.hears(text, "affirm", NO_TOPIC, KHOAI_CHAU) == ["utter_place_changed", "utter_ask_detail"]
    assert (told.draft.commune, told.draft.outcome) == ("2", "open")


def test_an_old_name_of_several_communes_beside_a_yes_is_asked_back() -> None:
    told = at_summary()
    told.hears("à nhầm, xã An Ninh", "affirm", NO_TOPIC, Place("ambiguous", choices=("2", "3")))
    assert told.draft.commune is None
    assert (told.draft.asked, told.draft.outcome) == ("place_choice", "open")


@pytest.mark.parametrize(
    "text", ["ừ mà khoan", "đúng rồi khoan gửi", "ok đợi chút", "gửi đi à khoan", "đúng rồi nhưng chưa gửi vội"]
)
def test_a_yes_taken_back_files_nothing(text: str) -> None:
    told = at_summary()
    assert told.hears(text, "affirm")[-1] == "utter_ask_edit"


@pytest.mark.parametrize("text", ["đúng, không sửa gì nữa", "ok không sai gì", "gửi luôn đi nhé", "dung roi"])
def test_a_yes_that_finds_nothing_wrong_stays_a_yes(text: str) -> None:
    assert at_summary().hears(text, "affirm") == ["confirmed"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("đúng nội dung nhưng sai chỗ", "place"),
        ("lĩnh vực sai rồi", "topic"),
        ("sai nội dung", "content"),
        ("sửa lại địa chỉ giúp tôi", "place"),
    ],
)
def test_a_line_called_wrong_is_opened(text: str, asked: str) -> None:
    told = at_summary()
    told.hears(text, "affirm")
    assert (told.draft.asked, told.draft.outcome) == (asked, "open")


def test_who_is_to_have_it_is_a_wish_and_no_yes() -> None:
    told = at_summary()
    assert told.hears("gửi cho chủ tịch xã luôn", "affirm") == ["utter_faq_agency", "utter_ask_confirm"]
    assert "chủ tịch xã" in told.text()


@pytest.mark.parametrize("asked", ["confirm", "edit", "follow"])
def test_a_spot_put_right_replaces_the_old_one(asked: str) -> None:
    told = at_summary()
    told.draft.asked, told.draft.follow_code = asked, "HY-7K4M-92" if asked == "follow" else None  # type: ignore[assignment]
    told.hears("nhầm, thôn Tây", "affirm", NO_TOPIC, Place(detail="thôn Tây"))
    assert (told.draft.detail, told.draft.asked, told.draft.outcome) == ("thôn Tây", "confirm", "open")


def test_another_place_at_the_offer_to_follow_ends_the_offer() -> None:
    told = at_summary()
    told.draft.follow_code, told.draft.asked = "HY-7K4M-92", "follow"
    assert "utter_place_changed" in told.hears("nhầm rồi, xã Khoái Châu cơ", "affirm", NO_TOPIC, KHOAI_CHAU)
    after = told.draft.model_dump()
    assert (after["commune"], after["follow_code"], after["outcome"]) == ("2", None, "open")


@pytest.mark.parametrize(
    "text",
    [
        "không cần ghi tên tôi", "không muốn để lộ tên", "được, nhưng đừng ghi tên tôi", "không cho ai biết tên tôi",
        "không ghi tên tôi nữa", "ẩn tên tôi đi", "không được để lộ tên", "No, don't give my name",
    ],
)  # fmt: skip
@pytest.mark.parametrize("act", ["affirm", "cancel", "deny", "report"])
def test_a_wish_to_stay_unknown_is_taken_and_neither_files_nor_drops(text: str, act: str) -> None:
    told = at_summary()
    said = told.hears(text, act)
    assert (said[0], said[-1]) == ("utter_anonymous", "utter_ask_confirm")
    assert (told.draft.anonymity, told.draft.outcome) == ("anonymous", "open")
    assert told.text() == "đường đầu thôn lở một nửa"


@pytest.mark.parametrize(
    "text",
    ["danh sách hộ nghèo không ghi tên tôi", "xã bỏ tên tôi khỏi danh sách", "công an đánh tôi", "công an tên Nam đánh",
     "xã không cho dân biết thông tin dự án"],
)  # fmt: skip
def test_a_complaint_with_such_words_is_no_such_wish(text: str) -> None:
    told = Told()
    told.hears(text, "complain", sure("5d"), TIEN_LU)
    assert told.draft.anonymity == "open"


@pytest.mark.parametrize(
    "text",
    ["gửi luôn", "gui", "gửi nha", "ừ", "cái thứ nhất", "cho tôi nghĩ đã", "tên tôi là Hoàng Văn Năm",
     "số tôi 0912345678", "không được để lộ tên", "My name is John Smith, phone +84 912 000 111"],
)  # fmt: skip
@pytest.mark.parametrize("place", [Place(), TIEN_LU])
def test_what_says_nothing_of_the_matter_is_no_spot(text: str, place: Place) -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), place)
    told.hears(text, "report")
    assert told.draft.detail is None
    assert told.draft.outcome == "open"


@pytest.mark.parametrize(
    "text",
    ["bao nhiêu tiền", "giờ em làm gì", "lấy lại được không", "tôi phản ánh là xã không bơm nước",
     "bố mẹ cháu hay đánh cháu", "tôi sợ chúng nó trả thù"],
)  # fmt: skip
@pytest.mark.parametrize("place", [Place(), TIEN_LU])
def test_a_question_or_the_matter_itself_is_no_spot_and_is_kept(text: str, place: Place) -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), place)
    told.hears(text, "report")
    assert told.draft.detail is None
    assert text in told.text()


@pytest.mark.parametrize("text", ["đường hỏng", "nhưng mà nhà vệ sinh ở đó bị tắc bẩn quá"])
def test_the_matter_told_where_one_of_several_places_is_asked_is_kept(text: str) -> None:
    told = Told()
    told.hears("ở An Ninh", "report", sure("6c.waste"), Place("ambiguous", choices=("1", "2")))
    assert told.hears(text, "report")[-1].startswith("utter_ask_place")
    assert text in told.text()


@pytest.mark.parametrize(
    "text", ["chỗ bà Hoa bán bún", "ngõ nhà em", "trước cổng trường", "đầu cầu ấy", "cạnh nhà tôi", "gốc đa", "số 3"]
)
def test_a_spot_in_the_citizens_words_is_one(text: str) -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), TIEN_LU)
    told.hears(text, "report")
    assert told.draft.detail == text


def test_a_name_and_a_number_stay_out_of_the_spot() -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), TIEN_LU)
    told.hears("ngõ 3, tôi tên là Hoàng Văn Năm, 0912345678", "report")
    assert told.draft.detail == "ngõ 3"


@pytest.mark.parametrize(
    ("text", "name"),
    [("My name is John Smith", "John Smith"), ("mẹ tôi tên là Nguyễn Thị Sáu", None),
     ("tôi tên là Nguyễn Thị Sáu", "Nguyễn Thị Sáu")],
)  # fmt: skip
def test_whose_name_it_is(text: str, name: str | None) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("trả lời như không", None), ("không tốt", 1), ("chưa tốt", 1), ("không hay", 1), ("chả hài lòng", 1),
        ("khong hai long", 1), ("trả lời không đúng câu hỏi", None), ("vẫn còn ngập", None),
        ("bố con tôi vẫn khổ", None), ("chưa giải quyết gì, không được", None), ("5 hôm rồi chưa sửa", None),
        ("tôi tên Tám, rất tốt", 5), ("10 điểm", None), ("rất hài lòng", 5), ("tot", 5), ("tệ quá", 1),
        ("te qua", 1), ("bình thường", 3), ("tạm được", 3), ("5", 5), ("cho 4 điểm nhé, cảm ơn xã đã sửa", 4),
        ("tôi chấm 1 sao, làm ăn chậm quá", 1), ("4/5", 4), ("chân đường vẫn lún", None), ("ổn", 5),
    ],
)  # fmt: skip
def test_a_rating_is_read_by_whole_words_and_a_denial_first(text: str, stars: int | None) -> None:
    assert stars_in(text) == stars


def test_who_stays_unknown_leaves_no_trace_of_a_name_in_the_words() -> None:
    told = at_summary()
    told.taps("identity:anonymous")
    assert told.hears("tôi là Lê Thị Mơ, 0978111222", "report") == ["utter_anonymous", "utter_ask_confirm"]
    assert told.text() == "đường đầu thôn lở một nửa"


@pytest.mark.parametrize(
    ("text", "place"), [("đúng rồi nhưng ở xã Khoái Châu", KHOAI_CHAU), ("ok nhưng đợi tôi chút", Place())]
)
def test_a_denouncers_last_word_that_takes_something_back_shows_the_summary(text: str, place: Place) -> None:
    told = Told()
    told.hears("tố cáo bí thư xã vòi tiền", "denounce", NO_TOPIC, TIEN_LU)
    assert told.draft.asked == "evidence"
    assert told.hears(text, "affirm", NO_TOPIC, place)[-1] == "utter_ask_confirm"


def test_no_evidence_yet_is_an_answer() -> None:
    told = Told()
    told.hears("tố cáo bí thư xã vòi tiền", "denounce", NO_TOPIC, TIEN_LU)
    assert told.hears("chưa có giấy tờ gì", "deny")[-1] == "confirmed"
