"""Jobs on PostgreSQL. A job joins the transaction of the rows that caused it."""

import procrastinate
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import raw_connection

# Who only queues jobs needs no connector: the job travels on the session's own connection.
jobs = procrastinate.App(connector=procrastinate.PsycopgConnector())


async def defer(
    session: AsyncSession,
    task: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    delay_seconds: int = 0,
    **arguments: str | int,
) -> None:
    """Queue the task named `task` in the session's transaction; it is rolled back with it.

    `lock` lets one job of that name run at a time. With `queueing_lock`, a job that is already waiting is enough
    and the call changes nothing.
    """
    connection = await raw_connection(session)
    schedule_in = {"seconds": delay_seconds} if delay_seconds else None
    deferrer = jobs.configure_task(
        task, lock=lock, queueing_lock=queueing_lock, schedule_in=schedule_in, connection=connection
    )
    if queueing_lock is None:
        await deferrer.defer_async(**arguments)
        return
    try:
        async with connection.transaction():  # a savepoint: the unique violation must not end ours
            await deferrer.defer_async(**arguments)
    except procrastinate.exceptions.AlreadyEnqueued:
        return
