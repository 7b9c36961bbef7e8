"""The gazetteer of Hưng Yên, from the packages that the loader reads."""

from typing import Any

import pytest

from api.core.settings import ROOT
from api.places.packaged import elsewhere
from api.places.rules import CommuneRef, Gazetteer, OldName
from api.province.folder import read_folder
from api.province.rows import commune_rows, old_place_rows, older_place_rows

PROVINCES = ["Tỉnh Hưng Yên", "Tỉnh Thái Bình"]
TODAY: list[dict[str, Any]] = list(commune_rows(33))
BEFORE: list[dict[str, Any]] = list(old_place_rows(TODAY, PROVINCES))
OLDER: list[dict[str, Any]] = list(older_place_rows(read_folder(ROOT / "data" / "hung-yen")))
NAMES: dict[str, str] = {row["code"]: row["name"] for row in TODAY}


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    communes = {code: CommuneRef(code, name) for code, name in NAMES.items()}
    old = [
        OldName(row["name"], row["district"], communes[row["commune_code"]], row["divided"], row["older"])
        for row in [*BEFORE, *OLDER]
    ]
    own = set(PROVINCES)
    return Gazetteer(communes.values(), old, elsewhere(own), own)
