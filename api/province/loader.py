"""Loading the data folder into the database: checked first, then written as a whole."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from vietnam_provinces import Ward

from api.clock.models import CalendarDay, DeadlineRow, OfficeHours
from api.core.cache import data_version
from api.core.db import Base
from api.core.time import utc_now
from api.directory.models import Agency
from api.places.models import Commune, OldPlace
from api.places.provinces import mapping
from api.province.checks import problems_of
from api.province.folder import Folder, FolderError, folder_version, read_folder
from api.province.models import Province, ProvinceLoad
from api.routing.models import Route, Topic

_GENERATED = "tạo từ danh mục xã, phường (gói vietnam-provinces)"


async def load_province(session: AsyncSession, path: Path) -> bool:
    """Bring the database to what the folder says; return whether anything was loaded.

    Raises FolderError with every fault when the folder is not sound; nothing is changed then.
    """
    version = folder_version(path)
    if await data_version(session) == version:
        return False
    folder = read_folder(path)
    problems = problems_of(folder)
    if problems:
        raise FolderError(problems)
    await _load_places(session, folder)
    await _upsert(session, Agency, [*_agencies(folder), *_commune_agencies(folder)], ["code"])
    await _upsert(session, Topic, _topics(folder), ["code"])
    await _replace(session, Route, _routes(folder))
    await _replace(session, DeadlineRow, _deadlines(folder))
    await _replace(session, CalendarDay, _calendar(folder))
    hours = [{"starts": start, "ends": end} for start, end in folder.settings["office_hours"]]
    await _replace(session, OfficeHours, hours)
    settings = folder.settings
    own = {
        "code": str(settings["code"]),
        "name": settings["name"],
        "code_prefix": settings["code_prefix"],
        "coordinator_code": settings["coordinator"],
    }
    await _replace(session, Province, [own])
    await _replace(session, ProvinceLoad, [{"version": version, "loaded_at": utc_now()}])
    return True


async def _upsert(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]], keys: list[str]) -> None:
    """Write rows that others refer to; what the folder no longer has stays for the tickets that name it."""
    statement = insert(model)
    changed = {column: statement.excluded[column] for column in rows[0] if column not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


async def _replace(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Write a table anew."""
    await session.execute(delete(model))
    if rows:
        await session.execute(insert(model), rows)


async def _load_places(session: AsyncSession, folder: Folder) -> None:
    communes = list(commune_rows(folder.settings["code"]))
    await _upsert(session, Commune, communes, ["code"])
    await _replace(session, OldPlace, list(old_place_rows(communes, folder.settings["old_provinces"])))


def commune_rows(province_code: int) -> Iterable[dict[str, Any]]:
    """Return the communes of today (package `vietnam-provinces`, one name of which has two blanks)."""
    for ward in Ward.iter_all():
        if int(ward.province_code) == province_code:
            kind, name = " ".join(ward.name.split()).split(" ", 1)
            yield {"code": f"{int(ward.code):05d}", "name": f"{kind.lower()} {name}", "is_ward": kind == "Phường"}


def old_place_rows(communes: list[dict[str, Any]], old_provinces: list[str]) -> Iterable[dict[str, Any]]:
    """Return the communes of before July 2025 with where they are now (underthesea's mapping of the mergers)."""
    codes = {commune["name"].lower(): commune["code"] for commune in communes}
    for row in mapping()["ward_mapping"]:
        if row["old_province"] in old_provinces:
            kind, name = row["old_ward"].split(" ", 1) if not row["old_ward"].startswith("Thị trấn") else (
                "thị trấn", row["old_ward"].removeprefix("Thị trấn ")
            )  # fmt: skip
            yield {
                "name": f"{kind.lower()} {name}",
                "district": row["old_district"][:1].lower() + row["old_district"][1:],
                "province": row["old_province"],
                "commune_code": codes[" ".join(row["new_ward"].split()).lower()],
                "divided": row["mapping_type"] == "divided",
            }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _agencies(folder: Folder) -> list[dict[str, Any]]:
    return [
        {
            "code": line["code"],
            "name": line["name"],
            "short_name": line["short_name"],
            "level": line["level"],
            "kind": "department",
            "parent_code": line["parent"] or None,
            "commune_code": None,
            "valid_from": _day(line["valid_from"]),
            "valid_to": _day(line["valid_to"]),
            "successors": line["successors"].split(),
            "takes_restricted": line["restricted"] == "yes",
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["agencies.csv"]
    ]


def _commune_agencies(folder: Folder) -> list[dict[str, Any]]:
    """Return the committee and the police of each commune; their names follow from the commune's."""
    rows = []
    for commune in commune_rows(folder.settings["code"]):
        for kind, prefix, title, parent in (
            ("commune", "ubnd", "UBND", "ubnd-tinh"),
            ("police", "ca", "Công an", "cong-an-tinh"),
        ):
            rows.append(
                {
                    "code": f"{prefix}-{commune['code']}",
                    "name": f"{title} {commune['name']}",
                    "short_name": f"{title} {commune['name']}",
                    "level": "commune",
                    "kind": kind,
                    "parent_code": parent,
                    "commune_code": commune["code"],
                    "valid_from": folder.settings["communes_since"],
                    "valid_to": None,
                    "successors": [],
                    "takes_restricted": False,
                    "source": _GENERATED,
                    "mark": "confirmed",
                }
            )
    return rows


def _topics(folder: Folder) -> list[dict[str, Any]]:
    return [
        {
            "code": line["code"],
            "domain": int(line["domain"]) if line["domain"] else None,
            "name_vi": line["name_vi"],
            "plain_name": line["plain_name"],
            "name_en": line["name_en"],
            "place_in_list": number,
        }
        for number, line in enumerate(folder.tables["topics.csv"])
    ]


def _routes(folder: Folder) -> list[dict[str, Any]]:
    return [
        {
            "topic": line["topic"],
            "valid_from": _day(line["valid_from"]),
            "valid_to": _day(line["valid_to"]),
            "lead": line["lead"] or None,
            "handler": line["handler"],
            "unit": line["unit"] or None,
            "rule": line["rule"],
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["routes.csv"]
    ]


def _deadlines(folder: Folder) -> list[dict[str, Any]]:
    return [
        {
            "legal_class": line["legal_class"],
            "topic": topic,
            "amount": int(line["amount"]),
            "unit": line["unit"],
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["deadlines.csv"]
        for topic in line["topics"].split()
    ]


def _calendar(folder: Folder) -> list[dict[str, Any]]:
    return [
        {
            "on": date.fromisoformat(line["date"]),
            "kind": line["kind"],
            "note": line["note"],
            "source": line["source"],
            "mark": line["mark"],
        }
        for line in folder.tables["calendar.csv"]
    ]
