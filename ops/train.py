"""`make train`: learn what officers corrected in the console, if it helps.

python -m ops.train

All corrections are judged together at each call (`bot/nlu/gate.py`); those that may be learnt are kept in the state
directory, outside the written data, and every later training takes them in.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from api.core.db import Database
from api.core.settings import ROOT, Settings
from api.tickets.classification import Correction, corrections
from ops.model import corrections_file, ensure_model
from ops.run import database_at_hand


def say(text: str) -> None:
    """Print a line of progress at once."""
    print(f"[train] {text}", flush=True)


async def read_corrections(settings: Settings) -> list[Correction]:
    """Return what officers corrected so far."""
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.transaction() as session:
            return await corrections(session)
    finally:
        await database.close()


def judged(state_dir: Path, found: list[Correction]) -> dict[str, Any]:
    """Return the verdict on the corrections, from Rasa's environment. Raises CalledProcessError."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for c in found:
            file.write(json.dumps({"text": c.text, "act": c.act, "topic": c.topic}, ensure_ascii=False) + "\n")
        file.flush()
        python = state_dir / "rasa" / "bin" / "python"
        command = [str(python), "-W", "ignore", "-m", "bot.nlu.gate", "--corrections", file.name]
        result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    verdict: dict[str, Any] = json.loads(result.stdout)
    return verdict


def as_training_data(examples: list[dict[str, Any]]) -> str:
    """Return the examples as Rasa reads them, one block for each act and topic."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for example in examples:
        # Square brackets before a round or curly one would be an entity to Rasa.
        text = example["text"].replace("](", "] (").replace("]{", "] {").lstrip("- ")
        blocks.setdefault((example["act"], example["topic"]), []).append(text)
    lines = ["# Corrections of officers, written by `make train`; not to be edited here.", 'version: "3.1"', "nlu:"]
    for (act, topic), texts in sorted(blocks.items()):
        lines += [f"- intent: {act}", "  metadata:", f"    topic: {topic}", "  examples: |"]
        lines += [f"    - {text}" for text in texts]
    return "\n".join(lines) + "\n"


def print_verdict(verdict: dict[str, Any]) -> None:
    """Print the figures that decide."""
    for name, title in (("before", "held-out, without them"), ("after", "held-out, with them")):
        if name in verdict:
            print(f"  {title:36} act {verdict[name]['act']:.3f}   topic {verdict[name]['topic']:.3f}")
    for name, title in (
        ("learnt_before", "corrections, right before"),
        ("learnt_after", "corrections, right after (halves)"),
    ):
        if name in verdict:
            print(f"  {title:36} act {verdict[name]['act']:.3f}   topic {verdict[name]['topic']:.3f}")


def learn(state_dir: Path, found: list[Correction]) -> bool:
    """Judge the corrections and take them in if they help; return whether the model changed its data."""
    say(f"{len(found)} corrections; comparing with and without them (two to five minutes) …")
    verdict = judged(state_dir, found)
    print_verdict(verdict)
    if verdict["left_out"]:
        say(f"{verdict['left_out']} left out: known already, held out, or with other labels in the written data")
    if not verdict["usable"]:
        say("nothing new to learn")
        return False
    if not verdict["helps"]:
        say("not taken: the understanding would get worse; look at the labels of the last corrections")
        return False
    target = corrections_file(state_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_text(as_training_data(verdict["usable"]), encoding="utf-8")
    fresh.replace(target)
    say(f"{len(verdict['usable'])} taken in")
    return True


def main() -> int:
    """Learn from the corrections, then make sure that the model is that of the present data."""
    with database_at_hand() as settings:
        found = asyncio.run(read_corrections(settings))
    if not found:
        say("no corrections yet: officers make them on a ticket's page (Sửa loại việc, lĩnh vực)")
    else:
        try:
            learn(settings.state_dir, found)
        except subprocess.CalledProcessError as error:
            print(f"[train] the comparison failed with status {error.returncode}", file=sys.stderr)
            return 1
    ensure_model(settings.state_dir)
    say("the model is up to date; a running system takes it at its next start")
    return 0


if __name__ == "__main__":
    sys.exit(main())
