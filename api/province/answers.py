"""The answers of the data folder: one YAML file an entry, read as it stands and checked with file and part."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

PARTS = ("who", "documents", "where", "time", "fee", "online", "notes")
CONFIRMED, OLDER, UNCONFIRMED = "confirmed", "older", "unconfirmed"
_LISTS = frozenset({"documents", "notes"})
_KEYS = frozenset(
    {
        "id", "title", "topic", "also", "questions", "answer", "unsure", "legal", "procedure_code", "valid_as_of",
        "valid_until", "confidence", "sources",
    }
)  # fmt: skip
_NAMED_PART = re.compile(r"([a-z]+)(?:\.(\d+))?")


@dataclass(frozen=True)
class AnswerFile:
    """An entry as its file has it; `where` is the file, for messages."""

    where: str
    name: str
    values: Mapping[str, Any]


def read_answers(folder: Path, problems: list[str]) -> list[AnswerFile]:
    """Return the entries of a folder by name; what cannot be read is added to the problems."""
    found = []
    for file in sorted(folder.glob("*.yml")):
        try:
            values = yaml.safe_load(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            problems.append(f"{file}: cannot be read ({' '.join(str(error).split())})")
            continue
        if isinstance(values, dict):
            found.append(AnswerFile(str(file), file.stem, values))
        else:
            problems.append(f"{file}: must hold keys with values")
    return found


def answer_problems(answers: list[AnswerFile], topics: set[str]) -> Iterator[str]:
    """Yield the faults of the entries, each with its file and the key that is wrong."""
    for answer in answers:
        for check in (_keys, _identity, _texts, _dates, _parts, _unsure):
            yield from (f"{answer.where}: {problem}" for problem in check(answer))
        also = answer.values.get("also") or []
        for topic in (answer.values.get("topic"), *(also if isinstance(also, list) else [])):
            if topic not in topics:
                yield f"{answer.where}: unknown topic «{topic}»"


def day(value: object) -> date | None:
    """Return a day written in a file, quoted or not; None where there is none. Raises ValueError."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def items(value: object) -> list[str]:
    """Return the texts of a part: a list as it is, one text as a list of one."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _keys(answer: AnswerFile) -> Iterator[str]:
    for key in sorted(set(map(str, answer.values)) - _KEYS):
        yield f"unknown key «{key}»"


def _identity(answer: AnswerFile) -> Iterator[str]:
    if answer.values.get("id") != answer.name:
        yield f"id «{answer.values.get('id')}» must be the file's name «{answer.name}»"
    if answer.values.get("confidence") not in (CONFIRMED, OLDER, UNCONFIRMED):
        yield f"confidence «{answer.values.get('confidence')}» must be one of {CONFIRMED}, {OLDER}, {UNCONFIRMED}"


def _texts(answer: AnswerFile) -> Iterator[str]:
    if not _is_text(answer.values.get("title")):
        yield "title is missing"
    for key, least in (("questions", 1), ("sources", 1), ("legal", 0), ("also", 0)):
        given = answer.values.get(key) or []
        if not isinstance(given, list) or not all(map(_is_text, given)):
            yield f"{key} must be a list of texts, none of them empty"
        elif len(given) < least:
            yield f"{key} must not be empty"


def _dates(answer: AnswerFile) -> Iterator[str]:
    for key in ("valid_as_of", "valid_until"):
        try:
            if day(answer.values.get(key)) is None and key == "valid_as_of":
                yield "valid_as_of, the day of checking, is missing"
        except ValueError:
            yield f"{key} «{answer.values[key]}» must look like 2026-06-10"


def _parts(answer: AnswerFile) -> Iterator[str]:
    given = answer.values.get("answer")
    if not isinstance(given, dict) or not given:
        yield "answer is empty"
        return
    for part, value in given.items():
        if part not in PARTS:
            yield f"answer has the unknown part «{part}»; there are {', '.join(PARTS)}"
        elif isinstance(value, list) and part not in _LISTS:
            yield f"answer.{part} must be one text"
        elif not value or not all(map(_is_text, value if isinstance(value, list) else [value])):
            yield f"answer.{part} is empty, or not text"


def _unsure(answer: AnswerFile) -> Iterator[str]:
    given = answer.values.get("unsure") or []
    parts = answer.values.get("answer")
    if not isinstance(given, list):
        yield "unsure must be a list"
        return
    for number, item in enumerate(given, start=1):
        if not isinstance(item, dict) or not _is_text(item.get("why")):
            yield f"unsure.{number} has no «why»"
        elif item.get("part") is not None and not _stands(str(item["part"]), parts if isinstance(parts, dict) else {}):
            yield f"unsure.{number} names the part «{item['part']}», which the answer does not have"


def _stands(part: str, parts: Mapping[str, Any]) -> bool:
    named = _NAMED_PART.fullmatch(part)
    if named is None or named[1] not in parts:
        return False
    return named[2] is None or 1 <= int(named[2]) <= len(items(parts[named[1]]))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
