"""Figures of an evaluation, from labelled messages and what was predicted for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.nlu.calibration import calibration_error
from bot.nlu.examples import MATTERS, HeldOut


@dataclass(frozen=True)
class Judged:
    """One labelled message and its prediction."""

    label: dict[str, Any]
    said: dict[str, Any]

    @property
    def acts(self) -> frozenset[str]:
        """Acts that a fair judge accepts."""
        return HeldOut.of(self.label).acts

    @property
    def topics(self) -> frozenset[str]:
        """Topics that a fair judge accepts; empty for chat acts."""
        return HeldOut.of(self.label).topics

    @property
    def best_topic(self) -> str:
        """The likeliest topic, also where the act was taken for chat."""
        return str(self.said["topics"][0][0])

    @property
    def act_right(self) -> bool:
        """Whether the act is one that is accepted."""
        return self.said["act"] in self.acts

    @property
    def warned(self) -> bool:
        """Whether the emergency numbers are shown, as the answer or before it."""
        return bool(self.said["act"] == "emergency" or self.said["emergency"])

    @property
    def topic_right(self) -> bool:
        """Whether the topic is one that is accepted."""
        return self.best_topic in self.topics


def share(rows: Sequence[Judged], test: Callable[[Judged], bool]) -> float:
    """Return the share of rows that pass, 0 for none."""
    return sum(map(test, rows)) / len(rows) if rows else 0.0


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 over the labels that occur in truth, from pairs (truth, said)."""
    scores = []
    for label in {truth for truth, _ in pairs}:
        hits = sum(truth == said == label for truth, said in pairs)
        total = sum(truth == label for truth, _ in pairs) + sum(said == label for _, said in pairs)
        scores.append(2 * hits / total)
    return float(np.mean(scores)) if scores else 0.0


def summary(rows: Sequence[Judged]) -> dict[str, float]:
    """Return the figures that issue 4 sets aims for, by name."""
    matters = [row for row in rows if row.label["topic"]]
    alone = [row for row in matters if row.said["topic_sure"]]
    act_alone = [row for row in rows if row.said["act_sure"]]
    denounced = [row for row in rows if row.label["act"] == "denounce"]
    harmless = [row for row in rows if "denounce" not in row.acts]
    danger = [row for row in rows if row.label["act"] == "emergency"]
    calm = [row for row in rows if "emergency" not in row.acts]
    return {
        "act, strict": share(rows, lambda r: r.said["act"] == r.label["act"]),
        "act, with alternates": share(rows, lambda r: r.act_right),
        "act, macro-F1": macro_f1([(r.label["act"], r.said["act"]) for r in rows]),
        "act, calibration error": _error(rows, "act_confidence", lambda r: r.act_right),
        "matter or chat": share(rows, lambda r: (r.said["act"] in MATTERS) == (r.label["act"] in MATTERS)),
        "topic, strict": share(matters, lambda r: r.best_topic == r.label["topic"]),
        "topic, with alternates": share(matters, lambda r: r.topic_right),
        "topic, top 3": share(matters, lambda r: any(code in r.topics for code, _ in r.said["topics"][:3])),
        "topic, PAPI domain": share(matters, lambda r: r.best_topic[:1] in {code[:1] for code in r.topics}),
        "topic, macro-F1": macro_f1([(r.label["topic"], r.best_topic) for r in matters]),
        "topic, calibration error": _error(matters, "topic_confidence", lambda r: r.topic_right),
        "topic answered alone": len(alone) / len(matters) if matters else 0.0,
        "topic right when alone": share(alone, lambda r: r.topic_right),
        "act answered alone": len(act_alone) / len(rows) if rows else 0.0,
        "act right when alone": share(act_alone, lambda r: r.act_right),
        "denunciations kept closed": share(denounced, lambda r: r.said["restricted"]),
        "others kept closed": share(harmless, lambda r: r.said["restricted"]),
        "emergencies that get the numbers": share(danger, lambda r: r.warned),
        "others that get the numbers": share(calm, lambda r: r.warned),
    }


def _error(rows: Sequence[Judged], key: str, right: Callable[[Judged], bool]) -> float:
    confidences = np.array([row.said[key] for row in rows])
    return calibration_error(confidences, np.array([right(row) for row in rows])) if rows else 0.0


def groups(rows: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return the rows by style and by length in words."""
    by_name: dict[str, list[Judged]] = {}
    for row in rows:
        words = len(row.label["text"].split())
        length = "1-10 words" if words <= 10 else "11-35 words" if words <= 35 else "over 35 words"
        for name in [length, *(row.label.get("styles") or [])]:
            by_name.setdefault(name, []).append(row)
    return dict(sorted(by_name.items()))


def confusions(rows: Sequence[Judged], kind: str) -> list[tuple[str, str, int]]:
    """Return (truth, said, how often) of what was wrong, worst first; `kind` is act or topic."""
    if kind == "act":
        wrong = Counter((r.label["act"], r.said["act"]) for r in rows if not r.act_right)
    else:
        wrong = Counter((r.label["topic"], r.best_topic) for r in rows if r.label["topic"] and not r.topic_right)
    return [(truth, said, count) for (truth, said), count in wrong.most_common()]


def reliability(rows: Sequence[Judged], kind: str, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, how many) of each filled bin of confidence."""
    points = []
    chosen = [r for r in rows if kind == "act" or r.label["topic"]]
    for at in range(bins):
        inside = [r for r in chosen if min(int(r.said[f"{kind}_confidence"] * bins), bins - 1) == at]
        if inside:
            mean = float(np.mean([r.said[f"{kind}_confidence"] for r in inside]))
            points.append((mean, share(inside, lambda r: getattr(r, f"{kind}_right")), len(inside)))
    return points
