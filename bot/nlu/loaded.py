"""A trained model for programs that run beside the bot: the same code path as a running Rasa."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable, Iterator
from typing import Any

_REPORTED = 5


class LoadedModel:
    """Understands texts with a trained Rasa model; loading takes some 15 s."""

    def __init__(self, path: str) -> None:
        os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
        from rasa.core.agent import Agent  # here: the import alone takes seconds
        from rasa.utils.log_utils import configure_structlog

        # Rasa prints each text it parses at level debug, and unless told otherwise to standard output.
        configure_structlog(logging.ERROR)

        self._agent = Agent.load(path)
        self._loop = asyncio.new_event_loop()

    def parse(self, text: str) -> dict[str, Any]:
        """Return what Rasa understands of a text; a leading slash would be a command, so it is taken off."""
        parsed = self._loop.run_until_complete(self._agent.parse_message(text.lstrip("/ ") or "."))
        return dict(parsed)

    def predict(self, texts: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Yield act and topic of each text, as `make predict` reports them."""
        for text in texts:
            yield figures(self.parse(text))


def figures(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return a parse as flat figures, rounded to what they mean."""
    topic = parsed.get("topic") or {"code": None, "confidence": 0.0, "ranking": []}
    caution = parsed.get("caution") or {}
    return {
        "act": parsed["intent"]["name"],
        "act_confidence": round(parsed["intent"]["confidence"], 4),
        "act_sure": bool(parsed["intent"].get("sure")),
        "topic": topic["code"],
        "topic_confidence": round(topic["confidence"], 4),
        "topic_sure": bool(topic.get("sure")),
        "topics": [[code, round(p, 4)] for code, p in topic["ranking"][:_REPORTED]],
        "acts": [[r["name"], round(r["confidence"], 4)] for r in parsed["intent_ranking"][:_REPORTED]],
        "restricted": bool(caution.get("restricted")),
        "emergency": bool(caution.get("emergency")),
        "matters": parsed.get("matters") or [],
        "why": topic.get("why") or [],
    }
