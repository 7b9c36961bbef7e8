"""`python -m api.province check` and `routing-table`."""

import typer

from api.core.settings import get_settings
from api.province.checks import problems_of
from api.province.folder import FolderError, read_folder
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


@cli.command(name="routing-table")
def routing_table() -> None:
    """Print docs/routing.md: who handles what today, and the plan's own table."""
    typer.echo(routing_page(read_folder(get_settings().data_dir)), nl=False)


if __name__ == "__main__":
    cli()
