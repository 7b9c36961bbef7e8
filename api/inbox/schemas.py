"""What a channel hands over, alike for all channels."""

from dataclasses import dataclass

MAX_TEXT = 4000  # beyond this Rasa's turn grows slow (measured: 10 kB 0.1 s, 1 MB 11 s)


@dataclass(frozen=True)
class Incoming:
    """One message as it came from a channel: a text, or the payload of a button that was tapped."""

    channel: str
    external_id: str
    client_id: str
    text: str = ""
    payload: str | None = None
