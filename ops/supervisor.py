"""supervisor's configuration and the calls that start and stop our processes."""

import os
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from api.core.settings import ROOT, Settings
from ops.postgres import socket_folder

# Stopped in the opposite order, so that PostgreSQL goes last.
_PRIORITIES = {"postgres": 10, "rasa": 20, "actions": 30, "web": 40, "worker": 50, "bot": 60}
_SECONDS_TO_STOP = {"postgres": 30, "worker": 25}


def _program(name: str, settings: Settings, environment: str) -> str:
    logs = settings.state_dir / "logs"
    signal = "INT" if name == "postgres" else "TERM"  # INT: PostgreSQL ends sessions and writes its checkpoint
    return f"""
[program:{name}]
command={sys.executable} -m ops.processes {name}
directory={ROOT}
environment={environment}
priority={_PRIORITIES[name]}
autostart=false
autorestart=true
startsecs=3
startretries=5
stopsignal={signal}
stopwaitsecs={_SECONDS_TO_STOP.get(name, 10)}
stopasgroup={"false" if name == "postgres" else "true"}
killasgroup=true
redirect_stderr=true
stdout_logfile={logs / name}.log
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=3
"""


def write_config(settings: Settings, names: list[str]) -> Path:
    """Write the configuration for these processes and return its path."""
    run, logs = settings.state_dir / "run", settings.state_dir / "logs"
    run.mkdir(parents=True, exist_ok=True)
    logs.mkdir(parents=True, exist_ok=True)
    environment = (
        f'STATE_DIR="{settings.state_dir}",PORT="{settings.port}",DATABASE_URL="{settings.database_url}",'
        'PYTHONUNBUFFERED="1"'
    ).replace("%", "%%")
    user = "user=root\n" if os.geteuid() == 0 else ""
    text = f"""
[supervisord]
nodaemon=true
silent=true
{user}logfile={logs / "supervisord.log"}
pidfile={run / "supervisord.pid"}
childlogdir={logs}

[unix_http_server]
file={socket_path(settings)}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[eventlistener:watchdog]
command={sys.executable} -m ops.watchdog
directory={ROOT}
events=PROCESS_STATE_FATAL
priority=1
stderr_logfile={logs / "watchdog.log"}
"""
    path = run / "supervisord.conf"
    path.write_text(text + "".join(_program(name, settings, environment) for name in names))
    return path


def socket_path(settings: Settings) -> Path:
    """Return supervisor's control socket, beside the database's, where paths are short enough."""
    folder = socket_folder(settings.state_dir)
    return folder.parent / f"{folder.name}-supervisor.sock"


class Supervisor:
    """A running supervisord."""

    def __init__(self, settings: Settings, names: list[str]) -> None:
        self._socket = socket_path(settings)
        configuration = write_config(settings, names)
        # A session of its own: Ctrl-C in the terminal must reach only us, who stop everything in order.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)], start_new_session=True
        )
        self._wait_for_socket()

    def _rpc(self) -> Any:
        transport = SupervisorTransport("", "", f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def _wait_for_socket(self) -> None:
        for _ in range(100):
            if self.process.poll() is not None:
                raise RuntimeError("supervisord ended at once; see the log folder")
            try:
                self._rpc().getState()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("supervisord does not answer")

    def start(self, name: str) -> None:
        """Start a process without waiting until it counts as running."""
        self._rpc().startProcess(name, False)

    def stop(self, name: str) -> None:
        """Stop one process and wait until it has ended."""
        self._rpc().stopProcess(name, True)

    def kill(self, name: str) -> None:
        """End a process without warning, as a crash would; supervisor starts it again."""
        self._rpc().signalProcess(name, "KILL")

    def states(self) -> dict[str, str]:
        """Return each process's state in supervisor's words."""
        return {info["name"]: info["statename"] for info in self._rpc().getAllProcessInfo()}

    def shutdown(self) -> None:
        """Stop everything in order and wait for the end."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=90)
