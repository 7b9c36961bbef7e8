"""`make demo`: a generated year in the running system, or its removal."""

import asyncio
import sys

from tqdm import tqdm

from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.demo.service import Filler, remove
from ops.installation import answers, settings_for_one_machine

_TICKETS = 12_000
_SEED = 21


async def _fill(settings: Settings, count: int) -> None:
    database = Database(settings.sqlalchemy_url)
    progress = await Filler(database, seed=_SEED, now=utc_now()).fill(count)
    with tqdm(total=progress.total, unit="ticket", desc="demo year") as bar:
        async for written in progress:
            bar.update(written)
    await database.close()


async def _remove(settings: Settings) -> None:
    database = Database(settings.sqlalchemy_url)
    async with database.transaction() as session:
        removed = await remove(session)
    await database.close()
    print(f"removed {removed} generated tickets")


def main(arguments: list[str]) -> int:
    """`fill [COUNT]` or `remove`."""
    settings, _ = settings_for_one_machine()
    if not settings.demo:
        print("demo data can exist in demo mode only (PHUCDAP_MODE=demo)", file=sys.stderr)
        return 1
    if not answers(settings):
        print("the database does not answer; start the system first: make run", file=sys.stderr)
        return 1
    if arguments[:1] == ["remove"]:
        asyncio.run(_remove(settings))
    else:
        asyncio.run(_fill(settings, int(arguments[1]) if len(arguments) > 1 else _TICKETS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
