"""Which agency a matter goes to first. Pure; the rows are passed in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.core.text import fold

COMMUNE: Final = "commune"
COMMUNE_POLICE: Final = "commune-police"
DISTRICT: Final = "district"
COORDINATOR: Final = "coordinator"

ACTS: Final = ("report", "suggest", "complain", "denounce", "ask", "praise")
# Corruption is read by few (facts.md, sections 3.2 and 6).
CORRUPTION_TOPICS: Final = frozenset({"4a", "4b.health", "4b.edu", "4d"})
_CORRUPTION_ACTS: Final = frozenset({"report", "complain"})

_DENUNCIATION: Final = "tố cáo, theo Luật Tố cáo 25/2018/QH14: không chuyển tới đơn vị bị tố cáo"
_DOUBTFUL: Final = "có thể là tố cáo: giữ kín cho tới khi người có thẩm quyền xem"
PLACE_MISSING: Final = "cần biết xã, phường nơi xảy ra việc để chuyển đúng nơi"
NOBODY_LEFT: Final = "cơ quan được nói tới là cấp cao nhất của tỉnh, không cơ quan nào của tỉnh được tự xem xét"


@dataclass(frozen=True)
class RouteRow:
    """What the province's data say of a topic on a day."""

    lead: str | None
    handler: str
    unit: str | None
    rule: str


@dataclass(frozen=True)
class Place:
    """A commune of today; `district` is the agency of the old district around it, None if there were several."""

    code: str
    is_ward: bool
    district: str | None = None


@dataclass(frozen=True)
class Desks:
    """Who takes in what the table leaves open, and what is for few to read."""

    coordinator: str
    denunciations: str
    above: str | None = None


@dataclass(frozen=True)
class Choice:
    """The first handler; `agency` is None when the place is missing or nobody in the province may decide."""

    agency: str | None
    unit: str | None
    lead: str | None
    restricted: bool
    rule: str
    note: str | None = None


@dataclass(frozen=True)
class Outside:
    """A matter for courts or for the two sides themselves: the words that tell it, and the right door."""

    name: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    door: str


def outside(text: str, known: Iterable[Outside]) -> Outside | None:
    """Return what a text tells of that no administrative body decides, or None. Words are compared without marks."""
    folded = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "

    def has(phrases: Iterable[str]) -> bool:
        return any(f" {fold(phrase)} " in folded for phrase in phrases)

    return next((item for item in known if has(item.words) and not has(item.unless)), None)


def is_restricted(act: str, topic: str | None) -> bool:
    """Whether a matter is for the restricted handlers alone: every denunciation, and corruption told of."""
    return act == "denounce" or (act in _CORRUPTION_ACTS and topic in CORRUPTION_TOPICS)


def superiors(agency: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return who stands above an agency, the nearest first."""
    chain: list[str] = []
    above = parents.get(agency)
    while above is not None and above not in chain:
        chain.append(above)
        above = parents.get(above)
    return tuple(chain)


def subordinates(agency: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    """Return the agency and all that stand under it: none of them may judge a matter about it."""
    return frozenset(code for code in parents if code == agency or agency in superiors(code, parents)) | {agency}


def choose(
    *,
    topic: str,
    act: str,
    row: RouteRow,
    place: Place | None,
    desks: Desks,
    barred: Iterable[str] = (),
    above: Sequence[str] = (),
    doubtful: bool = False,
) -> Choice:
    """Return the agency to which a matter goes first.

    A `doubtful` matter may be a denunciation: it is kept as one until a person has looked.
    `barred` are the body complained of and its subordinates, `above` its superiors, the nearest first. A denunciation
    never goes to the commune, but to the restricted handler of its topic or to the inspectorate that leads
    denunciations (row 3b of the plan); when these are barred, to the committee above (Luật Tố cáo 25/2018/QH14,
    Điều 12: the head of the body that manages the accused).
    """
    closed = frozenset(barred)
    if doubtful or is_restricted(act, topic):
        return _restricted(topic, act, row, desks, closed)
    agency, unit, note = _handler(row, place, desks)
    if agency is None or agency not in closed:
        return Choice(agency, unit, row.lead, False, row.rule, note)
    other = _first_open(_others(act, row, desks, above), closed)
    return Choice(other, None, row.lead, False, row.rule, None if other else NOBODY_LEFT)


def _restricted(topic: str, act: str, row: RouteRow, desks: Desks, closed: frozenset[str]) -> Choice:
    own = [row.handler] if topic in CORRUPTION_TOPICS else []
    agency = _first_open([*own, desks.denunciations, *([desks.above] if desks.above else [])], closed)
    rule = _DENUNCIATION if act == "denounce" else row.rule if is_restricted(act, topic) else _DOUBTFUL
    return Choice(agency, None, row.lead, True, rule, None if agency else NOBODY_LEFT)


def _handler(row: RouteRow, place: Place | None, desks: Desks) -> tuple[str | None, str | None, str | None]:
    """Return agency, unit and what is to be told about it."""
    if row.handler == COORDINATOR:
        return desks.coordinator, None, None
    if row.handler not in (COMMUNE, COMMUNE_POLICE, DISTRICT):
        return row.handler, row.unit, None
    if place is None:
        return None, None, PLACE_MISSING
    if row.handler == DISTRICT:
        return place.district or row.lead or desks.coordinator, None, None
    prefix = "ubnd" if row.handler == COMMUNE else "ca"
    return f"{prefix}-{place.code}", _unit(row.unit, place.is_ward), None


def _others(act: str, row: RouteRow, desks: Desks, above: Sequence[str]) -> list[str]:
    """Return who may take a matter instead of the body complained of.

    The leading department of the field, but not for a complaint: that goes up to the managing level, whose intake is
    the coordinator's desk (Luật Khiếu nại 02/2011/QH13, Điều 7).
    """
    lead = [row.lead] if row.lead and act != "complain" else []
    return [*lead, desks.coordinator, *above]


def _first_open(agencies: Iterable[str], closed: frozenset[str]) -> str | None:
    return next((agency for agency in agencies if agency not in closed), None)


def _unit(unit: str | None, is_ward: bool) -> str | None:
    """A commune's department has another name in a ward; the data put a bar between the two."""
    if not unit:
        return None
    of_commune, _, of_ward = unit.partition("|")
    return (of_ward or of_commune) if is_ward else of_commune
