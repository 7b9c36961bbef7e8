"""Agencies that end, and the tickets of a period run again."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.settings import ROOT, Settings
from api.directory.models import Agency
from api.outbox.models import OutboxMessage
from api.reports.queries import agency_figures
from api.tickets import queries
from api.tickets.models import Ticket
from api.tickets.succession import succeed, successor_of
from ops.replay import differences
from tests import factories

BEFORE = datetime(2025, 2, 20, 2, 0, tzinfo=UTC)
AFTER = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
REFORM = datetime(2025, 7, 1, 2, 0, tzinfo=UTC)


async def _held_by(session: AsyncSession, agency: str, *, now: datetime, **how: str) -> Ticket:
    ticket = await factories.ticket(session, now=now, **how)  # type: ignore[arg-type]
    ticket.agency_code = agency
    await session.flush()
    return ticket


async def test_a_merged_department_hands_its_open_tickets_on(session: AsyncSession) -> None:
    ticket = await _held_by(session, "so-gtvt", now=BEFORE)
    due = ticket.due_at
    person = await factories.staff(session, "so-gtvt", now=BEFORE)
    result = await succeed(session, now=AFTER)
    assert [(m.before, m.after) for m in result.tickets] == [("so-gtvt", "so-xay-dung")]
    assert [staff.id for staff in result.accounts] == [person.id]
    assert (ticket.agency_code, ticket.due_at, ticket.forwards) == ("so-xay-dung", due, 0)
    event = (await queries.events(session, ticket.id))[-1]
    assert (event.kind, event.agency_code, event.data["to"]) == ("agency_succeeded", "so-gtvt", "so-xay-dung")
    told = await session.scalar(select(OutboxMessage.text).where(OutboxMessage.ticket_id == ticket.id))
    assert "nay do Sở Xây dựng tiếp nhận" in (told or "")
    assert (await succeed(session, now=AFTER)).tickets == []


async def test_of_several_successors_the_one_of_the_topic_takes_it(session: AsyncSession) -> None:
    """Sở LĐTBXH was split: poverty lists went to Sở NN&MT, which leads 2b now."""
    poverty = await _held_by(session, "so-ldtbxh", now=BEFORE, topic="2b")
    await succeed(session, now=AFTER)
    assert poverty.agency_code == "so-nnmt"


async def test_a_district_hands_on_to_the_commune_of_the_matter(session: AsyncSession) -> None:
    ticket = await _held_by(session, "ubnd-tien-lu", now=BEFORE)
    await succeed(session, now=REFORM)
    assert ticket.agency_code == f"ubnd-{ticket.commune_code}"


async def test_a_denunciation_never_goes_to_a_desk_that_may_not_see_it(session: AsyncSession) -> None:
    ticket = await _held_by(session, "thanh-tra-so-y-te", now=BEFORE, act="denounce", topic="4b.health")
    await succeed(session, now=REFORM)
    receiver = await session.get_one(Agency, ticket.agency_code)
    assert receiver.takes_restricted


async def test_a_denunciation_goes_on_to_a_desk_where_somebody_is_cleared(session: AsyncSession) -> None:
    ended = await session.get_one(Agency, "so-gtvt")
    ended.successors = ["so-y-te"]  # may take closed tickets, and nobody there may read them
    ticket = await _held_by(session, "so-gtvt", now=BEFORE, act="denounce", topic="4b.health")
    assert (await session.get_one(Agency, "so-y-te")).takes_restricted
    await succeed(session, now=AFTER)
    assert ticket.agency_code == "thanh-tra-tinh"


async def test_a_denunciation_of_the_desk_itself_goes_on_to_who_stands_above(session: AsyncSession) -> None:
    ticket = await _held_by(session, "thanh-tra-so-y-te", now=BEFORE, act="denounce", topic="4b.health")
    ticket.about_code = "thanh-tra-tinh"
    await factories.staff(session, "ubnd-tinh", sees_restricted=True, now=BEFORE)
    await succeed(session, now=REFORM)
    assert ticket.agency_code == "ubnd-tinh"


async def test_closed_tickets_stay_and_figures_can_be_read_both_ways(session: AsyncSession) -> None:
    ticket = await factories.ticket(session, now=BEFORE)  # roads: the district in those days
    held_by = ticket.agency_code
    ticket.state = "withdrawn"
    await session.flush()
    assert (await succeed(session, now=REFORM)).tickets == []
    assert ticket.agency_code == held_by
    first, last = date(2025, 2, 1), date(2025, 2, 28)
    then = await agency_figures(session, first=first, last=last, now=REFORM)
    now = await agency_figures(session, first=first, last=last, now=REFORM, units="now")
    assert {row.agency_code: row.received for row in then} == {held_by: 1}
    assert {row.agency_code: row.received for row in now} == {f"ubnd-{ticket.commune_code}": 1}


async def test_successors_are_followed_until_one_exists() -> None:
    def agency(code: str, until: date | None, *heirs: str) -> Agency:
        return Agency(
            code=code, name=code, short_name=code, level="province", kind="department", valid_from=date(2011, 1, 1),
            valid_to=until, successors=list(heirs), source="x", mark="confirmed",
        )  # fmt: skip

    known = {a.code: a for a in (
        agency("a", date(2020, 1, 1), "b"), agency("b", date(2022, 1, 1), "c", "a"), agency("c", None),
        agency("d", date(2020, 1, 1), "e"), agency("e", date(2021, 1, 1), "d"),
    )}  # fmt: skip
    found = successor_of(known["a"], known, on=date(2023, 1, 1), commune_code=None)
    assert found is known["c"]
    assert successor_of(known["d"], known, on=date(2023, 1, 1), commune_code=None) is None  # a ring ends nowhere


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The province's folder with one made-up change: roads go to Sở Xây dựng at once, and reports have two days."""
    folder = Path(shutil.copytree(ROOT / "data" / "hung-yen", tmp_path / "changed"))
    routes = (folder / "routes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    roads = [n for n, line in enumerate(routes) if line.startswith("6c.road,2025-07-01,,so-xay-dung,commune,")]
    assert len(roads) == 1
    routes[roads[0]] = routes[roads[0]].replace(",so-xay-dung,commune,", ",so-xay-dung,so-xay-dung,", 1)
    (folder / "routes.csv").write_text("".join(routes), encoding="utf-8")
    deadlines = (folder / "deadlines.csv").read_text(encoding="utf-8")
    assert "6d 7a 7b,3,working_day" in deadlines
    (folder / "deadlines.csv").write_text(deadlines.replace("6d 7a 7b,3,", "6d 7a 7b,2,"), encoding="utf-8")
    return folder


async def test_a_replay_tells_who_would_have_gone_elsewhere(settings: Settings, changed: Path) -> None:
    from api.core.db import Database
    from api.tickets.models import Ticket as Row

    monday = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    database = Database(settings.sqlalchemy_url)
    async with database.transaction() as session:
        road = (await factories.ticket(session, now=monday)).tracking_code
        waste = (await factories.ticket(session, now=monday, topic="6c.waste")).tracking_code
        await factories.ticket(session, now=monday, topic="2b")  # ten days, another rule
        await factories.ticket(session, now=monday, act="denounce", topic="4b.health")  # Sở Y tế has nobody cleared
        await factories.ticket(session, now=monday - timedelta(days=20))  # before the period
    count, found = await differences(settings, changed, date(2026, 3, 1), date(2026, 3, 31))
    assert count == 4
    by_code = {item.tracking_code: item for item in found}
    assert set(by_code) == {road, waste}
    assert by_code[road].after is not None
    assert by_code[road].after.agency_code == "so-xay-dung"
    assert by_code[waste].after is not None
    assert by_code[waste].before.agency_code == by_code[waste].after.agency_code
    assert by_code[waste].after.due_at == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    async with database.transaction() as session:  # nothing of the changed folder stays
        kept = await session.scalar(select(Row.due_at).where(Row.tracking_code == waste))
        assert kept == datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
        again = await factories.ticket(session, now=monday)
        assert again.agency_code.startswith("ubnd-")
    await database.close()
