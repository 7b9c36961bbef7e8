"""The routing table of the data folder as a page of Markdown (docs/routing.md)."""

from collections.abc import Iterable, Sequence

from api.province.folder import FILES, Folder, Line
from api.routing.rules import COMMUNE, COMMUNE_POLICE, COORDINATOR, CORRUPTION_TOPICS, DISTRICT

_HANDLERS = {
    COMMUNE: "UBND xã, phường",
    COMMUNE_POLICE: "Công an xã, phường",
    DISTRICT: "UBND cấp huyện",
    COORDINATOR: "bộ phận điều phối",
}
_HEAD = """# Routing

Printed from `data/{folder}/` by `python -m api.province routing-table`; edit the folder, not this page.
Marks: *confirmed* = read in the source named; *unconfirmed* = held from general knowledge or inferred, no text of the
province found; *configured* = a value chosen here until the province decides.

A denunciation (tố cáo) goes to none of these but to the restricted handler: that of its topic for {restricted},
else the agency that leads 3b. So do reports and complaints under these topics. A matter never goes to the body
complained of nor to one under it: the leading agency takes it, a complaint goes up. A handler that has ended is
replaced by its successor.
"""


def routing_page(folder: Folder) -> str:
    """Return the page: today's routes, those of before, legal classes with doors and deadlines, the plan's table."""
    parts = [
        _HEAD.format(folder=folder.path.name, restricted=", ".join(sorted(CORRUPTION_TOPICS))),
        "\n## Today\n\n",
        _routes(folder, [line for line in folder.tables["routes.csv"] if not line["valid_to"]]),
        "\n## Before\n\n",
        _routes(folder, [line for line in folder.tables["routes.csv"] if line["valid_to"]]),
        "\n## Legal classes\n\n",
        _legal(folder),
        "\n## What no administrative body decides\n\n",
        _whole(folder, "outside.csv"),
        "\n## Deadlines\n\n",
        _deadlines(folder),
        "\n## Office hours\n\n",
        _whole(folder, "hours.csv"),
        "\n## Days beside the national calendar\n\n",
        _whole(folder, "calendar.csv"),
        "\n## Reminders\n\n",
        _whole(folder, "escalation.csv"),
        "\n## The plan's own table beside today's agencies\n\n",
        _plan(folder),
    ]
    return "".join(parts)


def _routes(folder: Folder, lines: Iterable[Line]) -> str:
    topics = {line["code"]: line for line in folder.tables["topics.csv"]}
    head = ("code", "topic", "PAPI", "days", "lead", "first handler", "unit (xã / phường)", "rule", "mark")
    return _table(
        head,
        (
            (
                line["topic"],
                topics[line["topic"]]["plain_name"],
                topics[line["topic"]]["component"],
                f"{line['valid_from']} – {line['valid_to'] or 'now'}",
                _name(folder, line["lead"]),
                _name(folder, line["handler"]),
                line["unit"].replace("|", " / "),
                line["rule"],
                line["mark"],
            )
            for line in lines
        ),
    )


def _legal(folder: Folder) -> str:
    columns = ("act", "topics", "name", "legal_class", "door", "source", "mark")
    return _table(columns, (tuple(line[c] for c in columns) for line in folder.tables["legal.csv"]))


def _deadlines(folder: Folder) -> str:
    return _whole(folder, "deadlines.csv")


def _whole(folder: Folder, name: str) -> str:
    """Return a table of the folder as it is."""
    columns = FILES[name]
    return _table(columns, (tuple(line[c] for c in columns) for line in folder.tables[name]))


def _plan(folder: Folder) -> str:
    today = {line["topic"]: line for line in folder.tables["routes.csv"] if not line["valid_to"]}
    head = ("row", "component", "tasks", "product, evidence", "lead", "implementers", "period", "lead today",
            "first handler today")  # fmt: skip
    rows = []
    for line in folder.tables["plan.csv"]:
        routes = [today[topic] for topic in line["topics"].split()]
        rows.append(
            (
                line["row"],
                f"{line['domain']}. {line['domain_name']}: {line['component']}",
                *(line[column] for column in ("tasks", "product", "lead", "implementers", "period")),
                _each(_name(folder, route["lead"]) for route in routes),
                _each(_name(folder, route["handler"]) for route in routes),
            )
        )
    return _table(head, rows)


def _each(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names))


def _name(folder: Folder, code: str) -> str:
    if code in _HANDLERS or not code:
        return _HANDLERS.get(code, "–")
    return next(line["name"] for line in folder.tables["agencies.csv"] if line["code"] == code)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
