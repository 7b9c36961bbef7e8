"""Dialogues told in `tests/dialogues/*.yml`: spoken to the running system, checked by what then stands in its rows."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import yaml
from psycopg.rows import dict_row

from api.core.db import Database
from api.core.settings import ROOT, Settings
from api.core.time import utc_now
from api.tickets import service
from api.tickets.models import Ticket
from api.tickets.schemas import Actor
from tests.e2e.chat import Chat, payloads, text_of
from tests.factories import staff

FOLDER = ROOT / "tests" / "dialogues"
KINDS = [
    "report", "suggest", "complain", "denounce", "ask", "praise", "status", "rate", "reopen", "add", "correct",
    "withdraw", "person", "emergency", "rights", "follow", "two", "english", "abuse", "silence",
]  # fmt: skip
_TURN_KEYS = {"say", "tap", "later", "officer", "neighbour", "hears", "hears_not", "offers", "ticket"}
_TICKET_KEYS = {
    "act", "topic", "commune", "detail", "anonymity", "state", "restricted", "rating", "round", "says", "says_not",
    "contact_name",
}  # fmt: skip
_OUTCOME_KEYS = {"tickets", "draft", "events", "requests", "follows"}
_NEIGHBOURS_TURNS = 8


class ToldWrong(AssertionError):
    """The conversation went another way than it is told."""


@dataclass(frozen=True)
class Dialogue:
    """One told conversation and its outcome."""

    id: str
    title: str
    kind: str
    turns: list[dict[str, Any]]
    outcome: dict[str, Any]
    show: bool = False
    file: str = ""


@dataclass
class Transcript:
    """What was said, line by line, for people to read: who, the words, the titles of the buttons."""

    lines: list[tuple[str, str, list[str]]] = field(default_factory=list)


def dialogues() -> list[Dialogue]:
    """Return all told dialogues in the order of their files. Raises ValueError for a key that nobody reads."""
    found = [dialogue for file in sorted(FOLDER.glob("*.yml")) for dialogue in _of_file(file)]
    ids = [dialogue.id for dialogue in found]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise ValueError(f"told twice: {', '.join(sorted(twice))}")
    return found


def _of_file(file: Path) -> Iterator[Dialogue]:
    for told in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
        dialogue = Dialogue(**told, file=file.name)
        where = f"{file.name}: {dialogue.id}"
        _known(where, [dialogue.kind], set(KINDS))
        for turn in dialogue.turns:
            _known(where, turn, _TURN_KEYS)
        _known(where, dialogue.outcome, _OUTCOME_KEYS)
        for ticket in dialogue.outcome.get("tickets") or []:
            _known(where, ticket, _TICKET_KEYS)
        yield dialogue


def _known(where: str, given: Any, known: set[str]) -> None:
    strange = set(given) - known
    if strange:
        raise ValueError(f"{where}: unknown {', '.join(sorted(strange))}")


class Teller:
    """Tells one dialogue to a running system."""

    def __init__(self, settings: Settings, url: str, client: httpx.Client) -> None:
        self.settings, self.url, self.client = settings, url, client
        self.chat = Chat(client)
        self.transcript = Transcript()
        self._last: list[dict[str, Any]] = []
        self._position = 0

    def rows(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Run a statement on the system's database."""
        with psycopg.connect(self.settings.database_url, autocommit=True, row_factory=dict_row) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def tell(self, dialogue: Dialogue) -> Transcript:
        """Take every turn and check the outcome. Raises ToldWrong at the first difference."""
        forget_earlier(self.settings)
        for number, turn in enumerate(dialogue.turns, 1):
            try:
                self._take(turn)
                self._check_answer(turn)
            except AssertionError as error:
                raise ToldWrong(f"turn {number} {json.dumps(turn, ensure_ascii=False)}: {error}") from error
        self._check_outcome(dialogue.outcome)
        return self.transcript

    def tickets(self) -> list[dict[str, Any]]:
        """Return the conversation's tickets, the oldest first."""
        return self.rows(
            "SELECT t.*, c.name AS commune FROM ticket t LEFT JOIN commune c ON c.code = t.commune_code"
            " WHERE conversation_id = %s ORDER BY received_at, request_key",
            self.chat.id,
        )

    # --- turns
    def _take(self, turn: dict[str, Any]) -> None:
        if "say" in turn:
            self._citizen(text=self._with_codes(turn["say"]))
        elif "tap" in turn:
            self._citizen(tap=self._offered(self._with_codes(turn["tap"])))
        elif "later" in turn:
            self._let_pass(turn["later"])
        elif "officer" in turn:
            asyncio.run(self._officer(turn["officer"], turn.get("ticket", 1)))
            self._hear_new_lines()
        else:
            self._neighbour(turn["neighbour"])

    def _citizen(self, text: str | None = None, *, tap: str | None = None) -> None:
        if tap is None:
            self.transcript.lines.append(("citizen", text or "", []))
        else:
            self.transcript.lines.append(("tap", self._title(tap), []))
        self._last = self.chat.say(text, tap=tap)
        self._keep_lines()

    def _hear_new_lines(self) -> None:
        self._last = [line for line in self.chat.lines(self._position) if line["from"] != "citizen"]
        self._keep_lines()

    def _keep_lines(self) -> None:
        for line in self._last:
            titles = [button["title"] for button in line["buttons"]]
            self.transcript.lines.append((line["from"], line["text"], titles))
            self._position = max(self._position, line["position"])

    def _with_codes(self, text: str) -> str:
        for number, ticket in enumerate(self.tickets(), 1):
            text = text.replace(f"{{{number}}}", ticket["tracking_code"])
        return text

    def _buttons(self) -> dict[str, str]:
        """Return every button of the conversation, the newest first, title by payload."""
        lines = reversed(self.chat.lines())
        return {button["payload"]: button["title"] for line in lines for button in line["buttons"]}

    def _offered(self, payload: str) -> str:
        """Return the payload, or the newest offered one that begins so (a code that the dialogue cannot know)."""
        offered = self._buttons()
        if payload in offered:
            return payload
        found = next((known for known in offered if known.startswith(payload)), None)
        if found is None:
            raise AssertionError(f"no button «{payload}» among {list(offered)}")
        return found

    def _title(self, payload: str) -> str:
        return self._buttons()[payload]

    def _let_pass(self, hours: float) -> None:
        """Make all that stands of this conversation so many hours older (the log of a ticket cannot be changed)."""
        for statement in (
            "UPDATE intake_draft SET updated_at = updated_at - %(h)s WHERE conversation_id = %(c)s",
            "UPDATE intake_answer SET at = at - %(h)s WHERE conversation_id = %(c)s",
            "UPDATE ticket SET received_at = received_at - %(h)s, due_at = due_at - %(h)s,"
            " answered_at = answered_at - %(h)s WHERE conversation_id = %(c)s",
        ):
            with psycopg.connect(self.settings.database_url, autocommit=True) as connection:
                connection.execute(statement.replace("%(h)s", f"interval '{hours} hours'"), {"c": self.chat.id})
        self.transcript.lines.append(("time", f"{hours:g}", []))

    async def _officer(self, acts: dict[str, str], number: int) -> None:
        """Let somebody of the ticket's agency, or its coordinator, take a step on it."""
        row = self.tickets()[number - 1]
        database, now = Database(self.settings.sqlalchemy_url), utc_now()
        try:
            async with database.transaction() as session:
                ticket = await session.get_one(Ticket, row["id"])
                by = Actor.of(await staff(session, ticket.agency_code, sees_restricted=ticket.restricted, now=now))
                for act, words in acts.items():
                    await _STEPS[act](session, ticket, words, by, now)
        finally:
            await database.close()

    def _neighbour(self, words: str) -> None:
        """Let another citizen file the same kind of matter in a conversation of his own."""
        other = Chat(self.client)
        lines = other.say(words)
        for _ in range(_NEIGHBOURS_TURNS):
            if self.rows("SELECT 1 FROM ticket WHERE conversation_id = %s", other.id):
                self.transcript.lines.append(("neighbour", words, []))
                return
            lines = other.say(tap=_way_on(payloads(lines)))
        raise AssertionError("the neighbour could not file anything")

    # --- checks
    def _check_answer(self, turn: dict[str, Any]) -> None:
        said = text_of(self._last)
        for piece in turn.get("hears", []):
            assert self._with_codes(piece) in said, f"«{piece}» is not in:\n{said}"
        for piece in turn.get("hears_not", []):
            assert piece not in said, f"«{piece}» is in:\n{said}"
        for beginning in turn.get("offers", []):
            begins = self._with_codes(beginning)
            offered = payloads(self._last)
            assert any(p.startswith(begins) for p in offered), f"no button «{begins}» among {sorted(offered)}"

    def _check_outcome(self, outcome: dict[str, Any]) -> None:
        tickets = self.tickets()
        told = outcome.get("tickets")
        if told is not None:
            found = [(t["act"], t["topic_code"], t["commune"], t["state"]) for t in tickets]
            assert len(tickets) == len(told), f"tickets: {found}, told: {told}"
            for ticket, expected in zip(tickets, told, strict=True):
                _check_ticket(ticket, expected)
        if "draft" in outcome:
            drafts = self.rows("SELECT state FROM intake_draft WHERE conversation_id = %s", self.chat.id)
            is_open = bool(drafts) and bool(drafts[0]["state"]["text"])
            assert is_open == (outcome["draft"] == "open"), f"draft: {drafts}"
        if outcome.get("events"):
            self._check_events(tickets[0], outcome["events"])
        if "requests" in outcome:
            rows = self.rows("SELECT kind FROM data_request WHERE conversation_id = %s ORDER BY at", self.chat.id)
            assert [row["kind"] for row in rows] == list(outcome["requests"])
        if "follows" in outcome:
            rows = self.rows("SELECT * FROM ticket_follow WHERE conversation_id = %s", self.chat.id)
            assert len(rows) == outcome["follows"], f"follows {len(rows)}"

    def _check_events(self, ticket: dict[str, Any], kinds: list[str]) -> None:
        log = self.rows("SELECT kind FROM ticket_event WHERE ticket_id = %s", ticket["id"])
        missing = set(kinds) - {row["kind"] for row in log}
        assert not missing, f"no event {sorted(missing)} in {[row['kind'] for row in log]}"


def tell(dialogue: Dialogue, settings: Settings, url: str) -> Transcript:
    """Tell one dialogue to the system at `url`; return what was said. Raises ToldWrong."""
    with httpx.Client(base_url=url, timeout=15) as client:
        return Teller(settings, url, client).tell(dialogue)


def forget_earlier(settings: Settings) -> None:
    """Make the tickets of earlier conversations old, so that a like one is filed and not offered to be followed."""
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute("UPDATE ticket SET received_at = received_at - interval '60 days'")


def _way_on(offered: set[str]) -> str:
    """Return the button that leads on towards filing."""
    for wanted in ("confirm:yes", "file:own", "detail:skip", "more:skip", "name:no", "two:", "topic:", "place:"):
        for payload in sorted(offered):
            if payload.startswith(wanted):
                return payload
    raise AssertionError(f"no way on among {sorted(offered)}")


async def _reply(session: Any, ticket: Ticket, words: str, by: Actor, now: datetime) -> None:
    await service.publish_reply(session, ticket=ticket, text=words, by=by, now=now)


async def _ask(session: Any, ticket: Ticket, words: str, by: Actor, now: datetime) -> None:
    await service.ask_citizen(session, ticket=ticket, question=words, by=by, now=now)


async def _reject(session: Any, ticket: Ticket, words: str, by: Actor, now: datetime) -> None:
    await service.reject(session, ticket=ticket, reason=words, right_door=words, by=by, now=now)


_STEPS = {"reply": _reply, "ask": _ask, "reject": _reject}


def _check_ticket(ticket: dict[str, Any], expected: dict[str, Any]) -> None:
    code = ticket["tracking_code"]
    if "topic" in expected:
        topics = expected["topic"] if isinstance(expected["topic"], list) else [expected["topic"]]
        assert ticket["topic_code"] in topics, f"{code}: topic {ticket['topic_code']}, told {topics}"
    if "detail" in expected:
        assert (expected["detail"] or "") in (ticket["place_detail"] or ""), f"{code}: detail {ticket['place_detail']}"
    for name in ("act", "commune", "anonymity", "state", "restricted", "rating", "round", "contact_name"):
        if name in expected:
            assert ticket[name] == expected[name], f"{code}: {name} {ticket[name]}, told {expected[name]}"
    for piece in expected.get("says", []):
        assert piece in ticket["text"], f"{code}: «{piece}» is not in {ticket['text']}"
    for piece in expected.get("says_not", []):
        assert piece not in ticket["text"], f"{code}: «{piece}» is in {ticket['text']}"
