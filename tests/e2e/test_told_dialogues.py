"""Whole conversations, told in `tests/dialogues/`, over the web chat's API; each checked by rows.

With UPDATE_DOCS=1 the page of shown conversations is written; else it must be what the system says now.
"""

import os

import pytest

from api.core.settings import ROOT
from tests.e2e.conftest import System
from tests.e2e.told import Dialogue, Transcript, dialogues, tell
from tests.e2e.told_page import page

pytestmark = pytest.mark.system
_TOLD = dialogues()
_PAGE = ROOT / "docs" / "conversations.md"
_AT_LEAST = 80


class Runs:
    """Each dialogue is told once a run, whichever test asks for it first."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._told: dict[str, Transcript | AssertionError] = {}

    def of(self, dialogue: Dialogue) -> Transcript:
        """Return what was said. Raises what the dialogue raised."""
        if dialogue.id not in self._told:
            try:
                self._told[dialogue.id] = tell(dialogue, self._system.settings, self._system.url)
            except AssertionError as error:
                self._told[dialogue.id] = error
        result = self._told[dialogue.id]
        if isinstance(result, AssertionError):
            raise result
        return result


@pytest.fixture(scope="module")
def runs(system: System) -> Runs:
    """The dialogues of this run."""
    return Runs(system)


@pytest.mark.parametrize("dialogue", _TOLD, ids=[dialogue.id for dialogue in _TOLD])
def test_a_told_dialogue_holds(runs: Runs, dialogue: Dialogue) -> None:
    runs.of(dialogue)


def test_the_page_shows_what_the_system_says(runs: Runs) -> None:
    shown = [(dialogue, runs.of(dialogue)) for dialogue in _TOLD if dialogue.show]
    fresh = page(shown, len(_TOLD))
    if os.environ.get("UPDATE_DOCS"):
        _PAGE.write_text(fresh, encoding="utf-8")
    assert _PAGE.read_text(encoding="utf-8") == fresh, "run with UPDATE_DOCS=1 and read the difference"


def test_there_are_enough_dialogues_of_every_kind() -> None:
    assert len(_TOLD) >= _AT_LEAST
    assert len({dialogue.kind for dialogue in _TOLD if dialogue.show}) == 20
