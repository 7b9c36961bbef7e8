"""The processes of the system, each startable alone: `python -m ops.processes NAME`."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from api.core.settings import ROOT, Settings, load_settings
from ops.model import current_model
from ops.secrets import ensure_secrets

NAMES = ("postgres", "web", "worker", "bot", "rasa", "actions")


@dataclass(frozen=True)
class Command:
    """A program with its arguments and what it needs in its environment."""

    arguments: list[str]
    environment: dict[str, str]


def _web(settings: Settings) -> Command:
    return Command(
        [
            sys.executable, "-m", "uvicorn", "server:create_web", "--factory", "--host", settings.host,
            "--port", str(settings.port), "--no-access-log", "--no-server-header",
            "--timeout-graceful-shutdown", "5", "--log-level", "warning",
        ],
        {},
    )  # fmt: skip


def _actions(settings: Settings) -> Command:
    port = settings.internal_url("actions").rsplit(":", 1)[1]
    environment = {
        "SANIC_HOST": "127.0.0.1",
        "PHUCDAP_API_URL": settings.internal_url("api"),
        "PHUCDAP_INTERNAL_TOKEN": settings.internal_token.get_secret_value(),
    }
    arguments = [sys.executable, "-m", "rasa_sdk", "--actions", "actions.actions", "--port", port, "--quiet"]
    return Command(arguments, environment)


def rasa_environment(settings: Settings) -> dict[str, str]:
    """Return what Rasa's process needs; its own pins forbid it to read our settings."""
    return {
        "ACTION_ENDPOINT_URL": f"{settings.internal_url('actions')}/webhook",
        "RASA_DB_URL": settings.database_url,
        "POSTGRESQL_SCHEMA": "rasa",
        "POSTGRESQL_POOL_SIZE": "5",
        "RASA_TURN_SECRET": settings.rasa_turn_secret.get_secret_value(),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLCONFIGDIR": str(settings.state_dir / "run" / "matplotlib"),
        "OMP_NUM_THREADS": "1",
    }


def _rasa(settings: Settings) -> Command:
    port = settings.internal_url("rasa").rsplit(":", 1)[1]
    rasa = settings.state_dir / "rasa" / "bin" / "python"
    arguments = [
        str(rasa), "-m", "rasa", "run", "--model", str(current_model(settings.state_dir)), "-i", "127.0.0.1",
        "-p", port, "--credentials", str(ROOT / "credentials.yml"), "--endpoints", str(ROOT / "endpoints.yml"),
    ]  # fmt: skip
    return Command(arguments, rasa_environment(settings))


def command(name: str, settings: Settings) -> Command | None:
    """Return the program of a process, or None for one that runs in this interpreter."""
    makers = {"web": _web, "actions": _actions, "rasa": _rasa}
    maker = makers.get(name)
    return maker(settings) if maker else None


def start(name: str) -> None:
    """Become the named process."""
    if name not in NAMES:
        sys.exit(f"unknown process «{name}»; known: {', '.join(NAMES)}")
    settings = load_settings()
    ensure_secrets(settings.state_dir)
    os.chdir(ROOT)
    program = command(name, settings)
    if program is not None:
        os.execve(program.arguments[0], program.arguments, {**os.environ, **program.environment})
    if name == "postgres":
        from ops.postgres import serve

        serve(Path(settings.state_dir))
    else:
        import server

        asyncio.run(server.run_worker(settings) if name == "worker" else server.run_bot(settings))


if __name__ == "__main__":
    start(sys.argv[1] if len(sys.argv) > 1 else "")
