"""Reads of agencies."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.mentions import Body, accuses, body_complained_of
from api.directory.models import Agency


async def agency(session: AsyncSession, code: str) -> Agency | None:
    """Return an agency by its code, whether it still exists or not."""
    return await session.get(Agency, code)


async def agencies(session: AsyncSession, on: date) -> list[Agency]:
    """Return the agencies that exist on a day: those of the province first, then the communes by name."""
    found = await session.scalars(
        select(Agency)
        .where(Agency.valid_from <= on, or_(Agency.valid_to.is_(None), Agency.valid_to >= on))
        .order_by(Agency.level.desc(), Agency.kind, Agency.name)
    )
    return list(found)


async def agency_on(session: AsyncSession, code: str, on: date) -> Agency | None:
    """Return the agency if it exists on the day, else the first of its successors that does."""
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        found = await session.get(Agency, waiting.pop(0))
        if found is None or found.code in seen:
            continue
        if found.exists_on(on):
            return found
        seen.add(found.code)
        waiting.extend(found.successors)
    return None


async def parents(session: AsyncSession) -> dict[str, str | None]:
    """Return each agency's code with that of the one above it."""
    rows = await session.execute(select(Agency.code, Agency.parent_code))
    return {row.code: row.parent_code for row in rows}


async def departments(session: AsyncSession, on: date) -> list[Body]:
    """Return the province's own agencies of a day with their names, to be found in what people write."""
    found = await session.scalars(
        select(Agency).where(
            Agency.level == "province",
            Agency.valid_from <= on,
            or_(Agency.valid_to.is_(None), Agency.valid_to >= on),
        )
    )
    return [Body(agency.code, (agency.name, agency.short_name)) for agency in found]


async def body_of(
    session: AsyncSession, *, act: str, topic: str, text: str, commune_code: str | None, on: date
) -> Agency | None:
    """Return the agency that a matter of that day complains of, or None: the matter must not land on its desk."""
    if not accuses(act, topic):
        return None
    code = body_complained_of(text, await departments(session, on), commune_code=commune_code)
    return await session.get(Agency, code) if code else None


async def first_commune_agency(session: AsyncSession) -> Agency:
    """Return the first commune's committee by code, where the demo's officer works."""
    found = await session.scalars(select(Agency).where(Agency.kind == "commune").order_by(Agency.code).limit(1))
    return found.one()
