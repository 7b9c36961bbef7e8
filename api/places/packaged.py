"""What installed packages know of places: the mergers, the other provinces, the centre points of communes.

Packages are found without importing them, which would cost every process up to 70 MB for one file.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.places.elsewhere import Elsewhere

_CENTRES = "SELECT ward, province, wardLat, wardLon FROM admin_units ORDER BY wardCode"


def mapping() -> dict[str, Any]:
    """Return the mapping of the mergers (source: the package `underthesea`, Apache-2.0)."""
    file = _folder("underthesea") / "address" / "data" / "mapping.json"
    whole: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return whole


def elsewhere(own: set[str]) -> Elsewhere:
    """Return the other provinces, of today and of before, with their districts and communes."""
    whole = mapping()
    today = {key: _in_text(row["name"]) for key, row in whole["province_names"].items()}
    provinces = {
        row["short"]: today[whole["province_mapping"].get(key, key)]
        for group in (whole["province_names"], whole["old_province_names"])
        for key, row in group.items()
        if row["name"] not in own
    }
    districts: dict[str, set[str]] = defaultdict(set)
    communes: dict[str, set[str]] = defaultdict(set)
    for row in whole["ward_mapping"]:
        if row["old_province"] not in own:
            province = today[row["new_province_key"]]
            districts[_without_kind(row["old_district"])].add(province)
            communes[_without_kind(row["old_ward"])].add(province)
            communes[_without_kind(row["new_ward"])].add(province)
    return Elsewhere(provinces, _frozen(districts), _frozen(communes))


def _frozen(names: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(provinces) for name, provinces in names.items()}


def _without_kind(name: str) -> str:
    two_words = name.startswith(("Thị trấn", "Thị xã", "Thành phố"))
    return " ".join(name.split()[2 if two_words else 1 :])


def _in_text(name: str) -> str:
    """Return a name inside a sentence: "Tỉnh Bắc Ninh" -> "tỉnh Bắc Ninh"."""
    return name[:1].lower() + name[1:]


def centres() -> Iterator[dict[str, Any]]:
    """Yield name, province and centre point of each commune of today (source: `vietnamadminunits`, MIT)."""
    file = _folder("vietnamadminunits") / "data" / "dataset.db"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        for ward, province, latitude, longitude in database.execute(_CENTRES):
            name = " ".join(ward.split())
            yield {"name": name, "province": province, "latitude": latitude, "longitude": longitude}


def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {package} is not installed")
    return Path(found.origin).parent
