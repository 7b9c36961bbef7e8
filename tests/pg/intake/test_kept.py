"""What outlives a draft and what belongs to a ticket filed before."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.service import start_conversation
from api.intake import offered, service
from api.intake.schemas import TopicGuess
from api.tickets import queries
from tests.pg.intake.test_ways import MONDAY, ROAD, Citizen, names

_ORDER = TopicGuess(code="6d", confidence=0.95, ranking=[("6d", 0.95)], sure=True)
_DRAIN = "cống trước cổng trường thôn Đông xã Tiên Lữ mất nắp"


@pytest.fixture
async def citizen(session: AsyncSession) -> Citizen:
    """A new citizen."""
    return Citizen(session, (await start_conversation(session, channel="webchat", now=MONDAY))[0].id)


async def _files(citizen: Citizen, text: str = _DRAIN) -> str:
    await citizen.says(text, topic=ROAD)
    await citizen.says("Gửi", "pick", payload="confirm:yes")
    assert "utter_filed" in await citizen.closes()
    return (await queries.of_conversation(citizen.session, citizen.id))[0].tracking_code


async def test_a_draft_dropped_by_a_slip_is_taken_up_again(citizen: Citizen) -> None:
    await citizen.says(_DRAIN, topic=ROAD)
    await citizen.says("Không gửi nữa", "pick", payload="confirm:no")
    assert await citizen.closes() == ["utter_cancelled"]
    answer = await citizen.talks("bấm nhầm rồi, gửi mà", "affirm")
    assert (names(answer), answer.requested) == (["utter_taken_up_again"], "confirmation")
    assert (await citizen.draft()).text == _DRAIN


async def test_what_was_dropped_long_ago_stays_dropped(citizen: Citizen) -> None:
    await citizen.says(_DRAIN, topic=ROAD)
    await citizen.says("Không gửi nữa", "pick", payload="confirm:no")
    await citizen.closes()
    answer = await citizen.talks("gửi đi", "affirm", now=MONDAY + timedelta(hours=2))
    assert "utter_taken_up_again" not in names(answer)


async def test_a_short_word_of_the_same_matter_is_asked_about(citizen: Citizen) -> None:
    code = await _files(citizen)
    answer = await citizen.says("nắp bị mất từ mùng 3", topic=ROAD)
    assert names(answer) == []  # no topic is told for what may be an addition
    assert (await citizen.draft()).waiting_ticket == code


@pytest.mark.parametrize(
    ("text", "topic"),
    [("đèn đường xóm em tắt cả tuần, xã Khoái Châu", ROAD), ("hàng xóm hát karaoke cả đêm", _ORDER)],
)
async def test_another_place_or_topic_is_a_new_matter(citizen: Citizen, text: str, topic: TopicGuess) -> None:
    await _files(citizen)
    await citizen.says(text, topic=topic)
    assert (await citizen.draft()).waiting_ticket is None


async def test_an_addition_that_was_asked_for_is_added_at_once(citizen: Citizen) -> None:
    code = await _files(citizen)
    answer = await citizen.talks("bổ sung giúp mình", "deny", now=MONDAY + timedelta(minutes=1))
    assert [s.params["code"] for s in answer.sayings if s.response == "utter_tell_addition"] == [code]
    answer = await citizen.says("số nhà đúng là 21", topic=TopicGuess(), now=MONDAY + timedelta(minutes=2))
    assert answer.requested is None
    assert await citizen.closes() == ["utter_added_to_ticket"]


async def test_the_same_place_is_that_of_the_last_ticket(citizen: Citizen) -> None:
    await _files(citizen)
    first = (await queries.of_conversation(citizen.session, citizen.id))[0]
    await citizen.says("cũng ở đấy, có mấy đứa hút chích", topic=_ORDER)
    draft = await citizen.draft()
    assert (draft.commune, draft.detail) == (first.commune_code, first.place_detail)


async def test_after_a_day_the_same_place_is_asked(citizen: Citizen) -> None:
    await _files(citizen)
    await citizen.says("cũng ở đấy, có mấy đứa hút chích", topic=_ORDER, now=MONDAY + timedelta(days=1))
    assert (await citizen.draft()).commune is None


async def test_send_with_nothing_to_send_names_what_was_sent(citizen: Citizen) -> None:
    code = await _files(citizen)
    answer = await citizen.talks("gửi đi", "affirm")
    assert [(s.response, s.params["code"]) for s in answer.sayings] == [("utter_already_filed", code)]


@pytest.mark.parametrize("text", ["bao lâu thì xong", "bao giờ người ta gọi lại"])
async def test_when_is_answered_by_the_ticket(citizen: Citizen, text: str) -> None:
    await _files(citizen)
    assert names(await citizen.talks(text, "ask")) == ["utter_status_open"]


async def test_a_withdrawal_told_in_passing_is_offered(citizen: Citizen) -> None:
    await _files(citizen)
    answer = await citizen.talks("hôm nay chị ấy sang xin lỗi rồi, em muốn bỏ cái đơn hôm qua", "status")
    assert names(answer) == ["utter_ask_withdraw"]


async def test_what_sounds_of_a_cancel_and_takes_nothing_back_offers_no_withdrawal(citizen: Citizen) -> None:
    await _files(citizen)
    assert "utter_ask_withdraw" not in names(await citizen.talks("chó nó ra nữa kìa", "cancel"))


async def test_a_threat_told_in_despair_is_kept_without_the_words_of_despair(citizen: Citizen) -> None:
    answer = await citizen.says("chúng nó gửi quan tài đến nhà em đòi nợ. em nghĩ mình chết đi cho xong", topic=_ORDER)
    assert (names(answer), answer.requested) == (["utter_despair"], None)
    assert await citizen.closes() == []
    await citizen.says("báo giúp em với, nhà em ở thôn Đông xã Tiên Lữ", topic=TopicGuess())
    draft = await citizen.draft()
    assert draft.text.startswith("chúng nó gửi quan tài")
    assert "chết" not in draft.text
    assert draft.topic == "6d"


async def test_despair_in_a_draft_waits_with_the_question(citizen: Citizen) -> None:
    await citizen.says("đường hỏng nặng quá", topic=ROAD)
    assert names(await citizen.says("em chỉ muốn chết thôi", "report")) == ["utter_despair"]
    asked = await service.ask(
        citizen.session, conversation_id=citizen.id, message_id=citizen.last.message_id, now=MONDAY
    )
    assert asked.response == "utter_draft_kept"


async def test_a_short_question_after_the_thanks_is_about_the_entry_told(citizen: Citizen) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    await citizen.says("cảm ơn em", "thanks")
    await citizen.closes()
    answer = await citizen.says("thế hết bao nhiêu tiền", "ask")
    assert names(answer) == ["utter_answer"]
    assert "xây dựng" in answer.sayings[0].params["text"]


async def test_a_question_without_a_subject_is_asked_back(citizen: Citizen) -> None:
    assert names(await citizen.says("ở đâu", "ask")) == ["utter_which_subject"]
    assert await citizen.closes() == []


async def test_after_a_matter_was_filed_a_short_question_is_not_about_an_old_entry(citizen: Citizen) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    await citizen.says("rõ rồi", "thanks")
    await citizen.closes()
    await _files(citizen)
    assert names(await citizen.talks("bao lâu", "ask")) == ["utter_status_open"]


async def test_an_addition_taken_for_talk_is_added_as_well(citizen: Citizen) -> None:
    code = await _files(citizen)
    await citizen.talks("bổ sung giúp mình", "deny", now=MONDAY + timedelta(minutes=1))
    answer = await citizen.talks("số nhà đúng là 21", "out_of_scope", now=MONDAY + timedelta(minutes=2))
    assert [(s.response, s.params["code"]) for s in answer.sayings] == [("utter_added_to_ticket", code)]


async def test_an_addition_by_the_code_is_asked_about_though_it_looks_like_a_status(citizen: Citizen) -> None:
    code = await _files(citizen)
    answer = await citizen.talks(f"bổ sung cho phiếu {code}: chiều nay lại có thêm một cháu ngã", "status")
    assert answer.requested == "matter"
    assert (await citizen.draft()).waiting_ticket == code


async def test_the_next_question_after_an_answer_is_a_question_whatever_it_sounds_like(citizen: Citizen) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    await citizen.says("còn căn cước của em hết hạn tháng 12", "denounce")
    assert (await citizen.draft()).act == "ask"


def test_a_yes_that_takes_back_may_go_on() -> None:
    buttons = {"withdraw:HY-1": "Rút phiếu này", "status:HY-1": "Giữ lại"}
    assert offered.choose("vâng rút hộ em, nhưng sau này chị ấy lại thả thì sao?", buttons) == "withdraw:HY-1"


async def test_a_new_matter_after_a_dropped_one_is_filed_and_the_dropped_one_is_not(citizen: Citizen) -> None:
    await citizen.says(_DRAIN, topic=ROAD)
    await citizen.says("Không gửi nữa", "pick", payload="confirm:no")
    await citizen.closes()
    await citizen.says("vỉa hè trước chợ Gò xã Tiên Lữ bị chiếm hết", topic=ROAD)
    await citizen.says("Gửi", "pick", payload="confirm:yes")
    assert "utter_filed" in await citizen.closes()
    (ticket,) = await queries.of_conversation(citizen.session, citizen.id)
    assert ticket.text.startswith("vỉa hè")
