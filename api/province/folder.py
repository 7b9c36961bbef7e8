"""The data folder as it stands in files, with every fault named by file and line."""

import csv
import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

FILES = {
    "agencies.csv": (
        "code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "successors", "restricted",
        "source", "mark",
    ),
    "topics.csv": ("code", "domain", "name_vi", "plain_name", "name_en"),
    "routes.csv": ("topic", "valid_from", "valid_to", "lead", "handler", "unit", "rule", "source", "mark"),
    "deadlines.csv": ("legal_class", "topics", "amount", "unit", "source", "mark"),
    "calendar.csv": ("date", "kind", "note", "source", "mark"),
}  # fmt: skip
_PACKAGES = ("vietnam-provinces", "underthesea", "holidays")


class FolderError(Exception):
    """The folder cannot be loaded; each line names a file, a line and what is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Line:
    """A line of a table, with where it stands for messages."""

    where: str
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a column's text."""
        return self.values[column]


@dataclass(frozen=True)
class Folder:
    """All tables of a province."""

    path: Path
    settings: dict[str, Any]
    tables: dict[str, list[Line]]


def folder_version(path: Path) -> str:
    """Return a hash of the folder, of this code and of the packages whose data go with it."""
    whole = hashlib.sha256()
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for file in [*sorted(path.glob("*.csv")), path / "province.yml", *sources]:
        whole.update(file.name.encode() + file.read_bytes())
    for package in _PACKAGES:
        whole.update(version(package).encode())
    return whole.hexdigest()


def read_folder(path: Path) -> Folder:
    """Read all files. Raises FolderError for a missing file or column."""
    problems: list[str] = []
    tables: dict[str, list[Line]] = {}
    for name, columns in FILES.items():
        file = path / name
        if not file.exists():
            problems.append(f"{file}: missing")
            continue
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = set(columns) - set(reader.fieldnames or ())
            if missing:
                problems.append(f"{file}:1: missing columns {', '.join(sorted(missing))}")
                continue
            tables[name] = [Line(f"{file}:{reader.line_num}", dict(row)) for row in reader]
    if problems:
        raise FolderError(problems)
    settings = yaml.safe_load((path / "province.yml").read_text(encoding="utf-8"))
    return Folder(path, settings, tables)
