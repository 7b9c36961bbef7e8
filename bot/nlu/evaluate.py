"""Figures of a trained model on labelled messages, as text and as one HTML file.

`python -m bot.nlu.evaluate --model M --data dev.jsonl --html OUT`; the fields are described beside the data.
"""

import argparse
import hashlib
import json
import sys
import time
from datetime import date
from pathlib import Path

from bot.nlu.loaded import LoadedModel
from bot.nlu.measures import Judged, confusions, groups, share, summary
from bot.nlu.report import page

_SEVERAL = Path(__file__).resolve().parents[2] / "nlu_data" / "several.jsonl"


def judge(model: LoadedModel, data: Path) -> tuple[list[Judged], float]:
    """Return each message of the file with its prediction, and the slowest 5 % in milliseconds."""
    rows, took = [], []
    for line in data.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        begun = time.perf_counter()
        said = next(iter(model.predict([label["text"]])))
        took.append(time.perf_counter() - begun)
        rows.append(Judged(label, said))
    return rows, sorted(took)[int(len(took) * 0.95)] * 1000


def several(model: LoadedModel, path: Path) -> dict[str, float]:
    """Return how well messages of several matters are told from those of one; a line is `{"text", "topics"}`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [{matter["topic"] for matter in said["matters"]} for said in model.predict(row["text"] for row in rows)]
    pairs = list(zip(rows, found))  # noqa: B905  Python 3.10
    many = [(set(row["topics"]), topics) for row, topics in pairs if len(row["topics"]) > 1]
    one = [topics for row, topics in pairs if len(row["topics"]) == 1]
    return {
        "several matters found": sum(bool(topics) for _, topics in many) / len(many),
        "two of their topics right": sum(len(true & topics) > 1 for true, topics in many) / len(many),
        "one matter taken for several": sum(map(bool, one)) / len(one),
    }


def as_text(rows: list[Judged], figures: dict[str, float], p95: float) -> str:
    """Return the figures for a terminal."""
    lines = [f"{len(rows)} messages, 95 % of them under {p95:.1f} ms", ""]
    lines += [f"{name:36}{value:8.3f}" for name, value in figures.items()]
    lines += ["", f"{'by style and length':28}{'n':>6}{'act':>8}{'topic':>8}"]
    for name, group in groups(rows).items():
        matters = [row for row in group if row.label["topic"]]
        topic = share(matters, lambda r: r.topic_right)
        lines.append(f"{name:28}{len(group):6}{share(group, lambda r: r.act_right):8.3f}{topic:8.3f}")
    for kind in ("act", "topic"):
        worst = confusions(rows, kind)[:15]
        lines += ["", f"worst confusions of the {kind} (label -> said)"]
        lines += [f"  {truth} -> {said}: {count}" for truth, said, count in worst]
    return "\n".join(lines)


def main() -> None:
    """Evaluate and write both reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--html", type=Path)
    chosen = parser.parse_args()
    model = LoadedModel(chosen.model)
    rows, p95 = judge(model, chosen.data)
    figures = {**summary(rows), **several(model, _SEVERAL)}
    sys.stdout.write(as_text(rows, figures, p95) + "\n")
    if chosen.html:
        digest = hashlib.sha256(chosen.data.read_bytes()).hexdigest()[:12]
        stamp = f"{date.today().isoformat()}, data {chosen.data.name} {digest}"  # noqa: DTZ011  a label only
        chosen.html.write_text(page(rows, figures, stamp), encoding="utf-8")
        sys.stdout.write(f"\nreport: {chosen.html}\n")


if __name__ == "__main__":
    main()
