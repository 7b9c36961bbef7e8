"""`make replay`: the tickets of a period against a changed data folder; nothing is kept.

python -m ops.replay FOLDER FIRST LAST
"""

import asyncio
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from api.core.db import Database
from api.core.settings import Settings
from api.core.time import format_date, local, utc_now
from api.province.folder import FolderError
from api.province.loader import load_changes
from api.reports.queries import period_bounds
from api.tickets.replay import Difference, replay
from ops.run import database_at_hand


class _Done(Exception):
    """Ends the transaction, so that nothing of the changed folder stays."""


async def differences(
    settings: Settings, folder: Path, first: date, last: date
) -> tuple[int, list[Difference]]:  # fmt: skip
    """Return how many tickets there were, and those that the folder would have treated otherwise.

    Raises FolderError when the folder is not sound.
    """
    database = Database(settings.sqlalchemy_url)
    start, end = period_bounds(first, last)
    count, found = 0, []
    try:
        async with database.transaction() as session:
            await load_changes(session, folder)
            async for difference in replay(session, start=start, end=end):
                count += 1
                if difference is not None:
                    found.append(difference)
            raise _Done
    except _Done:
        return count, found
    finally:
        await database.close()


def main(arguments: list[str]) -> int:
    """Print each ticket that would have gone elsewhere or been due on another day, and the totals."""
    if not arguments or not arguments[0]:
        print("Give the changed folder: make replay FOLDER=path [FROM=2026-11-01] [TO=2026-11-30]", file=sys.stderr)
        return 2
    try:
        last = date.fromisoformat(arguments[2]) if arguments[2:] and arguments[2] else local(utc_now()).date()
        first = date.fromisoformat(arguments[1]) if arguments[1:] and arguments[1] else last.replace(month=1, day=1)
    except ValueError as error:
        print(f"FROM and TO must look like 2026-11-24: {error}", file=sys.stderr)
        return 2
    try:
        with database_at_hand() as settings:
            count, found = asyncio.run(differences(settings, Path(arguments[0]), first, last))
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    _print(count, found, first, last)
    return 0


def _print(count: int, found: list[Difference], first: date, last: date) -> None:
    for item in found:
        print(f"{item.tracking_code}  {item.topic:<9} received {format_date(local(item.received_at).date())}")
        if item.after is None:
            print(f"    could not be filed: {item.problem}")
            continue
        if item.after.agency_code != item.before.agency_code:
            print(f"    agency {item.before.agency_code} -> {item.after.agency_code}")
        before, after = local(item.before.due_at).date(), local(item.after.due_at).date()
        if before != after:
            print(f"    due    {format_date(before)} -> {format_date(after)}")
    elsewhere = Counter(i.topic for i in found if i.after and i.after.agency_code != i.before.agency_code)
    print(f"{count} tickets from {first} to {last}: {len(found)} would have been treated otherwise")
    print(f"    another agency: {elsewhere.total()} {dict(elsewhere) or ''}")
    moved = [i for i in found if i.after and local(i.after.due_at).date() != local(i.before.due_at).date()]
    print(f"    another day: {len(moved)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
