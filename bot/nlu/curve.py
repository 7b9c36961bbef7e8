"""The learning curve, printed as a table for docs/understanding.md: `python -m bot.nlu.curve [LABELLED.jsonl ...]`.

Learnt from a quarter, half and all of the written messages: right on a fifth of them that was left out, on the
held-out messages, and on the labelled files that are named.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.nlu.examples import Example, HeldOut, read_examples, read_held_out
from bot.nlu.gate import Scores, score
from bot.nlu.learning import learn_acts, learn_topics

ROOT = Path(__file__).resolve().parents[2]
_SHARES = (0.25, 0.5, 1.0)
_LEFT_OUT = 0.2


def _row(share: float, examples: Sequence[Example], scores: Sequence[Scores]) -> str:
    figures = " | ".join(f"{one.topic:.3f} | {one.act:.3f}" for one in scores)
    return f"| {share:.0%} | {len(examples):,} | {figures} |"


def main() -> None:
    """Print a row for each share of the data."""
    examples = list(read_examples(ROOT / "nlu_data"))
    random.Random(7).shuffle(examples)
    at = int(len(examples) * _LEFT_OUT)
    left_out = [HeldOut.of_example(example) for example in examples[:at]]
    held_out = list(read_held_out(ROOT / "nlu_data" / "held_out.jsonl"))
    others = {Path(name).name: list(read_held_out(Path(name))) for name in sys.argv[1:]}
    names = ["left out", "held out", *others]
    sys.stdout.write("| share | messages | " + " | ".join(f"topic, {n} | act, {n}" for n in names) + " |\n")
    sys.stdout.write("|---" * (2 + 2 * len(names)) + "|\n")
    for share in _SHARES:
        known = examples[at : at + int((len(examples) - at) * share)]
        models = learn_acts(known, held_out), learn_topics(known, held_out)
        scores = [score(*models, messages) for messages in (left_out, held_out, *others.values())]
        sys.stdout.write(_row(share, known, scores) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
