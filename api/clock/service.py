"""The province's calendar, from its rows."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock.calendar import Calendar, Hours, national_days_off
from api.clock.models import CalendarDay, OfficeHours
from api.core.cache import ByVersion

_cache: ByVersion[Calendar] = ByVersion()


async def calendar(session: AsyncSession) -> Calendar:
    """Return the calendar of the loaded data, built once a process and data version."""
    return await _cache.get(session, _build)


async def _build(session: AsyncSession) -> Calendar:
    days_off, extra = national_days_off()
    for row in await session.scalars(select(CalendarDay)):
        if row.kind == "off":
            days_off[row.on] = row.note
            extra.discard(row.on)
        else:
            extra.add(row.on)
    spans = await session.scalars(select(OfficeHours).order_by(OfficeHours.starts))
    return Calendar(hours=[Hours.of(s.starts, s.ends) for s in spans], days_off=days_off, extra_days=extra)
