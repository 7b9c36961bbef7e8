"""Loading the data folder into the database: checked first, then written as a whole."""

from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import CalendarDay, DeadlineRow, OfficeHours
from api.core.cache import data_version
from api.core.db import Base
from api.core.time import utc_now
from api.directory.models import Agency
from api.places.models import Commune, OldPlace
from api.province.checks import problems_of
from api.province.folder import Folder, FolderError, folder_version, read_folder
from api.province.models import Province, ProvinceLoad
from api.province.rows import (
    agency_rows,
    calendar_rows,
    commune_agency_rows,
    commune_rows,
    deadline_rows,
    old_place_rows,
    route_rows,
    topic_rows,
)
from api.routing.models import Route, Topic


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
    await _upsert(session, Agency, [*agency_rows(folder), *commune_agency_rows(folder)], ["code"])
    await _upsert(session, Topic, topic_rows(folder), ["code"])
    await _replace(session, Route, route_rows(folder))
    await _replace(session, DeadlineRow, deadline_rows(folder))
    await _replace(session, CalendarDay, calendar_rows(folder))
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
