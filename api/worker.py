"""The api's own jobs: what the clock does without anybody's hand."""

import procrastinate

from api.core.db import Database
from api.core.time import utc_now
from api.tickets.jobs import solve_unopposed


def register(jobs: procrastinate.App, database: Database) -> None:
    """Add the api's periodic tasks to the worker's app."""

    @jobs.periodic(cron="*/10 * * * *")
    @jobs.task(name="tickets.solve_unopposed", queueing_lock="tickets.solve_unopposed", pass_context=False)
    async def solve(timestamp: int) -> None:
        async with database.transaction() as session:
            await solve_unopposed(session, now=utc_now())
