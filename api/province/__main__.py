"""`python -m api.province check` and `load`."""

import asyncio

import typer

from api.core.db import Database
from api.core.settings import get_settings
from api.province.checks import problems_of
from api.province.folder import FolderError, read_folder
from api.province.loader import load_province

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

    async def run() -> bool:
        database = Database(settings.sqlalchemy_url)
        try:
            async with database.transaction() as session:
                return await load_province(session, settings.data_dir)
        finally:
            await database.close()

    typer.echo("loaded" if asyncio.run(run()) else "nothing has changed")


if __name__ == "__main__":
    cli()
