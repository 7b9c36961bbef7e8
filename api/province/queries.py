"""Reads of the province's own row."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.province.models import Province


async def province(session: AsyncSession) -> Province:
    """Return the province that is loaded."""
    return (await session.scalars(select(Province))).one()
