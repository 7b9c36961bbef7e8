"""Where the two sides meet: the one ASGI application, and the worker that runs the jobs of both.

The only module that imports both `api` and `bot`.
"""

import asyncio
import signal

import procrastinate
import structlog
from fastapi import FastAPI

import api.app
import api.worker
import bot.jobs
from api.core.db import Database
from api.core.jobs import jobs
from api.core.logs import configure_logs
from api.core.settings import Settings, get_settings
from bot.channels import registry
from bot.channels.webchat.pages import pages_router
from bot.channels.webchat.router import router as webchat
from bot.turns.rasa import Rasa

_log = structlog.get_logger(__name__)
# With the default of 5 s one job in twenty waits that long (a lock that comes free wakes nobody); see design.
_POLL_SECONDS = 0.05


def create_web() -> FastAPI:
    """Return the web application: the api, the web chat, and the incoming ends of the channels that are set up."""
    settings = get_settings()
    configure_logs("web", settings.log_style)
    app = api.app.create_app(settings)
    for router in (webchat, pages_router):
        app.include_router(router)
    registry.install_incoming(app, settings)
    return app


async def run_worker(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT; running jobs are finished first."""
    configure_logs("worker", settings.log_style)
    database = Database(settings.sqlalchemy_url)
    rasa = Rasa(
        url=settings.internal_url("rasa"),
        actions_url=settings.internal_url("actions"),
        secret=settings.rasa_turn_secret.get_secret_value(),
        timeout_seconds=settings.turn_timeout_seconds,
    )
    adapters = registry.adapters(settings, database)
    worker_app = jobs.with_connector(procrastinate.PsycopgConnector(conninfo=settings.database_url))
    api.worker.register(worker_app, database)
    bot.jobs.register(worker_app, database, rasa, adapters)
    _log.info("worker_started", channels=sorted(adapters), concurrency=settings.worker_concurrency)
    try:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=settings.worker_concurrency,
                fetch_job_polling_interval=_POLL_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=True,
                shutdown_graceful_timeout=20,
            )
    finally:
        for adapter in adapters.values():
            await adapter.close()
        await rasa.close()
        await database.close()


async def run_bot(settings: Settings) -> None:
    """Fetch from the channels that are asked instead of calling us; sleeps when there is none."""
    configure_logs("bot", settings.log_style)
    database = Database(settings.sqlalchemy_url)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    pollers = [asyncio.create_task(poll) for poll in registry.pollers(settings, database)]
    _log.info("bot_started", pollers=len(pollers))
    await stop.wait()
    for poller in pollers:
        poller.cancel()
    await asyncio.gather(*pollers, return_exceptions=True)
    await database.close()
