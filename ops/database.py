"""Bringing a database to where the source is: migrations, the province's data, accounts."""

import asyncio

import typer
from alembic import command
from alembic.config import Config
from api.directory import queries as directory
from api.province.loader import load_province

from api.core.db import Database
from api.core.settings import ROOT, Settings, get_settings
from api.core.time import utc_now
from api.people.service import NewStaff, create_staff, staff_by_username

cli = typer.Typer(help="Migrations, province data and accounts.", no_args_is_help=True)

# Who can be tried out in demo mode: user name, name, role, agency, may see restricted tickets.
_DEMO_STAFF = (
    ("dieuphoi", "Trần Thị Điều Phối", "coordinator", "vp-ubnd-tinh", False),
    ("noivu", "Phạm Văn Nội Vụ", "viewer", "so-noi-vu", False),
    ("thanhtra", "Lê Thanh Tra", "officer", "thanh-tra-tinh", True),
    ("nnmt", "Nguyễn Môi Trường", "officer", "so-nong-nghiep-va-moi-truong", False),
    ("quantri", "Quản trị hệ thống", "admin", "vp-ubnd-tinh", False),
)


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
            await load_province(session, settings.data_dir)
        if settings.demo and demo_password:
            await _demo_accounts(database, demo_password)
    finally:
        await database.close()


async def _demo_accounts(database: Database, password: str) -> None:
    async with database.transaction() as session:
        commune = await directory.first_commune_agency(session)
        staff = [*_DEMO_STAFF, ("canbo", "Đỗ Văn Cán Bộ", "officer", commune.code, False)]
        for username, name, role, agency, restricted in staff:
            if await staff_by_username(session, username) is None:
                new = NewStaff(username, name, password, role, agency, sees_restricted=restricted, demo=True)
                await create_staff(session, new=new, now=utc_now())


def demo_usernames() -> list[tuple[str, str]]:
    """Return the demo accounts with what each is for."""
    return [("canbo", "cán bộ một xã"), *((name, title) for name, title, *_ in _DEMO_STAFF)]


@cli.command()
def admin(
    username: str,
    name: str,
    password: str = typer.Option(..., prompt=True, hide_input=True, confirmation_prompt=True),
) -> None:
    """Make an administrator (the first one in production)."""

    async def make() -> None:
        settings = get_settings()
        database = Database(settings.sqlalchemy_url)
        async with database.transaction() as session:
            new = NewStaff(username, name, password, "admin", "vp-ubnd-tinh")
            await create_staff(session, new=new, now=utc_now())
        await database.close()

    asyncio.run(make())
    print(f"Đã tạo tài khoản quản trị «{username}».")


@cli.command(name="migrate")
def migrate_command() -> None:
    """Bring the schema to the newest migration and load the province's data."""
    settings = get_settings()
    migrate(settings)
    asyncio.run(load_data(settings, None))


if __name__ == "__main__":
    cli()
