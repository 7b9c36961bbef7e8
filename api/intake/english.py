"""English gets short English answers; the matter itself is filed in the citizen's own words. Pure."""

import re
from typing import Final

from api.intake.phrases import words

_WORDS: Final = re.compile(
    r"\b(?:the|is|are|was|my|your|our|in|on|of|and|there|please|help|hello|hi|not|no|how|what|where|when|why|who|street|road|"
    r"light|water|house|near|broken|fix|can|could|would|want|need|report|noise|garbage|trash|for|from|with|has|have|been|"
    r"yes|send|it|this|that|we|you|i)\b",
    re.IGNORECASE,
)
_FROM: Final = 0.4
_AT_LEAST: Final = 3
TRANSLATED: Final = words(
    "utter_ask_story utter_ask_place utter_ask_place_topic utter_ask_place_again utter_ask_place_spot "
    "utter_ask_place_choice utter_ask_place_pin utter_ask_place_split utter_ask_place_district "
    "utter_ask_detail utter_ask_detail_topic utter_ask_confirm utter_ask_topic utter_filed "
    "utter_cancelled utter_out_of_scope utter_greet utter_added_to_draft utter_understood utter_guessed "
    "utter_place_left_open utter_topic_left_open utter_place_today"
)


def is_english(text: str) -> bool:
    """Whether a message is English: letters without marks, and enough common English words among them."""
    spoken = re.findall(r"[^\W\d_]+", text)
    if len(spoken) < _AT_LEAST or not text.isascii():
        return False
    found = {word.lower() for word in _WORDS.findall(text)}
    return len(found) >= 2 and len(_WORDS.findall(text)) / len(spoken) >= _FROM


def in_english(response: str) -> str:
    """Return the English variant of a text where there is one."""
    return f"{response}_en" if response in TRANSLATED else response
