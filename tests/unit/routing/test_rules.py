"""Choosing the first handler: the pure rules, with made-up agencies."""

import pytest

from api.routing.rules import (
    NOBODY_LEFT,
    PLACE_MISSING,
    Desks,
    Place,
    RouteRow,
    choose,
    is_restricted,
    subordinates,
    superiors,
)

PARENTS = {
    "head": None,
    "office": "head",
    "inspectors": "head",
    "roads": "head",
    "health": "head",
    "police": None,
    "ubnd-1": "head",
    "ca-1": "police",
    "station-1": "ubnd-1",
}
DESKS = Desks(coordinator="office", denunciations="inspectors", above="head")
ROAD = RouteRow("roads", "commune", "Economy|Economy and Towns", "row 6c")
HEALTH = RouteRow("health", "health", None, "row 4b")
COMMUNE, WARD = Place("1", is_ward=False), Place("1", is_ward=True)


def about(agency: str) -> dict[str, object]:
    return {"barred": subordinates(agency, PARENTS), "above": superiors(agency, PARENTS)}


def test_the_commune_is_first_with_the_department_of_its_kind() -> None:
    xa = choose(topic="6c.road", act="report", row=ROAD, place=COMMUNE, desks=DESKS)
    phuong = choose(topic="6c.road", act="report", row=ROAD, place=WARD, desks=DESKS)
    assert (xa.agency, xa.unit, xa.lead, xa.rule) == ("ubnd-1", "Economy", "roads", "row 6c")
    assert phuong.unit == "Economy and Towns"


def test_a_unit_without_a_bar_is_that_of_both() -> None:
    row = RouteRow("roads", "commune", "Office", "row")
    assert choose(topic="1a", act="ask", row=row, place=WARD, desks=DESKS).unit == "Office"


def test_without_a_place_nobody_is_guessed() -> None:
    choice = choose(topic="6c.road", act="report", row=ROAD, place=None, desks=DESKS)
    assert (choice.agency, choice.note) == (None, PLACE_MISSING)


def test_the_police_of_the_commune() -> None:
    row = RouteRow("police", "commune-police", None, "row 6d")
    assert choose(topic="6d", act="report", row=row, place=COMMUNE, desks=DESKS).agency == "ca-1"


@pytest.mark.parametrize(
    ("district", "lead", "agency"), [("ubnd-d", "roads", "ubnd-d"), (None, "roads", "roads"), (None, None, "office")]
)
def test_before_the_reform_the_district_is_first(district: str | None, lead: str | None, agency: str) -> None:
    row = RouteRow(lead, "district", None, "row")
    place = Place("1", is_ward=False, district=district)
    assert choose(topic="6c.road", act="report", row=row, place=place, desks=DESKS).agency == agency


def test_the_coordinator_takes_what_has_no_desk() -> None:
    row = RouteRow(None, "coordinator", None, "none")
    assert choose(topic="other", act="ask", row=row, place=None, desks=DESKS).agency == "office"


@pytest.mark.parametrize(
    ("act", "topic", "restricted"),
    [
        ("denounce", "6c.road", True),
        ("denounce", None, True),
        ("report", "4a", True),
        ("complain", "4b.health", True),
        ("report", "4b.edu", True),
        ("complain", "4d", True),
        ("suggest", "4a", False),
        ("ask", "4a", False),
        ("praise", "4a", False),
        ("report", "4c", False),
        ("report", None, False),
    ],
)
def test_what_few_may_read(act: str, topic: str | None, restricted: bool) -> None:
    assert is_restricted(act, topic) is restricted


def test_a_denunciation_goes_to_the_inspectors_not_to_the_commune() -> None:
    choice = choose(topic="6c.road", act="denounce", row=ROAD, place=COMMUNE, desks=DESKS)
    assert (choice.agency, choice.unit, choice.restricted) == ("inspectors", None, True)


def test_corruption_goes_to_its_own_handler() -> None:
    choice = choose(topic="4b.health", act="report", row=HEALTH, place=COMMUNE, desks=DESKS)
    assert (choice.agency, choice.restricted) == ("health", True)


@pytest.mark.parametrize(
    ("accused", "agency"), [("health", "inspectors"), ("inspectors", "health"), ("ubnd-1", "health"), ("head", None)]
)
def test_no_restricted_handler_judges_itself(accused: str, agency: str | None) -> None:
    choice = choose(topic="4b.health", act="denounce", row=HEALTH, place=COMMUNE, desks=DESKS, **about(accused))
    assert choice.agency == agency


def test_the_inspectors_are_judged_above_them() -> None:
    choice = choose(topic="6d", act="denounce", row=ROAD, place=COMMUNE, desks=DESKS, **about("inspectors"))
    assert choice.agency == "head"


def test_a_report_about_the_commune_goes_to_the_leading_department() -> None:
    choice = choose(topic="6c.road", act="report", row=ROAD, place=COMMUNE, desks=DESKS, **about("ubnd-1"))
    assert (choice.agency, choice.unit) == ("roads", None)


def test_a_complaint_about_the_commune_goes_up() -> None:
    choice = choose(topic="6c.road", act="complain", row=ROAD, place=COMMUNE, desks=DESKS, **about("ubnd-1"))
    assert choice.agency == "office"


def test_a_subordinate_does_not_judge_its_head() -> None:
    choice = choose(topic="6c.road", act="complain", row=ROAD, place=COMMUNE, desks=DESKS, **about("head"))
    assert (choice.agency, choice.note) == (None, NOBODY_LEFT)


def test_a_matter_about_another_body_goes_its_usual_way() -> None:
    choice = choose(topic="6c.road", act="complain", row=ROAD, place=COMMUNE, desks=DESKS, **about("health"))
    assert choice.agency == "ubnd-1"


def test_who_is_above_and_who_is_under() -> None:
    assert superiors("station-1", PARENTS) == ("ubnd-1", "head")
    assert superiors("nobody", PARENTS) == ()
    assert subordinates("ubnd-1", PARENTS) == {"ubnd-1", "station-1"}
    assert subordinates("police", PARENTS) == {"police", "ca-1"}


def test_a_circle_of_parents_ends() -> None:
    assert superiors("a", {"a": "b", "b": "a"}) == ("b", "a")
