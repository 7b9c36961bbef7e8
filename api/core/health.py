"""Whether the process lives, and whether all that it needs is there."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.core.db import Database
from api.core.settings import ROOT, Settings

router = APIRouter(tags=["health"])
_WORKER_IS_SILENT_AFTER = "30 seconds"


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Each part by name: `ok`, or what is wrong with it. 503 unless all are well."""
    settings: Settings = request.app.state.settings
    database: Database = request.app.state.database
    secret = {"X-Phucdap-Secret": settings.rasa_turn_secret.get_secret_value()}
    checks: dict[str, Callable[[], Awaitable[str]]] = {
        "database": lambda: _query(database, "SELECT 'ok'"),
        "migrations": lambda: _migrations(database),
        "worker": lambda: _worker(database),
        "rasa": lambda: _http(f"{settings.internal_url('rasa')}/webhooks/turn/health", secret),
        "actions": lambda: _http(f"{settings.internal_url('actions')}/health", {}),
    }
    results = await asyncio.gather(*(_guarded(check) for check in checks.values()))
    parts = dict(zip(checks, results, strict=True))
    well = all(result == "ok" for result in parts.values())
    return JSONResponse({"ready": well, "parts": parts}, status_code=200 if well else 503)


async def _guarded(check: Callable[[], Awaitable[str]]) -> str:
    try:
        return await asyncio.wait_for(check(), timeout=5)
    except (TimeoutError, SQLAlchemyError, httpx.HTTPError) as error:
        return f"unreachable: {type(error).__name__}"


async def _query(database: Database, statement: str) -> str:
    async with database.transaction() as session:
        return str(await session.scalar(text(statement)))


def migration_head() -> str:
    """Return the newest migration in the source tree."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "api" / "migrations"))
    return str(ScriptDirectory.from_config(config).get_current_head())


async def _migrations(database: Database) -> str:
    current = await _query(database, "SELECT version_num FROM alembic_version")
    head = migration_head()
    return "ok" if current == head else f"database at {current}, source at {head}"


async def _worker(database: Database) -> str:
    statement = (
        "SELECT CASE WHEN max(last_heartbeat) > now() - interval '" + _WORKER_IS_SILENT_AFTER + "' "
        "THEN 'ok' ELSE 'no heartbeat' END FROM procrastinate_workers"
    )
    return await _query(database, statement)


async def _http(url: str, headers: dict[str, str]) -> str:
    async with httpx.AsyncClient(timeout=3) as client:
        response = await client.get(url, headers=headers)
        return "ok" if response.is_success else f"status {response.status_code}"
