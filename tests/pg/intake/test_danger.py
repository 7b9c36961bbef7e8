"""Danger: the numbers first, the matter kept; short questions after an answer; English commands."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.service import start_conversation
from api.intake.schemas import Caution, TopicGuess
from tests.pg.intake.test_ways import MONDAY, Citizen, names

_POWER = TopicGuess(code="6c.power", confidence=0.3, ranking=[("6c.power", 0.3)], sure=False)


@pytest.fixture
async def citizen(session: AsyncSession) -> Citizen:
    """A new citizen."""
    return Citizen(session, (await start_conversation(session, channel="webchat", now=MONDAY))[0].id)


@pytest.mark.parametrize("act", ["ask", "report"])
async def test_despair_gets_the_numbers_alone_and_opens_nothing(citizen: Citizen, act: str) -> None:
    answer = await citizen.says("Tôi muốn tự tử", act)
    assert (names(answer), answer.requested) == (["utter_despair"], None)
    assert await citizen.closes() == []
    answer = await citizen.talks("tao muốn chết, sống chẳng để làm gì", "out_of_scope")
    assert names(answer) == ["utter_despair"]


async def test_violence_is_heard_and_goes_with_the_place_that_follows(citizen: Citizen) -> None:
    answer = await citizen.talks("chồng tôi đánh tôi", "out_of_scope")
    assert (names(answer), answer.requested) == (["utter_emergency"], None)
    await citizen.says("ở thôn 3 xã Tiên Lữ", "report", topic=_POWER)
    draft = await citizen.draft()
    assert "chồng tôi đánh tôi" in draft.text
    assert (draft.act, draft.topic, draft.danger) == ("report", "6d", None)
    assert draft.commune is not None


async def test_what_was_told_in_danger_is_kept_as_it_was_told(citizen: Citizen) -> None:
    story = "Nó cầm dao đuổi mẹ tôi! Đã hai lần rồi.\nGiờ làm sao?"
    await citizen.talks(story, "emergency", caution=Caution(emergency=True))
    await citizen.says("ở thôn 3 xã Tiên Lữ", "report", topic=_POWER)
    assert story in (await citizen.draft()).text


async def test_a_place_after_danger_is_no_talk(citizen: Citizen) -> None:
    await citizen.talks("có người đánh vợ nhà bên cạnh", "out_of_scope")
    answer = await citizen.talks("xã Tiên Lữ", "out_of_scope")
    assert answer.requested is not None
    assert "đánh vợ" in (await citizen.draft()).text


async def test_who_has_called_gets_no_second_alarm(citizen: Citizen) -> None:
    await citizen.talks("cháy to quá cứu với", "emergency", caution=Caution(emergency=True))
    answer = await citizen.talks("em gọi rồi", "emergency", caution=Caution(emergency=True))
    assert names(answer) == ["utter_help_called"]


async def test_a_teacher_who_beats_a_child_is_no_praise_and_the_numbers_come_first(citizen: Citizen) -> None:
    answer = await citizen.says("thầy giáo trường thcs Tân Dân đánh con tôi bầm tím cả tay", "praise")
    assert names(answer)[0] == "utter_emergency"
    assert (await citizen.draft()).act == "report"


async def test_a_short_question_is_answered_from_the_entry_just_told(citizen: Citizen) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    entry = (await citizen.draft()).last_entry
    for text in ("bao lâu", "nộp ở đâu", "hết bn tiền", "có mất tiền không"):
        answer = await citizen.says(text, "ask")
        (said,) = answer.sayings
        assert said.response in ("utter_answer", "utter_answer_unknown_part")
        told = said.params.get("text") or said.params["title"]
        assert "xây dựng" in told
        assert (await citizen.draft()).last_entry == entry


async def test_a_place_alone_after_an_answer_sends_the_question_on(citizen: Citizen) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    answer = await citizen.says("xã Tiên Lữ", "praise")
    draft = await citizen.draft()
    assert "utter_notice_ask" not in names(answer)
    assert (draft.act, draft.answer, draft.text[:11]) == ("ask", "filed", "xây nhà ở r")


async def test_english_commands(citizen: Citizen) -> None:
    await citizen.says("The road in front of our gate is flooded after every rain, xã Tiên Lữ", "report")
    await citizen.says("near the market", "report")
    answer = await citizen.says("Send it", "out_of_scope")
    assert answer.requested is None
    assert names(await citizen.says("What is the status of my ticket?", "ask")) != ["utter_greet_en"]


async def test_english_talk_is_no_loop_of_greetings(citizen: Citizen) -> None:
    said = names(await citizen.talks("How long does it take for you?", "out_of_scope"))
    assert said == ["utter_faq_time_en"]
    said = names(await citizen.talks("thank you very much for this help", "thanks"))
    assert said == ["utter_thanks_en"]


@pytest.mark.parametrize(
    ("text", "act"),
    [("tôi vẫn muốn gửi", "ask"), ("tôi muốn khiếu nại việc đó", "complain"), ("tôi phản ánh việc này", "report")],
)
async def test_who_still_wants_to_send_goes_on_with_the_same_matter(citizen: Citizen, text: str, act: str) -> None:
    await citizen.says("xây nhà ở riêng lẻ thì có phải xin giấy phép xây dựng không", "ask")
    await citizen.says(text, "cancel")
    draft = await citizen.draft()
    assert (draft.answer, draft.act) == ("filed", act)
    assert "giấy phép" in draft.text


async def test_a_question_of_danger_in_a_draft_gets_the_numbers(citizen: Citizen) -> None:
    await citizen.says("đường đầu thôn Đông xã Tiên Lữ lún nứt nặng", "report")
    answer = await citizen.says("trẻ em bị đánh thì gọi số nào?", "ask", caution=Caution(emergency=True))
    assert names(answer)[0] == "utter_emergency"
