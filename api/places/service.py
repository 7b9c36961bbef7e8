"""Places for every channel alike, from the province's rows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.cache import ByVersion
from api.places import nearest as points
from api.places.models import Commune, CommuneCentre, OldPlace
from api.places.nearest import Centre, Nearby
from api.places.packaged import elsewhere
from api.places.rules import Candidate, CommuneRef, Gazetteer, OldName, PlaceResult

__all__ = ["Candidate", "CommuneRef", "Nearby", "PlaceResult", "gazetteer", "nearest", "resolve"]
_gazetteers: ByVersion[Gazetteer] = ByVersion()
_centres: ByVersion[list[Centre]] = ByVersion()


async def resolve(session: AsyncSession, text: str) -> PlaceResult:
    """Return the place that a text names."""
    return (await gazetteer(session)).resolve(text)


async def nearest(session: AsyncSession, latitude: float, longitude: float) -> Nearby:
    """Return the communes near a point in degrees, to be offered, never taken in silence."""
    return points.nearest(await _centres.get(session, _read_centres), latitude, longitude)


async def gazetteer(session: AsyncSession) -> Gazetteer:
    """Return the gazetteer of the loaded data, built once a process and data version."""
    return await _gazetteers.get(session, _build)


async def _build(session: AsyncSession) -> Gazetteer:
    communes = await _communes(session)
    old = [
        OldName(row.name, row.district, communes[row.commune_code], row.divided, row.older)
        for row in await session.scalars(select(OldPlace).order_by(OldPlace.id))
    ]
    own = {row.province for row in await session.scalars(select(OldPlace))}
    return Gazetteer(communes.values(), old, elsewhere(own), own)


async def _read_centres(session: AsyncSession) -> list[Centre]:
    communes = await _communes(session)
    return [
        Centre(row.name, row.province, row.latitude, row.longitude, communes.get(row.commune_code or ""))
        for row in await session.scalars(select(CommuneCentre).order_by(CommuneCentre.id))
    ]


async def _communes(session: AsyncSession) -> dict[str, CommuneRef]:
    return {row.code: CommuneRef(row.code, row.name) for row in await session.scalars(select(Commune))}
