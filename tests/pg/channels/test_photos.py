"""A photo on Telegram and on Zalo, from the phone through webhook, worker and intake to the ticket."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.inbox import service as inbox
from api.inbox.models import DONE, PENDING, Conversation
from api.inbox.schemas import PHOTO
from api.intake.models import IntakeDraft
from api.photos.queries import of_ticket
from api.places.models import CommuneCentre
from api.privacy.erasure import apply_retention, erase_of_request
from api.privacy.models import DataRequest
from api.privacy.rules import DELETE
from api.province import queries as province
from api.tickets.models import Ticket
from bot.channels import registry
from bot.channels.base import Adapter
from bot.turns.rasa import Rasa
from bot.turns.service import NotYet, answer_waiting
from tests.pg.channels import rows
from tests.pg.channels.conftest import HOOK_SECRET, OpenWeb
from tests.pg.channels.fake_rasa import FakeRasa
from tests.pg.channels.fake_telegram import FakeTelegram
from tests.pg.channels.fake_zalo import FakeZalo
from tests.pg.channels.phones import Phone, TelegramPhone, ZaloPhone
from tests.pictures import picture

STORY = "đường đầu thôn lở một nửa, xã Tiên Lữ"
NO_PLACE = "đường đầu thôn lở một nửa, xe không qua được"
LARGE = b"\xff\xd8" + bytes(9 * 1024 * 1024)
NOT_A_PICTURE = b"%PDF-1.7 day khong phai anh"

Answer = Callable[[], Awaitable[int]]


@pytest.fixture
async def rasa(database: Database) -> AsyncIterator[FakeRasa]:
    fake = FakeRasa(database)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def both(hook_settings: Settings, zalo_settings: Settings) -> Settings:
    """Both channels by their webhooks."""
    telegram = ("telegram_token", "telegram_api_base", "telegram_webhook_secret")
    return zalo_settings.model_copy(update={name: getattr(hook_settings, name) for name in telegram})


@pytest.fixture(params=["telegram", "zalo"])
async def phone(
    request: pytest.FixtureRequest, telegram: FakeTelegram, zalo: FakeZalo, both: Settings, open_web: OpenWeb
) -> AsyncIterator[Phone]:
    async with open_web(both) as client:
        yield TelegramPhone(telegram, client, HOOK_SECRET) if request.param == "telegram" else ZaloPhone(zalo, client)


@pytest.fixture
async def answer(database: Database, both: Settings, rasa: FakeRasa) -> AsyncIterator[Answer]:
    """What the worker's turn job does, after the time in which an album comes in."""
    client = Rasa(url=rasa.base, actions_url=rasa.base, secret="s", timeout_seconds=5)
    adapters: dict[str, Adapter] = dict(registry.adapters(both, database))

    async def run(*, after: float = 3) -> int:
        await rows.let_pass(database, after)
        (conversation_id,) = {message.conversation_id for message in await rows.messages(database)}
        return await answer_waiting(database, client, adapters, conversation_id)

    yield run
    await client.close()
    for adapter in adapters.values():
        await adapter.close()


async def _files(phone: Phone, database: Database, answer: Answer) -> Ticket:
    """Let the citizen confirm the draft."""
    async with database.transaction() as session:
        conversation = (await session.scalars(select(Conversation))).one()
        await inbox.receive(
            session, conversation=conversation, client_id="gửi", text="Gửi", payload="confirm:yes", now=utc_now()
        )
    await answer()
    async with database.transaction() as session:
        return (await session.scalars(select(Ticket).where(Ticket.conversation_id == conversation.id))).one()


async def _centre(database: Database) -> tuple[float, float]:
    named = select(CommuneCentre).where(CommuneCentre.name == "Xã Tiên Lữ", CommuneCentre.commune_code.is_not(None))
    async with database.transaction() as session:
        centre = (await session.scalars(named)).one()
    return centre.latitude, centre.longitude


async def test_it_is_stored_by_its_name_once_and_fetched_later(phone: Phone, database: Database) -> None:
    await phone.photographs(picture())
    await phone.again()
    (message,) = await rows.messages(database)
    assert (message.text, message.payload, message.state) == ("Ảnh đã gửi", PHOTO, PENDING)
    assert message.photo_ref
    assert await rows.turns_waiting(database) == 1
    assert phone.downloads() == 0


async def test_before_any_matter_it_is_kept_for_the_one_that_follows(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture())
    await answer()
    assert await rows.said(database) == ["utter_photo_kept", "utter_ask_story"]
    (photo,) = await rows.photos(database)
    assert (photo.width, photo.media_type, photo.ticket_id) == (64, "image/jpeg", None)
    assert b"SecretCam" not in photo.content
    (message,) = await rows.messages(database)
    assert (message.state, message.photo_ref, photo.message_id) == (DONE, None, message.id)
    await phone.again()
    await answer()
    assert len(await rows.photos(database)) == phone.downloads() == 1
    await phone.writes(STORY)
    await answer()
    ticket = await _files(phone, database, answer)
    async with database.transaction() as session:
        assert [shown.id for shown in await of_ticket(session, ticket.id)] == [photo.id]


async def test_a_caption_begins_a_matter_and_the_photo_goes_with_it(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture(), STORY)
    (message,) = await rows.messages(database)
    assert (message.text, message.payload) == (STORY, None)
    assert await answer() == 1
    said = await rows.said(database)
    assert said[0] == "utter_photo_kept"
    assert said.count("utter_photo_kept") == 1
    assert "utter_ask_confirm" in said[-1] or said[-1].startswith("utter_ask")
    ticket = await _files(phone, database, answer)
    assert "lở một nửa" in ticket.text
    async with database.transaction() as session:
        assert len(await of_ticket(session, ticket.id)) == 1


async def test_a_caption_that_tells_no_matter_is_answered_too(phone: Phone, database: Database, answer: Answer) -> None:
    await phone.photographs(picture(), "xin chào cán bộ")
    await answer()
    said = await rows.said(database)
    assert said[0] == "utter_photo_kept"
    assert any("greet" in line for line in said[1:])


async def test_in_the_middle_of_a_draft_the_question_stands(phone: Phone, database: Database, answer: Answer) -> None:
    await phone.writes(NO_PLACE)
    await answer()
    before = await rows.said(database)
    await phone.photographs(picture())
    await answer()
    assert (await rows.said(database))[len(before) :] == ["utter_photo_kept", before[-1]]


@pytest.mark.parametrize("caption", ["", STORY])
async def test_a_server_in_trouble_is_asked_again(
    phone: Phone, database: Database, answer: Answer, caption: str, caplog: pytest.LogCaptureFixture
) -> None:
    phone.trouble(500, 429)
    await phone.photographs(picture(), caption)
    for attempt, (after, told) in enumerate(((3, 0), (6, 1)), start=1):
        await rows.take_turn_job(database)
        assert await answer(after=after) == 0
        (message,) = await rows.messages(database)
        assert (message.state, message.attempts, bool(message.photo_ref)) == (PENDING, attempt, True)
        assert len(await rows.said(database)) == told  # that it is kept, when it takes long
        assert await rows.photos(database) == []
        assert "photo_failed" in caplog.text
        assert str(message.photo_ref) not in caplog.text
    due = await rows.take_turn_job(database)
    assert due is not None
    assert due > utc_now() + timedelta(seconds=3)
    assert await answer(after=7) == 1
    (message,) = await rows.messages(database)
    assert (message.state, message.attempts, message.photo_ref) == (DONE, 0, None)
    assert len(await rows.photos(database)) == 1
    assert (await rows.said(database))[1] == "utter_photo_kept"


async def test_what_is_written_meanwhile_costs_the_photo_no_try(
    phone: Phone, database: Database, answer: Answer
) -> None:
    phone.trouble(500)
    await phone.photographs(picture())
    assert await answer() == 0
    for number in range(3):
        await rows.take_turn_job(database)
        await phone.writes(f"{STORY}, nhà số {number}")
        assert await answer(after=0.5) == 0
    assert phone.downloads() == 1
    assert await answer() == 4
    assert len(await rows.photos(database)) == 1


async def test_what_never_comes_is_told_and_holds_up_nothing(phone: Phone, database: Database, answer: Answer) -> None:
    phone.trouble(*[503] * 6)
    await phone.photographs(picture())
    await phone.writes(STORY)
    for _ in range(5):
        assert await answer(after=60) == 0
    assert await answer(after=60) == 1
    said = await rows.said(database)
    assert "gửi lại ảnh" in said[1]
    assert "utter_photo_kept" not in said
    assert [message.state for message in await rows.messages(database)] == [DONE, DONE]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "không còn tải về được"),
        (LARGE, "lớn hơn 8 MB"),
        (NOT_A_PICTURE, "không phải ảnh JPG"),
        (picture()[:200], "không phải ảnh JPG"),
    ],
)
@pytest.mark.parametrize("caption", ["", STORY])
async def test_what_cannot_be_taken_is_told_and_a_caption_is_answered_all_the_same(
    phone: Phone, database: Database, answer: Answer, content: bytes | None, words: str, caption: str
) -> None:
    if isinstance(phone, TelegramPhone) and content is LARGE:
        pytest.skip("Telegram's own sizes of a photo are never so large; a file may be, see below")
    await phone.photographs(content or picture(), caption)
    if content is None:
        phone.loses_files()
    assert await answer() == (1 if caption else 0)
    told, *further = await rows.said(database)
    assert told.startswith("Chúng tôi chưa nhận được ảnh này.")
    assert words in told
    assert bool(further) == bool(caption)
    assert "utter_photo_kept" not in further
    (message,) = await rows.messages(database)
    assert (message.state, message.photo_ref) == (DONE, None)
    assert await rows.photos(database) == []


async def test_an_album_is_kept_whole_and_answered_once(
    phone: Phone, database: Database, answer: Answer, rasa: FakeRasa
) -> None:
    for side in (10, 20, 30, 40):
        await phone.photographs(picture((side, side)))
    assert await answer() == 1
    assert [photo.width for photo in await rows.photos(database)] == [10, 20, 30, 40]
    assert await rows.said(database) == ["utter_photo_kept", "utter_ask_story"]
    assert {message.state for message in await rows.messages(database)} == {DONE}
    assert len(rasa.heard) == 1


@pytest.mark.parametrize("place", [0, 2])
async def test_the_caption_of_an_album_is_its_answer(
    phone: Phone, database: Database, answer: Answer, rasa: FakeRasa, place: int
) -> None:
    for number in range(3):
        await phone.photographs(picture(), STORY if number == place else "")
    assert await answer() == 1
    assert rasa.heard == [STORY]
    assert (await rows.said(database)).count("utter_photo_kept") == 1
    ticket = await _files(phone, database, answer)
    async with database.transaction() as session:
        assert len(await of_ticket(session, ticket.id)) == 3


async def test_what_is_written_between_photos_is_answered_in_its_turn(
    phone: Phone, database: Database, answer: Answer, rasa: FakeRasa
) -> None:
    await phone.photographs(picture())
    await phone.writes(STORY)
    await phone.photographs(picture())
    assert await answer() == 3
    assert rasa.heard == ["Ảnh đã gửi", STORY, "Ảnh đã gửi"]


async def test_an_album_that_is_still_coming_in_is_waited_for(phone: Phone, database: Database, answer: Answer) -> None:
    await phone.photographs(picture())
    await rows.take_turn_job(database)
    assert await answer(after=0) == 0
    assert phone.downloads() == 0
    due = await rows.take_turn_job(database)
    assert due is not None
    assert timedelta(seconds=1) < due - utc_now() < timedelta(seconds=3)


async def test_the_sixth_photo_of_a_matter_is_refused_in_one_line(
    phone: Phone, database: Database, answer: Answer
) -> None:
    for _ in range(8):
        await phone.photographs(picture())
    await answer()
    assert len(await rows.photos(database)) == 5
    told, *answered = await rows.said(database)
    assert "tối đa 5 ảnh" in told
    assert answered == ["utter_photo_kept", "utter_ask_story"]


async def test_it_is_fetched_while_rasa_is_down_and_answered_when_it_is_back(
    phone: Phone, database: Database, answer: Answer, rasa: FakeRasa
) -> None:
    rasa.down = True
    await phone.photographs(picture(), STORY)
    with pytest.raises(NotYet):
        await answer()
    assert len(await rows.photos(database)) == 1
    phone.loses_files()
    rasa.down = False
    assert await answer() == 1
    assert (await rows.said(database))[0] == "utter_photo_kept"
    assert len(await rows.photos(database)) == phone.downloads() == 1


async def test_where_it_was_taken_is_a_pin_also_beside_a_caption(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture(at=await _centre(database)), STORY)
    await answer()
    assert (await rows.said(database))[0] == "utter_photo_kept"
    assert "utter_pin_kept" in await rows.said(database)
    (message,) = await rows.messages(database)
    assert (message.latitude, message.longitude) == (None, None)
    ticket = await _files(phone, database, answer)
    assert ticket.latitude == pytest.approx((await _centre(database))[0], abs=1e-5)


async def test_a_caption_without_a_place_is_asked_by_the_photos_position(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture(at=await _centre(database)), NO_PLACE)
    await answer()
    assert (await rows.said(database))[-1] == "utter_ask_place_pin"


async def test_where_a_photo_without_an_answer_was_taken_goes_to_the_one_with_it(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture(at=await _centre(database)))
    await phone.photographs(picture())
    await answer()
    assert await rows.said(database) == ["utter_photo_kept", "utter_ask_pin_story"]
    assert [message.latitude for message in await rows.messages(database)] == [None, None]
    async with database.transaction() as session:
        assert (await session.scalars(select(IntakeDraft))).one().state["pin"] is not None


async def test_a_greeting_over_a_photo_keeps_where_it_was_taken(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture(at=await _centre(database)), "xin chào cán bộ")
    await answer()
    async with database.transaction() as session:
        assert (await session.scalars(select(IntakeDraft))).one().state["pin"] is not None
    (message,) = await rows.messages(database)
    assert message.latitude is None


async def test_who_asks_to_be_forgotten_leaves_neither_photo_nor_its_name(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture())
    await phone.photographs(NOT_A_PICTURE)
    await answer()
    at = utc_now()
    async with database.transaction() as session:
        conversation = (await session.scalars(select(Conversation))).one()
        wish = DataRequest(
            conversation_id=conversation.id, kind=DELETE, words="xóa", at=at, acknowledge_by=at, acknowledged_at=at,
            due_at=at, due_explanation="", done_at=None,
        )  # fmt: skip
        session.add(wish)
        await session.flush()
        assert (await erase_of_request(session, wish.id, now=at))["photos"] == 1
    assert await rows.messages(database) == []
    assert await rows.photos(database) == []


async def test_the_period_of_drafts_takes_a_photo_of_no_ticket(
    phone: Phone, database: Database, answer: Answer
) -> None:
    await phone.photographs(picture())
    await answer()
    async with database.transaction() as session:
        rules = await province.retention(session)
        for days, left in ((-1, 1), (1, 0)):
            now = utc_now() + timedelta(days=rules["draft"].keep_days + days)
            await apply_retention(session, rules, now=now)
            assert len(await rows.photos(database) if left else []) == left
    assert await rows.photos(database) == []
