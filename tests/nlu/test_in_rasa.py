"""Runs `in_rasa.py` where numpy is, and asks the trained model through `bot.nlu.parse`."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from api.core.settings import ROOT, default_state_dir

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(400)]


def _run(*arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    python = default_state_dir() / "rasa" / "bin" / "python"
    return subprocess.run(
        [str(python), "-W", "ignore", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_the_plain_python_of_the_classifiers() -> None:
    result = _run("-m", "unittest", "tests.nlu.in_rasa")
    assert result.returncode == 0, result.stderr[-4000:]


def test_parse_answers_line_by_line_and_says_nothing_else(model: Path) -> None:
    asked = [
        {"id": 1, "text": "đường thôn tôi hỏng nặng, mưa là ngập"},
        {"id": "b", "text": "xin chào"},
        {"id": 3, "text": "/restart"},
    ]
    result = _run("-m", "bot.nlu.parse", "--model", str(model), typed="\n".join(map(json.dumps, asked)))
    assert result.returncode == 0, result.stderr[-4000:]
    road, hello, slash = [json.loads(line) for line in result.stdout.splitlines()]
    assert (road["id"], road["act"], road["topic"]) == (1, "report", "6c.road")
    assert len(road["topics"]) == len(road["acts"]) == 5
    assert (hello["act"], hello["topic"]) == ("greet", None)
    assert slash["act"] != "restart"
    assert "đường" not in result.stderr
