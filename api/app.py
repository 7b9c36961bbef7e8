"""The api's part of the web application: its routers, and the state that they share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware

from api.console.login import LoginEnded
from api.console.router import login_ended
from api.console.router import router as console
from api.core import errors, health, pages
from api.core.db import Database
from api.core.ids import new_secret
from api.core.notify import Listener
from api.core.settings import Settings
from api.intake.router import router as intake
from api.portal.router import router as portal
from api.reports.router import router as reports


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    listening = asyncio.create_task(app.state.listener.run())
    yield
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await app.state.database.close()


async def _bind_request_id(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Give each request an id that stands on all of its log lines and in its answer."""
    request_id = request.headers.get("x-request-id", "")[:64] or new_secret()[:16]
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    response = await call_next(request)
    response.headers["X-Request-Id"] = request_id
    return response


def create_app(settings: Settings) -> FastAPI:
    """Return the application with the api's routers; `server.py` adds the channels."""
    app = FastAPI(
        title="Phúc Đáp",
        version="0.1.0",
        description="Phản ánh, kiến nghị của công dân và phúc đáp của cơ quan nhà nước.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.database = Database(settings.sqlalchemy_url)
    app.state.listener = Listener(settings.database_url)
    app.middleware("http")(_bind_request_id)
    app.add_middleware(GZipMiddleware, minimum_size=1000)  # leaves event streams alone
    errors.install(app)
    app.add_exception_handler(LoginEnded, login_ended)
    pages.install(app, settings)
    for router in (health.router, intake, console, portal, reports):
        app.include_router(router)
    return app
