"""Whether officers' corrections help before the bot learns them: `python -m bot.nlu.gate`.

--corrections: JSON lines `{"text", "act", "topic"}`. Printed: JSON `{"taken", "left_out", "before", "after", ...}`.
Learnt with and without the corrections, the classifiers are compared on the held-out messages; with enough of them,
also on the corrections themselves, each half judged by a model that learnt the other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.check import known_topics, label_errors, near_pairs
from bot.nlu.classifier import TextClassifier
from bot.nlu.examples import Example, HeldOut, read_examples, read_held_out
from bot.nlu.learning import learn_acts, learn_topics
from bot.nlu.normalize import normalize

ROOT = Path(__file__).resolve().parents[2]
# A fall by so much on the held-out messages is noise (800 messages: one standard error is 0.01).
TOLERATED = 0.005
# Fewer tell nothing when they are halved.
_ENOUGH_TO_HALVE = 40
_NEAR = 0.8


@dataclass(frozen=True)
class Scores:
    """Shares of messages whose act and topic are accepted."""

    act: float
    topic: float


@dataclass(frozen=True)
class Verdict:
    """What the comparison says."""

    helps: bool
    before: Scores
    after: Scores
    learnt_before: Scores | None
    learnt_after: Scores | None


def usable(corrections: Sequence[Example], known: Sequence[Example], held_out: Sequence[HeldOut]) -> list[Example]:
    """Return the corrections that may be learnt: known labels, not held out, not there yet with the same labels.

    One that stands in the data under other labels is left out too: two people disagree, and a person must decide.
    """
    topics = known_topics(ROOT)
    texts = {normalize(example.text) for example in known}
    held = [message.text for message in held_out]
    near = {one for one, _ in near_pairs([c.text for c in corrections], held, _NEAR)}
    fresh = {normalize(c.text): c for c in corrections if not list(label_errors([c], topics)) and c.text not in near}
    return [correction for text, correction in fresh.items() if text and text not in texts]


def score(acts: TextClassifier, topics: TextClassifier, messages: Sequence[HeldOut]) -> Scores:
    """Return how often the classifiers' first answers are accepted."""
    matters = [message for message in messages if message.topics]
    act = [acts.rank(normalize(m.text), best=1)[0].label in m.acts for m in messages]
    topic = [topics.rank(normalize(m.text), best=1)[0].label in m.topics for m in matters]
    return Scores(sum(act) / max(len(act), 1), sum(topic) / max(len(topic), 1))


def judge(known: Sequence[Example], corrections: Sequence[Example], held_out: Sequence[HeldOut]) -> Verdict:
    """Compare the classifiers without and with the corrections."""

    def learnt(more: Sequence[Example]) -> tuple[TextClassifier, TextClassifier]:
        examples = [*known, *more]
        return learn_acts(examples, held_out), learn_topics(examples, held_out)

    old, new = learnt([]), learnt(corrections)
    before, after = score(*old, held_out), score(*new, held_out)
    helps = after.act >= before.act - TOLERATED and after.topic >= before.topic - TOLERATED
    if len(corrections) < _ENOUGH_TO_HALVE:
        return Verdict(helps, before, after, None, None)
    halves = corrections[::2], corrections[1::2]
    judged = [(_as_held_out(half), learnt(other)) for half, other in (halves, halves[::-1])]
    learnt_before = score(*old, _as_held_out(corrections))
    shares = [score(*models, half) for half, models in judged]
    learnt_after = Scores(sum(s.act for s in shares) / 2, sum(s.topic for s in shares) / 2)
    helps = helps and learnt_after.act >= learnt_before.act and learnt_after.topic >= learnt_before.topic
    return Verdict(helps, before, after, learnt_before, learnt_after)


def _as_held_out(examples: Sequence[Example]) -> list[HeldOut]:
    return [HeldOut.of_example(example) for example in examples]


def main() -> None:
    """Read the corrections, judge them, print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corrections", required=True, type=Path)
    path = parser.parse_args().corrections
    lines = path.read_text(encoding="utf-8").splitlines()
    given = [Example(row["text"], row["act"], row["topic"]) for row in map(json.loads, lines)]
    known = list(read_examples(ROOT / "nlu_data"))
    held_out = list(read_held_out(ROOT / "nlu_data" / "held_out.jsonl"))
    fit = usable(given, known, held_out)
    answer: dict[str, object] = {"left_out": len(given) - len(fit), "helps": False}
    if fit:
        verdict = judge(known, fit, held_out)
        shares = {name: vars(value) for name, value in vars(verdict).items() if isinstance(value, Scores)}
        answer.update(shares, helps=verdict.helps)
    answer["usable"] = [vars(example) for example in fit]
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
