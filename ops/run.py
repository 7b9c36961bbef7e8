"""`make run`: the whole system on one machine, until Ctrl-C.

python -m ops.run
"""

import asyncio
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import httpx
import psycopg

from api.core.settings import Settings
from ops.database import demo_staff, load_data, migrate
from ops.installation import answers, embedded, settings_for_one_machine
from ops.postgres import wait_and_create
from ops.supervisor import Supervisor

_READY_WITHIN_SECONDS = 180


class Stopped(Exception):
    """The operator wants the system to end."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def say(text: str) -> None:
    """Print a line of progress at once."""
    print(f"[run] {text}", flush=True)


@contextmanager
def database_at_hand() -> Iterator[Settings]:
    """Give settings of a database that answers and is up to date: the running one, or one started for the while."""
    settings, secrets = settings_for_one_machine()
    supervisor: Supervisor | None = None
    if embedded(settings) and not answers(settings):
        supervisor = Supervisor(settings, ["postgres"])
        supervisor.start("postgres")
        wait_and_create(settings.state_dir)
    try:
        migrate(settings)
        asyncio.run(load_data(settings, secrets["PHUCDAP_DEMO_PASSWORD"]))
        yield settings
    finally:
        if supervisor is not None:
            supervisor.shutdown()


def start_system(settings: Settings, secrets: dict[str, str]) -> Supervisor:
    """Start all processes in the order that is quickest: Rasa loads its model while the database is prepared."""
    ours = ["actions", "web", "worker", *(["bot"] if _polls(settings) else [])]
    names = (["postgres"] if embedded(settings) else []) + ["rasa", *ours]
    supervisor = Supervisor(settings, names)
    try:
        if embedded(settings):
            say("PostgreSQL …")
            supervisor.start("postgres")
            wait_and_create(settings.state_dir)
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA IF NOT EXISTS rasa")  # without it Rasa ends at once
        supervisor.start("rasa")
        say("Database schema and the province's data …")
        migrate(settings)
        asyncio.run(load_data(settings, secrets["PHUCDAP_DEMO_PASSWORD"]))
        for name in ours:
            supervisor.start(name)
    except BaseException:
        supervisor.shutdown()
        raise
    return supervisor


def _polls(settings: Settings) -> bool:
    """Whether a channel must be asked: only then is the process `bot` of use (Telegram without a webhook)."""
    telegram = settings.telegram_token.get_secret_value()
    return bool(telegram) and not settings.telegram_webhook_secret.get_secret_value()


def wait_until_ready(settings: Settings, supervisor: Supervisor) -> None:
    """Wait until every part answers; say what is awaited. Raises RuntimeError when one does not come."""
    started, told = time.monotonic(), ""
    while time.monotonic() - started < _READY_WITHIN_SECONDS:
        if supervisor.process.poll() is not None:
            raise RuntimeError(f"a process cannot be kept alive; see {settings.state_dir / 'logs'}")
        waiting = "web"
        with suppress(httpx.HTTPError):
            answer = httpx.get(f"{settings.internal_url('api')}/readyz", timeout=6)
            if answer.status_code == 200:
                return
            waiting = ", ".join(name for name, state in answer.json()["parts"].items() if state != "ok")
        if waiting != told:
            say(f"waiting for: {waiting}")
            told = waiting
        time.sleep(0.5)
    raise RuntimeError(f"not ready within {_READY_WITHIN_SECONDS} s (waiting for {told}); see the logs")


def print_addresses(settings: Settings, secrets: dict[str, str]) -> None:
    """Print where to open what, and who can log in."""
    base = settings.base_url
    print(
        f"\n  Citizens:  {base}/\n  Console:   {base}/console\n  Figures:   {base}/reports\n"
        f"  Answers:   {base}/tra-loi\n  API:       {base}/openapi.json\n  Logs:      {settings.state_dir / 'logs'}\n"
    )
    if settings.demo:
        print(f"  Demo accounts (password {secrets['PHUCDAP_DEMO_PASSWORD']}):")
        for member in demo_staff(settings):
            print(f"    {member['username']:<10} {member['title']}")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def main() -> int:
    """Run until Ctrl-C or until a process cannot be kept alive."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    settings, secrets = settings_for_one_machine()
    supervisor: Supervisor | None = None
    try:
        supervisor = start_system(settings, secrets)
        wait_until_ready(settings, supervisor)
        say(f"ready after {time.monotonic() - started:.1f} s")
        print_addresses(settings, secrets)
        status = supervisor.process.wait()
        say("a process could not be kept alive; see the logs")
    except Stopped:
        say("stopping …")
        status = 0
    except RuntimeError as error:
        print(f"[run] {error}", file=sys.stderr)
        status = 1
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if supervisor is not None:
            supervisor.shutdown()
    say("stopped")
    return status


if __name__ == "__main__":
    sys.exit(main())
