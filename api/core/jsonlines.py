"""JSON lines in and out: a broken line is told with its number, and a file is written as a whole or not at all."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


class Broken(Exception):
    """A line that cannot be used."""

    def __init__(self, path: Path, number: int, reason: str) -> None:
        super().__init__(f"{path}:{number}: {reason}")


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line numbers (from 1) and objects; blank lines are passed over. Raises Broken, or OSError."""
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                row = json.loads(text) if text else None
            except UnicodeDecodeError as error:
                raise Broken(path, number, "is not UTF-8") from error
            except json.JSONDecodeError as error:
                raise Broken(path, number, f"is not JSON ({error.msg})") from error
            if text and not isinstance(row, dict):
                raise Broken(path, number, "is not a JSON object")
            if row is not None:
                yield number, row


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write all rows, then put the file in its place in one step."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
