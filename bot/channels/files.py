"""Fetching a citizen's file over HTTP: never more than a photo may have, and what a refusal means."""

from collections.abc import AsyncIterator

from api.photos.pictures import MAX_BYTES, too_large
from bot.channels.base import ChannelError, Permanent, Temporary

_AGAIN = frozenset({408, 425, 429})


async def read_capped(chunks: AsyncIterator[bytes]) -> bytes:
    """Return the bytes, read no further than a photo may go. Raises Invalid for a file that goes on."""
    content = bytearray()
    async for chunk in chunks:
        content += chunk
        if len(content) > MAX_BYTES:
            raise too_large()
    return bytes(content)


def of_status(status: int, retry_after: str | None = None) -> ChannelError:
    """Return what an answer other than 200 means: a server in trouble, or a file that is gone."""
    reason = f"file:{status}"
    if status >= 500 or status in _AGAIN:
        wish = float(retry_after) if retry_after and retry_after.isdigit() else None
        return Temporary(reason, retry_after_seconds=wish)
    return Permanent(reason)
