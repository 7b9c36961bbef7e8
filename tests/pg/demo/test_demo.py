"""The generated year is written through the services, can go on after a break, and goes away without a trace."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from api.core.db import Database
from api.demo.rules import Step, Year
from api.demo.service import Filler, remove
from api.reports.queries import agency_figures
from api.reports.rules import total
from api.tickets.models import Reply, Ticket, TicketEvent
from tests import factories

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


async def _fill(database: Database, count: int) -> int:
    written = 0
    async for batch in await Filler(database, seed=3, now=NOW).fill(count):
        written += batch
    return written


async def test_a_year_is_filled_counted_and_removed(database: Database) -> None:
    async with database.transaction() as session:
        own = await factories.ticket(session, now=NOW)
    assert await _fill(database, 120) == 120
    assert await _fill(database, 120) == 120  # again: nothing twice
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).where(Ticket.demo)) == 120
        rows = await agency_figures(session, first=date(2025, 11, 1), last=date(2026, 11, 30), now=NOW, demo=True)
        whole = total(rows)
        assert whole.received >= 100
        assert whole.answered == whole.on_time + whole.late > 0
        assert whole.received == whole.answered + whole.open + whole.ended
        assert whole.median_hours is not None
        assert await remove(session) == 120
    async with database.transaction() as session:
        assert list(await session.scalars(select(Ticket.id))) == [own.id]
        assert await session.scalar(select(func.count()).select_from(Reply)) == 0
        left = await session.scalars(select(TicketEvent.ticket_id).distinct())
        assert list(left) == [own.id]


async def test_a_closed_ticket_stays_where_somebody_may_read_it(database: Database) -> None:
    filler = Filler(database, seed=3, now=NOW)
    async with database.transaction() as session:
        ticket = await factories.ticket(session, now=NOW, act="denounce", topic="4b.health")
        ticket.lead_agency_code, held_by = "so-y-te", ticket.agency_code  # nobody there is cleared
        await filler._step(session, ticket, Step("forward", NOW))
        assert ticket.agency_code == held_by


def test_the_same_seed_gives_the_same_year() -> None:
    def arrivals(seed: int) -> list[object]:
        year = Year(seed=seed, topics=["6c.road", "5c"], communes=["1", "2"], until=NOW)
        return list(year.arrivals(50))

    assert arrivals(1) == arrivals(1)
    assert arrivals(1) != arrivals(2)
