"""`make due`: deadlines of JSON lines by the province's calendar."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service
from api.clock.rules import UNIT_NAMES, DeadlineRule, due
from api.core.batch import Unusable, id_of, text_of
from api.core.time import local

_GIVEN = "given on the command line"
_LONGEST = 10_000


async def answer(session: AsyncSession, row: dict[str, Any]) -> dict[str, Any]:
    """Return `id`, `due_at` (ISO 8601, the province's zone) and `explanation`. Raises Unusable."""
    number = id_of(row)
    rule = DeadlineRule(_amount(row), _unit(row), _GIVEN, "configured")
    calendar = await service.calendar(session)
    try:
        deadline = due(_instant(row.get("received_at"), "received_at"), rule, calendar, _pauses(row))
    except ValueError as error:
        raise Unusable(str(error)) from error
    return {"id": number, "due_at": local(deadline.due_at).isoformat(), "explanation": deadline.explanation}


def _unit(row: dict[str, Any]) -> str:
    unit = text_of(row, "unit")
    if unit not in UNIT_NAMES:
        raise Unusable(f"«unit» must be one of {', '.join(UNIT_NAMES)}")
    return unit


def _amount(row: dict[str, Any]) -> int:
    amount = row.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or not 1 <= amount <= _LONGEST:
        raise Unusable(f"«amount» must be a whole number from 1 to {_LONGEST}")
    return amount


def _instant(given: object, key: str) -> datetime:
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError as error:
        raise Unusable(f"«{key}» is not an ISO 8601 time") from error
    if at is None or at.tzinfo is None:
        raise Unusable(f"«{key}» must be an ISO 8601 time with its offset")
    return at


def _pauses(row: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    given = row.get("pauses") or []
    if not isinstance(given, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in given):
        raise Unusable("«pauses» must be a list of [from, to]")
    return [(_instant(start, "pauses"), _instant(end, "pauses")) for start, end in given]
