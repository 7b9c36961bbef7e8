"""`make check`: style, types in both environments, import rules, training data, dialogue rules, province data."""

import os
import subprocess
import sys

from api.core.settings import ROOT, default_state_dir


def main() -> int:
    """Run every check, even after a failure, and tell which ones failed."""
    rasa = default_state_dir() / "rasa" / "bin" / "python"
    tool = (sys.executable, "-m")
    checks: dict[str, list[str]] = {
        "ruff": [*tool, "ruff", "check", "."],
        "ruff format": [*tool, "ruff", "format", "--check", "."],
        "mypy (app)": [*tool, "mypy", "api", "actions", "bot", "ops", "server.py"],
        "mypy (rasa)": [
            *tool, "mypy", "--python-executable", str(rasa), "--python-version", "3.10", "--config-file",
            "bot/nlu/mypy.ini", "-p", "bot.nlu",
        ],
        "import rules": [str(default_state_dir() / "app" / "bin" / "lint-imports")],
        "training data": [str(rasa), "-m", "bot.nlu.check"],
        # Rasa tells of every text that only the api uses; only its errors count.
        "dialogue": [
            str(rasa), "-W", "ignore", "-m", "rasa", "data", "validate", "--domain", "domain.yml", "--config",
            "config.yml", "--data", "nlu_data/rules.yml",
        ],
        "province data": [*tool, "api.province", "check"],
    }  # fmt: skip
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if not _passes(command, quiet=name == "dialogue"):
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _passes(command: list[str], *, quiet: bool) -> bool:
    """Run a check; a quiet one speaks only when it fails."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    told = subprocess.PIPE if quiet else None
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=told,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if result.returncode != 0 and result.stdout:
        print(result.stdout[-4000:])
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
