"""A running Rasa with the trained model on a database of its own, and an action server that tests lead."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from api.core.settings import ROOT, default_state_dir
from ops.model import ensure_model
from ops.postgres import database_url

SECRET = "a-secret-of-the-tests"
_PORT = 15_905


class Actions(ThreadingHTTPServer):
    """Answers every action with one text and a proof, or fails when told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.failing = False


class _Handler(BaseHTTPRequestHandler):
    server: Actions

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message = call["tracker"]["latest_message"]
        said = {"text": f"did {call['next_action']}", "custom": {"turn": message.get("message_id")}}
        body = json.dumps({"events": [], "responses": [said]}).encode()
        self.send_response(500 if self.server.failing else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}" if self.server.failing else body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests' output stays readable."""


@dataclass
class Rasa:
    """The running Rasa, and what tests need to lead it."""

    client: httpx.Client
    actions: Actions
    admin_url: str

    def say(self, sender: str, message_id: str, text: str, **more: Any) -> httpx.Response:
        """Send one message of a citizen."""
        body = {"sender": sender, "message_id": message_id, "text": text, "metadata": {}, **more}
        return self.client.post("/webhooks/turn/", json=body)

    def execute(self, statement: str) -> None:
        """Run one statement on the database beside Rasa's."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model of the present sources."""
    return ensure_model(default_state_dir())


@pytest.fixture(scope="session")
def rasa(server_state: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """Rasa as the supervisor starts it."""
    url = database_url(server_state)
    admin = url.replace("@/phucdap?", "@/postgres?")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE rasa_tests")
    own = url.replace("@/phucdap?", "@/rasa_tests?")
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA rasa")
    actions = Actions()
    threading.Thread(target=actions.serve_forever, daemon=True).start()
    log = (tmp_path_factory.mktemp("rasa") / "rasa.log").open("w")
    process = subprocess.Popen(
        [
            str(default_state_dir() / "rasa" / "bin" / "python"), "-W", "ignore", "-m", "rasa", "run",
            "-m", str(model), "-i", "127.0.0.1", "-p", str(_PORT),
            "--credentials", "credentials.yml", "--endpoints", "endpoints.yml",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{actions.server_port}/webhook",
            "RASA_DB_URL": own,
            "POSTGRESQL_SCHEMA": "rasa",
            "POSTGRESQL_POOL_SIZE": "3",
            "RASA_TURN_SECRET": SECRET,
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONPATH": str(ROOT),
        },
        stdout=log,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    client = httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", headers={"X-Phucdap-Secret": SECRET}, timeout=30)
    try:
        _wait(client, process, Path(log.name))
        yield Rasa(client, actions, admin)
    finally:
        process.terminate()
        process.wait(timeout=30)
        actions.shutdown()


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"Rasa ended at its start:\n{log.read_text()[-3000:]}")
        try:
            if client.get("/webhooks/turn/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    pytest.fail(f"Rasa did not come up:\n{log.read_text()[-3000:]}")
