"""The conversation's jobs: turns, deliveries, and the sweep that finds rows whose nudge was lost."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import procrastinate

from api.core.db import Database
from api.core.time import utc_now
from api.inbox import queries as inbox_queries
from api.inbox import service as inbox
from api.outbox import queries as outbox_queries
from api.outbox import service as outbox
from bot.channels.base import Adapter, ChannelError
from bot.channels.delivery import deliver
from bot.turns.rasa import Rasa
from bot.turns.service import NotYet, answer_waiting

# A part that is down is asked again soon at first, then every ten seconds: a citizen waits.
_TURN_RETRY = procrastinate.RetryStrategy(
    retry_exceptions=[NotYet, ConnectionError, OSError], max_attempts=100_000, wait=2
)
_MAINTAIN_RETRY = procrastinate.RetryStrategy(retry_exceptions=[ChannelError], max_attempts=6, exponential_wait=5)
_SWEEP_AFTER = timedelta(seconds=20)


def register(jobs: procrastinate.App, database: Database, rasa: Rasa, adapters: Mapping[str, Adapter]) -> None:
    """Add the tasks to the worker's app."""

    @jobs.task(name=inbox.TURN_TASK, retry=_TURN_RETRY)
    async def turns(conversation_id: str) -> None:
        await answer_waiting(database, rasa, adapters, UUID(conversation_id))

    @jobs.task(name=outbox.DELIVER_TASK, retry=_TURN_RETRY)
    async def deliveries(conversation_id: str) -> None:
        await deliver(database, adapters, UUID(conversation_id))

    @jobs.periodic(cron="17 */12 * * *")
    @jobs.task(name="channels.maintain", queueing_lock="channels.maintain", retry=_MAINTAIN_RETRY, pass_context=False)
    async def maintain(timestamp: int) -> None:
        for adapter in adapters.values():
            await adapter.maintain()

    @jobs.periodic(cron="* * * * * */15")
    @jobs.task(name="sweep", queueing_lock="sweep", pass_context=False)
    async def sweep(timestamp: int) -> None:
        now = utc_now()
        async with database.transaction() as session:
            for waiting in await inbox_queries.conversations_waiting(session, since_before=now - _SWEEP_AFTER):
                await inbox.nudge(session, waiting)
            for due in await outbox_queries.conversations_due(session, now=now - _SWEEP_AFTER):
                await outbox.nudge(session, due)
