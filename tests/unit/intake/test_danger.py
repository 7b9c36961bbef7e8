"""Danger to people is heard by the words alone, and no alarm is raised by a place or a word of calm."""

from uuid import uuid4

import pytest

from api.intake.rules.answered import only_where
from api.intake.rules.danger import after_a_call, despairs, in_danger, minded
from api.intake.schemas import Caution, Heard
from tests.unit.intake.told import TIEN_LU, Told, guess, sure


def _heard(text: str, act: str, *, warned: bool = False) -> Heard:
    return Heard(conversation_id=uuid4(), message_id="1", text=text, act=act, caution=Caution(emergency=warned))


@pytest.mark.parametrize(
    "text",
    ["tao muốn chết, sống chẳng để làm gì", "Tôi muốn tự tử", "toi muon tu tu", "em không muốn sống nữa",
     "I want to die"],
)  # fmt: skip
def test_despair_is_heard(text: str) -> None:
    assert despairs(text)
    assert minded(_heard(text, "out_of_scope")).act == "emergency"


@pytest.mark.parametrize(
    "text",
    ["chồng tôi đánh tôi", "bo em danh em", "chồng tao uống rượu say đang đập phá đồ đạc dọa giết tao xã Lương Bằng",
     "thầy giáo trường thcs Tân Dân đánh con tôi bầm tím cả tay", "con tôi bị thầy giáo dâm ô ở trường, xã Phù Cừ",
     "có người đánh vợ nhà bên cạnh", "help my house is on fire",
     "there is a car accident on road 5 people are dying"],
)  # fmt: skip
def test_violence_and_english_danger_are_heard(text: str) -> None:
    assert in_danger(text)
    assert minded(_heard(text, "praise")).act == "report"
    assert minded(_heard(text, "out_of_scope")).caution.emergency


@pytest.mark.parametrize(
    "text",
    ["xã Như Quỳnh", "em gọi rồi", "à nhầm, xã Mễ Sở", "tiền thương binh tháng này sao chưa có", "hom nay lai xa nua",
     "gui nham roi, xa Tong Tran", "lừa chuyển khoản", "No, don't give my name",
     "nằm chờ 6 tiếng không ai khám"],
)  # fmt: skip
def test_no_word_of_danger_no_alarm(text: str) -> None:
    assert not in_danger(text)
    heard = minded(_heard(text, "emergency", warned=True))
    assert not heard.caution.emergency
    assert heard.act != "emergency"


@pytest.mark.parametrize(
    "text",
    ["nóng muốn chết", "mất điện nóng tôi muốn chết được", "để dành tiền cho con", "danh sách hộ nghèo xã tôi",
     "đường vào nhà bị đập phá", "bố tôi đánh mất thẻ căn cước", "The street light is broken on street 5"],
)  # fmt: skip
def test_figures_of_speech_are_no_danger(text: str) -> None:
    assert not in_danger(text)


def test_the_alarm_stays_where_danger_is_said() -> None:
    assert minded(_heard("cháy to quá cứu với", "emergency", warned=True)).act == "emergency"
    assert minded(_heard("cot dien do, co nguoi bi giat", "report", warned=True)).caution.emergency


def test_after_a_call() -> None:
    assert after_a_call("tôi gọi rồi, công an đang đến") == "utter_help_called"
    assert after_a_call("114 gọi không được") == "utter_no_line"
    assert after_a_call("đường hỏng báo mãi chưa ai sửa ở thôn Đông") is None


def test_a_place_alone_is_no_matter_and_is_kept() -> None:
    told = Told()
    assert told.hears("xã Tiên Lữ", "praise", guess(("6c.power", 0.5)), TIEN_LU)[-1] == "utter_ask_story"
    assert (told.draft.text, told.draft.topic, told.draft.commune) == ("", None, "1")
    told.hears("đường đầu thôn lở một nửa", "report", sure("6c.road"))
    assert (told.draft.act, told.draft.topic, told.draft.commune) == ("report", "6c.road", "1")


@pytest.mark.parametrize("text", ["phường Phố Hiến ngập", "xã Tiên Lữ mất nước ba ngày", "xã Tiên Lữ ở đâu"])
def test_a_place_with_something_that_happened_is_more(text: str) -> None:
    assert not only_where(text)


def test_harm_and_a_wish_to_complain_are_never_praise() -> None:
    for text, act in (
        ("Tòa án xử vụ ly hôn của tôi 8 tháng, tôi muốn khiếu nại", "complain"),
        ("cán bộ hách sạch, làm việc chẳng ra sao ở xã tôi", "report"),
    ):
        told = Told()
        told.hears(text, "praise", guess(("6c.road", 0.5)), TIEN_LU)
        assert told.draft.act == act
    told = Told()
    told.hears("cán bộ một cửa tận tình, cảm ơn", "praise", guess(("5d", 0.5)), TIEN_LU)
    assert told.draft.act == "praise"
