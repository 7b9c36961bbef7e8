"""Commands that answer a file of JSON lines by the rules of the database: `make place`, `make due`, `make route`."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jsonlines
from api.core.db import Database
from api.core.errors import PhucDapError
from api.core.settings import Settings, get_settings

Answer = Callable[[AsyncSession, dict[str, Any]], Awaitable[dict[str, Any]]]


class Unusable(Exception):
    """A line that lacks something or holds something else than it should."""


def id_of(row: dict[str, Any]) -> str | int:
    """Return a line's id. Raises Unusable."""
    given = row.get("id")
    if not isinstance(given, str | int) or isinstance(given, bool):
        raise Unusable("«id» is missing or neither text nor number")
    return given


def text_of(row: dict[str, Any], key: str) -> str:
    """Return a text that must be there. Raises Unusable."""
    given = row.get(key)
    if not isinstance(given, str) or not given.strip():
        raise Unusable(f"«{key}» is missing or empty")
    return given


def message_of(row: dict[str, Any]) -> str:
    """Return the `text` of a line, which people may leave blank. Raises Unusable if there is none."""
    given = row.get("text")
    if not isinstance(given, str):
        raise Unusable("«text» is missing")
    return given


def optional_text_of(row: dict[str, Any], key: str) -> str | None:
    """Return a text that may be null or absent. Raises Unusable."""
    return None if row.get(key) is None else text_of(row, key)


def run(arguments: list[str], answer: Answer, settings: Settings | None = None) -> int:
    """Answer every line of the first file into the second, all or nothing; return the exit code."""
    if len(arguments) != 2 or not all(arguments):
        typer.echo("usage: IN=in.jsonl OUT=out.jsonl", err=True)
        return 2
    source, target = (Path(argument) for argument in arguments)
    try:
        rows = list(jsonlines.read(source))
        answers = asyncio.run(_answers(settings or get_settings(), source, rows, answer)) if rows else []
        jsonlines.write(target, answers)
    except (jsonlines.Broken, OSError) as error:
        typer.echo(str(error), err=True)
        return 1
    typer.echo(f"{len(answers)} lines -> {target}")
    return 0


async def _answers(
    settings: Settings, source: Path, rows: list[tuple[int, dict[str, Any]]], answer: Answer
) -> list[dict[str, Any]]:
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.transaction() as session:
            return [await _one(session, source, number, row, answer) for number, row in rows]
    finally:
        await database.close()


async def _one(session: AsyncSession, source: Path, number: int, row: dict[str, Any], answer: Answer) -> dict[str, Any]:
    try:
        return await answer(session, row)
    except (Unusable, PhucDapError) as error:
        raise jsonlines.Broken(source, number, str(error)) from error
