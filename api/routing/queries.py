"""Reads of topics and routes."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.routing.models import Route, Topic


async def topics(session: AsyncSession) -> list[Topic]:
    """Return all topics in the order of the plan."""
    return list(await session.scalars(select(Topic).order_by(Topic.place_in_list)))


async def route_row(session: AsyncSession, *, topic: str, on: date) -> Route | None:
    """Return the route of a topic on a day."""
    found = await session.scalars(
        select(Route).where(
            Route.topic == topic, Route.valid_from <= on, or_(Route.valid_to.is_(None), Route.valid_to >= on)
        )
    )
    return found.one_or_none()


async def newest_route(session: AsyncSession, *, topic: str) -> Route:
    """Return the latest route of a topic, for days that no row covers."""
    found = await session.scalars(select(Route).where(Route.topic == topic).order_by(Route.valid_from.desc()).limit(1))
    return found.one()
