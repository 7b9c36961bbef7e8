"""Who sees the photos of a ticket: those who see the ticket, and nobody else."""

from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from api.core.db import Database
from api.core.time import utc_now
from api.inbox.service import start_conversation
from api.photos import service as photos
from api.photos.models import Photo
from api.tickets.models import Ticket
from tests.pictures import picture


async def _photo_of(database: Database, ticket: Ticket) -> UUID:
    made = await photos.read(picture(at=(20.65, 106.1)))
    async with database.transaction() as session:
        conversation, _ = await start_conversation(session, channel="webchat", now=utc_now())
        message = await photos.take(
            session, conversation=conversation, client_id=uuid4().hex, picture=made, now=utc_now()
        )
        await photos.attach(session, conversation_id=conversation.id, ticket_id=ticket.id)
        return message.id


@pytest.fixture
async def of_ticket(database: Database, ticket: Ticket) -> str:
    return await _address(database, ticket)


@pytest.fixture
async def of_denunciation(database: Database, denunciation: Ticket) -> str:
    return await _address(database, denunciation)


async def _address(database: Database, ticket: Ticket) -> str:
    message_id = await _photo_of(database, ticket)
    async with database.transaction() as session:
        photo_id = await session.scalar(select(Photo.id).where(Photo.message_id == message_id))
    return f"/console/phieu/{ticket.id}/anh/{photo_id}"


async def test_the_officer_of_the_ticket_sees_it_and_no_cache_keeps_it(
    client: AsyncClient, login, ticket: Ticket, of_ticket: str
) -> None:
    await login("canbo")
    assert f'<img src="{of_ticket}"' in (await client.get(f"/console/phieu/{ticket.id}")).text
    answer = await client.get(of_ticket)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"\xff\xd8")
    assert b"SecretCam" not in answer.content


async def test_charlie_is_told_that_there_is_nothing(client: AsyncClient, login, of_ticket: str) -> None:
    await login("moitruong")
    answer = await client.get(of_ticket)
    assert answer.status_code == 404
    assert b"\xff\xd8" not in answer.content


async def test_who_is_not_logged_in_sees_nothing(client: AsyncClient, of_ticket: str) -> None:
    client.cookies.clear()
    answer = await client.get(of_ticket)
    assert answer.status_code in (303, 401)
    assert b"\xff\xd8" not in answer.content


async def test_a_photo_is_found_under_its_own_ticket_alone(
    client: AsyncClient, login, ticket: Ticket, of_ticket: str, of_denunciation: str
) -> None:
    await login("canbo")
    secret = of_denunciation.rpartition("/")[2]
    assert (await client.get(f"/console/phieu/{ticket.id}/anh/{secret}")).status_code == 404
    assert (await client.get(f"/console/phieu/{ticket.id}/anh/{uuid4()}")).status_code == 404


@pytest.mark.parametrize("username", ["canbo", "moitruong", "dieuphoi", "noivu", "quantri"])
async def test_the_photo_of_a_denunciation_is_hidden_from_all_but_the_inspectorate(
    client: AsyncClient, login, of_denunciation: str, username: str
) -> None:
    await login(username)
    assert (await client.get(of_denunciation)).status_code == 404


async def test_the_inspectorate_sees_it(client: AsyncClient, login, of_denunciation: str) -> None:
    await login("thanhtra")
    assert (await client.get(of_denunciation)).status_code == 200
