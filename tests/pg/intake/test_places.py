"""What the chat asks when a place is not sure, with words on the buttons that tell the places apart."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from tests.pg.intake.citizen import Citizen, new_citizen

_STORY = "đường hỏng nặng, xe không qua được"
ASKED = [
    ("xã Minh Tân", "utter_ask_place_choice", "xã Tiên Hưng (xã Minh Tân cũ, huyện Đông Hưng)"),
    ("xã Ngọc Thanh, Kim Động", "utter_ask_place_split", "xã Hiệp Cường (một phần xã Ngọc Thanh cũ, cùng Song Mai)"),
    ("huyện Văn Giang", "utter_ask_place_district", "xã Nghĩa Trụ (có Long Hưng, Vĩnh Khúc cũ)"),
]


@pytest.fixture
async def citizen(session: AsyncSession) -> Citizen:
    return await new_citizen(session)


@pytest.mark.parametrize(("place", "question", "title"), ASKED)
async def test_it_is_asked_back_and_a_tap_settles_it(citizen: Citizen, place: str, question: str, title: str) -> None:
    await citizen.says(f"{_STORY}, {place}")
    asked, buttons = await citizen.asked()
    assert asked == question
    titles = dict(buttons)
    assert title in titles
    assert "Nơi khác" in titles
    await citizen.says(title, titles[title])
    asked, _ = await citizen.asked()
    assert asked == "utter_ask_detail"


async def test_outside_is_said_with_where_to_turn(citizen: Citizen) -> None:
    assert "utter_place_outside" in await citizen.says(f"{_STORY}, xã Tân Dân, thị xã Kinh Môn")
    where = next(saying.params["where"] for saying in citizen.said if saying.response == "utter_place_outside")
    assert "UBND thành phố Hải Phòng" in where


async def test_another_name_than_those_in_question_is_asked_in_its_turn(citizen: Citizen) -> None:
    await citizen.says(f"{_STORY}, huyện Văn Giang")
    await citizen.says("xã Minh Tân")
    asked, buttons = await citizen.asked()
    assert asked == "utter_ask_place_choice"
    assert "xã Quang Hưng (xã Minh Tân cũ, huyện Phù Cừ)" in dict(buttons)


async def test_a_narrower_answer_leaves_fewer_buttons(citizen: Citizen) -> None:
    await citizen.says(f"{_STORY}, xã Hòa Bình")
    await citizen.says("huyện Vũ Thư")
    asked, _ = await citizen.asked()
    assert asked == "utter_ask_detail"
