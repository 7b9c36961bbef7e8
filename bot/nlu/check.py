"""The check of the training data, part of `make check`: `python -m bot.nlu.check`.

Errors (exit 1): unknown code or act, a topic on a chat act or none on a matter, the same text twice, the same text
under two labels, too few examples, an example that is also held out (`held_out.jsonl`, or ../shared/eval where that
is at hand). Near duplicates are warnings, since two people do write nearly the same.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.nlu.examples import CHAT, MATTERS, Example, read_examples
from bot.nlu.fold import fold
from bot.nlu.normalize import normalize

ROOT = Path(__file__).resolve().parents[2]
# Issue 4: what a topic and a chat act need to be learnt.
_FEWEST_OF_A_TOPIC = 120
_FEWEST_OF_AN_ACT = 80
# Word sets this alike are one sentence with a word swapped; at 0.6 honest short messages begin to be named.
_NEAR = 0.75
_EXAM_NEAR = 0.8
_NEAR_FROM_WORDS = 5
# Greetings and thanks are the same everywhere; only longer texts can have been copied.
_EXAM_FROM_WORDS = 8


@cache
def words(text: str) -> frozenset[str]:
    """Return the set of folded words, by which two messages are compared."""
    return frozenset(re.findall(r"\w+", fold(normalize(text))))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard likeness of two sets of words."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def known_topics(root: Path) -> set[str]:
    """Return the codes of the province's data folder, or of the routing table beside the project."""
    for path in [*sorted((root / "data").glob("*/topics.csv")), root.parent / "shared/domain/routing.csv"]:
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                return {row["code"] for row in csv.DictReader(lines)}
    return set()


def label_errors(examples: list[Example], topics: set[str]) -> Iterator[str]:
    """Yield what is wrong with the labels themselves."""
    for e in examples:
        shown = f"{e.source}: {e.text[:60]!r}"
        if e.act not in MATTERS and e.act not in CHAT:
            yield f"unknown act {e.act}: {shown}"
        elif (e.act in MATTERS) != bool(e.topic):
            yield f"act {e.act} with topic {e.topic}: {shown}"
        elif e.topic and topics and e.topic not in topics:
            yield f"unknown topic {e.topic}: {shown}"


def repeat_errors(examples: list[Example]) -> Iterator[str]:
    """Yield messages that stand there twice; under two labels they teach the model to doubt."""
    by_text: dict[str, list[Example]] = defaultdict(list)
    for e in examples:
        by_text[unicodedata.normalize("NFC", e.text).lower()].append(e)
    for same in by_text.values():
        if len(same) > 1:
            labels = sorted({f"{e.act}/{e.topic or '-'} ({e.source})" for e in same})
            kind = "the same text under two labels" if len(labels) > 1 else "the same text twice"
            yield f"{kind}: {same[0].text[:60]!r}: {', '.join(labels)}"


def count_errors(examples: list[Example], topics: set[str]) -> Iterator[str]:
    """Yield topics and acts with too few examples to learn from."""
    by_topic = Counter(e.topic for e in examples if e.topic)
    by_act = Counter(e.act for e in examples)
    wanted = [(t, by_topic[t], _FEWEST_OF_A_TOPIC) for t in sorted(topics)]
    wanted += [(a, by_act[a], _FEWEST_OF_AN_ACT) for a in (*MATTERS, *CHAT)]
    for name, count, fewest in wanted:
        if count < fewest:
            yield f"{name} has {count} examples, at least {fewest} are needed"


def near_pairs(texts: list[str], others: list[str] | None = None, limit: float = _NEAR) -> Iterator[tuple[str, str]]:
    """Yield pairs that are nearly the same.

    Two such sets share one of their rarest words (in one order for all), so only those are looked up.
    """
    pool = others if others is not None else texts
    sets = [words(text) for text in pool]
    seen_in = Counter(word for s in sets for word in s)
    index: dict[str, list[int]] = defaultdict(list)
    for at, s in enumerate(sets):
        for word in _rarest(s, seen_in, limit):
            index[word].append(at)
    for at, text in enumerate(texts):
        own = words(text)
        if len(own) < _NEAR_FROM_WORDS:
            continue
        near = {j for word in _rarest(own, seen_in, limit) for j in index[word] if others is not None or j < at}
        fitting = (j for j in near if limit * len(own) <= len(sets[j]) <= len(own) / limit)
        yield from ((text, pool[j]) for j in fitting if alike(own, sets[j]) >= limit)


def _rarest(words_: frozenset[str], seen_in: Counter[str], limit: float) -> list[str]:
    """Return enough of the rarest words that any near text shares one of them."""
    count = len(words_) - int(limit * len(words_)) + 1
    return sorted(words_, key=lambda w: (seen_in[w], w))[:count]


def exam_errors(examples: list[Example], paths: Sequence[Path]) -> Iterator[str]:
    """Yield examples that also stand in a file that is for measuring; its text is not printed, only its place."""
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        exam = {text: f"{path.name}:{row.get('id', at)}" for at, row in enumerate(rows, 1) for text in _texts(row)}
        plain = {normalize(text): name for text, name in exam.items() if len(words(text)) >= _EXAM_FROM_WORDS}
        for e in examples:
            if normalize(e.text) in plain:
                yield f"{e.source}: an example is also held out, as {plain[normalize(e.text)]}"
        for text, other in near_pairs([e.text for e in examples], list(exam), _EXAM_NEAR):
            if normalize(text) != normalize(other) and len(words(other)) >= _EXAM_FROM_WORDS:
                yield f"an example is nearly the held-out {exam[other]}: {text[:60]!r}"


def _texts(row: dict[str, object]) -> list[str]:
    turns = row.get("turns")
    said = [str(turn.get("user", "")) for turn in turns] if isinstance(turns, list) else []
    return said or [str(row.get("text", ""))]


def main() -> int:
    """Print the summary; the exit code tells whether there are errors."""
    examples, topics = list(read_examples(ROOT / "nlu_data")), known_topics(ROOT)
    exams = sorted((ROOT.parent / "shared" / "eval").glob("*.jsonl"))
    errors = [
        *label_errors(examples, topics),
        *repeat_errors(examples),
        *count_errors(examples, topics),
        *exam_errors(examples, [*(ROOT / "nlu_data").glob("*.jsonl"), *exams]),
    ]
    near = list(near_pairs([e.text for e in examples]))
    for one, other in near[:20]:
        sys.stdout.write(f"near duplicate: {one[:70]!r} ~ {other[:70]!r}\n")
    for error in errors:
        sys.stdout.write(f"ERROR {error}\n")
    matters = sum(e.topic is not None for e in examples)
    sys.stdout.write(
        f"training data: {len(examples)} examples ({matters} matters, {len(examples) - matters} chat), "
        f"{len(near)} near duplicates, {len(errors)} errors\n"
    )
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
