"""Places that are put right, and words that are none, with the real gazetteer."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.service import start_conversation
from api.intake import service
from api.intake.drafts import existing_row
from api.intake.schemas import Draft, Heard
from tests.pg.intake.citizen import NOW, ROAD


class Teller:
    """A citizen who tells a matter; `draft` is what stands after the last turn."""

    def __init__(self, session: AsyncSession, conversation_id: Any) -> None:
        self.session, self.id, self.draft = session, conversation_id, Draft()

    async def says(self, text: str, act: str = "report", **more: Any) -> list[str]:
        heard = Heard(conversation_id=self.id, message_id=uuid4().hex, text=text, act=act, act_confidence=0.9, **more)
        said = (await service.take_turn(self.session, heard=heard, now=NOW)).sayings
        self.draft = Draft.model_validate((await existing_row(self.session, self.id)).state)
        return [saying.response for saying in said]


@pytest.fixture
async def teller(session: AsyncSession) -> Teller:
    """A citizen at the summary of a broken road."""
    teller = Teller(session, (await start_conversation(session, channel="webchat", now=NOW))[0].id)
    await teller.says("đường lún nứt ở ngõ 5, xã Tiên Lữ", topic=ROAD)
    if teller.draft.asked == "more":
        await teller.says("bỏ qua", "out_of_scope")
    assert teller.draft.asked == "confirm"
    return teller


@pytest.mark.parametrize(
    "text",
    ["à nhầm, phường Sơn Nam", "ok nhưng xã Tống Trân", "ừ nhưng là xã Tống Trân", "nhầm rồi, phường Sơn Nam cơ",
     "ok nhung xa Tong Tran"],
)  # fmt: skip
async def test_another_commune_beside_a_yes_is_taken(teller: Teller, text: str) -> None:
    before = teller.draft.commune
    assert "utter_place_changed" in await teller.says(text, "affirm")
    assert teller.draft.commune not in (None, before)
    assert teller.draft.outcome == "open"


@pytest.mark.parametrize(("text", "spot"), [("nhầm, thôn Tây", "thôn Tây"), ("sửa lại là thôn Nam", "thôn Nam")])
async def test_the_right_spot_replaces_the_wrong_one(teller: Teller, text: str, spot: str) -> None:
    await teller.says(text, "affirm")
    assert (teller.draft.detail, teller.draft.asked, teller.draft.outcome) == (spot, "confirm", "open")


@pytest.mark.parametrize("text", ["ừ mà khoan", "đúng rồi khoan gửi", "đúng nội dung nhưng sai chỗ"])
async def test_a_yes_taken_back_files_nothing(teller: Teller, text: str) -> None:
    await teller.says(text, "affirm")
    assert teller.draft.outcome == "open"
    assert teller.draft.asked in ("edit", "place")


@pytest.mark.parametrize(
    "text",
    ["gửi luôn", "bao nhiêu tiền", "tôi phản ánh là xã không bơm nước", "giờ em làm gì", "tên tôi là Hoàng Văn Năm",
     "mẹ tôi tên là Nguyễn Thị Sáu", "tôi sợ chúng nó trả thù", "không được để lộ tên", "là sao"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["", ", xã Tiên Lữ"])
async def test_what_is_no_place_becomes_none(session: AsyncSession, text: str, place: str) -> None:
    teller = Teller(session, (await start_conversation(session, channel="webchat", now=NOW))[0].id)
    await teller.says(f"đường lún nứt nặng{place}", topic=ROAD)
    assert teller.draft.asked == ("detail" if place else "place")
    await teller.says(text)
    assert (teller.draft.detail, teller.draft.outcome) == (None, "open")
