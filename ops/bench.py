"""`make bench`: speed and memory, printed; nothing here is a test.

python -m ops.bench
"""

import asyncio
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
from sqlalchemy import func, select

from api.clock import service as clock
from api.clock.calendar import Calendar
from api.clock.rules import WORKING_DAY, DeadlineRule, due
from api.core import jsonlines
from api.core.db import Database
from api.core.settings import ROOT, Settings
from api.core.time import local, utc_now
from api.knowledge import service as knowledge
from api.people.models import Staff
from api.people.rules import COORDINATOR
from api.places import service as places
from api.places.rules import Gazetteer
from api.tickets.models import Ticket
from api.tickets.queries import queue
from ops.answers import MEASURE
from ops.installation import settings_for_one_machine
from ops.model import current_model, train
from ops.processes import rasa_environment
from ops.run import start_system, wait_until_ready

_TURNS = 60
_AT_ONCE, _TURNS_OF_EACH = 50, 3
_ANSWER_WITHIN_SECONDS = 60
_MESSAGES = (
    "Mặt đường trước trạm y tế thôn Trung, xã Tiên Hoa vỡ nát từ đầu tháng, xe máy hay đổ",
    "à nhầm, xã Tiên Lữ",
    "thôi không gửi nữa",
)
_WORDS = ("duong hong", "đường hỏng", "rac thai", "hong", "7K4M")
_MESSAGE = "Nước sinh hoạt vàng như nước chè mấy bữa rồi, thôn Trung, xã Tiên Hoa"


def timed(what: str, times: int, call: Callable[[int], object]) -> None:
    """Print the median and the 95th percentile of single calls, in milliseconds."""
    spent = []
    for number in range(times):
        started = time.perf_counter()
        call(number)
        spent.append((time.perf_counter() - started) * 1000)
    print_times(what, spent)


def print_times(what: str, milliseconds: list[float]) -> None:
    """Print one row."""
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    print(f"{what:<48} median {statistics.median(milliseconds):9.3f} ms   p95 {p95:9.3f} ms   n {len(milliseconds)}")


async def _rules(settings: Settings) -> tuple[Calendar, Gazetteer]:
    database = Database(settings.sqlalchemy_url)
    async with database.transaction() as session:
        found = await clock.calendar(session), await places.gazetteer(session)
    await database.close()
    return found


def bench_rules(settings: Settings) -> None:
    """Deadlines and places, inside one process."""
    calendar, gazetteer = asyncio.run(_rules(settings))
    rule, start = DeadlineRule(10, WORKING_DAY, "bench", "configured"), datetime(2026, 1, 1, tzinfo=UTC)
    began = time.perf_counter()
    for number in range(20_000):
        due(start + timedelta(minutes=17 * number), rule, calendar)
    print(f"{'deadlines with explanation':<48} {20_000 / (time.perf_counter() - began):9.0f} a second on one core")
    story = (_MESSAGE + ". ") * 5
    timed(f"place in a text of {len(story)} characters", 2000, lambda _: gazetteer.resolve(story))


async def _search(settings: Settings, questions: list[str]) -> list[float]:
    database, spent = Database(settings.sqlalchemy_url), []
    async with database.transaction() as session:
        await knowledge.find(session, questions[0], on=local(utc_now()).date())  # builds what is kept in memory
        for question in questions:
            started = time.perf_counter()
            await knowledge.find(session, question, on=local(utc_now()).date())
            spent.append((time.perf_counter() - started) * 1000)
    await database.close()
    return spent


def bench_search(settings: Settings) -> None:
    """The entries and published answers that fit a question, with all reads of the database."""
    questions = [row["text"] for _, row in jsonlines.read(MEASURE)]
    print_times("entries and published answers to a question", asyncio.run(_search(settings, questions)))


async def _queue(settings: Settings) -> tuple[int, list[float]]:
    database, spent = Database(settings.sqlalchemy_url), []
    async with database.transaction() as session:
        count = await session.scalar(select(func.count()).select_from(Ticket)) or 0
        # The widest view there is: every ordinary ticket of the province. Read only, so the row need not exist.
        staff = Staff(id=uuid4(), role=COORDINATOR, agency_code="", sees_restricted=False)
        for words in _WORDS * 10:
            started = time.perf_counter()
            await queue(session, staff=staff, now=utc_now(), view="answered", search=words)
            spent.append((time.perf_counter() - started) * 1000)
    await database.close()
    return count, spent


def bench_queue(settings: Settings) -> None:
    """Words typed into the coordinator's queue; `make demo` gives it something to find."""
    count, spent = asyncio.run(_queue(settings))
    print_times(f"words in the queue, {count} tickets", spent)


def bench_turns(settings: Settings) -> None:
    """From a citizen's message to the bot's answer, through every process and action: alone, then many at once."""
    spent = asyncio.run(_citizens(settings, 1, _TURNS))
    print_times("a turn, from message to answer, one citizen", spent)
    spent = asyncio.run(_citizens(settings, _AT_ONCE, _TURNS_OF_EACH))
    print_times(f"a turn, {_AT_ONCE} citizens at once", spent)


async def _citizens(settings: Settings, count: int, turns: int) -> list[float]:
    """Let citizens write at the same time, each waiting for an answer before the next message; return milliseconds."""
    limits = httpx.Limits(max_connections=count * 2)
    async with httpx.AsyncClient(base_url=settings.internal_url("api"), timeout=120, limits=limits) as client:
        spent = await asyncio.gather(*(_citizen(client, turns) for _ in range(count)))
    return [milliseconds for of_one in spent for milliseconds in of_one]


async def _citizen(client: httpx.AsyncClient, turns: int) -> list[float]:
    """Tell matters one after the other, each in the three turns of an ordinary report: told, mended, dropped."""
    made = (await client.post("/api/chat/conversations")).raise_for_status().json()
    path = f"/api/chat/conversations/{made['id']}/messages"
    headers = {"Authorization": f"Bearer {made['token']}"}
    spent = []
    for number in range(turns):
        started = time.perf_counter()
        body = {"client_id": str(uuid4()), "text": _MESSAGES[number % len(_MESSAGES)]}
        sent = (await client.post(path, json=body, headers=headers)).raise_for_status().json()
        await _first_line(
            client, path.replace("/messages", "/events"), {**headers, "Last-Event-ID": str(sent["position"])}
        )
        spent.append((time.perf_counter() - started) * 1000)
    return spent


async def _first_line(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    """Wait for the next line as the page does, by server-sent events: asking again and again would be the load."""
    async with client.stream("GET", path, headers=headers, timeout=_ANSWER_WITHIN_SECONDS) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                return


def bench_understanding(settings: Settings) -> None:
    """One message through the trained model, and how long training takes, both in Rasa's environment."""
    python = settings.state_dir / "rasa" / "bin" / "python"
    model = current_model(settings.state_dir)
    command = [str(python), "-W", "ignore", "-m", "bot.nlu.bench", "--model", str(model)]
    environment = {**rasa_environment(settings), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, check=True)
    with tempfile.TemporaryDirectory(dir=settings.state_dir, prefix="bench-") as work:
        began = time.perf_counter()
        train(settings.state_dir, Path(work), quiet=True)
        print(f"{'training with everything Rasa does':<48} {time.perf_counter() - began:9.1f} s")


def print_memory(parent: int) -> None:
    """Print the memory of each process of the system (proportional set size where the system tells it)."""
    whole = 0.0
    for process in psutil.Process(parent).children(recursive=True):
        memory = process.memory_full_info()
        megabytes = getattr(memory, "pss", memory.rss) / 2**20
        whole += megabytes
        if megabytes > 20:
            print(f"{' '.join(process.cmdline())[-60:]:<62} {megabytes:7.0f} MiB")
    print(f"{'all processes':<62} {whole:7.0f} MiB")


def main() -> None:
    """Start the system, measure, stop it."""
    settings, secrets = settings_for_one_machine()
    started = time.perf_counter()
    supervisor = start_system(settings, secrets)
    try:
        wait_until_ready(settings, supervisor)
        print(f"{'start to ready':<48} {time.perf_counter() - started:9.1f} s")
        bench_rules(settings)
        bench_search(settings)
        bench_queue(settings)
        bench_turns(settings)
        bench_understanding(settings)
        print_memory(supervisor.process.pid)
    finally:
        supervisor.shutdown()


if __name__ == "__main__":
    main()
