"""`python -m api.province check`, `load` and `routing-table`."""

import asyncio

import typer

from api.core.db import Database
from api.core.settings import get_settings
from api.province.checks import problems_of
from api.province.folder import FolderError, read_folder
from api.province.loader import Change, load_changes
from api.province.tables import routing_page

cli = typer.Typer(help="The province's data folder.", no_args_is_help=True)


@cli.command()
def check() -> None:
    """Check the whole folder; print every fault with file and line."""
    try:
        problems = problems_of(read_folder(get_settings().data_dir))
    except FolderError as error:
        problems = error.problems
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo("the province's data are sound")


@cli.command()
def load() -> None:
    """Bring the database to what the folder says."""
    settings = get_settings()

    async def run() -> dict[str, Change] | None:
        database = Database(settings.sqlalchemy_url)
        try:
            async with database.transaction() as session:
                return await load_changes(session, settings.data_dir)
        finally:
            await database.close()

    try:
        changes = asyncio.run(run())
    except FolderError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for table, change in (changes or {}).items():
        typer.echo(f"{table}: {change.added} rows written, {change.removed} removed")
    typer.echo("loaded" if changes is not None else "nothing has changed")


@cli.command(name="routing-table")
def routing_table() -> None:
    """Print docs/routing.md: who handles what today, and the plan's own table."""
    typer.echo(routing_page(read_folder(get_settings().data_dir)), nl=False)


if __name__ == "__main__":
    cli()
