"""What tells the places apart that a name may mean: for a clerk in full, for a button in 60 characters. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.places.names import CommuneRef, OldName, plain

# A button holds "xã Tiên Hưng (…)" in as much as telephones show of it.
_BUTTON: Final = 60
_NAMED: Final = 3


@dataclass(frozen=True)
class Candidate:
    """A commune that may be meant; `why` tells it from the others, `hint` does so in the room that a button has."""

    code: str
    name: str
    why: str
    hint: str


class Teller:
    """Knows which communes of before each commune of today consists of."""

    def __init__(self, became: Mapping[str, Sequence[OldName]]) -> None:
        self._became = became

    def by_today(self, commune: CommuneRef) -> Candidate:
        """The commune that has the name today."""
        parts = self._parts(commune, without=plain(commune.name))
        why = f"{commune.name} hiện nay" + (f", gồm cả {', '.join(parts)} cũ" if parts else "")
        shorter = [f"tên hiện nay, có {', '.join(parts[:n])} cũ" for n in range(len(parts), 0, -1)]
        return self._candidate(commune, why, [*shorter, "tên hiện nay"])

    def by_old(self, old: OldName) -> Candidate:
        """The commune that an old one became; a part of it is told by its neighbours there."""
        if old.divided:
            return self._by_part(old)
        short = [f"{old.name} cũ, {old.district}", f"{plain(old.name)} cũ, {old.district}", f"{old.district} cũ"]
        return self._candidate(old.commune, f"{old.name} cũ, {old.district}", short)

    def by_district(self, old: OldName) -> Candidate:
        """A commune of a district of before, told by what it consists of."""
        parts = self._parts(old.commune, without=plain(old.commune.name))
        why = f"thuộc {old.district} cũ" + (f", gồm cả {', '.join(parts)} cũ" if parts else "")
        short = [f"có {', '.join(parts[:n])} cũ" for n in range(len(parts), 0, -1)]
        return self._candidate(old.commune, why, [*short, f"{old.district} cũ"])

    def _by_part(self, old: OldName) -> Candidate:
        others = self._parts(old.commune, without=plain(old.name))
        part = f"một phần {old.name} cũ"
        why = f"{part}, {old.district}" + (f"; cùng {', '.join(others)} cũ" if others else "")
        short = [f"{part}, cùng {', '.join(others[:n])}" for n in range(len(others), 0, -1)]
        return self._candidate(old.commune, why, [*short, part])

    def _parts(self, commune: CommuneRef, *, without: str) -> list[str]:
        """Return some of the communes of before that are in it, by name alone."""
        names = [plain(old.name) for old in self._became.get(commune.code, ()) if plain(old.name) != without]
        return list(dict.fromkeys(names))[:_NAMED]

    @staticmethod
    def _candidate(commune: CommuneRef, why: str, hints: Sequence[str]) -> Candidate:
        room = _BUTTON - len(f"{commune.name} ()")
        return Candidate(commune.code, commune.name, why, next((hint for hint in hints if len(hint) <= room), ""))
