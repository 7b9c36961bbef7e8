"""Bringing a database to where the source is: migrations, the province's data, accounts."""

import asyncio
import csv

import typer
from alembic import command
from alembic.config import Config

from api.core.db import Database
from api.core.settings import ROOT, Settings
from api.core.time import utc_now
from api.directory import queries as directory
from api.people.service import NewStaff, create_staff, staff_by_username
from api.province import queries as province
from api.province.folder import FolderError
from api.province.loader import Change, load_changes, load_province
from api.tickets.recounting import recount_open
from ops.installation import settings_for_one_machine

cli = typer.Typer(help="Migrations, province data and accounts.", no_args_is_help=True)

# In `demo_staff.csv`: whichever commune's committee comes first.
_FIRST_COMMUNE = "first-commune"


def alembic_config(url: str) -> Config:
    """Return Alembic's configuration for a database address."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "api" / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(settings: Settings) -> None:
    """Bring the schema to the newest migration."""
    command.upgrade(alembic_config(settings.sqlalchemy_url), "head")


async def load_data(settings: Settings, demo_password: str | None) -> None:
    """Load the province's folder and, in demo mode, make the demo accounts."""
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.transaction() as session:
            if await load_province(session, settings.data_dir):
                await recount_open(session, now=utc_now())
        if settings.demo and demo_password:
            await _demo_accounts(database, settings, demo_password)
    finally:
        await database.close()


def demo_staff(settings: Settings) -> list[dict[str, str]]:
    """Return the accounts that can be tried in demo mode, from the province's folder."""
    with (settings.data_dir / "demo_staff.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


async def _demo_accounts(database: Database, settings: Settings, password: str) -> None:
    async with database.transaction() as session:
        commune = await directory.first_commune_agency(session)
        for row in demo_staff(settings):
            if await staff_by_username(session, row["username"]) is None:
                agency = commune.code if row["agency"] == _FIRST_COMMUNE else row["agency"]
                new = NewStaff(
                    row["username"], row["name"], password, row["role"], agency,
                    sees_restricted=row["sees_restricted"] == "yes", demo=True,
                )  # fmt: skip
                await create_staff(session, new=new, now=utc_now())


@cli.command()
def admin(
    username: str,
    name: str,
    password: str = typer.Option(..., prompt=True, hide_input=True, confirmation_prompt=True),
) -> None:
    """Make an administrator (the first one in production)."""

    async def make() -> None:
        settings, _ = settings_for_one_machine()
        database = Database(settings.sqlalchemy_url)
        async with database.transaction() as session:
            agency = (await province.province(session)).coordinator_code
            new = NewStaff(username, name, password, "admin", agency)
            await create_staff(session, new=new, now=utc_now())
        await database.close()

    asyncio.run(make())
    print(f"Đã tạo tài khoản quản trị «{username}».")


@cli.command()
def load() -> None:
    """Bring the database to what the data folder says; open deadlines move with a changed calendar."""
    settings, _ = settings_for_one_machine()

    async def run() -> tuple[dict[str, Change] | None, int]:
        database = Database(settings.sqlalchemy_url)
        try:
            async with database.transaction() as session:
                changes = await load_changes(session, settings.data_dir)
                return changes, await recount_open(session, now=utc_now())
        finally:
            await database.close()

    try:
        changes, moved = asyncio.run(run())
    except FolderError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for table, change in (changes or {}).items():
        typer.echo(f"{table}: {change.added} rows written, {change.removed} removed")
    typer.echo("loaded" if changes is not None else "nothing has changed")
    typer.echo(f"open deadlines moved: {moved}")


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the schema to the newest migration and load the province's data."""
    settings, _ = settings_for_one_machine()
    migrate(settings)
    asyncio.run(load_data(settings, None))


if __name__ == "__main__":
    cli()
