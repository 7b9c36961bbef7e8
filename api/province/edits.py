"""Values that an administrator changes in the console: they lie over the data folder, and are checked with it.

The folder stays the province's file in version control; an edit names the line by its key and survives a reload.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.people.models import Staff
from api.province.folder import FILES, Folder, FolderError, Line
from api.province.models import ProvinceEdit

CHANGE, ADD, REMOVE = "change", "add", "remove"
# Which tables the console may change, and the columns that name a line of each.
KEYS: Final = {
    "deadlines.csv": ("legal_class", "topics"),
    "calendar.csv": ("date", "calendar"),
    "hours.csv": ("calendar", "starts"),
    "escalation.csv": ("legal_class", "at_percent", "days_late", "recipient"),
}
_BETWEEN: Final = " | "


def key_of(file: str, values: "Line | dict[str, str]") -> str:
    """Return what names a line of a table: its first columns."""
    return _BETWEEN.join(values[column] for column in KEYS[file])


async def edits(session: AsyncSession) -> list[ProvinceEdit]:
    """Return all edits, oldest first."""
    return list(await session.scalars(select(ProvinceEdit).order_by(ProvinceEdit.id)))


def edits_version(made: Iterable[ProvinceEdit]) -> str:
    """Return a hash of the edits, empty for none."""
    rows = [(row.file, row.key, row.kind, row.values) for row in made]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest() if rows else ""


def edited(folder: Folder, made: Iterable[ProvinceEdit]) -> Folder:
    """Return the folder with the edits over it, in the order in which they were made.

    An edit of a line that the folder no longer has does nothing: the folder's new text is then the truth.
    """
    tables = dict(folder.tables)
    for row in made:
        tables[row.file] = _with(tables[row.file], row)
    return replace(folder, tables=tables)


def _with(lines: list[Line], edit: ProvinceEdit) -> list[Line]:
    where = f"{edit.file} (sửa trong trang quản trị, {edit.at:%d/%m/%Y})"
    if edit.kind == ADD:
        rest = [line for line in lines if key_of(edit.file, line) != edit.key]
        return [*rest, Line(where, dict(edit.values))]
    if edit.kind == REMOVE:
        return [line for line in lines if key_of(edit.file, line) != edit.key]
    return [
        Line(where, {**line.values, **edit.values}) if key_of(edit.file, line) == edit.key else line for line in lines
    ]


async def make_edit(
    session: AsyncSession,
    *,
    path: Path,
    file: str,
    kind: str,
    values: dict[str, str],
    key: str | None = None,
    by: Staff,
    now: datetime,
) -> bool:
    """Lay a change over the folder and load the whole; return whether the rules changed.

    The source of the new value must be named. Raises Invalid with what the check of the folder says; nothing is
    changed then.
    """
    from api.province.loader import load_changes  # the loader applies the edits, and this makes one

    if file not in KEYS:
        raise Invalid("Bảng này chỉ sửa được trong thư mục dữ liệu của tỉnh.", field="file")
    if kind != REMOVE and not values.get("source", "").strip():
        raise Invalid("Hãy ghi căn cứ (số văn bản, ngày) của giá trị này.", field="source")
    if kind == ADD and set(values) != set(FILES[file]):
        raise Invalid("Dòng mới còn thiếu cột.", field="file")
    row = ProvinceEdit(
        file=file, key=key or key_of(file, values), kind=kind, values=values, staff_id=by.id, at=now
    )  # fmt: skip
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
            return await load_changes(session, path) is not None
    except FolderError as error:
        problem = error.problems[0].split(": ", 1)[-1]
        raise Invalid(f"Chưa lưu được: {problem}", field=file.removesuffix(".csv")) from error
