"""The api's own jobs: what the clock does without anybody's hand."""

from uuid import UUID

import procrastinate
import structlog

from api.core.db import Database
from api.core.time import utc_now
from api.intake import erasure as intake
from api.privacy import erasure as privacy
from api.privacy.models import DataRequest
from api.privacy.service import ERASE_TASK
from api.province import queries as province
from api.reminders.service import notice_steps, send_digests
from api.tickets.jobs import end_pauses, solve_unopposed
from api.tickets.suspensions import apply_suspensions

_log = structlog.get_logger(__name__)


def register(jobs: procrastinate.App, database: Database) -> None:
    """Add the api's tasks to the worker's app."""

    @jobs.periodic(cron="*/10 * * * *")
    @jobs.task(name="tickets.solve_unopposed", queueing_lock="tickets.solve_unopposed", pass_context=False)
    async def solve(timestamp: int) -> None:
        async with database.transaction() as session:
            await solve_unopposed(session, now=utc_now())

    @jobs.periodic(cron="*/5 * * * *")
    @jobs.task(name="tickets.clocks", queueing_lock="tickets.clocks", pass_context=False)
    async def clocks(timestamp: int) -> None:
        now = utc_now()
        async with database.transaction() as session:
            await end_pauses(session, now=now)
            await apply_suspensions(session, now=now)
        async with database.transaction() as session:
            await notice_steps(session, now=now)
            await send_digests(session, now=now)

    @jobs.task(name=ERASE_TASK)
    async def erase(request_id: str) -> None:
        await erase_of_request(database, UUID(request_id))

    @jobs.periodic(cron="40 2 * * *")
    @jobs.task(name="privacy.retention", queueing_lock="privacy.retention", pass_context=False)
    async def retention(timestamp: int) -> None:
        _log.info("retention_applied", **await apply_retention(database))


async def erase_of_request(database: Database, request_id: UUID) -> None:
    """Erase what a request is about: the intake's rows and all others, in one transaction."""
    async with database.transaction() as session:
        request = await session.get(DataRequest, request_id)
        if request is None or request.conversation_id is None or request.done_at is not None:
            return
        await intake.erase_conversation(session, request.conversation_id, before=request.at)
        counts = await privacy.erase_of_request(session, request_id, now=utc_now())
    _log.info("erased", **counts)


async def apply_retention(database: Database) -> dict[str, int]:
    """Erase what is older than the province keeps it; return how many rows of which kind."""
    async with database.transaction() as session:
        rules = await province.retention(session)
        counts = await intake.apply_retention(session, rules, now=utc_now())
        return counts | await privacy.apply_retention(session, rules, now=utc_now())
