"""Whole conversations over the web chat's API, told as citizens would; each checked by what stands in the database."""

from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.e2e.chat import Chat, payloads, text_of
from tests.e2e.conftest import System

pytestmark = pytest.mark.system


def _rows(system: System, statement: str, *values: Any) -> list[dict[str, Any]]:
    with psycopg.connect(system.settings.database_url, autocommit=True, row_factory=dict_row) as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _tickets(system: System, chat: Chat) -> list[dict[str, Any]]:
    """Return the tickets of a conversation, the oldest first."""
    return _rows(
        system,
        "SELECT t.*, c.name AS commune FROM ticket t LEFT JOIN commune c ON c.code = t.commune_code"
        " WHERE conversation_id = %s ORDER BY received_at, request_key",
        chat.id,
    )


def _events(system: System, code: str) -> list[str]:
    found = _rows(
        system,
        "SELECT kind FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE tracking_code = %s ORDER BY e.id",
        code,
    )
    return [row["kind"] for row in found]


def _file(system: System, chat: Chat, words: str = "đèn đường ngõ 3 thôn Hạ, xã Tiên Lữ hỏng cả tháng, tối om") -> str:
    """File a matter; return its code."""
    lines = chat.say(words)
    while "confirm:yes" not in payloads(lines):
        taps = payloads(lines)
        lines = chat.say(tap="detail:skip" if "detail:skip" in taps else sorted(taps)[0])
    chat.say(tap="confirm:yes")
    return str(_tickets(system, chat)[-1]["tracking_code"])


def test_everything_in_one_message_files_after_one_yes(system: System, chat: Chat) -> None:
    summary = chat.say("bóng đèn đường trước số nhà 12 thôn Cao, xã Khoái Châu cháy hai tuần chưa ai thay")
    assert "confirm:yes" in payloads(summary)
    chat.say("ok gửi giúp tôi nhé")
    (ticket,) = _tickets(system, chat)
    assert (ticket["topic_code"], ticket["commune"]) == ("6c.power", "xã Khoái Châu")


def test_a_vague_place_is_narrowed_down_and_never_guessed(system: System, chat: Chat) -> None:
    chat.say("xe gom rác mười ngày rồi không thấy đến, hôi quá")
    assert "tên gì" in text_of(chat.say("chỗ đầu chợ ấy"))
    chat.say("chợ Thứa")
    assert _tickets(system, chat) == []
    chat.say("xã Hồng Quang")
    chat.say("chuẩn")
    (ticket,) = _tickets(system, chat)
    assert (ticket["topic_code"], ticket["commune"]) == ("6c.waste", "xã Hồng Quang")
    assert ticket["place_detail"] == "đầu chợ Thứa"


def test_the_commune_can_be_mended_before_filing(system: System, chat: Chat) -> None:
    chat.say("vòi nước máy nhà tôi cả tuần nay không có giọt nào, xã Khoái Châu")
    assert "Đã sửa nơi thành xã Việt Tiến" in text_of(chat.say("ấy chết nhầm, xã Việt Tiến mới đúng"))
    chat.say("xóm Đình")
    chat.say("gửi đi")
    (ticket,) = _tickets(system, chat)
    assert (ticket["topic_code"], ticket["commune"], ticket["place_detail"]) == ("6c.water", "xã Việt Tiến", "xóm Đình")


def test_a_cancelled_draft_files_nothing_and_a_new_one_begins_clean(system: System, chat: Chat) -> None:
    chat.say("rác đổ trộm bờ mương thôn Thượng, xã Tiên Lữ")
    assert "không gửi gì" in text_of(chat.say(tap="confirm:no"))
    _file(system, chat, "đèn đường đầu thôn Trung, xã Khoái Châu không sáng")
    (ticket,) = _tickets(system, chat)
    assert ticket["topic_code"] == "6c.power"
    assert "rác" not in ticket["text"]


def test_starting_again_in_words_drops_the_old_matter(system: System, chat: Chat) -> None:
    chat.say("rác đổ trộm bờ mương thôn Thượng, xã Tiên Lữ")
    assert "chuyện gì" in text_of(chat.say("thôi làm lại từ đầu"))
    chat.say("đèn đường thôn Trung, xã Khoái Châu tắt ba hôm")
    chat.say(tap="confirm:yes")
    (ticket,) = _tickets(system, chat)
    assert ticket["commune"] == "xã Khoái Châu"
    assert "rác" not in ticket["text"]


def test_a_second_tap_on_send_makes_no_second_ticket(system: System, chat: Chat) -> None:
    code = _file(system, chat)
    assert code in text_of(chat.say(tap="confirm:yes"))
    assert len(_tickets(system, chat)) == 1


def test_an_old_button_opens_no_draft(system: System, chat: Chat) -> None:
    _file(system, chat)
    assert "không còn dùng được" in text_of(chat.say(tap="edit:place"))
    drafts = _rows(system, "SELECT * FROM intake_draft WHERE conversation_id = %s", chat.id)
    assert drafts == []


def test_an_old_yes_does_not_file_the_next_matter_half_told(system: System, chat: Chat) -> None:
    _file(system, chat)
    chat.say("xe gom rác cả tuần không đến thu")
    assert "không còn dùng được" in text_of(chat.say(tap="confirm:yes"))
    assert len(_tickets(system, chat)) == 1


def test_a_new_matter_right_after_filing_makes_its_own_ticket(system: System, chat: Chat) -> None:
    _file(system, chat)
    _file(system, chat, "xe gom rác cả tuần không đến thu ở xóm 5, xã Khoái Châu")
    assert [ticket["topic_code"] for ticket in _tickets(system, chat)] == ["6c.power", "6c.waste"]


def test_another_matter_at_the_summary_can_have_its_own_ticket(system: System, chat: Chat) -> None:
    chat.say("đèn đường đầu thôn Hạ, xã Tiên Lữ hỏng cả tháng")
    asked = chat.say("còn một việc nữa, rác thải sinh hoạt chất đống cả tuần không ai thu gom")
    assert "two:both" in payloads(asked)
    chat.say(tap="two:both")
    chat.say("gửi")
    assert sorted(ticket["topic_code"] for ticket in _tickets(system, chat)) == ["6c.power", "6c.waste"]


def test_a_forgotten_word_is_added_to_the_ticket(system: System, chat: Chat) -> None:
    code = _file(system, chat)
    assert code in text_of(chat.say("à quên, cột đèn đó số 27 nhé"))
    chat.say("đúng")
    assert _events(system, code)[-1] == "information_added"
    assert len(_tickets(system, chat)) == 1


def test_who_is_anonymous_leaves_no_name_and_no_number(system: System, chat: Chat) -> None:
    assert "ẩn danh" in text_of(chat.say("em xin báo một việc nhưng giấu tên giúp em"))
    chat.say("lò gạch thôn Hạ, xã Tiên Lữ đốt xả khói đen mù mịt cả đêm, số em 0987654321")
    while not _tickets(system, chat):
        chat.say("gửi")
    (ticket,) = _tickets(system, chat)
    assert (ticket["anonymity"], ticket["contact_name"], ticket["contact_phone"]) == ("anonymous", None, None)
    assert "0987654321" not in ticket["text"]


def test_a_denunciation_goes_to_the_inspectorate_with_the_name_kept_apart(system: System, chat: Chat) -> None:
    first = text_of(chat.say("tôi tố cáo bí thư xã nhận phong bì mới ký giấy cho thuê đất công"))
    assert "Thanh tra tỉnh" in first
    assert "bí mật" in text_of(chat.say("tên tôi có bị lộ không, tôi sợ bị trả thù"))
    chat.say("tôi khai tên: Lại Thị Thơm, thôn Cao, xã Tiên Lữ. Việc xảy ra hồi tháng ba, tại trụ sở")
    filed = text_of(chat.say("có hai người làm chứng, đừng chuyển cho xã nhé"))
    assert "Đã ghi nhận kín" in filed
    (ticket,) = _tickets(system, chat)
    assert (ticket["act"], ticket["topic_code"], ticket["restricted"]) == ("denounce", "4a", True)
    assert (ticket["agency_code"], ticket["anonymity"]) == ("thanh-tra-tinh", "hidden")
    assert ticket["contact_name"] == "Lại Thị Thơm"
    assert "Thơm" not in ticket["text"]
    assert "hai người làm chứng" in ticket["text"]
    assert "tháng ba" in ticket["text"]


def test_who_says_it_is_no_denunciation_is_believed(system: System, chat: Chat) -> None:
    chat.say("tôi tố cáo cán bộ một cửa xã Tiên Lữ hẹn năm lần bảy lượt chưa xong giấy khai sinh")
    assert "phản ánh" in text_of(chat.say("không phải tố cáo đâu, tôi chỉ phản ánh thôi"))
    while not _tickets(system, chat):
        chat.say("gửi đi")
    (ticket,) = _tickets(system, chat)
    assert ticket["act"] == "report"


def test_praise_is_passed_on_with_the_name(system: System, chat: Chat) -> None:
    asked = chat.say("khen các cô bộ phận một cửa xã Khoái Châu hướng dẫn tận tình, làm giấy khai sinh rất nhanh")
    assert "name:no" in payloads(asked)
    chat.say("ghi tên bác là Hoàng Thị Lụa")
    (ticket,) = _tickets(system, chat)
    assert (ticket["act"], ticket["contact_name"]) == ("praise", "Hoàng Thị Lụa")


def test_a_question_is_filed_only_if_wanted(system: System, chat: Chat) -> None:
    answer = chat.say("cho tôi hỏi làm lại giấy khai sinh bị mất thì cần những giấy tờ gì")
    assert "khai sinh" in text_of(answer)
    assert "answer:file" in payloads(answer)
    chat.say("vâng rõ rồi, cảm ơn")
    assert _tickets(system, chat) == []


def test_a_question_goes_to_the_agency_when_wanted(system: System, chat: Chat) -> None:
    chat.say("cho tôi hỏi làm lại giấy khai sinh bị mất thì cần những giấy tờ gì")
    chat.say(tap="answer:file")
    chat.say("tôi ở xã Tiên Lữ")
    chat.say("ừ gửi giúp")
    (ticket,) = _tickets(system, chat)
    assert (ticket["act"], ticket["commune"]) == ("ask", "xã Tiên Lữ")


def test_damages_are_explained_and_the_matter_is_filed(system: System, chat: Chat) -> None:
    chat.say("xưởng tái chế nhựa xả thẳng nước thải đen ngòm ra sông, cá chết trắng, thôn Hạ xã Tiên Lữ")
    assert "tòa án" in text_of(chat.say("cá nhà tôi chết hai tạ thì ai đền"))
    while not _tickets(system, chat):
        chat.say("cứ gửi đi đã")
    (ticket,) = _tickets(system, chat)
    assert "hai tạ" in ticket["text"]


def test_an_insult_is_not_copied_and_the_matter_is_taken(system: System, chat: Chat) -> None:
    assert "bức xúc" in text_of(chat.say("đm lũ ăn hại"))
    chat.say("đèn đường nhà tao đéo sáng cả tháng, thôn Cao xã Tiên Lữ")
    while not _tickets(system, chat):
        chat.say("gửi mẹ nó đi")
    (ticket,) = _tickets(system, chat)
    assert "đéo" not in ticket["text"]
    assert "tao" not in ticket["text"]


def test_signs_get_words_and_a_thumb_files(system: System, chat: Chat) -> None:
    assert "đang bực" in text_of(chat.say("😤😤"))
    assert "vài chữ" in text_of(chat.say("🚧🛵"))
    chat.say("ổ gà to như cái ao giữa đường thôn Trung, xã Khoái Châu")
    while not _tickets(system, chat):
        chat.say("👍")
    assert _tickets(system, chat)[0]["topic_code"] == "6c.road"


def test_a_day_of_silence_keeps_the_draft_and_files_nothing(system: System, chat: Chat) -> None:
    chat.say("đèn đường xã Khoái Châu tắt từ hôm kia")
    a_day_ago = "UPDATE intake_draft SET updated_at = updated_at - interval '26 hours' WHERE conversation_id = %s"
    _rows(system, a_day_ago, chat.id)
    back = chat.say("xóm Bãi nhé, hôm qua bận quá")
    assert "vẫn giữ" in text_of(back)
    assert _tickets(system, chat) == []
    chat.say("gửi hộ bác")
    (ticket,) = _tickets(system, chat)
    assert "xóm Bãi" in ticket["place_detail"]


def test_an_overdue_ticket_is_reminded_and_no_second_one_made(system: System, chat: Chat) -> None:
    code = _file(system, chat)
    _rows(system, "UPDATE ticket SET due_at = now() - interval '4 days' WHERE tracking_code = %s", code)
    assert "đã quá 4 ngày" in text_of(chat.say(f"{code} sao mãi chưa thấy gì"))
    assert f"remind:{code}" in payloads(chat.say("giờ biết kêu ai"))
    assert "quá hạn" in text_of(chat.say("giục họ giúp, không thì báo lên cấp trên"))
    assert _events(system, code).count("citizen_reminded_agency") == 1
    assert len(_tickets(system, chat)) == 1


def test_a_code_that_is_none_is_said_to_be_none(system: System, chat: Chat) -> None:
    assert "Không tìm thấy phiếu" in text_of(chat.say("phiếu HY-2025-001234 đến đâu rồi"))
    assert "mã tra cứu" in text_of(chat.say("thế hỏi ai bây giờ"))
    assert _tickets(system, chat) == []


def test_a_ticket_is_withdrawn_only_after_a_tap(system: System, chat: Chat) -> None:
    code = _file(system, chat)
    assert f"withdraw:{code}" in payloads(chat.say("rút phiếu giúp tôi"))
    assert _tickets(system, chat)[0]["state"] == "assigned"
    chat.say(tap=f"withdraw:{code}")
    assert _tickets(system, chat)[0]["state"] == "withdrawn"


def test_english_is_answered_in_english(system: System, chat: Chat) -> None:
    answer = text_of(chat.say("Hello, can you help me with a problem in my street"))
    assert "commune" in answer
    assert "ông/bà" not in answer


def test_what_is_not_understood_leads_to_buttons_and_then_to_a_person(system: System, chat: Chat) -> None:
    chat.say("mai có mưa to không bot")
    assert "human:" in payloads(chat.say("thế ngày kia nắng hay mưa"))
    assert "Cán bộ" in text_of(chat.say("giá vàng hôm nay bao nhiêu một chỉ"))
    assert _tickets(system, chat) == []


def test_small_talk_opens_no_draft(system: System, chat: Chat) -> None:
    for words in ("xin chào", "cảm ơn nhé", "tạm biệt"):
        chat.say(words)
    assert _rows(system, "SELECT * FROM intake_draft WHERE conversation_id = %s", chat.id) == []
