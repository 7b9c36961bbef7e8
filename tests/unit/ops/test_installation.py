import stat
from pathlib import Path

import pytest

from api.core.settings import load_settings
from ops.postgres import database_url, socket_folder
from ops.secrets import ensure_secrets
from ops.setup import once
from ops.supervisor import write_config


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = ensure_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600
    assert ensure_secrets(tmp_path) == first
    assert len(set(first.values())) == len(first)


def test_a_missing_secret_is_added_and_the_others_stay(tmp_path: Path) -> None:
    first = ensure_secrets(tmp_path)
    lines = (tmp_path / "secrets.env").read_text().splitlines()
    (tmp_path / "secrets.env").write_text("\n".join(lines[1:]) + "\n")
    second = ensure_secrets(tmp_path)
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {lines[0].split("=")[0]}


def test_settings_read_the_secrets_of_their_state_directory(tmp_path: Path) -> None:
    secrets = ensure_secrets(tmp_path)
    settings = load_settings(state_dir=tmp_path)
    assert settings.internal_token.get_secret_value() == secrets["PHUCDAP_INTERNAL_TOKEN"]
    assert secrets["PHUCDAP_INTERNAL_TOKEN"] not in repr(settings)


def test_a_socket_path_is_short_enough_wherever_the_state_lies(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120)
    assert len(str(socket_folder(deep))) < 95
    assert socket_folder(deep) == socket_folder(deep)
    assert "%2F" in database_url(deep)


def test_postgres_is_the_last_to_stop(tmp_path: Path) -> None:
    settings = load_settings(state_dir=tmp_path, database_url=database_url(tmp_path))
    text = write_config(settings, ["postgres", "rasa", "web"]).read_text()
    priorities = [int(line.split("=")[1]) for line in text.splitlines() if line.startswith("priority=")]
    assert priorities == sorted(priorities)
    assert "internal_token" not in text.lower()


def test_a_part_of_the_set_up_is_done_once_and_again_when_its_source_changes(tmp_path: Path) -> None:
    done: list[str] = []
    for key in ("a", "a", "b"):
        once(tmp_path / "stamp", key, "part", lambda key=key: done.append(key))  # type: ignore[misc]
    assert done == ["a", "b"]


def test_a_failed_part_is_tried_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError("no network")

    for _ in range(2):
        with pytest.raises(RuntimeError):
            once(tmp_path / "stamp", "a", "part", fail)
    assert not (tmp_path / "stamp").exists()
