"""The data folder as it stands in files, with every fault named by file and line."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from api.province.answers import AnswerFile, read_answers

FILES = {
    "agencies.csv": (
        "code", "name", "short_name", "level", "parent", "valid_from", "valid_to", "successors", "restricted",
        "calendar", "channels", "source", "mark",
    ),
    "topics.csv": ("code", "domain", "component", "name_vi", "plain_name", "name_en"),
    "routes.csv": ("topic", "valid_from", "valid_to", "lead", "handler", "unit", "rule", "source", "mark"),
    "legal.csv": ("act", "topics", "legal_class", "name", "door", "source", "mark"),
    "outside.csv": ("name", "words", "unless", "door", "source", "mark"),
    "plan.csv": (
        "row", "topics", "domain", "domain_name", "component", "tasks", "product", "lead", "implementers", "period",
        "source", "mark",
    ),
    "deadlines.csv": ("legal_class", "topics", "amount", "unit", "extension", "pause_limit", "source", "mark"),
    "calendar.csv": ("date", "calendar", "kind", "note", "source", "mark"),
    "hours.csv": ("calendar", "starts", "ends", "source", "mark"),
    "escalation.csv": ("legal_class", "at_percent", "days_late", "recipient", "source", "mark"),
    "replaced.csv": ("number", "replaced_on", "by", "source", "mark"),
    "synonyms.csv": ("concept", "words"),
    "older_names.csv": ("name", "district", "became", "source", "mark"),
    "questions.csv": ("topic", "order", "text", "label", "buttons", "if_words", "unless_words", "source", "mark"),
    "rating_reasons.csv": ("code", "title", "source", "mark"),
    "retention.csv": ("kind", "keep_days", "what", "source", "mark"),
    "data_rights.csv": ("kind", "name", "acknowledge_days", "days", "unit", "source", "mark"),
    "asked.csv": ("entry", "question", "kind"),
}  # fmt: skip
SETTINGS = (
    "name", "code", "code_prefix", "zone", "coordinator", "old_provinces", "communes_since", "commune_calendar",
    "digest_at", "quiet_hours",
)  # fmt: skip
_PACKAGES = ("vietnam-provinces", "underthesea", "vietnamadminunits", "holidays")


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
    answers: list[AnswerFile]


def folder_version(path: Path) -> str:
    """Return a hash of the folder, of this code and of the packages whose data go with it."""
    whole = hashlib.sha256()
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for file in [*sorted(path.glob("*.csv")), *sorted(path.glob("answers/*.yml")), path / "province.yml", *sources]:
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
            tables[name] = list(_lines(file, reader, problems))
    answers = read_answers(path / "answers", problems)
    if problems:
        raise FolderError(problems)
    return Folder(path, _settings(path / "province.yml"), tables, answers)


def _lines(file: Path, reader: "csv.DictReader[str]", problems: list[str]) -> Iterator[Line]:
    """Yield the lines with the number of their first one: a cell may hold several."""
    number = reader.line_num + 1
    for row in reader:
        where, number = f"{file}:{number}", reader.line_num + 1
        if None in row or None in row.values():
            problems.append(f"{where}: has more or fewer cells than the table's head")
        else:
            yield Line(where, {column: str(cell) for column, cell in row.items()})


def _settings(file: Path) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise FolderError([f"{file}: cannot be read ({error})"]) from error
    if not isinstance(settings, dict):
        raise FolderError([f"{file}: must be a table of settings"])
    return settings
