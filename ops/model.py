"""The trained Rasa model, keyed by all that it was made from. Standard library only.

python -m ops.model       trains if anything changed
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_KEPT = 3


def corrections_file(state_dir: Path) -> Path:
    """Return where `make train` keeps the officers' corrections that are learnt beside the written data."""
    return state_dir / "corrections" / "learnt.yml"


def _sources(state_dir: Path) -> Iterator[Path]:
    yield from (ROOT / "config.yml", ROOT / "domain.yml", ROOT / "locks" / "rasa.txt")
    yield from sorted((ROOT / "nlu_data").rglob("*.yml"))
    yield ROOT / "nlu_data" / "held_out.jsonl"
    yield from sorted((ROOT / "bot" / "nlu").rglob("*.py"))
    if corrections_file(state_dir).exists():
        yield corrections_file(state_dir)


def model_key(state_dir: Path) -> str:
    """Return the hash of data, corrections, code, configuration and locked packages."""
    whole = hashlib.sha256()
    for path in _sources(state_dir):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def current_model(state_dir: Path) -> Path:
    """Return the model that was ensured last: a running system keeps it while sources are being edited."""
    return state_dir / "models" / "current" / "bot.tar.gz"


def ensure_model(state_dir: Path) -> Path:
    """Return the model of the present sources, trained now if there is none.

    Raises CalledProcessError when Rasa cannot train; its own words stand above.
    """
    target = state_dir / "models" / model_key(state_dir) / "bot.tar.gz"
    if target.exists():
        return _make_current(target)
    print("[model] training (about two minutes) …", flush=True)
    started = time.monotonic()
    state_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state_dir, prefix="training-") as work:
        train(state_dir, Path(work))
        target.parent.mkdir(parents=True, exist_ok=True)
        (Path(work) / "bot.tar.gz").replace(target)
    _forget_old(target.parent)
    print(f"[model] trained in {time.monotonic() - started:.0f} s", flush=True)
    return _make_current(target)


def _make_current(target: Path) -> Path:
    """Let the link `current` point to the model's folder, in one step."""
    fresh = target.parent.parent / f"current.{os.getpid()}"
    fresh.symlink_to(target.parent.name)
    fresh.replace(target.parent.parent / "current")
    return target


def train(state_dir: Path, work: Path, *, quiet: bool = False) -> None:
    """Train into `work/bot.tar.gz`. Raises CalledProcessError when Rasa cannot; its own words stand above."""
    python = state_dir / "rasa" / "bin" / "python"
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "RASA_CACHE_DIRECTORY": str(state_dir / "rasa-cache"),
        "MPLCONFIGDIR": str(state_dir / "run" / "matplotlib"),
        "PYTHONPATH": str(ROOT),
    }
    corrected = [str(path) for path in (corrections_file(state_dir),) if path.exists()]
    command = [
        str(python), "-W", "ignore", "-m", "rasa", "train", "--domain", "domain.yml", "--config", "config.yml",
        "--data", "nlu_data", *corrected, "--out", str(work), "--fixed-model-name", "bot",
        # Our own key has told that something changed, and `make check` validates: Rasa's fingerprints and its
        # validation would read everything three times more.
        "--force", "--skip-validation",
    ]  # fmt: skip
    silence = subprocess.DEVNULL if quiet else None
    subprocess.run(command, cwd=ROOT, env=environment, stdout=silence, stderr=silence, check=True)


def _forget_old(newest: Path) -> None:
    """Keep the last few models, so that going back to an older source is quick."""
    folders = (path for path in newest.parent.iterdir() if not path.is_symlink())
    models = sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    try:
        ensure_model(Path(os.environ.get("STATE_DIR") or ROOT / ".state").resolve())
    except subprocess.CalledProcessError as error:
        sys.exit(f"[model] training failed with status {error.returncode}; see the lines above")
