"""Which agency a matter goes to first. Pure; the rows are passed in."""

from dataclasses import dataclass
from typing import Final

COMMUNE: Final = "commune"
COMMUNE_POLICE: Final = "commune-police"
COORDINATOR: Final = "coordinator"
DENUNCIATIONS_GO_TO: Final = "thanh-tra-tinh"

LEGAL_CLASSES: Final = {
    "report": "report",
    "suggest": "suggestion",
    "complain": "complaint",
    "denounce": "denunciation",
    "ask": "question",
    "praise": "praise",
}
# Corruption is read by few (facts.md, sections 3.2 and 6).
CORRUPTION_TOPICS: Final = frozenset({"4a", "4b.health", "4b.edu", "4d"})
_CORRUPTION_ACTS: Final = frozenset({"report", "complain"})


@dataclass(frozen=True)
class RouteRow:
    """What the province's data say of a topic on a day."""

    lead: str | None
    handler: str
    unit: str | None
    rule: str


@dataclass(frozen=True)
class Choice:
    """The first handler; `agency` is None when the place is needed and missing."""

    agency: str | None
    unit: str | None
    lead: str | None
    restricted: bool
    rule: str


def is_restricted(act: str, topic: str | None) -> bool:
    """Whether a matter is for the restricted handlers alone: every denunciation, and corruption told of."""
    return act == "denounce" or (act in _CORRUPTION_ACTS and topic in CORRUPTION_TOPICS)


def choose(*, topic: str, act: str, row: RouteRow, commune: str | None, is_ward: bool, coordinator: str) -> Choice:
    """Return the agency to which a matter goes first.

    A denunciation never goes to the commune: to the restricted handler of its topic if it has one, else to the
    provincial inspectorate, which leads denunciations (row 3b of the plan).
    """
    restricted = is_restricted(act, topic)
    if restricted:
        own = row.handler if topic in CORRUPTION_TOPICS else DENUNCIATIONS_GO_TO
        return Choice(own, None, row.lead, True, _restricted_rule(act, row))
    if row.handler == COORDINATOR:
        return Choice(coordinator, None, row.lead, False, row.rule)
    if row.handler in (COMMUNE, COMMUNE_POLICE):
        prefix = "ubnd" if row.handler == COMMUNE else "ca"
        agency = f"{prefix}-{commune}" if commune else None
        return Choice(agency, _unit(row.unit, is_ward), row.lead, False, row.rule)
    return Choice(row.handler, row.unit, row.lead, False, row.rule)


def _unit(unit: str | None, is_ward: bool) -> str | None:
    """A commune's department has another name in a ward; the data put a bar between the two."""
    if not unit:
        return None
    of_commune, _, of_ward = unit.partition("|")
    return (of_ward or of_commune) if is_ward else of_commune


def _restricted_rule(act: str, row: RouteRow) -> str:
    if act == "denounce":
        return "tố cáo: chuyển nơi tiếp nhận kín, không qua đơn vị bị tố cáo (Luật Tố cáo 25/2018/QH14)"
    return f"{row.rule}, tiếp nhận kín"
