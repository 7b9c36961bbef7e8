"""`make place`, `make due`, `make route`: JSON lines in, JSON lines out, all or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.clock import lines as clock
from api.core.batch import Answer, run
from api.core.settings import Settings
from api.places import lines as places
from api.routing import lines as routing


class Files:
    """An input and an output file of a test."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.source, self.target, self._settings = folder / "in.jsonl", folder / "out.jsonl", settings

    def answer(self, answer: Answer, *rows: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the answers to rows that are all sound."""
        assert self.run(answer, *rows) == 0
        return [json.loads(line) for line in self.target.read_text(encoding="utf-8").splitlines()]

    def run(self, answer: Answer, *rows: dict[str, Any]) -> int:
        """Return the exit code for rows."""
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        self.source.write_text(lines, encoding="utf-8")
        return run([str(self.source), str(self.target)], answer, self._settings)


@pytest.fixture
def files(tmp_path: Path, shared_settings: Settings) -> Files:
    return Files(tmp_path, shared_settings)


def test_places(files: Files) -> None:
    first, second = files.answer(
        places.answer, {"id": "a", "text": "ngõ 5 phường Phố Hiến"}, {"id": 2, "text": "xã Minh Tân bị mất điện"}
    )
    assert first == {
        "id": "a",
        "status": "found",
        "code": first["code"],
        "name": "phường Phố Hiến",
        "detail": "ngõ 5",
        "candidates": [],
    }
    assert (second["id"], second["status"], second["code"]) == (2, "ambiguous", None)
    assert {c["why"] for c in second["candidates"]} >= {
        "xã Minh Tân cũ, huyện Phù Cừ",
        "xã Minh Tân cũ, huyện Đông Hưng",
    }


def test_deadlines(files: Files) -> None:
    row = {"id": 1, "received_at": "2026-11-23T09:00:00+07:00", "unit": "working_day", "amount": 10}
    paused = [["2026-11-25T10:00:00+07:00", "2026-11-27T10:00:00+07:00"]]
    plain, later = files.answer(clock.answer, row, {**row, "id": 2, "pauses": paused})
    assert plain == {
        "id": 1,
        "due_at": "2026-12-08T17:00:00+07:00",
        "explanation": "10 ngày làm việc kể từ thứ Hai 23/11/2026, trừ thứ Bảy, Chủ nhật và ngày nghỉ lễ 24/11: "
        "hạn thứ Ba 08/12/2026",
    }
    assert later["due_at"] == "2026-12-10T17:00:00+07:00"


def test_the_province_adds_days_off_and_worked_saturdays(files: Files) -> None:
    row = {"received_at": "2025-12-31T09:00:00+07:00", "unit": "working_day"}
    first, sixth = files.answer(clock.answer, {**row, "id": 1, "amount": 1}, {**row, "id": 2, "amount": 6})
    assert first["due_at"] == "2026-01-05T17:00:00+07:00"  # Friday 2 January is off
    assert sixth["due_at"] == "2026-01-10T17:00:00+07:00"  # a Saturday, worked for it


def test_routes(files: Files) -> None:
    row = {"topic": "6c.road", "act": "report", "received_on": "2026-11-24"}
    without, denounced = files.answer(
        routing.answer,
        {**row, "id": 1, "place": None, "about": None},
        {**row, "id": 2, "act": "denounce", "place": None},
    )
    assert (without["agency"], without["lead_agency"]) == (None, "so-xay-dung")
    assert (denounced["agency"], denounced["restricted"]) == ("thanh-tra-tinh", True)
    assert "họ tên" in denounced["door"]


def test_no_lines_make_an_empty_file(files: Files) -> None:
    assert files.answer(places.answer) == []


GOOD_DUE = {"id": 1, "received_at": "2026-11-23T09:00:00+07:00", "unit": "working_day", "amount": 1}
GOOD_ROUTE = {"id": 1, "topic": "6d", "act": "report", "place": None, "received_on": "2026-11-24"}


@pytest.mark.parametrize(
    ("answer", "good", "wrong"),
    [
        (places.answer, {"id": 1, "text": "x"}, {"text": None}),
        (places.answer, {"id": 1, "text": "x"}, {"text": 7}),
        (places.answer, {"id": 1, "text": "x"}, {"id": None}),
        (places.answer, {"id": 1, "text": "x"}, {"id": True}),
        (clock.answer, GOOD_DUE, {"received_at": "2026-11-23T09:00:00"}),
        (clock.answer, GOOD_DUE, {"received_at": "yesterday"}),
        (clock.answer, GOOD_DUE, {"received_at": "1999-11-23T09:00:00+07:00"}),
        (clock.answer, GOOD_DUE, {"received_at": 5}),
        (clock.answer, GOOD_DUE, {"unit": "week"}),
        (clock.answer, GOOD_DUE, {"amount": 0}),
        (clock.answer, GOOD_DUE, {"amount": "3"}),
        (clock.answer, GOOD_DUE, {"amount": 1.5}),
        (clock.answer, GOOD_DUE, {"pauses": [["2026-11-25T10:00:00+07:00"]]}),
        (clock.answer, GOOD_DUE, {"pauses": [["2026-11-25T10:00:00+07:00", "2026-11-24T10:00:00+07:00"]]}),
        (clock.answer, GOOD_DUE, {"pauses": "none"}),
        (routing.answer, GOOD_ROUTE, {"topic": "9z"}),
        (routing.answer, GOOD_ROUTE, {"act": "shout"}),
        (routing.answer, GOOD_ROUTE, {"place": "99999"}),
        (routing.answer, GOOD_ROUTE, {"about": "nobody"}),
        (routing.answer, GOOD_ROUTE, {"received_on": "24/11/2026"}),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_nothing_is_written(
    files: Files, answer: Answer, good: dict[str, Any], wrong: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert files.run(answer, good, {**good, **wrong}) == 1
    assert "in.jsonl:2: " in capsys.readouterr().err
    assert not files.target.exists()


def test_both_files_must_be_named(shared_settings: Settings) -> None:
    assert run(["only-one"], places.answer, shared_settings) == 2
