"""The data folder in the database: loaded once, again only when it changed, and as a whole or not at all."""

import shutil
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.cache import data_version
from api.core.settings import ROOT
from api.directory.models import Agency
from api.places.models import Commune, OldPlace
from api.places.service import resolve
from api.province.folder import FolderError
from api.province.loader import load_changes, load_province
from api.routing.models import Route
from api.routing.queries import legal_path, plan_row, plan_rows, topics


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    return Path(shutil.copytree(ROOT / "data" / "hung-yen", tmp_path / "hung-yen"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


async def test_what_has_not_changed_is_not_loaded_again(session: AsyncSession, folder: Path) -> None:
    assert await load_province(session, folder) is False


async def test_a_change_is_loaded_told_and_seen(session: AsyncSession, folder: Path) -> None:
    before = await data_version(session)
    change(folder / "agencies.csv", "Sở Công Thương,Sở Công Thương", "Sở Công Thương mới,Sở Công Thương")
    began = perf_counter()
    changes = await load_changes(session, folder)
    assert perf_counter() - began < 5
    assert changes is not None
    assert {table: (c.added, c.removed) for table, c in changes.items()} == {"agency": (1, 0)}
    renamed = await session.get(Agency, "so-cong-thuong", populate_existing=True)
    assert renamed is not None
    assert renamed.name == "Sở Công Thương mới"
    assert await data_version(session) != before


async def test_an_agency_that_the_folder_forgets_stays_for_its_tickets(session: AsyncSession, folder: Path) -> None:
    lines = (folder / "agencies.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "agencies.csv").write_text("".join(x for x in lines if not x.startswith("bhxh-tinh")), encoding="utf-8")
    assert await load_province(session, folder)
    assert await session.get(Agency, "bhxh-tinh") is not None


async def test_a_faulty_folder_changes_nothing(session: AsyncSession, folder: Path) -> None:
    routes = await session.scalar(select(func.count()).select_from(Route))
    change(folder / "routes.csv", "6d,2025-07-01,,cong-an-tinh", "6d,2025-07-01,,nobody")
    with pytest.raises(FolderError, match=r"routes\.csv:\d+: unknown agency «nobody» in lead"):
        await load_province(session, folder)
    assert await session.scalar(select(func.count()).select_from(Route)) == routes


async def test_the_communes_of_today_and_of_before(session: AsyncSession) -> None:
    wards = await session.scalar(select(func.count()).select_from(Commune).where(Commune.is_ward))
    communes = await session.scalar(select(func.count()).select_from(Commune))
    assert (communes, wards) == (104, 11)  # Nghị quyết 1666/NQ-UBTVQH15: 93 xã, 11 phường
    divided = await session.scalars(select(OldPlace.name).where(OldPlace.divided).distinct())
    assert sorted(divided) == ["xã Lạc Đạo", "xã Ngọc Thanh", "xã Đình Dù"]
    assert "  " not in "".join(await session.scalars(select(Commune.name)))


async def test_each_commune_has_its_committee_and_its_police(session: AsyncSession) -> None:
    names = set(await session.scalars(select(Agency.name).where(Agency.level == "commune")))
    assert len(names) == 208
    assert {"UBND xã Tân Hưng", "Công an xã Tân Hưng", "UBND phường Phố Hiến", "Công an phường Phố Hiến"} <= names


async def test_old_districts_lead_to_their_communes(session: AsyncSession) -> None:
    districts = list(await session.scalars(select(Agency).where(Agency.level == "district")))
    assert len(districts) == 18
    known = set(await session.scalars(select(Agency.code)))
    assert all(d.successors and set(d.successors) <= known and d.valid_to for d in districts)


async def test_places_are_found_through_the_database(session: AsyncSession) -> None:
    found = await resolve(session, "xã Tân Dân huyện Khoái Châu")
    assert found.commune is not None
    assert found.commune.name == "xã Triệu Việt Vương"
    assert found.explanation == "xã Tân Dân (huyện Khoái Châu cũ) nay là xã Triệu Việt Vương"
    elsewhere = await resolve(session, "phường Minh Khai, Hà Nội")
    assert elsewhere.status == "outside"


async def test_every_topic_of_the_plan_has_its_row(session: AsyncSession) -> None:
    without = {topic.code for topic in await topics(session) if await plan_row(session, topic=topic.code) is None}
    assert without == {"6c.waste", "other"}
    assert len(await plan_rows(session)) == 28


@pytest.mark.parametrize(
    ("act", "topic", "legal_class", "has_door"),
    [
        ("report", "6c.road", "report", False),
        ("suggest", "6c.road", "suggestion", False),
        ("suggest", "5a", "procedure_feedback", True),
        ("ask", "6c.road", "question", False),
        ("ask", "2a", "information_request", True),
        ("praise", "3a", "praise", False),
        ("complain", "6c.road", "complaint", True),
        ("complain", "3c", "complaint", True),
        ("denounce", "6d", "denunciation", True),
    ],
)
async def test_each_act_has_a_class_and_its_door(
    session: AsyncSession, act: str, topic: str, legal_class: str, has_door: bool
) -> None:
    path = await legal_path(session, act=act, topic=topic)
    assert path is not None
    assert (path.legal_class, bool(path.door)) == (legal_class, has_door)
