"""The whole running system, under its supervisor, on a database of its own."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.core.settings import Settings, default_state_dir, load_settings
from ops.run import start_system, wait_until_ready
from ops.secrets import ensure_secrets
from ops.supervisor import Supervisor
from tests.e2e.chat import Chat
from tests.e2e.told import forget_earlier


@dataclass
class System:
    """A running system and the hands to stop and start its parts."""

    settings: Settings
    supervisor: Supervisor
    password: str

    @property
    def url(self) -> str:
        """Where it is open."""
        return self.settings.base_url

    def wait_until_ready(self) -> None:
        """Wait until every part answers again."""
        wait_until_ready(self.settings, self.supervisor)


def _three_free_ports() -> int:
    """Return the first of three free ports in a row (web, Rasa, actions)."""
    for first in range(18_000, 19_000, 10):
        if all(_is_free(first + offset) for offset in range(3)):
            return first
    raise RuntimeError("no three free ports in a row between 18000 and 19000")


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """Start everything once a run; environments, model and assets are those of the set-up."""
    made = default_state_dir()
    if not (made / "models" / "current" / "bot.tar.gz").exists():
        pytest.fail("no trained model: run `make setup-dev` first")
    state = Path(tempfile.mkdtemp(prefix="phucdap-e2e-"))
    for name in ("app", "rasa", "models", "static"):
        (state / name).symlink_to(made / name)
    previous = {name: os.environ.get(name) for name in ("STATE_DIR", "PORT", "DATABASE_URL")}
    os.environ.update(STATE_DIR=str(state), PORT=str(_three_free_ports()))
    os.environ.pop("DATABASE_URL", None)
    secrets = ensure_secrets(state)
    from ops.postgres import database_url

    os.environ["DATABASE_URL"] = database_url(state)
    settings = load_settings()
    supervisor = start_system(settings, secrets)
    try:
        wait_until_ready(settings, supervisor)
        yield System(settings, supervisor, secrets["PHUCDAP_DEMO_PASSWORD"])
    finally:
        supervisor.shutdown()
        for name, value in previous.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture
def chat(system: System) -> Iterator[Chat]:
    """A fresh conversation over the web chat's API; what others filed before is old."""
    forget_earlier(system.settings)
    with httpx.Client(base_url=system.url, timeout=10) as client:
        yield Chat(client)
