"""From what the gazetteer and the map find in a message to what the rules of a draft work with."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox import service as inbox
from api.inbox.schemas import PHOTO, PIN
from api.intake.rules import Place
from api.intake.schemas import Heard
from api.photos.queries import is_kept
from api.places import service as places


async def place_of(session: AsyncSession, heard: Heard) -> Place:
    """Return the place of a message: by its words, or near its pin, or near where its photo was taken.

    A position is taken out of the inbox with that. Taps have no place.
    """
    if heard.payload in (PIN, PHOTO):
        return await _of_pin(session, UUID(heard.message_id))
    return await _of_words(session, heard.text) if heard.payload is None else Place()


async def photo_came_with(session: AsyncSession, heard: Heard) -> bool:
    """Whether a message is the caption of a photo that is kept."""
    if heard.payload is not None:
        return False
    try:
        message_id = UUID(heard.message_id)
    except ValueError:
        return False
    return await is_kept(session, message_id)


async def place_of_photo(session: AsyncSession, heard: Heard) -> Place | None:
    """Return the place near which the photo of a caption was taken, as that of a pin; None if nothing says where."""
    if not await photo_came_with(session, heard):
        return None
    place = await _of_pin(session, UUID(heard.message_id))
    return place if place.position is not None else None


async def _of_words(session: AsyncSession, text: str) -> Place:
    found = await places.resolve(session, text)
    return Place(
        status=found.status,
        commune=found.commune.code if found.commune else None,
        detail=found.detail,
        note=found.explanation if found.status == "found" else None,
        outside=found.explanation if found.status == "outside" else None,
        choices=tuple(candidate.code for candidate in found.candidates),
        words={candidate.code: candidate.hint for candidate in found.candidates},
        asked=found.reason,
    )


async def _of_pin(session: AsyncSession, message_id: UUID) -> Place:
    position = await inbox.take_position(session, message_id)
    if position is None:
        return Place("pin")
    near = await places.nearest(session, position.latitude, position.longitude)
    return Place(
        "pin",
        choices=tuple(commune.code for commune, _ in near.communes),
        words={commune.code: f"tâm xã cách {_km(km)} km" for commune, km in near.communes},
        asked="pin",
        outside=near.outside,
        position=position,
        reachable=near.reachable,
    )


def _km(distance: float) -> str:
    return f"{distance:.1f}".replace(".", ",")
