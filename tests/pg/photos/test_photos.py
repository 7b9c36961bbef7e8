"""A photo from the message to the ticket: stored once, its position a pin, attached, erased in time."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.inbox.models import Conversation, InboxMessage
from api.inbox.schemas import PHOTO
from api.intake import service as intake
from api.intake.models import IntakeDraft
from api.intake.schemas import Close, Heard
from api.photos import service as photos
from api.photos.models import Photo
from api.photos.queries import of_ticket
from api.places.models import CommuneCentre
from api.privacy.erasure import apply_retention, erase_of_request
from api.privacy.models import DataRequest
from api.privacy.rules import DELETE
from api.province import queries as province
from api.tickets.models import Ticket
from api.tickets.rules import SOLVED, WAITING_FOR_CITIZEN
from tests.pg.intake.citizen import NOW, Citizen, new_citizen
from tests.pictures import picture

STORY = "đường đầu thôn lở một nửa, xã Tiên Lữ"
OTHER_STORY = "đường cuối thôn sụt xuống mương, xã Đoàn Đào"


@pytest.fixture
async def citizen(session: AsyncSession) -> Citizen:
    return await new_citizen(session)


async def _uploads(citizen: Citizen, content: bytes, client_id: str = "") -> InboxMessage:
    found = await citizen.session.get_one(Conversation, citizen.id)
    made = await photos.read(content)
    key = client_id or uuid4().hex
    return await photos.take(citizen.session, conversation=found, client_id=key, picture=made, now=NOW)


async def _sends(citizen: Citizen, content: bytes, *, aside: bool = False) -> list[str]:
    """Send a photo as the web chat and Rasa's actions do; return the names of the texts that answer it."""
    message = await _uploads(citizen, content)
    citizen.last = str(message.id)
    heard = Heard(
        conversation_id=citizen.id, message_id=citizen.last, text=message.text, payload=message.payload, act="pick"
    )
    take = intake.answer_aside if aside else intake.take_turn
    citizen.said = (await take(citizen.session, heard=heard, now=NOW)).sayings
    return [saying.response for saying in citizen.said]


async def _closes(citizen: Citizen) -> None:
    await intake.close(citizen.session, closing=Close(conversation_id=citizen.id, message_id=citizen.last), now=NOW)


async def _count(session: AsyncSession, conversation_id: UUID) -> int:
    statement = select(func.count()).select_from(Photo).where(Photo.conversation_id == conversation_id)
    return await session.scalar(statement) or 0


async def _centre(session: AsyncSession) -> CommuneCentre:
    named = select(CommuneCentre).where(CommuneCentre.name == "Xã Tiên Lữ", CommuneCentre.commune_code.is_not(None))
    return (await session.scalars(named)).one()


async def test_a_repeat_makes_one_photo_and_one_message(session: AsyncSession, citizen: Citizen) -> None:
    first = await _uploads(citizen, picture(), "same")
    again = await _uploads(citizen, picture((8, 8)), "same")
    assert first.id == again.id
    assert first.payload == PHOTO
    kept = (await session.scalars(select(Photo).where(Photo.conversation_id == citizen.id))).one()
    assert (kept.message_id, kept.width, kept.media_type) == (first.id, 64, "image/jpeg")


async def test_the_sixth_photo_of_a_matter_is_refused_and_a_repeat_is_not(
    session: AsyncSession, citizen: Citizen
) -> None:
    for number in range(5):
        await _uploads(citizen, picture(), str(number))
    await _uploads(citizen, picture(), "4")
    with pytest.raises(Invalid, match="tối đa 5 ảnh"):
        await _uploads(citizen, picture(), "5")
    assert await _count(session, citizen.id) == 5


async def test_before_a_matter_it_is_asked_what_happened_and_the_ticket_gets_the_photo(
    session: AsyncSession, citizen: Citizen
) -> None:
    assert await _sends(citizen, picture(), aside=True) == ["utter_photo_kept", "utter_ask_story"]
    await citizen.says(STORY)
    ticket = await citizen.files()
    assert len(await of_ticket(session, ticket.id)) == 1


async def test_without_a_position_the_question_stands(citizen: Citizen) -> None:
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    before = await citizen.asked()
    assert await _sends(citizen, picture()) == ["utter_photo_kept"]
    assert await citizen.asked() == before


async def test_where_it_was_taken_is_offered_as_a_pin_is(session: AsyncSession, citizen: Citizen) -> None:
    centre = await _centre(session)
    await citizen.says("đường đầu thôn lở một nửa, xe không qua được")
    await _sends(citizen, picture(at=(centre.latitude, centre.longitude)))
    asked, buttons = await citizen.asked()
    assert asked == "utter_ask_place_pin"
    assert buttons[0][1] == f"place:{centre.commune_code}"
    assert buttons[-1] == ("Nơi khác", "edit:place")
    draft = (await session.get_one(IntakeDraft, citizen.id)).state
    assert draft["commune"] is None
    message = await session.get_one(InboxMessage, UUID(citizen.last))
    assert (message.latitude, message.longitude) == (None, None)
    await citizen.says(*buttons[0])
    ticket = await citizen.files()
    assert ticket.latitude == pytest.approx(centre.latitude, abs=1e-5)


async def test_a_photo_from_elsewhere_is_kept_and_its_position_is_not(session: AsyncSession, citizen: Citizen) -> None:
    said = await _sends(citizen, picture(at=(21.0285, 105.8542)), aside=True)
    assert said == ["utter_photo_kept", "utter_pin_outside", "utter_ask_story"]
    assert (await session.get_one(IntakeDraft, citizen.id)).state["pin"] is None
    assert await _count(session, citizen.id) == 1


async def test_another_citizens_ticket_gets_none(session: AsyncSession, citizen: Citizen) -> None:
    other = await new_citizen(session)
    await _sends(other, picture(), aside=True)
    await citizen.says(STORY)
    ticket = await citizen.files()
    assert await of_ticket(session, ticket.id) == []
    assert await _count(session, other.id) == 1


async def test_a_cancelled_matter_takes_its_photos_with_it_and_a_filed_one_keeps_them(
    session: AsyncSession, citizen: Citizen
) -> None:
    await citizen.says(STORY)
    await _sends(citizen, picture())
    ticket = await citizen.files()
    await citizen.says(OTHER_STORY)
    await _sends(citizen, picture())
    await citizen.says("Không gửi nữa", payload="confirm:no")
    await _closes(citizen)
    assert await _count(session, citizen.id) == 1
    assert len(await of_ticket(session, ticket.id)) == 1


async def test_a_photo_goes_with_the_information_that_is_added(session: AsyncSession, citizen: Citizen) -> None:
    await citizen.says(STORY)
    ticket = await citizen.files()
    ticket.state = WAITING_FOR_CITIZEN
    ticket.paused_at = NOW
    await session.flush()
    await citizen.says("chỗ lở dài chừng hai mươi mét, sát mương")
    await _sends(citizen, picture())
    assert (await citizen.asked())[0].startswith("utter_ask_which_ticket")
    await citizen.says("Đúng", payload="ticket:yes")
    await _closes(citizen)
    assert len(await of_ticket(session, ticket.id)) == 1


async def _ended_open_and_waiting(session: AsyncSession, citizen: Citizen) -> tuple[Ticket, Ticket]:
    """Let a citizen have a photo at an ended ticket, one at an open ticket, and one of no ticket yet."""
    await citizen.says(STORY)
    await _sends(citizen, picture())
    ended = await citizen.files()
    ended.state, ended.ended_at = SOLVED, NOW
    conversation_id, ended.conversation_id = citizen.id, None
    await session.flush()
    await citizen.says(OTHER_STORY)
    await _sends(citizen, picture())
    opened = await citizen.files()
    ended.conversation_id = conversation_id
    await _sends(citizen, picture(), aside=True)
    assert await _count(session, citizen.id) == 3
    return ended, opened


async def test_who_asks_to_be_forgotten_keeps_only_the_photo_of_the_open_ticket(
    session: AsyncSession, citizen: Citizen
) -> None:
    _, opened = await _ended_open_and_waiting(session, citizen)
    at = NOW + timedelta(minutes=1)
    wish = DataRequest(
        conversation_id=citizen.id, kind=DELETE, words="xóa", at=at, acknowledge_by=at, acknowledged_at=at,
        due_at=at, due_explanation="", done_at=None,
    )  # fmt: skip
    session.add(wish)
    await session.flush()
    assert (await erase_of_request(session, wish.id, now=at))["photos"] == 2
    assert len(await of_ticket(session, opened.id)) == await _count(session, citizen.id) == 1
    opened.state, opened.ended_at = SOLVED, at
    await session.flush()
    await apply_retention(session, await province.retention(session), now=at)
    assert await _count(session, citizen.id) == 0


async def test_the_provinces_periods_erase_photos(session: AsyncSession, citizen: Citizen) -> None:
    ended, opened = await _ended_open_and_waiting(session, citizen)
    rules = await province.retention(session)
    assert (rules["photo"].keep_days, rules["draft"].keep_days) == (365, 30)
    for days, left in ((29, 3), (31, 2), (364, 2), (366, 1)):
        await apply_retention(session, rules, now=NOW + timedelta(days=days))
        assert await _count(session, citizen.id) == left
    assert await of_ticket(session, ended.id) == []
    assert len(await of_ticket(session, opened.id)) == 1
