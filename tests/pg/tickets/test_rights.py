"""Alice holds the ticket, Bob is of the same agency, Charlie is not; restricted tickets are for a few."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import NotFound
from api.tickets import queries
from api.tickets.rights import may_handle, may_see, require_seen
from tests import factories

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "own", "sees", "handles"),
    [
        ("officer", True, True, True),
        ("leader", True, True, True),
        ("officer", False, False, False),
        ("coordinator", False, True, True),
        ("viewer", False, True, False),
        ("admin", True, False, False),
    ],
)
async def test_who_may_see_and_handle_an_ordinary_ticket(
    session: AsyncSession, role: str, own: bool, sees: bool, handles: bool
) -> None:
    ticket = await factories.ticket(session, now=NOW)
    person = await factories.staff(session, ticket.agency_code if own else "so-y-te", role=role, now=NOW)
    assert (may_see(person, ticket), may_handle(person, ticket)) == (sees, handles)
    listed = await queries.queue(session, staff=person, now=NOW)
    assert (ticket.id in {row.id for row in listed}) is sees


@pytest.mark.parametrize(
    ("role", "own", "cleared", "sees"),
    [
        ("officer", True, True, True),
        ("officer", True, False, False),
        ("officer", False, True, False),
        ("coordinator", False, False, False),
        ("coordinator", False, True, False),
        ("viewer", False, False, False),
    ],
)
async def test_who_may_see_a_denunciation(
    session: AsyncSession, role: str, own: bool, cleared: bool, sees: bool
) -> None:
    ticket = await factories.ticket(session, now=NOW, act="denounce", topic="4a")
    agency = ticket.agency_code if own else "so-y-te"
    person = await factories.staff(session, agency, role=role, sees_restricted=cleared, now=NOW)
    assert may_see(person, ticket) is sees
    listed = await queries.queue(session, staff=person, now=NOW)
    assert (ticket.id in {row.id for row in listed}) is sees


async def test_who_may_not_see_is_not_told_that_it_exists(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=NOW)
    charlie = await factories.staff(session, "so-y-te", now=NOW)
    with pytest.raises(NotFound) as refused:
        require_seen(charlie, ticket)
    with pytest.raises(NotFound) as unknown:
        require_seen(charlie, None)
    assert refused.value.detail == unknown.value.detail
