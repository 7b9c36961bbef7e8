"""An officer mends what the machine understood; the ticket moves, and training hears of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.tickets import citizen, queries, service
from api.tickets.classification import classify, corrections
from api.tickets.errors import NotAllowedNow, Stale
from api.tickets.models import Ticket
from api.tickets.schemas import Actor, Filing
from tests import factories

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_FILING = Filing(
    request_key="c1", channel="webchat", act="report", topic_code="6a", text="Bác sĩ Hai nhận phong bì. Gọi 0912345678",
)  # fmt: skip


async def _officer(session: AsyncSession, ticket: Ticket) -> Actor:
    return Actor.of(await factories.staff(session, ticket.agency_code, sees_restricted=True, now=MONDAY))


async def _doubtful(session: AsyncSession, **more: object) -> Ticket:
    filing = replace(_FILING, doubtful=True, **more)  # type: ignore[arg-type]
    return await service.file_ticket(session, filing=filing, now=MONDAY)


async def test_another_topic_brings_the_ticket_to_its_desk_and_keeps_the_date(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    due, by = ticket.due_at, await _officer(session, ticket)
    await classify(session, ticket=ticket, act="report", topic="6a", by=by, now=MONDAY)
    assert (ticket.topic_code, ticket.agency_code, ticket.state) == ("6a", "so-y-te", "assigned")
    assert (ticket.due_at, ticket.forwards) == (due, 0)
    kinds = [event.kind for event in await queries.events(session, ticket.id)]
    assert kinds[-2:] == ["ticket_classified", "ticket_forwarded"]


async def test_the_same_desk_keeps_the_ticket_and_its_work(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    await service.accept(session, ticket=ticket, by=by, now=MONDAY)
    await classify(session, ticket=ticket, act="suggest", topic="6c.road", by=by, now=MONDAY)
    assert (ticket.act, ticket.state) == ("suggest", "in_work")


async def test_what_may_be_a_denunciation_is_closed_until_a_person_has_looked(session: AsyncSession) -> None:
    ticket = await _doubtful(session)
    assert ticket.restricted
    assert ticket.agency_code == "thanh-tra-tinh"
    assert "giữ kín" in ticket.rule
    await classify(session, ticket=ticket, act="report", topic="6a", by=await _officer(session, ticket), now=MONDAY)
    assert not ticket.restricted
    assert ticket.agency_code == "so-y-te"


async def test_what_is_opened_without_a_place_goes_to_the_coordinator(session: AsyncSession) -> None:
    ticket = await _doubtful(session)
    await classify(
        session, ticket=ticket, act="report", topic="6c.road", by=await _officer(session, ticket), now=MONDAY
    )
    assert (ticket.restricted, ticket.agency_code, ticket.unit) == (False, "vp-ubnd-tinh", None)


async def test_a_report_found_to_be_a_denunciation_leaves_the_accused(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    await classify(session, ticket=ticket, act="denounce", topic="4a", by=await _officer(session, ticket), now=MONDAY)
    assert (ticket.restricted, ticket.agency_code) == (True, "thanh-tra-tinh")


async def test_a_mended_denunciation_goes_where_somebody_may_read_it(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    await factories.staff(session, "thanh-tra-tinh", sees_restricted=True, now=MONDAY)
    await classify(session, ticket=ticket, act="denounce", topic="4b.health", by=by, now=MONDAY)
    assert (ticket.restricted, ticket.agency_code) == (True, "thanh-tra-tinh")  # nobody is cleared at Sở Y tế


async def test_nothing_changed_unknown_labels_an_old_page_and_an_ended_ticket_are_refused(
    session: AsyncSession,
) -> None:
    ticket = await factories.ticket(session, now=MONDAY)
    by = await _officer(session, ticket)
    for act, topic, field in (("report", "6c.road", "act"), ("shout", "6a", "act"), ("report", "9z", "topic")):
        with pytest.raises(Invalid) as refused:
            await classify(session, ticket=ticket, act=act, topic=topic, by=by, now=MONDAY)
        assert refused.value.field == field
    with pytest.raises(Stale):
        await classify(session, ticket=ticket, act="ask", topic="6a", by=by, now=MONDAY, version=99)
    await citizen.withdraw(session, ticket=ticket, now=MONDAY)
    with pytest.raises(NotAllowedNow):
        await classify(session, ticket=ticket, act="ask", topic="6a", by=by, now=MONDAY)


async def test_training_gets_the_newest_reading_without_numbers_of_persons(session: AsyncSession) -> None:
    ticket = await service.file_ticket(session, filing=_FILING, now=MONDAY)
    by = await _officer(session, ticket)
    await classify(session, ticket=ticket, act="complain", topic="6a", by=by, now=MONDAY)
    await classify(session, ticket=ticket, act="suggest", topic="6a", by=by, now=MONDAY)
    (found,) = await corrections(session)
    assert (found.act, found.topic, found.tracking_code) == ("suggest", "6a", ticket.tracking_code)
    assert found.text == "Bác sĩ Hai nhận phong bì. Gọi <số điện thoại>"


async def test_training_never_gets_the_words_of_what_was_closed(session: AsyncSession) -> None:
    opened = await _doubtful(session)
    by = await _officer(session, opened)
    await classify(session, ticket=opened, act="report", topic="6a", by=by, now=MONDAY)
    await classify(session, ticket=opened, act="complain", topic="6a", by=by, now=MONDAY)
    closed = await service.file_ticket(session, filing=replace(_FILING, request_key="c2"), now=MONDAY)
    await classify(session, ticket=closed, act="denounce", topic="4b.health", by=by, now=MONDAY)
    assert await corrections(session) == []
