"""What installed packages know of places: the mergers, the other provinces, the centre points of communes.

Packages are found without importing them, which would cost every process up to 70 MB for one file.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_CENTRES = "SELECT ward, province, wardLat, wardLon FROM admin_units ORDER BY wardCode"


def mapping() -> dict[str, Any]:
    """Return the mapping of the mergers (source: the package `underthesea`, Apache-2.0)."""
    file = _folder("underthesea") / "address" / "data" / "mapping.json"
    whole: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return whole


def other_provinces(own: set[str]) -> list[str]:
    """Return the short names of all provinces but the given ones."""
    groups = (mapping()["province_names"], mapping()["old_province_names"])
    return sorted({row["short"] for group in groups for row in group.values() if row["name"] not in own})


def communes_elsewhere(own: set[str]) -> list[str]:
    """Return the names, without kind, of the communes of all old provinces but the given ones."""
    rows = mapping()["ward_mapping"]
    names = {name for row in rows if row["old_province"] not in own for name in (row["old_ward"], row["new_ward"])}
    return sorted({" ".join(name.split()[2 if name.startswith("Thị trấn") else 1 :]) for name in names})


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
