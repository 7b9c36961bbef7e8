import re

from api.core.settings import ROOT, Settings


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    known = {
        str(field.validation_alias) if field.validation_alias else f"PHUCDAP_{name.upper()}"
        for name, field in Settings.model_fields.items()
    }
    assert documented == known
