from pathlib import Path

import pytest

from api.core.jsonlines import Broken, read, write


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    write(file, [{"id": 1, "text": "đường"}, {"id": "b"}])
    assert list(read(file)) == [(1, {"id": 1, "text": "đường"}), (2, {"id": "b"})]


@pytest.mark.parametrize("line", [b"{broken", b"[1]", b'"text"', b"\xff\xfe"])
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": 1}\n\n' + line + b"\n")
    with pytest.raises(Broken, match=r"a\.jsonl:3: "):
        list(read(file))


def test_a_failure_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("old")
    with pytest.raises(TypeError):
        write(file, [{"id": 1}, {"id": object()}])
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
