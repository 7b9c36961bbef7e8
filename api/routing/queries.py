"""Reads of topics and routes."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.routing.models import LegalPath, OutsideMatter, PlanRow, Route, Topic

ALL_TOPICS = "*"


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


async def legal_path(session: AsyncSession, *, act: str, topic: str) -> LegalPath | None:
    """Return the legal class and door of an act: the topic's own, else that of all topics; None for no such act."""
    found = await session.scalars(
        select(LegalPath).where(LegalPath.act == act, LegalPath.topic.in_([topic, ALL_TOPICS]))
    )
    rows = {row.topic: row for row in found}
    return rows.get(topic) or rows.get(ALL_TOPICS)


async def outside_matters(session: AsyncSession) -> list[OutsideMatter]:
    """Return the matters that no administrative body decides."""
    return list(await session.scalars(select(OutsideMatter).order_by(OutsideMatter.name)))


async def plan_row(session: AsyncSession, *, topic: str) -> PlanRow | None:
    """Return the row of the plan that a topic falls under; None for what the plan has no row for."""
    return (await session.scalars(select(PlanRow).where(PlanRow.topics.contains([topic])))).one_or_none()


async def plan_rows(session: AsyncSession) -> list[PlanRow]:
    """Return the plan's table in its order."""
    return list(await session.scalars(select(PlanRow).order_by(PlanRow.place_in_list)))
