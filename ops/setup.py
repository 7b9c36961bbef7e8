"""Everything that a bare machine needs before our own code can run. Standard library only.

    python3 -m ops.setup [app] [rasa] [dev] [assets]

Each part leaves a stamp with the hash of what it was made from; a second run does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RASA_PYTHON = (3, 10)


class SetupError(Exception):
    """What is missing, and how to get it."""


def say(text: str) -> None:
    """Print a line of progress at once."""
    print(f"[setup] {text}", flush=True)


def state_dir() -> Path:
    """Return the folder of everything that is not source."""
    return Path(os.environ.get("STATE_DIR") or ROOT / ".state").resolve()


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> None:
    """Run a command, its output shown. Raises SetupError with the command's name when it fails."""
    words = [str(word) for word in command]
    result = subprocess.run(words, env={**os.environ, **(env or {})}, cwd=cwd, check=False)
    if result.returncode != 0:
        raise SetupError(f"«{' '.join(words[:4])} …» failed with status {result.returncode}; see the lines above.")


def once(stamp: Path, key: str, what: str, make: Callable[[], None]) -> None:
    """Do `make` unless the stamp says that it was done from the same sources."""
    if stamp.exists() and stamp.read_text() == key:
        return
    started = time.monotonic()
    say(f"{what} …")
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    say(f"{what}: done in {time.monotonic() - started:.0f} s")


def digest(*paths: Path) -> str:
    """Return a hash of the files' contents and of the interpreter's version."""
    whole = hashlib.sha256(sys.version.encode())
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def find_uv(state: Path) -> Path:
    """Return uv: the one on the PATH, or one installed by pip into the state directory."""
    found = shutil.which("uv")
    if found:
        return Path(found)
    uv = state / "tools" / "bin" / "uv"
    if not uv.exists():
        say("uv …")
        _make_tools_environment(state / "tools")
        run(state / "tools" / "bin" / "python", "-m", "pip", "install", "--quiet", "uv")
    return uv


def _make_tools_environment(folder: Path) -> None:
    """Make a virtual environment with pip; Debian keeps `ensurepip` in a package of its own."""
    try:
        import ensurepip  # noqa: F401 - absent on a bare Debian
    except ImportError:
        _install_venv_package()
    result = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
    if result.returncode != 0:
        raise SetupError("could not make a virtual environment; install it with: apt-get install python3-venv")


def _install_venv_package() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError("python3-venv is missing; install it with: sudo apt-get install python3-venv")
    say("python3-venv is missing: installing Debian's package")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "python3-venv", env={"DEBIAN_FRONTEND": "noninteractive"})


def find_rasa_python(uv: Path) -> str:
    """Return a Python 3.10 for Rasa: on the PATH, among pyenv's versions, or fetched by uv.

    Raises SetupError when there is none to be had.
    """
    name = f"python{RASA_PYTHON[0]}.{RASA_PYTHON[1]}"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(name), *map(str, sorted(pyenv.glob("3.10.*/bin/python"), reverse=True))]
    for candidate in candidates:
        if candidate and _is_rasa_python(candidate):
            return candidate
    say("no Python 3.10 on this machine: uv fetches one")
    if subprocess.run([str(uv), "python", "install", "3.10"], check=False).returncode == 0:
        return "3.10"
    raise SetupError(
        "Rasa 3.6 needs Python 3.10, and none was found on the PATH or under ~/.pyenv/versions, "
        "and uv could not fetch one. Install it (for instance: pyenv install 3.10) and start again."
    )


def _is_rasa_python(path: str) -> bool:
    """A pyenv shim on the PATH may answer that its version is not active."""
    probe = subprocess.run(
        [path, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False
    )
    return probe.returncode == 0 and probe.stdout.split() == [str(part) for part in RASA_PYTHON]


def find_app_python() -> str:
    """Return a Python of at least 3.11 for the app. Raises SetupError when this one is older."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it runs under whatever python3 the machine has
        raise SetupError(
            f"the app needs Python 3.11 or newer, this is {sys.version.split()[0]}; "
            "start make with PYTHON=/path/to/python3.11"
        )
    return sys.executable


def environment(uv: Path, name: str, lock: str, python: Callable[[], str]) -> None:
    """Make the environment `name` hold exactly what the lock file says."""
    folder, lock_file = state_dir() / name, ROOT / "locks" / f"{lock}.txt"

    def make() -> None:
        run(uv, "venv", "--quiet", "--allow-existing", "--python", python(), folder)
        run(uv, "pip", "sync", "--require-hashes", lock_file, env={"VIRTUAL_ENV": str(folder)})

    once(folder / f".stamp-{lock}", digest(lock_file), f"environment «{name}» ({lock})", make)


def assets(uv: Path) -> None:
    """Build the browser assets with a Node that serves for nothing else."""
    node, lock_file = state_dir() / "node", ROOT / "locks" / "assets.txt"

    def make() -> None:
        run(uv, "pip", "install", "--quiet", "--require-hashes", "--target", node, "-r", lock_file,
            "--python", find_app_python())  # fmt: skip

    once(node / ".stamp", digest(lock_file), "node for the assets", make)
    run(state_dir() / "app" / "bin" / "python", "-m", "ops.assets", "--state-dir", state_dir(), "--node-dir", node,
        cwd=ROOT)  # fmt: skip


def main(parts: list[str]) -> int:
    """Set up the named parts."""
    try:
        uv = find_uv(state_dir())
        if "dev" in parts:
            environment(uv, "app", "dev", find_app_python)
        elif "app" in parts and not (state_dir() / "app" / ".stamp-dev").exists():
            environment(uv, "app", "app", find_app_python)
        if "rasa" in parts:
            environment(uv, "rasa", "rasa", lambda: find_rasa_python(uv))
        if "assets" in parts:
            assets(uv)
        if "model" in parts:
            run(state_dir() / "app" / "bin" / "python", "-m", "ops.model", cwd=ROOT)
    except SetupError as error:
        print(f"[setup] {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["app", "rasa", "assets", "model"]))
