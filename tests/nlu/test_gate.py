"""The gate before officers' corrections are learnt, and the data that comes out of it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api.core.settings import ROOT, default_state_dir
from api.tickets.classification import Correction
from bot.nlu.examples import read_examples
from ops import train

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]


def test_what_is_taken_reads_as_training_data(tmp_path: Path) -> None:
    given = [
        {"text": "- đèn [ngõ](12) tắt", "act": "report", "topic": "6c.power"},
        {"text": "xin lắp thêm đèn", "act": "suggest", "topic": "6c.power"},
        {"text": "đèn lại tắt", "act": "report", "topic": "6c.power"},
    ]
    (tmp_path / "learnt.yml").write_text(train.as_training_data(given), encoding="utf-8")
    read = [(e.text, e.act, e.topic) for e in read_examples(tmp_path)]
    assert read == [
        ("đèn [ngõ] (12) tắt", "report", "6c.power"),
        ("đèn lại tắt", "report", "6c.power"),
        ("xin lắp thêm đèn", "suggest", "6c.power"),
    ]


@pytest.mark.parametrize(("helps", "kept"), [(True, True), (False, False)])
def test_corrections_are_kept_only_when_they_help(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, helps: bool, kept: bool
) -> None:
    usable = [{"text": "đèn ngõ tắt", "act": "report", "topic": "6c.power"}]
    verdict: dict[str, Any] = {
        "helps": helps, "usable": usable, "left_out": 1,
        "before": {"act": 0.9, "topic": 0.9}, "after": {"act": 0.91, "topic": 0.9},
    }  # fmt: skip
    monkeypatch.setattr(train, "judged", lambda *_: verdict)
    assert train.learn(tmp_path, [Correction("HY-1", "đèn ngõ tắt", "report", "6c.power")]) is kept
    assert train.corrections_file(tmp_path).exists() is kept


def test_the_gate_measures_on_held_out_messages_and_leaves_out_what_is_no_news() -> None:
    known = next(e for e in read_examples(ROOT / "nlu_data" / "topics") if e.topic == "6c.power")
    held = json.loads((ROOT / "nlu_data" / "held_out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    corrections = [
        Correction("HY-1", known.text, "report", "7a"),
        Correction("HY-2", held["text"], "report", "7a"),
        Correction("HY-3", "một chuyện chưa ai viết về cái máy bán vé số tự động ở bến đò", "report", "no-such-topic"),
        Correction("HY-4", "máy bán vé số tự động ở bến đò nuốt tiền của bà con cả tháng", "report", "other"),
    ]
    verdict = train.judged(default_state_dir(), corrections)
    assert verdict["left_out"] == 3
    assert [example["topic"] for example in verdict["usable"]] == ["other"]
    assert 0.8 < verdict["before"]["topic"] <= 1
    assert verdict["helps"] is True


def test_the_gate_says_how_it_wants_to_be_called() -> None:
    python = default_state_dir() / "rasa" / "bin" / "python"
    result = subprocess.run(
        [str(python), "-m", "bot.nlu.gate"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "--corrections" in result.stderr
