"""The gazetteer of Hưng Yên, from the packages that the loader reads."""

from typing import Any

import pytest

from api.places.packaged import elsewhere
from api.places.rules import CommuneRef, Gazetteer, OldName
from api.province.rows import commune_rows, old_place_rows

PROVINCES = ["Tỉnh Hưng Yên", "Tỉnh Thái Bình"]
TODAY: list[dict[str, Any]] = list(commune_rows(33))
BEFORE: list[dict[str, Any]] = list(old_place_rows(TODAY, PROVINCES))
NAMES: dict[str, str] = {row["code"]: row["name"] for row in TODAY}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    communes = {code: CommuneRef(code, name) for code, name in NAMES.items()}
    old = [OldName(row["name"], row["district"], communes[row["commune_code"]], row["divided"]) for row in BEFORE]
    own = set(PROVINCES)
    return Gazetteer(communes.values(), old, elsewhere(own), own)
