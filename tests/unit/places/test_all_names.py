"""Every name of the province, found by query: the mapping of the mergers says what must come out."""

from collections import defaultdict
from typing import Any

import pytest

from api.core.text import fold
from api.places.names import bare
from api.places.rules import Gazetteer
from tests.unit.places.conftest import BEFORE, NAMES, OLDER, TODAY

DISTRICTS = sorted({row["district"] for row in BEFORE})


def _codes_of(key: str) -> set[str]:
    """Return the communes that a name alone can mean: of today and of before."""
    today = {row["code"] for row in TODAY if bare(row["name"]) == key}
    before = BEFORE if today else [*BEFORE, *OLDER]
    return today | {row["commune_code"] for row in before if bare(row["name"]) == key}


def _found(gazetteer: Gazetteer, text: str) -> set[str]:
    result = gazetteer.resolve(text)
    return {result.commune.code} if result.commune else {candidate.code for candidate in result.candidates}


def test_the_counts_are_those_of_the_law() -> None:
    assert (len(TODAY), len(DISTRICTS), len(BEFORE)) == (104, 18, 384)


@pytest.mark.parametrize("row", TODAY, ids=lambda row: row["name"])
def test_every_commune_of_today(gazetteer: Gazetteer, row: dict[str, Any]) -> None:
    """In full, without marks, abbreviated; what else has the name is among the answers, never another commune."""
    kind, name = row["name"].split(" ", 1)
    same_kind = {r["commune_code"] for r in BEFORE if r["name"].lower() == row["name"].lower()} | {row["code"]}
    for text in (row["name"], fold(row["name"]), f"{kind[0]}. {name}", f"Tôi ở {row['name']} bị mất điện từ tối qua"):
        found = _found(gazetteer, text)
        assert row["code"] in found, text
        assert found <= _codes_of(bare(row["name"])), text
    assert _found(gazetteer, row["name"]) == same_kind


@pytest.mark.parametrize("row", BEFORE, ids=lambda row: f"{row['name']}, {row['district']}")
def test_every_old_name_with_its_district(gazetteer: Gazetteer, row: dict[str, Any]) -> None:
    expected = {
        other["commune_code"]
        for other in BEFORE
        if (other["district"], bare(other["name"])) == (row["district"], bare(row["name"]))
    }
    address = f"{row['name']}, {row['district']}"
    assert _found(gazetteer, address) == expected
    assert _found(gazetteer, fold(address)) == expected
    assert _found(gazetteer, f"nhà tôi ở {address}, tỉnh {row['province'].removeprefix('Tỉnh ')} cũ") == expected


def _ambiguous() -> list[str]:
    """Return the names that several communes of today have a claim to."""
    by_key: dict[str, set[str]] = defaultdict(set)
    for key in {bare(row["name"]) for row in [*TODAY, *BEFORE]}:
        by_key[key] = _codes_of(key)
    return sorted(key for key, codes in by_key.items() if len(codes) > 1)


def test_there_are_ambiguous_names() -> None:
    assert {"minh tan", "tan tien", "lac dao", "hoang hoa tham"} <= set(_ambiguous())
    assert len(_ambiguous()) >= 26


@pytest.mark.parametrize("key", _ambiguous())
def test_every_ambiguous_name_is_asked_back(gazetteer: Gazetteer, key: str) -> None:
    result = gazetteer.resolve(f"o {key} duong hong nang lam chua ai sua")
    if result.status in ("none", "outside"):  # an ordinary word, or a province, without a prefix
        result = gazetteer.resolve(f"xa {key}")
    kinds = {row["name"].split(" ")[0] for row in [*TODAY, *BEFORE] if bare(row["name"]) == key}
    assert result.status == "ambiguous" or len(kinds) > 1
    assert {c.code for c in result.candidates} <= _codes_of(key) | set(NAMES)


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_old_district_is_asked_back_with_its_communes(gazetteer: Gazetteer, district: str) -> None:
    expected = {row["commune_code"] for row in BEFORE if row["district"] == district}
    for text in (district, fold(district), f"đường ở {district} hỏng hết rồi mà không ai sửa cho dân"):
        result = gazetteer.resolve(text)
        assert result.status == "ambiguous"
        assert {candidate.code for candidate in result.candidates} == expected


@pytest.mark.parametrize("row", OLDER, ids=lambda row: f"{row['name']}, {row['district']}")
def test_every_name_that_ended_before_2025_with_its_district(gazetteer: Gazetteer, row: dict[str, Any]) -> None:
    address = f"{row['name']}, {row['district']}"
    for text in (address, fold(address), f"nước máy đục ba hôm nay, {address}"):
        assert row["commune_code"] in _found(gazetteer, text), text
    assert len(_found(gazetteer, address)) == 1
