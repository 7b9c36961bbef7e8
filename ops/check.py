"""`make check`: style, types in both environments, import rules, training data, province data."""

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
        "province data": [*tool, "api.province", "check"],
    }  # fmt: skip
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
