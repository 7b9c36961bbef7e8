"""An answered ticket that is not settled: the reason and the wish to have it looked at again, in words."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import Conversation
from api.inbox.service import receive
from api.intake import service
from api.intake.schemas import Heard, Saying, TopicGuess
from api.outbox.service import post
from api.tickets.citizen import reasons
from api.tickets.models import Ticket
from tests import factories
from tests.pg.intake.citizen import NOW

WATER = TopicGuess(code="6c.water", confidence=0.95, ranking=[("6c.water", 0.95)], sure=True)


class Answered:
    """A citizen with one answered ticket, who reads the buttons under each line."""

    def __init__(self, session: AsyncSession, talk: Conversation, ticket: Ticket) -> None:
        self.session, self.talk, self.ticket = session, talk, ticket

    async def says(self, text: str, act: str = "report", **more: Any) -> list[str]:
        message = await receive(
            self.session, conversation=self.talk, client_id=uuid4().hex, text=text, position=None, now=NOW
        )
        heard = Heard(conversation_id=self.talk.id, message_id=str(message.id), text=text, act=act, **more)
        said = (await service.take_turn(self.session, heard=heard, now=NOW)).sayings
        await self._shown(said)
        return [saying.response for saying in said]

    async def _shown(self, said: list[Saying]) -> None:
        for saying in said:
            await post(
                self.session, conversation=self.talk, key=uuid4().hex, sender="bot", text=saying.response,
                buttons=saying.buttons, now=NOW,
            )  # fmt: skip


@pytest.fixture
async def answered(session: AsyncSession) -> Answered:
    """A citizen whose ticket was answered a moment ago."""
    ticket = await factories.ticket(session, now=NOW)
    ticket.state = "answered"
    talk = await session.get_one(Conversation, ticket.conversation_id)
    await session.flush()
    return Answered(session, talk, ticket)


async def _rated_low(answered: Answered) -> None:
    said = await answered.says("nút", "pick", payload=f"rate:{answered.ticket.tracking_code}:1")
    assert said == ["utter_ask_reason"]


@pytest.mark.parametrize("text", ["nước vẫn ngập", "chung chung quá", "cán bộ chưa hề xuống xem thực tế"])
async def test_a_typed_reason_is_kept_and_opens_no_new_matter(answered: Answered, text: str) -> None:
    await _rated_low(answered)
    assert await answered.says(text, topic=WATER) == ["utter_reason_kept"]
    assert await reasons(answered.session, answered.ticket) == [text]
    assert answered.ticket.round == 1


@pytest.mark.parametrize("text", ["mở lại đi", "vâng mở lại", "xem lại giúp tôi"])
async def test_reopening_is_said_where_it_was_offered(answered: Answered, text: str) -> None:
    await _rated_low(answered)
    assert await answered.says(text, "out_of_scope") == ["utter_reopened"]
    assert answered.ticket.round == 2


async def test_reopening_said_out_of_the_blue_is_offered_and_a_yes_does_it(answered: Answered) -> None:
    assert await answered.says("mở lại đi", "out_of_scope") == ["utter_rated_low"]
    assert answered.ticket.round == 1
    assert await answered.says("vâng", "affirm") == ["utter_reopened"]
    assert answered.ticket.round == 2


async def test_who_does_not_want_it_is_not_reopened(answered: Answered) -> None:
    await _rated_low(answered)
    await answered.says("thôi không cần xem lại đâu", "deny")
    assert answered.ticket.round == 1


async def test_a_new_matter_told_at_length_is_no_reason(answered: Answered) -> None:
    await _rated_low(answered)
    said = await answered.says(
        "nước máy thôn Đông xã Tiên Lữ đục ngầu cả tuần nay, nhà nào cũng phải mua nước", topic=WATER
    )
    assert "utter_reason_kept" not in said


@pytest.mark.parametrize("text", ["cho tôi xem lại phiếu", "đừng mở lại nữa"])
async def test_to_see_it_again_is_not_to_reopen_it(answered: Answered, text: str) -> None:
    assert "utter_rated_low" not in await answered.says(text, "status")
    assert answered.ticket.round == 1


async def test_a_new_matter_without_the_question_stays_one(answered: Answered) -> None:
    assert "utter_reason_kept" not in await answered.says("nước máy vẫn đục ngầu, xã Tiên Lữ", topic=WATER)
