"""A pin from the message to the ticket: offered, never taken in silence, kept in one place, erased in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.console.view import ticket_view
from api.inbox.models import InboxMessage
from api.inbox.schemas import Position
from api.intake.erasure import erase_conversation
from api.intake.models import IntakeAnswer, IntakeDraft
from api.intake.positions import forget_positions
from api.people.models import Staff
from api.places.models import CommuneCentre
from api.privacy.erasure import erase_of_request
from api.privacy.models import DataRequest
from api.privacy.rules import DELETE
from api.tickets.rules import SOLVED
from tests.pg.intake.citizen import NOW, Citizen, new_citizen


@pytest.fixture
async def citizen(session: AsyncSession) -> Citizen:
    return await new_citizen(session)


async def _centre(session: AsyncSession, name: str) -> CommuneCentre:
    return (
        await session.scalars(
            select(CommuneCentre).where(CommuneCentre.name == name, CommuneCentre.commune_code.is_not(None))
        )
    ).one()


async def test_the_nearest_communes_are_offered_and_the_ticket_keeps_the_point(
    session: AsyncSession, citizen: Citizen
) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    await citizen.pins(centre.latitude, centre.longitude)
    asked, buttons = await citizen.asked()
    assert asked == "utter_ask_place_pin"
    assert buttons[0] == ("xã Tiên Lữ (tâm xã cách 0,0 km)", f"place:{centre.commune_code}")
    assert buttons[-1] == ("Nơi khác", "edit:place")
    assert 3 <= len(buttons) <= 4
    await citizen.says(*buttons[0])
    asked, _ = await citizen.asked()
    assert asked == "utter_ask_confirm"  # the pin says the spot
    ticket = await citizen.files()
    assert (ticket.commune_code, ticket.latitude, ticket.longitude) == (
        centre.commune_code,
        centre.latitude,
        centre.longitude,
    )


async def test_the_point_lies_in_one_place_only(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    await citizen.pins(centre.latitude, centre.longitude)
    degrees = str(centre.latitude)
    messages = await session.scalars(select(InboxMessage).where(InboxMessage.conversation_id == citizen.id))
    assert all(message.latitude is None and degrees not in message.text for message in messages)
    answers = await session.scalars(select(IntakeAnswer).where(IntakeAnswer.conversation_id == citizen.id))
    assert all(degrees not in str(answer.answer) for answer in answers)
    draft = await session.get_one(IntakeDraft, citizen.id)
    assert draft.state["pin"]["latitude"] == centre.latitude


async def test_a_pin_before_any_matter_is_kept_for_the_next_one(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    assert await citizen.pins(centre.latitude, centre.longitude, aside=True) == ["utter_ask_pin_story"]
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    asked, buttons = await citizen.asked()
    assert asked == "utter_ask_place_pin"
    assert buttons[0][1] == f"place:{centre.commune_code}"


async def test_elsewhere_than_the_nearest_keeps_the_point_and_asks(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    await citizen.pins(centre.latitude, centre.longitude)
    await citizen.says("Nơi khác", "edit:place")
    assert (await citizen.asked())[0] == "utter_ask_place"
    await citizen.says("xã Đoàn Đào")
    draft = (await session.get_one(IntakeDraft, citizen.id)).state
    assert (draft["pin"] is not None) == (draft["commune"] in draft["pin_reach"])


async def test_a_point_far_from_the_commune_that_is_told_is_not_sent(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.pins(centre.latitude, centre.longitude, aside=True)
    said = await citizen.says("đường đầu thôn lở một nửa, xã Thái Thụy")
    assert "utter_pin_dropped" in said
    assert (await session.get_one(IntakeDraft, citizen.id)).state["pin"] is None


@pytest.mark.parametrize("aside", [True, False])
async def test_a_point_outside_the_province_is_said_and_not_kept(
    session: AsyncSession, citizen: Citizen, aside: bool
) -> None:
    if not aside:
        await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    assert "utter_pin_outside" in await citizen.pins(21.0285, 105.8542, aside=aside)
    assert (await session.get_one(IntakeDraft, citizen.id)).state["pin"] is None


async def test_a_pin_of_yesterday_is_not_of_todays_matter(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.pins(centre.latitude, centre.longitude, aside=True)
    (await session.get_one(IntakeDraft, citizen.id)).updated_at = NOW - timedelta(hours=20)
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    assert (await citizen.asked())[0] != "utter_ask_place_pin"
    assert (await session.get_one(IntakeDraft, citizen.id)).state["pin"] is None


async def test_only_the_handling_agency_sees_it_and_it_can_be_erased(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.says("đường đầu thôn lở một nửa, xã Tiên Lữ")
    assert "utter_pin_kept" in await citizen.pins(centre.latitude, centre.longitude)
    ticket = await citizen.files()
    for staff in await session.scalars(select(Staff)):
        shown = (await ticket_view(session, staff=staff, ticket=ticket, now=NOW)).position
        assert shown is None or staff.agency_code == ticket.agency_code
    handler = Staff(id=uuid4(), role="officer", agency_code=ticket.agency_code, sees_restricted=False)
    view = await ticket_view(session, staff=handler, ticket=ticket, now=NOW)
    assert view.position == f"{centre.latitude:.6f},{centre.longitude:.6f}"

    assert await forget_positions(session, before=NOW + timedelta(days=1)) == 0  # the ticket is still open
    ticket.ended_at = NOW
    await session.flush()
    assert await forget_positions(session, before=NOW + timedelta(days=1)) == 1
    await session.refresh(ticket)
    assert (ticket.latitude, ticket.longitude, ticket.commune_code) == (None, None, centre.commune_code)


async def test_waiting_messages_and_rested_drafts_are_erased_too(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.pins(centre.latitude, centre.longitude, aside=True)
    await citizen.receives("", Position(latitude=centre.latitude, longitude=centre.longitude))
    assert await forget_positions(session, before=NOW + timedelta(days=1)) == 2
    assert await forget_positions(session, before=NOW + timedelta(days=1)) == 0


async def test_who_asks_to_be_forgotten_leaves_no_position_behind(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session, "Xã Tiên Lữ")
    await citizen.says("đường đầu thôn lở một nửa, xã Tiên Lữ")
    await citizen.pins(centre.latitude, centre.longitude)
    ticket = await citizen.files()
    ticket.state, ticket.ended_at = SOLVED, NOW
    await citizen.receives("", Position(latitude=20.65, longitude=106.05))
    counts = await erase_conversation(session, citizen.id, before=NOW + timedelta(minutes=1))
    assert counts["positions"] == 1
    wish = DataRequest(
        conversation_id=citizen.id, kind=DELETE, words="xóa", at=NOW, acknowledge_by=NOW, acknowledged_at=NOW,
        due_at=NOW, due_explanation="", done_at=None,
    )  # fmt: skip
    session.add(wish)
    await session.flush()
    await erase_of_request(session, wish.id, now=NOW)
    await session.refresh(ticket)
    assert (ticket.latitude, ticket.longitude) == (None, None)
