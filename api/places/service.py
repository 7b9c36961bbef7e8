"""Places for every channel alike, from the province's rows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.cache import ByVersion
from api.places.models import Commune, OldPlace
from api.places.provinces import communes_elsewhere, other_provinces
from api.places.rules import Candidate, CommuneRef, Gazetteer, OldName, PlaceResult

__all__ = ["Candidate", "CommuneRef", "PlaceResult", "gazetteer", "resolve"]
_cache: ByVersion[Gazetteer] = ByVersion()


async def resolve(session: AsyncSession, text: str) -> PlaceResult:
    """Return the place that a text names."""
    return (await gazetteer(session)).resolve(text)


async def gazetteer(session: AsyncSession) -> Gazetteer:
    """Return the gazetteer of the loaded data, built once a process and data version."""
    return await _cache.get(session, _build)


async def _build(session: AsyncSession) -> Gazetteer:
    communes = {row.code: CommuneRef(row.code, row.name) for row in await session.scalars(select(Commune))}
    old = [
        OldName(row.name, row.district, communes[row.commune_code], row.divided)
        for row in await session.scalars(select(OldPlace).order_by(OldPlace.id))
    ]
    own = {row.province for row in await session.scalars(select(OldPlace))}
    return Gazetteer(communes.values(), old, other_provinces(own), communes_elsewhere(own), own)
