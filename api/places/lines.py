"""`make place`: the places that messages in JSON lines name."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.batch import id_of, message_of
from api.places import service


async def answer(session: AsyncSession, row: dict[str, Any]) -> dict[str, Any]:
    """Return `id`, `status`, `code`, `name`, `detail` and `candidates`. Raises Unusable."""
    number, text = id_of(row), message_of(row)
    place = await service.resolve(session, text)
    return {
        "id": number,
        "status": place.status,
        "code": place.commune.code if place.commune else None,
        "name": place.commune.name if place.commune else None,
        "detail": place.detail,
        "candidates": [{"code": c.code, "name": c.name, "why": c.why} for c in place.candidates],
    }
