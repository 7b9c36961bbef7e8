"""Training examples as the classifiers see them, and the acts there are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# What has a topic and may become a ticket; everything else is talk around it.
MATTERS = ("report", "suggest", "complain", "denounce", "ask", "praise")
CHAT = (
    "status", "rate", "greet", "bye", "thanks", "affirm", "deny", "human", "emergency", "cancel", "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One hand-written message with its two labels; chat acts have no topic."""

    text: str
    act: str
    topic: str | None
    source: str = ""


def read_examples(folder: Path) -> Iterator[Example]:
    """Yield the examples of all files below the folder, as Rasa reads them."""
    for path in sorted(folder.rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for block in content.get("nlu") or ():
            topic = (block.get("metadata") or {}).get("topic")
            for line in str(block.get("examples") or "").splitlines():
                text = line.strip().removeprefix("-").strip()
                if text and "intent" in block:
                    yield Example(text=text, act=str(block["intent"]), topic=topic, source=path.name)


@dataclass(frozen=True)
class HeldOut:
    """A labelled message that is never learnt, with every act and topic that a fair judge accepts."""

    text: str
    acts: frozenset[str]
    topics: frozenset[str]

    @classmethod
    def of(cls, label: dict[str, Any]) -> "HeldOut":
        """Return the message of one line of a labelled file."""
        acts = {label["act"], *(label.get("act_alt") or [])}
        topics = {label["topic"], *(label.get("topic_alt") or [])} - {None}
        return cls(label["text"], frozenset(acts), frozenset(topics))

    @classmethod
    def of_example(cls, example: Example) -> "HeldOut":
        """Return a training message as one that is judged: by its own two labels alone."""
        return cls(example.text, frozenset({example.act}), frozenset({example.topic} if example.topic else ()))


def read_held_out(path: Path) -> Iterator[HeldOut]:
    """Yield the messages of a labelled file, one JSON object a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield HeldOut.of(json.loads(line))
