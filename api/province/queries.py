"""Reads of the province's own row, and of what it chose: reasons, periods, rights."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.province.models import DataRight, Province, RatingReason, RetentionRule


async def province(session: AsyncSession) -> Province:
    """Return the province that is loaded."""
    return (await session.scalars(select(Province))).one()


async def rating_reasons(session: AsyncSession) -> list[RatingReason]:
    """Return the reasons that a citizen may tap after a low rating, in the folder's order."""
    return list(await session.scalars(select(RatingReason).order_by(RatingReason.place_in_list)))


async def retention(session: AsyncSession) -> dict[str, RetentionRule]:
    """Return the periods for which data are kept, by their kind."""
    return {rule.kind: rule for rule in await session.scalars(select(RetentionRule))}


async def data_right(session: AsyncSession, kind: str) -> DataRight:
    """Return the clocks of a right. Raises LookupError for a kind that the folder does not have."""
    found = await session.get(DataRight, kind)
    if found is None:
        raise LookupError(f"no right «{kind}» in data_rights.csv")
    return found
