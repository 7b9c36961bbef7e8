"""The province's calendars, from their rows."""

from collections import defaultdict
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.calendar import Calendar, Hours, national_days_off
from api.clock.models import CalendarDay, OfficeHours
from api.core.cache import ByVersion

DEFAULT: Final = "default"
_EVERY: Final = "*"

_cache: ByVersion[dict[str, Calendar]] = ByVersion()


async def calendar(session: AsyncSession, name: str = DEFAULT) -> Calendar:
    """Return a calendar of the loaded data, built once a process and data version; an unknown name is the default."""
    known = await calendars(session)
    return known.get(name) or known[DEFAULT]


async def calendars(session: AsyncSession) -> dict[str, Calendar]:
    """Return all calendars by name: the hours of each, and the days that differ for it or for all."""
    return await _cache.get(session, _build)


async def _build(session: AsyncSession) -> dict[str, Calendar]:
    hours: dict[str, list[Hours]] = defaultdict(list)
    for span in await session.scalars(select(OfficeHours).order_by(OfficeHours.starts)):
        hours[span.calendar].append(Hours.of(span.starts, span.ends))
    days = list(await session.scalars(select(CalendarDay).order_by(CalendarDay.on)))
    return {name: _calendar(name, spans, days) for name, spans in hours.items()}


def _calendar(name: str, hours: list[Hours], days: list[CalendarDay]) -> Calendar:
    days_off, extra = national_days_off()
    for row in days:
        if row.calendar not in (name, _EVERY):
            continue
        if row.kind == "off":
            days_off[row.on] = row.note
            extra.discard(row.on)
        else:
            extra.add(row.on)
    return Calendar(hours=hours, days_off=days_off, extra_days=extra)
