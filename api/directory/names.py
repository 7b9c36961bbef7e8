"""Names of agencies for pages that show many."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.models import Agency


async def names(session: AsyncSession, codes: Iterable[str | None]) -> dict[str, str]:
    """Return the names of these agencies by code, those that no longer exist too."""
    wanted = {code for code in codes if code}
    rows = await session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(wanted)))
    return {row.code: row.name for row in rows}
