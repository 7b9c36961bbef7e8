"""Every text that the intake names stands in `domain.yml`, and every text there is named."""

import re
from pathlib import Path

import yaml

from api.core.settings import ROOT
from api.intake.english import TRANSLATED

_SOURCES = [path.read_text(encoding="utf-8") for path in Path(ROOT / "api" / "intake").rglob("*.py")]
_TEXTS: dict[str, list[dict[str, str]]] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]


def _named() -> set[str]:
    plain = {name for source in _SOURCES for name in re.findall(r"\butter_[a-z_]+[a-z]\b", source)}
    asked = {f"utter_ask_{what}" for source in _SOURCES for what in re.findall(r'_ask\(\s*"([a-z_]+)"', source)}
    return plain | asked | {f"utter_notice_{act}" for act in ("denounce", "complain", "ask")}


def test_every_text_that_is_named_exists() -> None:
    missing = {name for name in _named() if name not in _TEXTS and f"{name}s" not in _TEXTS}
    assert missing <= {"utter_ask", "utter_notice"}


def test_every_english_text_fills_the_same_blanks() -> None:
    for name in TRANSLATED:
        blanks = set(re.findall(r"{(\w+)}", _TEXTS[name][0]["text"]))
        assert set(re.findall(r"{(\w+)}", _TEXTS[f"{name}_en"][0]["text"])) <= blanks


def test_texts_are_courteous_and_short() -> None:
    for name, variants in _TEXTS.items():
        if not name.endswith("_en"):
            assert not re.search(r"\b(?:bạn|tao|mày)\b", variants[0]["text"]), name
            assert len(variants[0]["text"]) <= 480, name
