"""`make eval`: figures of the understanding on labelled messages, as text and as one HTML file."""

import os
import subprocess
import sys
from pathlib import Path

from api.core.settings import ROOT, load_settings
from ops.model import current_model


def main(arguments: list[str]) -> int:
    """Run the evaluation in Rasa's environment on the file that was named."""
    settings, data = load_settings(), Path(arguments[0])
    if not data.exists():
        print(f"[eval] {data} does not exist; give another with DATA=", file=sys.stderr)
        return 1
    python = settings.state_dir / "rasa" / "bin" / "python"
    report = settings.state_dir / "reports" / "understanding.html"
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(python), "-W", "ignore", "-m", "bot.nlu.evaluate", "--model", str(current_model(settings.state_dir)),
        "--data", str(data.resolve()), "--html", str(report),
    ]  # fmt: skip
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore", "CUDA_VISIBLE_DEVICES": "-1"}
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **quiet}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
