"""The api's own jobs: what the clock does without anybody's hand."""

import procrastinate

from api.core.db import Database
from api.core.time import utc_now
from api.reminders.service import notice_steps, send_digests
from api.tickets.jobs import end_pauses, solve_unopposed
from api.tickets.suspensions import apply_suspensions


def register(jobs: procrastinate.App, database: Database) -> None:
    """Add the api's periodic tasks to the worker's app."""

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
