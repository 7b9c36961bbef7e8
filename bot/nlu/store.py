"""The tracker store: Rasa's own SQL store, which tells when it fails instead of going on in memory.

Rasa wraps every store in a FailSafeTrackerStore that catches `Exception`: with PostgreSQL down it answers 200,
gives each turn an empty tracker and writes nothing. `StoreLost` is a BaseException, so it passes that wrapper
and ends the turn; the channel answers 503 and the worker tries again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import rasa.core.tracker_store as stock
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# A message that is asked for is nearly always the last one; older ones than this count as not found.
_LOOK_BACK = 50


class StoreLost(BaseException):
    """The tracker could not be read or written; trying again later helps. Holds the cause's class name only."""


@dataclass(frozen=True)
class Turn:
    """What the tracker holds of one message of a citizen."""

    messages: list[dict[str, Any]]
    events_after: int
    is_last: bool
    row_id: int


class TrackerStore(stock.SQLTrackerStore):
    """Keeps trackers in PostgreSQL, in the schema named by POSTGRESQL_SCHEMA."""

    # Rasa gives channels no way to the store it made; there is one in a process.
    current: TrackerStore | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url = self.engine.url  # type: ignore[has-type]
        # After a restart of PostgreSQL the pool holds dead connections: each is tried before use.
        self.engine = stock.sa.create_engine(url, pool_pre_ping=True, **stock.create_engine_kwargs(url))
        self.sessionmaker.configure(bind=self.engine)
        TrackerStore.current = self

    async def check(self) -> None:
        """Raise StoreLost unless the database answers; makes the table if it could not be made at the start."""
        try:
            self.Base.metadata.create_all(self.engine)
            with self.session_scope() as session:
                session.query(self.SQLEvent.id).limit(1).all()
        except (Exception, SystemExit) as error:
            raise StoreLost(type(error).__name__) from error

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker, or raise StoreLost: an empty one would begin the conversation anew."""
        try:
            return await super().retrieve(sender_id)
        except (Exception, SystemExit) as error:
            raise StoreLost(type(error).__name__) from error

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the new events, or raise StoreLost."""
        try:
            await super().save(tracker)
        except (Exception, SystemExit) as error:
            raise StoreLost(type(error).__name__) from error

    async def find_turn(self, sender_id: str, message_id: str) -> Turn | None:
        """Return what is written of the message with that id, or None; read from the database, not from memory."""
        try:
            with self.session_scope() as session:
                return self._find_turn(session, sender_id, message_id)
        except (Exception, SystemExit) as error:
            raise StoreLost(type(error).__name__) from error

    def _find_turn(self, session: Any, sender_id: str, message_id: str) -> Turn | None:
        events = self.SQLEvent
        own = session.query(events).filter(events.sender_id == sender_id)
        users = own.filter(events.type_name == UserUttered.type_name)
        recent = users.order_by(events.id.desc()).limit(_LOOK_BACK).all()
        for newer, row in enumerate(recent):
            if json.loads(row.data).get("message_id") == message_id:
                after = own.filter(events.id > row.id)
                if newer:
                    after = after.filter(events.id < recent[newer - 1].id)
                rows = after.order_by(events.id).all()
                said = [_message(json.loads(r.data)) for r in rows if r.type_name == BotUttered.type_name]
                return Turn(said, len(rows), newer == 0, row.id)
        return None

    async def rewind(self, sender_id: str, message_id: str) -> bool:
        """Forget the last message and all that followed, if it has that id; tell whether it was so.

        A tracker is nothing but its events replayed, so slots, form and requested slot are as before.
        """
        turn = await self.find_turn(sender_id, message_id)
        if turn is None or not turn.is_last:
            return False
        try:
            with self.session_scope() as session:
                events = self.SQLEvent
                rows = session.query(events).filter(events.sender_id == sender_id, events.id >= turn.row_id)
                rows.delete(synchronize_session=False)
                session.commit()
        except (Exception, SystemExit) as error:
            raise StoreLost(type(error).__name__) from error
        return True


def _message(event: dict[str, Any]) -> dict[str, Any]:
    """Return what the bot said as the channel gives it: text, buttons, custom, image, each only if there."""
    message = {"text": event.get("text"), **(event.get("data") or {})}
    return {key: value for key, value in message.items() if value}
