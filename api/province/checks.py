"""Faults of a data folder that no single line shows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise

from api.clock.calendar import Hours
from api.clock.rules import RECIPIENTS, UNIT_NAMES
from api.clock.service import DEFAULT
from api.province.answers import answer_problems
from api.province.folder import SETTINGS, Folder, Line
from api.province.rows import COMMUNES_SUCCEED, communes_before, district_of, district_successors
from api.routing.rules import ACTS, COMMUNE, COMMUNE_POLICE, COORDINATOR, DISTRICT

_MARKS = frozenset({"confirmed", "unconfirmed", "configured"})
_MARKED = (
    "agencies.csv", "routes.csv", "plan.csv", "legal.csv", "deadlines.csv", "calendar.csv", "replaced.csv",
)  # fmt: skip
_EVERYWHERE = frozenset({COMMUNE, COMMUNE_POLICE, COORDINATOR, DISTRICT})
_OPEN_END = date.max
_ALL = "*"
_LATE = 100
_CHOSEN = ("questions.csv", "rating_reasons.csv", "retention.csv", "data_rights.csv")
_KEPT = frozenset({"draft", "chat", "answer", "contact", "photo", "position", "request"})
_RIGHTS = frozenset({"delete", "see", "correct", "withdraw", "object"})
_LONGEST_BUTTON = 60


def problems_of(folder: Folder) -> list[str]:
    """Return what is wrong, one line each, with file and line number; an empty list when all is well."""
    first = [problem for check in (_settings, _dates) for problem in check(folder)]
    if first:
        return first  # the others reckon with dates and settings that can be read
    return [
        problem
        for check in (
            _marks,
            _agencies,
            _topics,
            _routes,
            _plan,
            _legal,
            _deadlines,
            _calendar,
            _hours,
            _escalation,
            _replaced,
            _answers,
            _older_names,
            _outside,
            _questions,
            _reasons,
            _retention,
            _rights,
        )
        for problem in check(folder)
    ]


def _settings(folder: Folder) -> Iterator[str]:
    file = folder.path / "province.yml"
    missing = [key for key in SETTINGS if key not in folder.settings]
    if missing:
        yield f"{file}: missing {', '.join(missing)}"
    for name in ("digest_at", "quiet_hours"):
        for clock in folder.settings.get(name, ()):
            if not _is_clock(clock):
                yield f"{file}: «{clock}» in {name} must look like 07:45"


def _marks(folder: Folder) -> Iterator[str]:
    for name in (
        "agencies.csv", "routes.csv", "plan.csv", "legal.csv", "deadlines.csv", "calendar.csv", "hours.csv",
        "escalation.csv", "outside.csv", "replaced.csv", "older_names.csv", *_CHOSEN,
    ):  # fmt: skip
        for line in folder.tables[name]:
            if line["mark"] not in _MARKS:
                yield f"{line.where}: mark «{line['mark']}» must be one of {', '.join(sorted(_MARKS))}"
            if not line["source"].strip():
                yield f"{line.where}: the source is missing"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _dates(folder: Folder) -> Iterator[str]:
    for name in ("agencies.csv", "routes.csv"):
        for line in folder.tables[name]:
            try:
                start, end = _day(line["valid_from"]), _day(line["valid_to"])
            except ValueError:
                yield f"{line.where}: a date must look like 2025-07-01"
                continue
            if start is None:
                yield f"{line.where}: valid_from is missing"
            elif end is not None and end < start:
                yield f"{line.where}: ends on {end}, before it begins on {start}"


def _agencies(folder: Folder) -> Iterator[str]:
    lines = {line["code"]: line for line in folder.tables["agencies.csv"]}
    districts = set(district_successors(folder.settings))
    yield from _twice(folder.tables["agencies.csv"], "code")
    for line in lines.values():
        if line["parent"] and line["parent"] not in lines:
            yield f"{line.where}: unknown parent «{line['parent']}»"
        for successor in line["successors"].split():
            if successor == COMMUNES_SUCCEED:
                if district_of(line["name"]) not in districts:
                    yield f"{line.where}: no commune of today is known to have succeeded «{line['name']}»"
            elif successor not in lines:
                yield f"{line.where}: unknown successor «{successor}»"
            elif _ends_before(lines[successor], line):
                yield f"{line.where}: successor «{successor}» ends before this agency does"
    if folder.settings["coordinator"] not in lines:
        yield f"{folder.path / 'province.yml'}: unknown coordinator «{folder.settings['coordinator']}»"


def _twice(lines: list[Line], column: str) -> Iterator[str]:
    first: dict[str, Line] = {}
    for line in lines:
        if line[column] in first:
            yield f"{line.where}: {column} «{line[column]}» stands already at {first[line[column]].where}"
        first.setdefault(line[column], line)


def _ends_before(successor: Line, predecessor: Line) -> bool:
    ends, was_until = _day(successor["valid_to"]), _day(predecessor["valid_to"])
    return ends is not None and was_until is not None and ends <= was_until


def _topics(folder: Folder) -> Iterator[str]:
    yield from _twice(folder.tables["topics.csv"], "code")
    routed = {line["topic"] for line in folder.tables["routes.csv"] if not line["valid_to"]}
    for line in folder.tables["topics.csv"]:
        if line["code"] not in routed:
            yield f"{line.where}: topic «{line['code']}» has no route without an end"


def _routes(folder: Folder) -> Iterator[str]:
    agencies = {line["code"]: line for line in folder.tables["agencies.csv"]}
    topics = {line["code"] for line in folder.tables["topics.csv"]}
    by_topic: dict[str, list[Line]] = defaultdict(list)
    for line in folder.tables["routes.csv"]:
        by_topic[line["topic"]].append(line)
        if line["topic"] not in topics:
            yield f"{line.where}: unknown topic «{line['topic']}»"
        if line["handler"] == "":
            yield f"{line.where}: the handler is missing"
        for column in ("lead", "handler"):
            code = line[column]
            if code and code not in agencies and code not in _EVERYWHERE:
                yield f"{line.where}: unknown agency «{code}» in {column}"
            elif code in agencies and not _covers(agencies[code], line):
                yield (
                    f"{line.where}: agency «{code}» in {column} exists from {agencies[code]['valid_from']} to "
                    f"{agencies[code]['valid_to'] or 'now'}, which does not cover the route"
                )
    for lines in by_topic.values():
        ordered = sorted(lines, key=lambda item: item["valid_from"])
        for first, second in pairwise(ordered):
            if (_day(first["valid_to"]) or _OPEN_END) >= date.fromisoformat(second["valid_from"]):
                yield f"{second.where}: begins before the route of {first.where} has ended"


def _covers(agency: Line, route: Line) -> bool:
    """Whether an agency exists on every day of the route."""
    starts, ends = _span(agency)
    first, last = _span(route)
    return starts <= first and last <= ends


def _span(line: Line) -> tuple[date, date]:
    return date.fromisoformat(line["valid_from"]), _day(line["valid_to"]) or _OPEN_END


def _plan(folder: Folder) -> Iterator[str]:
    topics = {line["code"]: line for line in folder.tables["topics.csv"]}
    yield from _twice(folder.tables["plan.csv"], "row")
    for line in folder.tables["plan.csv"]:
        for column in ("tasks", "product", "lead", "implementers", "period"):
            if not line[column].strip():
                yield f"{line.where}: {column} is missing"
        for topic in line["topics"].split():
            if topic not in topics:
                yield f"{line.where}: unknown topic «{topic}»"
            elif topics[topic]["domain"] != line["domain"]:
                yield f"{line.where}: topic «{topic}» belongs to domain {topics[topic]['domain']}"


def _legal(folder: Folder) -> Iterator[str]:
    topics = {line["code"] for line in folder.tables["topics.csv"]} | {_ALL}
    general = set()
    for line in folder.tables["legal.csv"]:
        if line["act"] not in ACTS:
            yield f"{line.where}: act «{line['act']}» must be one of {', '.join(ACTS)}"
        named = line["topics"].split()
        yield from (f"{line.where}: unknown topic «{topic}»" for topic in named if topic not in topics)
        if _ALL in named:
            general.add(line["act"])
    for missing in sorted(set(ACTS) - general):
        yield f"{folder.path / 'legal.csv'}: act «{missing}» has no line for all topics (*)"


def _deadlines(folder: Folder) -> Iterator[str]:
    covered = set()
    topics = {line["code"] for line in folder.tables["topics.csv"]} | {_ALL}
    for line in folder.tables["deadlines.csv"]:
        if line["unit"] not in UNIT_NAMES:
            yield f"{line.where}: unit «{line['unit']}» must be one of {', '.join(UNIT_NAMES)}"
        if not line["amount"].isdigit() or int(line["amount"]) < 1:
            yield f"{line.where}: amount «{line['amount']}» must be a whole number from 1 up"
        for column in ("extension", "pause_limit"):
            if not line[column].isdigit():
                yield f"{line.where}: {column} «{line[column]}» must be a whole number, 0 for none"
        for topic in line["topics"].split():
            if topic not in topics:
                yield f"{line.where}: unknown topic «{topic}»"
        if _ALL in line["topics"].split():
            covered.add(line["legal_class"])
    for missing in sorted({line["legal_class"] for line in folder.tables["legal.csv"]} - covered):
        yield f"{folder.path / 'deadlines.csv'}: legal class «{missing}» has no rule for all topics (*)"


def _calendar(folder: Folder) -> Iterator[str]:
    known = _calendars(folder) | {_ALL}
    for line in folder.tables["calendar.csv"]:
        if line["kind"] not in ("off", "work"):
            yield f"{line.where}: kind «{line['kind']}» must be off or work"
        if line["calendar"] not in known:
            yield f"{line.where}: unknown calendar «{line['calendar']}»"
        try:
            date.fromisoformat(line["date"])
        except ValueError:
            yield f"{line.where}: a date must look like 2026-11-24"


def _calendars(folder: Folder) -> set[str]:
    return {line["calendar"] for line in folder.tables["hours.csv"]}


def _hours(folder: Folder) -> Iterator[str]:
    by_calendar: dict[str, list[tuple[Hours, Line]]] = defaultdict(list)
    for line in folder.tables["hours.csv"]:
        try:
            by_calendar[line["calendar"]].append((Hours.of(line["starts"], line["ends"]), line))
        except ValueError as error:
            yield f"{line.where}: {error}"
    for spans in by_calendar.values():
        for (first, _), (second, line) in pairwise(sorted(spans, key=lambda span: span[0].start)):
            if second.start < first.end:
                yield f"{line.where}: overlaps other hours of calendar «{line['calendar']}»"
    if DEFAULT not in by_calendar:
        yield f"{folder.path / 'hours.csv'}: calendar «{DEFAULT}» is missing"
    used = [(line.where, line["calendar"]) for line in folder.tables["agencies.csv"]]
    used.append((str(folder.path / "province.yml"), folder.settings["commune_calendar"]))
    yield from (f"{where}: unknown calendar «{name}»" for where, name in used if name not in by_calendar)


def _escalation(folder: Folder) -> Iterator[str]:
    classes = {line["legal_class"] for line in folder.tables["legal.csv"]} | {_ALL}
    for line in folder.tables["escalation.csv"]:
        if line["legal_class"] not in classes:
            yield f"{line.where}: unknown legal class «{line['legal_class']}»"
        if line["recipient"] not in RECIPIENTS:
            yield f"{line.where}: recipient «{line['recipient']}» must be one of {', '.join(RECIPIENTS)}"
        percent, days = line["at_percent"], line["days_late"]
        if not percent.isdigit() or not 1 <= int(percent) <= _LATE or not days.isdigit():
            yield f"{line.where}: at_percent must be 1 to 100 and days_late a whole number"
        elif int(days) and int(percent) != _LATE:
            yield f"{line.where}: days_late goes with at_percent 100 only"


def _is_clock(text: object) -> bool:
    try:
        time.fromisoformat(str(text))
    except ValueError:
        return False
    return True


def _replaced(folder: Folder) -> Iterator[str]:
    yield from _twice(folder.tables["replaced.csv"], "number")
    for line in folder.tables["replaced.csv"]:
        if not line["number"].strip():
            yield f"{line.where}: the number of the legal text is missing"
        try:
            date.fromisoformat(line["replaced_on"])
        except ValueError:
            yield f"{line.where}: replaced_on must look like 2026-07-01"


def _answers(folder: Folder) -> Iterator[str]:
    yield from answer_problems(folder.answers, {line["code"] for line in folder.tables["topics.csv"]})
    yield from _twice(folder.tables["synonyms.csv"], "concept")
    yield from _twice(folder.tables["asked.csv"], "question")
    entries = {answer.name for answer in folder.answers}
    for line in folder.tables["asked.csv"]:
        if not line["question"].strip():
            yield f"{line.where}: the question is missing"
        if line["entry"] and line["entry"] not in entries:
            yield f"{line.where}: unknown entry «{line['entry']}»"
    for line in folder.tables["synonyms.csv"]:
        if not line["concept"].strip() or not all(way.strip() for way in line["words"].split("|")):
            yield f"{line.where}: a concept and its words, set apart by |, must not be empty"


def _outside(folder: Folder) -> Iterator[str]:
    yield from _twice(folder.tables["outside.csv"], "name")
    for line in folder.tables["outside.csv"]:
        for column in ("words", "door"):
            if not line[column].strip():
                yield f"{line.where}: {column} is missing"


def _older_names(folder: Folder) -> Iterator[str]:
    known = set(communes_before(folder.settings))
    for line in folder.tables["older_names.csv"]:
        if (line["became"], line["district"]) not in known:
            yield f"{line.where}: no commune «{line['became']}, {line['district']}» is known of before the last mergers"


def _questions(folder: Folder) -> Iterator[str]:
    topics = {line["code"] for line in folder.tables["topics.csv"]}
    known = set()
    for line in folder.tables["questions.csv"]:
        if line["topic"] not in topics:
            yield f"{line.where}: unknown topic «{line['topic']}»"
        if not line["order"].isdigit() or (line["topic"], line["order"]) in known:
            yield f"{line.where}: order «{line['order']}» must be a number that the topic does not have yet"
        known.add((line["topic"], line["order"]))
        for column in ("text", "label"):
            if not line[column].strip():
                yield f"{line.where}: {column} is missing"
        for title in line["buttons"].split("|"):
            if len(title.strip()) > _LONGEST_BUTTON:
                yield f"{line.where}: button «{title}» is longer than {_LONGEST_BUTTON} characters"


def _reasons(folder: Folder) -> Iterator[str]:
    yield from _twice(folder.tables["rating_reasons.csv"], "code")
    for line in folder.tables["rating_reasons.csv"]:
        if not 0 < len(line["title"].strip()) <= _LONGEST_BUTTON:
            yield f"{line.where}: a title has 1 to {_LONGEST_BUTTON} characters"


def _retention(folder: Folder) -> Iterator[str]:
    yield from _whole_numbers(folder, "retention.csv", "keep_days")
    yield from _exactly(folder, "retention.csv", _KEPT)


def _rights(folder: Folder) -> Iterator[str]:
    yield from _whole_numbers(folder, "data_rights.csv", "acknowledge_days", "days")
    yield from _exactly(folder, "data_rights.csv", _RIGHTS)
    for line in folder.tables["data_rights.csv"]:
        if line["unit"] not in UNIT_NAMES:
            yield f"{line.where}: unit «{line['unit']}» must be one of {', '.join(UNIT_NAMES)}"


def _whole_numbers(folder: Folder, file: str, *columns: str) -> Iterator[str]:
    for line in folder.tables[file]:
        for column in columns:
            if not line[column].isdigit() or int(line[column]) < 1:
                yield f"{line.where}: {column} «{line[column]}» must be a whole number from 1 up"


def _exactly(folder: Folder, file: str, kinds: frozenset[str]) -> Iterator[str]:
    """Each kind that the program knows needs one line, and no other is read by anybody."""
    yield from _twice(folder.tables[file], "kind")
    given = {line["kind"] for line in folder.tables[file]}
    for missing in sorted(kinds - given):
        yield f"{folder.path / file}: kind «{missing}» has no line"
    for line in folder.tables[file]:
        if line["kind"] not in kinds:
            yield f"{line.where}: kind «{line['kind']}» must be one of {', '.join(sorted(kinds))}"
