"""Tickets and logins for the tests of the console."""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from api.core.db import Database
from api.core.time import utc_now
from api.directory.queries import first_commune_agency
from api.tickets.models import Ticket
from api.tickets.schemas import Filing
from api.tickets.service import file_ticket

WORDS = "Đường thôn Đông hỏng nặng, gọi tôi theo số 0912345678 nhé"


@pytest.fixture
async def ticket(database: Database) -> Ticket:
    """An ordinary ticket at the agency of the demo officer `canbo`."""
    async with database.transaction() as session:
        commune = (await first_commune_agency(session)).commune_code
        return await file_ticket(session, filing=_filing("report", "6c.road", commune), now=utc_now())


@pytest.fixture
async def denunciation(database: Database) -> Ticket:
    """A denunciation of the same commune, which goes to the inspectorate."""
    async with database.transaction() as session:
        commune = (await first_commune_agency(session)).commune_code
        return await file_ticket(session, filing=_filing("denounce", "4a", commune), now=utc_now())


def _filing(act: str, topic: str, commune: str | None) -> Filing:
    return Filing(
        request_key=str(uuid4()), channel="webchat", act=act, topic_code=topic, text=WORDS, commune_code=commune,
        understood={"act": act, "act_confidence": 0.91, "topics": [[topic, 0.834]], "why": ["đường thôn", "hỏng"]},
    )  # fmt: skip


@pytest.fixture
def login(client: AsyncClient, password: str) -> Callable[[str], Awaitable[None]]:
    """Log in as a demo account."""

    async def do(username: str) -> None:
        client.cookies.clear()
        answer = await client.post("/console/dang-nhap", data={"username": username, "password": password})
        assert answer.status_code == 303

    return do


@pytest.fixture
def token_of() -> Callable[[str], str]:
    """Take the form token out of a page."""
    return lambda page: re.search(r'name="form_token" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]


@pytest.fixture
def send(client: AsyncClient, token_of: Callable[[str], str]) -> Callable[..., Awaitable[Response]]:
    """Open a ticket's page and send one of its forms, as a browser does."""

    async def do(ticket: Ticket, step: str, **fields: str) -> Response:
        page = (await client.get(f"/console/phieu/{ticket.id}")).text
        version = re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
        form = {"form_token": token_of(page), "version": version, **fields}
        return await client.post(f"/console/phieu/{ticket.id}/{step}", data=form)

    return do
