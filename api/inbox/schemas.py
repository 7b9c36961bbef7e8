"""What a channel hands over, alike for all channels."""

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

MAX_TEXT = 4000  # beyond this Rasa's turn grows slow (measured: 10 kB 0.1 s, 1 MB 11 s)
# What Rasa hears of a pin; where it is stays in the inbox's row, so that no tracker and no log has it.
PIN: Final = "pin:"
PHOTO: Final = "photo:"  # the same of a photo, which may have a position too


class Position(BaseModel):
    """A point that a citizen sent, in degrees (WGS 84). Exact positions are handled as sensitive personal data."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


@dataclass(frozen=True)
class Incoming:
    """One message as it came from a channel: a text, the payload of a button that was tapped, a pin, or a photo.

    The `text` of a pin is what the citizen's map calls the place, if it says anything; that of a photo is its caption.
    A photo is named by the channel's own reference, by which the channel's adapter fetches it later.
    """

    channel: str
    external_id: str
    client_id: str
    text: str = ""
    payload: str | None = None
    position: Position | None = None
    photo_ref: str | None = None
