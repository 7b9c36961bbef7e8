"""`make route`: where the matters of JSON lines go."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.batch import Unusable, id_of, optional_text_of, text_of
from api.routing import queries, service


async def answer(session: AsyncSession, row: dict[str, Any]) -> dict[str, Any]:
    """Return the first handler of a line, its lead agency, rule and door. Raises Unusable, or Invalid."""
    number, topic = id_of(row), text_of(row, "topic")
    if topic not in {known.code for known in await queries.topics(session)}:
        raise Unusable(f"«topic» {topic} is unknown")
    routed = await service.route(
        session,
        topic=topic,
        act=text_of(row, "act"),
        commune_code=optional_text_of(row, "place"),
        on=_day(text_of(row, "received_on")),
        about=optional_text_of(row, "about"),
    )
    return {
        "id": number,
        "agency": routed.agency_code,
        "lead_agency": routed.lead_agency_code,
        "restricted": routed.restricted,
        "door": routed.door,
        "rule": routed.rule,
        "explanation": routed.explanation,
    }


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Unusable("«received_on» must look like 2026-11-24") from error
