"""What the act classifier may not decide alone: an emergency that it doubts, a denunciation taken for a report.

The probabilities from which caution begins were chosen by cross-validation over the written messages
(docs/understanding.md, sections Emergencies and Denunciations).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.classifier import Ranked
from bot.nlu.danger import is_emergency, may_be_emergency

# From this confidence of a denunciation on the message is closed to all but a few until a person has looked.
RESTRICTED_FROM = 0.03
# Whoever says "tố cáo" is heard, also where it is said loosely; only a question about it is none.
_ACCUSES = re.compile(r"\b(?:tố cáo|tố giác|to cao|to giac|(?:tôi|xin|em|cháu|đơn) tố)\b")
_TELLS = frozenset({"report", "complain", "denounce"})
EMERGENCY = "emergency"
DENOUNCE = "denounce"


@dataclass(frozen=True)
class Caution:
    """`restricted`: only cleared people may read it until one of them has looked. `emergency`: numbers come first."""

    restricted: bool
    emergency: bool
    denounce: float


def chance_of(label: str, ranked: Sequence[Ranked]) -> float:
    """Return the confidence of a label in a ranking, 0 if it is not in it."""
    return next((r.confidence for r in ranked if r.label == label), 0.0)


def caution_of(normal_text: str, ranked: Sequence[Ranked]) -> Caution:
    """Return what must be minded, from the words and the whole ranking of acts."""
    denounce = chance_of(DENOUNCE, ranked)
    says_so = ranked[0].label in _TELLS and _ACCUSES.search(normal_text) is not None
    return Caution(
        restricted=denounce >= RESTRICTED_FROM or says_so,
        emergency=may_be_emergency(normal_text, chance_of(EMERGENCY, ranked)),
        denounce=denounce,
    )


def guarded(normal_text: str, ranked: list[Ranked]) -> list[Ranked]:
    """Return the ranking with the emergency first where words and classifier together say so, else not first."""
    emergency = next((r for r in ranked if r.label == EMERGENCY), None)
    if emergency is None:
        return ranked
    others = [r for r in ranked if r is not emergency]
    if is_emergency(normal_text, emergency.confidence):
        return [Ranked(emergency.label, max(emergency.confidence, others[0].confidence)), *others]
    rest = sorted([*others[1:], emergency], key=lambda r: -r.confidence)
    return [others[0], *rest]
