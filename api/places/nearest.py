"""Which communes a point on the map is near to. Pure.

No package has the boundaries of today's communes under a clear licence, only centre points. So a point tells no
commune by itself: the nearest few are offered, and the citizen says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import cos, radians
from typing import Final

from geopy.distance import geodesic

from api.places.names import CommuneRef

# Of the centres of 381 communes of before 2025, 311 lie nearest to the centre of their commune of today, 358 have it
# among the nearest three, and 377 lie within 10 km of it (some are misplaced in the package; tests/unit/places).
OFFERED: Final = 3
REACH_KM: Final = 10.0
_MEASURED: Final = 30


@dataclass(frozen=True)
class Centre:
    """A commune's centre point in degrees; `commune` is set for those of our province."""

    name: str
    province: str
    latitude: float
    longitude: float
    commune: CommuneRef | None


@dataclass(frozen=True)
class Nearby:
    """Our communes near a point with the distance to their centres in km, nearest first.

    `outside` names the commune and province that the point is nearer to, if it seems to lie in another: near the border
    both are set, as a centre point says nothing sure; far from us there are no communes. `reachable` are the codes of
    all communes that the point may lie in.
    """

    communes: tuple[tuple[CommuneRef, float], ...]
    outside: str | None = None
    reachable: frozenset[str] = frozenset()


def nearest(centres: Sequence[Centre], latitude: float, longitude: float) -> Nearby:
    """Return what is near a point given in degrees (WGS 84)."""
    own = _measured([c for c in centres if c.commune is not None], latitude, longitude)
    others = _measured([c for c in centres if c.commune is None], latitude, longitude)
    near = [(c.commune, km) for c, km in own if c.commune is not None and km <= REACH_KM]
    stranger, away = others[0]
    inside = bool(near) and near[0][1] <= away
    return Nearby(
        tuple(near[:OFFERED]),
        None if inside else f"{_in_text(stranger.name)}, {_in_text(stranger.province)}",
        frozenset(commune.code for commune, _ in near),
    )


def _measured(centres: Sequence[Centre], latitude: float, longitude: float) -> list[tuple[Centre, float]]:
    """Return the nearest centres with their distance on the ground, exact for those that a flat map finds near."""
    narrow = cos(radians(latitude))
    flat = nsmallest(
        _MEASURED,
        centres,
        key=lambda c: (c.latitude - latitude) ** 2 + ((c.longitude - longitude) * narrow) ** 2,
    )
    exact = [(c, float(geodesic((latitude, longitude), (c.latitude, c.longitude)).km)) for c in flat]
    return sorted(exact, key=lambda pair: pair[1])


def _in_text(name: str) -> str:
    """Return a name inside a sentence: "Tỉnh Bắc Ninh" -> "tỉnh Bắc Ninh"."""
    return name[:1].lower() + name[1:]
