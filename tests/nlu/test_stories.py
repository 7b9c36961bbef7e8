"""Rasa's own test stories, with the trained model: what it predicts without our actions."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from api.core.settings import ROOT, default_state_dir

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(400)]
_STORIES = ROOT / "tests" / "rasa" / "test_stories.yml"


def _rasa_test(model: Path, stories: Path, out: Path) -> "subprocess.CompletedProcess[str]":
    python = default_state_dir() / "rasa" / "bin" / "python"
    return subprocess.run(
        [
            str(python), "-W", "ignore", "-m", "rasa", "test", "core", "-m", str(model), "-s", str(stories),
            "--out", str(out), "--fail-on-prediction-errors", "--no-plot",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "ACTION_ENDPOINT_URL": "http://127.0.0.1:1/webhook",  # no action runs
            "RASA_DB_URL": "sqlite://",
            "RASA_TURN_SECRET": "a-secret-of-the-tests",
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONPATH": str(ROOT),
        },
        check=False,
    )  # fmt: skip


def test_the_stories_hold(model: Path, tmp_path: Path) -> None:
    result = _rasa_test(model, _STORIES, tmp_path)
    assert result.returncode == 0, result.stderr[-3000:]
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["accuracy"] == 1.0


def test_a_story_that_does_not_hold_is_noticed(model: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "test_wrong.yml"
    wrong.write_text(
        'version: "3.1"\nstories:\n- story: wrong\n  steps:\n  - user: |\n      xin chào\n    intent: greet\n'
        "  - action: action_close_draft\n",
        encoding="utf-8",
    )
    assert _rasa_test(model, wrong, tmp_path / "out").returncode != 0
