"""`make succession`: open tickets of agencies that have ended go to who succeeds them, with a record.

python -m ops.succession [DRY]
"""

import asyncio
import sys

from api.core.db import Database
from api.core.settings import Settings
from api.core.time import utc_now
from api.tickets.succession import Succession, succeed
from ops.run import database_at_hand


class _Rehearsed(Exception):
    """Carries the result out of a transaction that is to be rolled back."""

    def __init__(self, result: Succession) -> None:
        self.result = result


async def run(settings: Settings, *, dry: bool) -> Succession:
    """Move the tickets, or only say which would be moved."""
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.transaction() as session:
            result = await succeed(session, now=utc_now())
            if dry:
                raise _Rehearsed(result)
            return result
    except _Rehearsed as rehearsed:
        return rehearsed.result
    finally:
        await database.close()


def main(arguments: list[str]) -> int:
    """Print each ticket that changed hands, and the accounts that stand with an agency of before."""
    dry = bool(arguments and arguments[0])
    with database_at_hand() as settings:
        result = asyncio.run(run(settings, dry=dry))
    for moved in result.tickets:
        print(f"{moved.tracking_code}: {moved.before} -> {moved.after}")
    for staff in result.accounts:
        print(
            f"account «{staff.username}» still stands with {staff.agency_code}: give it its new agency in the console"
        )
    print(f"{len(result.tickets)} tickets {'would be moved (nothing was changed)' if dry else 'moved'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
