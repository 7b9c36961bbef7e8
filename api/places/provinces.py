"""Names of the other provinces, of today and of before, from underthesea's mapping of the mergers."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def mapping() -> dict[str, Any]:
    """Return the mapping (source: the package `underthesea`, Apache-2.0), read from the installed package.

    Found without importing the package, which would cost every process 70 MB for one file.
    """
    package = find_spec("underthesea")
    if package is None or package.origin is None:
        raise RuntimeError("the package underthesea is not installed")
    file = Path(package.origin).parent / "address" / "data" / "mapping.json"
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
