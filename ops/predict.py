"""`make predict`: act, topic, place and agency of each message, by the code that the running bot uses.

python -m ops.predict IN.jsonl OUT.jsonl
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jsonlines
from api.core.db import Database
from api.core.settings import ROOT, Settings
from api.core.time import local, utc_now
from api.inbox.schemas import MAX_TEXT
from api.intake.rules.matter import ACCUSING
from api.places import service as places
from api.routing import service as routing
from ops.model import current_model
from ops.processes import rasa_environment
from ops.run import database_at_hand


def read(path: Path) -> list[dict[str, Any]]:
    """Return the messages of a file. Raises jsonlines.Broken with the line number for a line that cannot be used."""
    rows = []
    for number, row in jsonlines.read(path):
        text = row.get("text")
        if not isinstance(row.get("id"), str | int):
            raise jsonlines.Broken(path, number, "«id» is missing or neither text nor number")
        if not isinstance(text, str) or not text.strip():
            raise jsonlines.Broken(path, number, "«text» is missing or empty")
        if len(text) > MAX_TEXT:
            raise jsonlines.Broken(path, number, f"«text» has {len(text)} characters, at most {MAX_TEXT} are taken")
        rows.append(row)
    return rows


def understand(settings: Settings, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what Rasa's model says of each message, from its own environment."""
    python = settings.state_dir / "rasa" / "bin" / "python"
    lines = "".join(json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False) + "\n" for row in rows)
    result = subprocess.run(
        [str(python), "-W", "ignore", "-m", "bot.nlu.parse", "--model", str(current_model(settings.state_dir))],
        input=lines,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**rasa_environment(settings), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"the model could not be asked:\n{result.stderr[-2000:]}")
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


async def locate(session: AsyncSession, text: str, understood: dict[str, Any]) -> dict[str, Any]:
    """Return the line to write: place and agency by the api's rules beside what the model said."""
    place = await places.resolve(session, text)
    agency, restricted = None, False
    if understood["topic"] is not None:
        routed = await routing.route(
            session,
            topic=understood["topic"],
            act=understood["act"],
            commune_code=place.commune.code if place.commune else None,
            on=local(utc_now()).date(),
            doubtful=understood["restricted"] and understood["act"] in ACCUSING,
        )
        restricted = routed.restricted
        agency = {"code": routed.agency_code, "name": routed.agency_name} if routed.agency_code else None
    return {
        "id": understood["id"],
        "act": understood["act"],
        "act_confidence": understood["act_confidence"],
        "topic": understood["topic"],
        "topic_confidence": understood["topic_confidence"] if understood["topic"] else 0.0,
        "topics": understood["topics"],
        "place": {"code": place.commune.code, "name": place.commune.name} if place.commune else None,
        "agency": agency,
        "restricted": restricted,
    }


async def _predict(settings: Settings, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    understood = understand(settings, rows)
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.transaction() as session:
            return [await locate(session, row["text"], words) for row, words in zip(rows, understood, strict=True)]
    finally:
        await database.close()


def main(arguments: list[str]) -> int:
    """Read IN, write OUT as a whole or not at all."""
    if len(arguments) != 2 or not all(arguments):
        print("usage: make predict IN=in.jsonl OUT=out.jsonl", file=sys.stderr)
        return 2
    try:
        rows = read(Path(arguments[0]))
        with database_at_hand() as settings:
            predictions = asyncio.run(_predict(settings, rows)) if rows else []
        jsonlines.write(Path(arguments[1]), predictions)
    except (jsonlines.Broken, OSError, RuntimeError) as error:
        print(f"[predict] {error}", file=sys.stderr)
        return 1
    print(f"[predict] {len(predictions)} messages -> {arguments[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
