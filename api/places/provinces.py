"""Names of the other provinces, of today and of before, from underthesea's mapping of the mergers."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache
def mapping() -> dict[str, Any]:
    """Return the mapping (source: the package `underthesea`, Apache-2.0), read from the installed package."""
    raw = files("underthesea").joinpath("address/data/mapping.json").read_text(encoding="utf-8")
    whole: dict[str, Any] = json.loads(raw)
    return whole


def other_provinces(own: set[str]) -> list[str]:
    """Return the short names of all provinces but the given ones."""
    groups = (mapping()["province_names"], mapping()["old_province_names"])
    return sorted({row["short"] for group in groups for row in group.values() if row["name"] not in own})
