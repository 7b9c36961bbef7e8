"""Questions about the way itself, asked in the middle of a matter: answered at once, and the matter goes on. Pure."""

import re
from typing import Final

from api.core.text import fold

_ASKS: Final = re.compile(
    r"\?|\b(?:the nao|sao|bao lau|bao gio|khi nao|may ngay|ai|co quan nao|cho nao|o dau|bao nhieu|gi|nao|duoc khong|"
    r"duoc ko|co duoc|khong a|ko a|khong nhi|a)\b(?:\W|$)"
)
_LONGEST: Final = 16
# What the state pays for land it takes is another matter (topic 2d) and no damage done by somebody.
_STATE_PAYS: Final = re.compile(r"\b(?:thu hoi|giai phong|giai toa|gpmb|quy hoach|du an|tai dinh cu)\b")
_COMPENSATION: Final = re.compile(r"\b(?:den|boi thuong|den bu|bat den|phai den)\b(?! gio| nay| khi| luc)")
_TIME: Final = re.compile(
    r"\b(?:bao lau|bao gio|khi nao|may ngay|bao nhieu ngay)\b.*\b(?:xong|tra loi|ket qua|giai quyet|xu ly|duoc)\b"
    r"|^(?:the )?(?:bao lau|bao gio|khi nao|may ngay)\b"
)
_COST: Final = re.compile(
    r"\b(?:mat|ton|nop|dong|tra|het|thu) (?:tien|phi|le phi)\b.*\b(?:khong|ko|k|bao nhieu|gi)\b|\bmien phi\b"
)
_PRIVACY: Final = re.compile(
    r"\b(?:ai|nguoi ta|xa|ho) (?:co |se )?(?:biet|doc|xem|thay)\b"
    r"|\blo (?:ten|danh tinh|thong tin)\b.*\b(?:khong|ko|k|a)\b"
)
_AGENCY: Final = re.compile(
    r"\b(?:gui|chuyen|den|toi) (?:cho |den |toi )?(?:ai|dau|co quan nao)\b"
    r"|\b(?:ai|co quan nao) (?:xu ly|giai quyet|tra loi|lo)\b"
)
_BOT: Final = re.compile(
    r"\b(?:may|robot|bot|nguoi that|nguoi hay may|ai dang) (?:tra loi|hay nguoi|a|the|day|nay|phai khong)\b"
)
_ANSWERS: Final = (
    ("utter_faq_compensation", _COMPENSATION),
    ("utter_faq_time", _TIME),
    ("utter_faq_cost", _COST),
    ("utter_faq_privacy", _PRIVACY),
    ("utter_faq_agency", _AGENCY),
    ("utter_faq_bot", _BOT),
)


def in_passing(text: str) -> str | None:
    """Return the name of the answer to a question about procedure, or None if the message is something else."""
    folded = fold(text)
    if len(folded.split()) > _LONGEST or not _ASKS.search(folded):
        return None
    for response, pattern in _ANSWERS:
        if pattern.search(folded) and not (response == "utter_faq_compensation" and _STATE_PAYS.search(folded)):
            return response
    return None
