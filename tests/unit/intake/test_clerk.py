"""A clerk's ear: what looks like an answer and is none, "gửi" with more, words of the matter that are mended."""

import pytest

from api.core.text import fold
from api.intake import phrases
from api.intake.inquiries import in_passing, part_asked
from api.intake.rules import Place, danger
from api.intake.rules.matter import mend_words
from api.intake.rules.place import told_apart
from api.intake.schemas import Caution, Draft, Heard
from tests.unit.intake.told import TIEN_LU, Told, guess, sure


def at_summary(text: str = "rác ứ ở cổng chợ Phủ, hôm chủ nhật đã báo nhà bí thư") -> Told:
    told = Told()
    told.hears(text, "report", sure("6c.waste"), Place("found", "1", detail="chợ Phủ"))
    return told


# --- where
@pytest.mark.parametrize(
    "text",
    [
        "tối nào cũng đỗ, mình muốn công an phạt thật nặng",
        "gọi là thị trấn quen rồi, xã gì tôi không nhớ",
        "trại lợn ấy, tám chục con, phân xả thẳng ra mương",
        "đơn thôi, chuyện nước thì trong đơn có rồi",
        "tôi có biết ai báo đâu",
        "dk",
        "ừ đúng",
    ],
)
def test_an_answer_beside_the_point_is_no_spot(text: str) -> None:
    told = Told()
    told.hears("đường hỏng", "report", sure("6c.road"), TIEN_LU)
    told.hears(text, "report")
    assert told.draft.detail is None


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("thon Tram Chieu, dien thi tu hom 20, rac o canh truong mam non", ["thon Tram Chieu"]),
        ("bến cũ thôn Thanh Trai. ok gửi", ["bến cũ thôn Thanh Trai"]),
        ("thon j k nho, khu gan tram bom so 3 á", ["khu gan tram bom so 3"]),
        ("cấp 3 ở Bần đó", ["cấp 3 ở Bần đó"]),
        ("cầu mới k biết tên", ["cầu mới"]),
        ("chợ Đậu nhé", ["chợ Đậu"]),
    ],
)
def test_the_pieces_that_say_where_are_taken(text: str, spots: list[str]) -> None:
    assert told_apart(text, None)[0] == spots


def test_what_is_told_beside_the_spot_goes_to_the_matter() -> None:
    told = Told()
    told.hears("điện chập chờn", "report", sure("6c.power"), TIEN_LU)
    told.hears("thôn Trạm Chiều, điện thì từ hôm 20", "report", sure("6c.power"))
    assert told.draft.detail == "thôn Trạm Chiều"
    assert "từ hôm 20" in told.draft.text


def test_the_matter_told_where_one_of_several_places_was_asked_is_kept() -> None:
    told = Told()
    told.hears("tàu cuốc hút cát giữa sông", "report", sure("7a"), Place("ambiguous", choices=("1", "2")))
    said = told.hears("tầm 11h đến 3h, chỗ bến đò La Vân", "report", sure("7a"))
    assert "utter_added_to_draft" in said
    assert "11h" in told.draft.text


def test_send_said_again_where_the_place_is_asked_again_leaves_it_open() -> None:
    told = Told()
    told.hears("đường hỏng nặng quá", "report", sure("6c.road"))
    assert told.hears("không biết xã nào", "report")[-1].startswith("utter_ask_place")
    assert told.hears("gửi", "affirm") == ["utter_place_left_open", "utter_ask_confirm"]


def test_another_of_the_offered_places_is_taken_by_its_district() -> None:
    told = Told()
    words = {"1": "xã Minh Tân cũ, huyện Hưng Hà", "2": "xã Minh Tân cũ, huyện Phù Cừ"}
    told.hears("mất điện", "report", sure("6c.power"), Place("ambiguous", choices=("1", "2"), words=words))
    told.hears("cái thứ nhất", "out_of_scope")
    assert told.draft.commune == "1"
    assert "utter_place_changed" in told.hears("ơ không, phải bên Phù Cừ cơ", "report")
    assert told.draft.commune == "2"


# --- the summary
@pytest.mark.parametrize(
    "text",
    ["chắc tầm 60 hộ. gửi", "vâng gửi ạ, đừng cho chúng nó biết tên em", "thì cứ nhắc các cô ấy. gửi đi", "thôi gửi"],
)
def test_send_with_an_addition_or_a_wish_sends(text: str) -> None:
    assert at_summary().hears(text, "report")[-1] == "confirmed"


def test_what_came_with_send_is_in_the_matter_and_send_is_not() -> None:
    told = at_summary()
    told.hears("chắc tầm 60 hộ. gửi", "report")
    assert told.draft.text.endswith("chắc tầm 60 hộ")


def test_send_with_a_correction_shows_the_summary_again() -> None:
    told = at_summary()
    assert told.hears("gửi, nhưng không phải nhà bí thư mà nhà phó thôn", "affirm")[-1] == "utter_ask_confirm"
    assert "nhà phó thôn" in told.draft.text
    assert "bí thư" not in told.draft.text


@pytest.mark.parametrize(
    ("said", "was", "now"),
    [
        ("ok, có điều bỏ chữ chủ nhật đi kẻo lộ", "chủ nhật", ""),
        ("cái chỗ cổng chợ Phủ bỏ đi", "cổng chợ Phủ", ""),
        ("đúng nhưng không phải nhà bí thư mà nhà phó thôn", "nhà bí thư", "nhà phó thôn"),
        ("sửa chủ nhật thành thứ bảy", "chủ nhật", "thứ bảy"),
    ],
)
def test_words_of_the_matter_are_mended(said: str, was: str, now: str) -> None:
    draft = Draft(text="rác ứ ở cổng chợ Phủ, hôm chủ nhật đã báo nhà bí thư")
    assert mend_words(draft, said) == (was, now)
    assert was not in draft.text
    assert now in draft.text


def test_words_that_do_not_stand_in_the_matter_change_nothing() -> None:
    draft = Draft(text="rác ứ ở cổng chợ")
    assert mend_words(draft, "bỏ chữ trường học đi") is None
    assert draft.text == "rác ứ ở cổng chợ"


@pytest.mark.parametrize("nod", ["em ạ ", "đúng rồi ", "chuẩn rồi ", "cô ơi ", "oke", "vâng ạ "])
def test_a_long_row_of_nods_is_read_at_once(nod: str) -> None:
    """A pattern that could read such a row in two ways would try 2^120 of them."""
    row = f"{nod * 120}x"
    assert phrases.SEND.match(fold(row)) is None
    assert phrases.beside_send(f"ok gửi, {row}") == row


@pytest.mark.parametrize("text", ["thôi", "thôi không cần thêm gì đâu", "1"])
def test_what_may_be_a_yes_or_a_no_is_asked_back(text: str) -> None:
    assert "utter_send_or_not" in at_summary().hears(text, "bye" if text == "1" else "deny")


def test_whether_it_was_sent_is_answered() -> None:
    assert at_summary().hears("gửi chưa?", "ask") == ["utter_not_sent_yet", "utter_ask_confirm"]


@pytest.mark.parametrize("text", ["thế để tôi ra đấy xem đã, khỏi gửi gì", "thôi khỏi gửi"])
def test_no_need_to_send_drops(text: str) -> None:
    assert at_summary().hears(text, "report")[-1] == "cancelled"


@pytest.mark.parametrize("text", ["dung gui di", "đừng gửi", "chưa gửi", "gửi rác ra đường", "tôi gửi đơn hai lần rồi"])
def test_these_send_nothing(text: str) -> None:
    assert phrases.beside_send(text) is None


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Bờ ao lở! Nước dâng 1,5 m. Gửi giúp em", "Bờ ao lở! Nước dâng 1,5 m"),
        ("bờ ao lở\nsát nhà số 3\ngửi luôn nhé!!", "bờ ao lở\nsát nhà số 3"),
        ("ok gửi. cột cao 7.5m; nghiêng lắm", "cột cao 7.5m; nghiêng lắm"),
    ],
)
def test_what_stands_beside_a_send_keeps_its_marks(text: str, beside: str) -> None:
    assert phrases.beside_send(text) == beside


# --- topic
def test_what_is_denied_is_not_the_topic() -> None:
    told = Told()
    told.hears("bốc mùi quá", "report", guess(("7b", 0.4), ("7a", 0.3)), TIEN_LU)
    told.taps("edit:topic")
    told.draft.topic_choices = ["7a", "6c.waste"]
    told.hears("là cơ sở gây ô nhiễm chứ không phải rác", "report", sure("6c.waste"))
    assert told.draft.topic == "7a"


# --- denunciations
@pytest.mark.parametrize("code", ["6c.road", "6d", "7a"])
def test_a_firm_in_the_street_is_reported_and_not_denounced(code: str) -> None:
    told = Told()
    told.hears("Quán bia Hải Béo kê bàn kín vỉa hè", "denounce", sure(code), TIEN_LU)
    assert told.draft.act == "report"


def test_a_person_in_office_is_denounced_whatever_the_street() -> None:
    told = Told()
    told.hears("Chủ tịch xã cho em trai chiếm vỉa hè", "denounce", sure("6c.road"), TIEN_LU)
    assert told.draft.act == "denounce"


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("cống mất nắp, hố sâu hơn mét, tối om", False),
        ("cống mất nắp, trưởng thôn bảo kê cho người lấy", True),
        ("Công ty Đại Phúc lấp cống của xóm", True),
    ],
)
def test_a_thing_of_the_street_is_closed_only_where_somebody_is_named(text: str, doubtful: bool) -> None:
    told = Told()
    told.hears(text, "report", sure("6c.road"), TIEN_LU, restricted=True)
    assert told.draft.doubtful is doubtful


def test_a_wish_for_confidence_closes() -> None:
    told = at_summary()
    told.hears("gửi kín giúp em", "affirm")
    assert told.draft.doubtful


# --- danger
def _warned(text: str, act: str = "report") -> Heard:
    caution = Caution(emergency=True)
    return Heard(
        conversation_id="00000000-0000-0000-0000-000000000001", message_id="m", text=text, act=act, caution=caution
    )


def test_a_short_answer_without_a_word_of_danger_warns_nobody() -> None:
    heard = _warned("em không biết viết đơn, chữ em xấu")
    assert danger.minded(heard).caution.emergency
    assert not danger.minded(heard, in_a_draft=True).caution.emergency


@pytest.mark.parametrize(
    ("text", "act"), [("nhà đang cháy to", "report"), ("nó sắp đánh chết em", "report"), ("cứu", "emergency")]
)
def test_danger_in_a_draft_still_warns(text: str, act: str) -> None:
    assert danger.minded(_warned(text, act), in_a_draft=True).caution.emergency


def test_english_names_of_communes_warn_nobody() -> None:
    assert not danger.minded(_warned("it is in Phung Cong, near the bridge")).caution.emergency


@pytest.mark.parametrize("text", ["em nghĩ mình chết đi cho xong", "e chán sống lắm rồi"])
def test_despair_is_heard(text: str) -> None:
    assert danger.despairs(text)


# --- scraps, questions
@pytest.mark.parametrize("text", ["bv", "máy thì biết gì"])
def test_a_scrap_is_no_matter(text: str) -> None:
    told = Told()
    assert told.hears(text, "report", sure("6c.road"))[-1] == "utter_ask_story"


def test_two_words_may_be_a_matter() -> None:
    told = Told()
    told.hears("mất điện", "report", sure("6c.power"))
    assert told.draft.text == "mất điện"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("bắt bà ấy trả tiền tiêm được không", "utter_faq_compensation"),
        ("bao giờ người ta gọi lại chị", "utter_faq_time"),
        ("người hay máy?", "utter_faq_bot"),
    ],
)
def test_questions_in_passing(text: str, answer: str) -> None:
    assert in_passing(text) == answer


@pytest.mark.parametrize(
    ("text", "part"), [("mấy ngày thì có giấy hả ad", "time"), ("vậy xin ở đâu, online được chưa", "online")]
)
def test_a_question_without_a_subject_asks_a_part(text: str, part: str) -> None:
    assert part_asked(text) == (part,)


# --- tickets filed before
@pytest.mark.parametrize("text", ["hôm nay em muốn bỏ cái đơn hôm qua", "rút phiếu giúp tôi", "thôi rút lại đi"])
def test_a_withdrawal_is_heard(text: str) -> None:
    assert phrases.WITHDRAWS.search(fold(text))


@pytest.mark.parametrize("text", ["xã bỏ quên đơn của tôi", "chó nó lại ra nữa kìa", "họ hủy phiếu khám của mẹ tôi"])
def test_what_others_did_is_no_withdrawal(text: str) -> None:
    assert not phrases.WITHDRAWS.search(fold(text))


@pytest.mark.parametrize(
    "text", ["cũng ở đấy, có mấy đứa hút chích", "đúng là cùng khu", "bệnh viện đấy luôn", "chỗ lúc nãy"]
)
def test_the_same_place_is_heard(text: str) -> None:
    assert phrases.SAME_PLACE.search(fold(text))


@pytest.mark.parametrize(
    ("text", "closed"), [("they burn garbage every night", False), ("the police officer took a bribe", True)]
)
def test_english_is_closed_by_its_own_words_alone(text: str, closed: bool) -> None:
    told = Told()
    told.draft.english = True
    told.hears(text, "report", sure("7b"), TIEN_LU, restricted=True)
    assert told.draft.doubtful is closed


def test_an_english_send_with_a_wish_sends() -> None:
    told = Told()
    told.draft.english = True
    told.hears("they burn garbage every night", "report", sure("7b"), Place("found", "1", detail="near the bridge"))
    assert told.hears("yes send. pls don't show my name", "affirm")[-1] == "confirmed"


@pytest.mark.parametrize("text", ["gửi nhanh lên", "gửi nốt đi", "ok ạ gửi luôn"])
def test_send_in_a_hurry_is_a_yes(text: str) -> None:
    assert at_summary().hears(text, "out_of_scope")[-1] == "confirmed"


def test_a_neighbour_is_reported_and_not_complained_of_whoever_is_to_come() -> None:
    told = Told()
    told.hears("ông Dậu hàng xóm xây tường lấn đất, yêu cầu công an xuống bắt", "complain", sure("5c"), TIEN_LU)
    assert told.draft.act == "report"
