"""Loading the data folder into the database: checked first, then written as a whole."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.models import CalendarDay, DeadlineRow, Escalation, OfficeHours
from api.core.cache import data_version
from api.core.db import Base
from api.core.time import utc_now
from api.directory.models import Agency
from api.places.models import Commune, CommuneCentre, OldPlace
from api.province.checks import problems_of
from api.province.edits import edited, edits, edits_version
from api.province.folder import Folder, FolderError, folder_version, read_folder
from api.province.models import (
    AskedQuestion,
    DataRight,
    KnowledgeEntry,
    Province,
    ProvinceLoad,
    RatingReason,
    ReplacedText,
    RetentionRule,
    Synonym,
)
from api.province.rows import (
    agency_rows,
    asked_rows,
    calendar_rows,
    centre_rows,
    commune_agency_rows,
    commune_rows,
    data_right_rows,
    deadline_rows,
    entry_rows,
    escalation_rows,
    hours_rows,
    legal_rows,
    old_place_rows,
    older_place_rows,
    outside_rows,
    plan_rows,
    question_rows,
    rating_reason_rows,
    replaced_rows,
    retention_rows,
    route_rows,
    synonym_rows,
    topic_rows,
)
from api.routing.models import LegalPath, OutsideMatter, PlanRow, Route, Topic, TopicQuestion


@dataclass(frozen=True)
class Change:
    """How many rows of a table came and went; a changed row is both."""

    added: int
    removed: int


async def load_province(session: AsyncSession, path: Path) -> bool:
    """Bring the database to what the folder says; return whether anything was loaded.

    Raises FolderError with every fault when the folder is not sound; nothing is changed then.
    """
    return await load_changes(session, path) is not None


async def load_changes(session: AsyncSession, path: Path) -> dict[str, Change] | None:
    """Do what `load_province` does, and return the tables that changed; None when the folder was loaded before."""
    made = await edits(session)
    version = folder_version(path)
    if made:
        version = hashlib.sha256((version + edits_version(made)).encode()).hexdigest()
    if await data_version(session) == version:
        return None
    folder = edited(read_folder(path), made)
    problems = problems_of(folder)
    if problems:
        raise FolderError(problems)
    changes = await _write(session, folder)
    await _replace(session, ProvinceLoad, [{"version": version, "loaded_at": utc_now()}])
    return {table: change for table, change in changes.items() if change.added or change.removed}


async def _write(session: AsyncSession, folder: Folder) -> dict[str, Change]:
    settings = folder.settings
    communes = list(commune_rows(settings["code"]))
    agencies = [*agency_rows(folder), *commune_agency_rows(folder)]
    own = {
        "code": str(settings["code"]),
        "name": settings["name"],
        "code_prefix": settings["code_prefix"],
        "coordinator_code": settings["coordinator"],
        "digest_at": settings["digest_at"],
        "quiet_hours": settings["quiet_hours"],
    }
    changes = {
        model.__tablename__: await _upsert(session, model, rows, "code")
        for model, rows in ((Commune, communes), (Agency, agencies), (Topic, topic_rows(folder)))
    }
    replaced: tuple[tuple[type[Base], list[dict[str, Any]]], ...] = (
        (OldPlace, [*old_place_rows(communes, settings["old_provinces"]), *older_place_rows(folder)]),
        (CommuneCentre, list(centre_rows(communes, settings["name"]))),
        (Route, route_rows(folder)),
        (LegalPath, legal_rows(folder)),
        (PlanRow, plan_rows(folder)),
        (OutsideMatter, outside_rows(folder)),
        (DeadlineRow, deadline_rows(folder)),
        (CalendarDay, calendar_rows(folder)),
        (OfficeHours, hours_rows(folder)),
        (Escalation, escalation_rows(folder)),
        (KnowledgeEntry, entry_rows(folder)),
        (ReplacedText, replaced_rows(folder)),
        (Synonym, synonym_rows(folder)),
        (TopicQuestion, question_rows(folder)),
        (RatingReason, rating_reason_rows(folder)),
        (RetentionRule, retention_rows(folder)),
        (DataRight, data_right_rows(folder)),
        (AskedQuestion, asked_rows(folder)),
        (Province, [own]),
    )
    for model, rows in replaced:
        changes[model.__tablename__] = await _replace(session, model, rows)
    return changes


async def _upsert(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]], key: str) -> Change:
    """Write rows that others refer to; what the folder no longer has stays for the tickets that name it."""
    before = await _present(session, model, rows)
    statement = insert(model)
    changed = {column: statement.excluded[column] for column in rows[0] if column != key}
    await session.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed), rows)
    after = Counter(_as_text(row) for row in rows)
    return Change((after - before).total(), 0)


async def _replace(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]]) -> Change:
    """Write a table anew."""
    before = await _present(session, model, rows)
    await session.execute(delete(model))
    if rows:
        await session.execute(insert(model), rows)
    after = Counter(_as_text(row) for row in rows)
    return Change((after - before).total(), (before - after).total())


async def _present(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]]) -> "Counter[str]":
    """Return the rows that are there now, in the columns of the new ones."""
    columns = [getattr(model, column) for column in (rows[0] if rows else {})]
    if not columns:
        return Counter()
    found = await session.execute(select(*columns))
    return Counter(_as_text(dict(row._mapping)) for row in found)


def _as_text(row: dict[str, Any]) -> str:
    """Return a row's text, the same however PostgreSQL orders the keys of its JSON."""
    return json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)
