"""Zalo calling us: verified, stored, acknowledged within two seconds."""

import json
from dataclasses import replace
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request
from pydantic import ValidationError
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.errors import Invalid, Unauthorized
from api.core.settings import Settings
from api.core.time import utc_now
from api.inbox import service as inbox
from api.inbox.schemas import Incoming
from api.outbox import queries as outbox
from bot.channels.zalo.incoming import all_incoming_of
from bot.channels.zalo.signature import signature_matches

_log = structlog.get_logger(__name__)


def make_router(settings: Settings) -> APIRouter:
    """Return the webhook's router for the configured Official Account."""
    router = APIRouter(include_in_schema=False)

    @router.post("/channels/zalo")
    async def webhook(request: Request, x_zevent_signature: Annotated[str, Header()] = "") -> dict[str, bool]:
        """Store one event. An empty `{}` is Zalo's test of the address [?] and changes nothing."""
        body = await request.body()
        event = _parse(body)
        if not event:
            return {"ok": True}
        if not signature_matches(
            body,
            x_zevent_signature,
            app_id=settings.zalo_app_id,
            timestamp=str(event.get("timestamp", "")),
            secret=settings.zalo_oa_secret.get_secret_value(),
        ):
            raise Unauthorized("Chữ ký của webhook Zalo không đúng.")
        try:
            messages = all_incoming_of(event)
            if messages:
                await _store(request.app.state.database, messages)
        except (ValidationError, Invalid, DataError, UnicodeError) as error:
            # Refusing helps nobody: Zalo would repeat it, and then turn the whole webhook off.
            _log.error("zalo_event_unreadable", event_name=str(event.get("event_name")), reason=type(error).__name__)
        return {"ok": True}

    return router


def _parse(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Invalid("Nội dung webhook không phải JSON.", field="body") from error
    if not isinstance(event, dict):
        raise Invalid("Nội dung webhook phải là một đối tượng JSON.", field="body")
    return event


async def _store(database: Database, messages: list[Incoming]) -> None:
    """Store the messages of an event, committed when this returns."""
    async with database.transaction() as session:
        for incoming in messages:
            await inbox.receive_incoming(session, await _with_title(session, incoming), now=utc_now())


async def _with_title(session: AsyncSession, incoming: Incoming) -> Incoming:
    """A payload counts if we offered it to this citizen."""
    if incoming.payload is None:
        return incoming
    conversation = await inbox.conversation_of(
        session, channel=incoming.channel, external_id=incoming.external_id, now=utc_now()
    )
    title = await outbox.button_title(session, conversation.id, incoming.payload)
    return replace(incoming, text=title or "nút cũ", payload=incoming.payload if title else None)
