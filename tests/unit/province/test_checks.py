"""The check of a data folder names what is wrong with file and line."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from api.core.settings import ROOT
from api.province.checks import problems_of
from api.province.folder import FolderError, folder_version, read_folder
from api.province.tables import routing_page

OWN = ROOT / "data" / "hung-yen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OWN, tmp_path / "hung-yen"))


def problems(folder: Path) -> list[str]:
    try:
        return problems_of(read_folder(folder))
    except FolderError as error:
        return error.problems


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"the test changes nothing in {name}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return act


def drop(name: str, start: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) < len(lines)
        (folder / name).write_text("".join(kept), encoding="utf-8")

    return act


def test_the_folder_of_hung_yen_is_sound() -> None:
    assert problems(OWN) == []


FAULTS = [
    (drop("routes.csv", "6c.road,2025-07-01"), r"topics\.csv:\d+: topic «6c.road» has no route without an end"),
    (replace("routes.csv", "6d,2021-02-02,2025-06-30", "6d,2021-02-02,2025-07-01"),
     r"routes\.csv:\d+: begins before the route of .*routes\.csv:\d+ has ended"),
    (replace("routes.csv", "6d,2021-02-02,2025-06-30", "6d,2021-02-02,2020-06-30"),
     r"routes\.csv:\d+: ends on 2020-06-30, before it begins on 2021-02-02"),
    (replace("routes.csv", "6d,2021-02-02,2025-06-30", "6d,2021-02-02,30/06/2025"), r"routes\.csv:\d+: a date must"),
    (replace("routes.csv", "6c.road,2025-03-01,2025-06-30,so-xay-dung", "6c.road,2025-03-01,2025-06-30,so-gtvt"),
     r"routes\.csv:\d+: agency «so-gtvt» in lead exists from 2011-01-01 to 2025-02-28"),
    (replace("routes.csv", "6d,2025-07-01,,cong-an-tinh,commune-police", "6d,2025-07-01,,cong-an-tinh,nobody"),
     r"routes\.csv:\d+: unknown agency «nobody» in handler"),
    (replace("routes.csv", "6d,2025-07-01", "9z,2025-07-01"), r"routes\.csv:\d+: unknown topic «9z»"),
    (replace("agencies.csv", ",2025-02-28,so-xay-dung,", ",2025-02-28,so-xd,"),
     r"agencies\.csv:\d+: unknown successor «so-xd»"),
    (replace("agencies.csv", "Sở Xây dựng,Sở Xây dựng,province,ubnd-tinh,2011-01-01,,",
             "Sở Xây dựng,Sở Xây dựng,province,ubnd-tinh,2011-01-01,2025-01-31,"),
     r"agencies\.csv:\d+: successor «so-xay-dung» ends before"),
    (replace("agencies.csv", "so-tu-phap,", "so-noi-vu,"),
     r"agencies\.csv:\d+: code «so-noi-vu» stands already at .*agencies\.csv:\d+"),
    (replace("agencies.csv", "province,vp-ubnd-tinh", "province,nobody"),
     r"agencies\.csv:\d+: unknown parent «nobody»"),
    (replace("agencies.csv", "UBND huyện Khoái Châu,UBND", "UBND huyện Khoái,UBND"),
     r"agencies\.csv:\d+: no commune of today is known to have succeeded «UBND huyện Khoái»"),
    (replace("agencies.csv", "21/KH-UBND,confirmed", "21/KH-UBND,sure"),
     r"agencies\.csv:\d+: mark «sure» must be one of"),
    (replace("deadlines.csv", "10,working_day", "10,week"), r"deadlines\.csv:\d+: unit «week» must be one of"),
    (replace("deadlines.csv", "10,working_day", "0,working_day"), r"deadlines\.csv:\d+: amount «0» must be a whole"),
    (drop("deadlines.csv", "denunciation"), r"deadlines\.csv: legal class «denunciation» has no rule for all topics"),
    (replace("deadlines.csv", "6c.power", "6c.gas"), r"deadlines\.csv:\d+: unknown topic «6c.gas»"),
    (replace("legal.csv", "praise,*", "shout,*"), r"legal\.csv:\d+: act «shout» must be one of"),
    (drop("legal.csv", "praise,"), r"legal\.csv: act «praise» has no line for all topics"),
    (replace("plan.csv", "8c,8c,8", "8c,8z,8"), r"plan\.csv:\d+: unknown topic «8z»"),
    (replace("plan.csv", "8c,8c,8", "8c,8c,7"), r"plan\.csv:\d+: topic «8c» belongs to domain 8"),
    (replace("older_names.csv", "huyện Tiên Lữ,thị trấn Vương", "huyện Tiên Lữ,xã Vương"),
     r"older_names\.csv:\d+: no commune"),
    (replace("calendar.csv", "2026-01-02,*,off", "2026-01-02,*,free"),
     r"calendar\.csv:\d+: kind «free» must be off or work"),
    (replace("calendar.csv", "2026-01-02,*,off", "02/01/2026,*,off"), r"calendar\.csv:\d+: a date must look like"),
    (replace("province.yml", "coordinator: vp-ubnd-tinh", "coordinator: nobody"),
     r"province\.yml: unknown coordinator"),
    (replace("province.yml", "coordinator:", "koordinator:"), r"province\.yml: missing coordinator"),
    (replace("calendar.csv", "2026-01-02,*", "2026-01-02,night"), r"calendar\.csv:\d+: unknown calendar «night»"),
    (replace("hours.csv", "07:30,11:30", "11:30,07:30"), r"hours\.csv:2: office hours .* end before"),
    (replace("hours.csv", "13:30,17:00", "11:00,17:00"), r"hours\.csv:3: overlaps other hours"),
    (drop("hours.csv", "default"), r"hours\.csv: calendar «default» is missing"),
    (replace("agencies.csv", "yes,default,", "yes,night,"), r"agencies\.csv:\d+: unknown calendar «night»"),
    (replace("deadlines.csv", "working_day,2,10", "working_day,two,10"), r"deadlines\.csv:2: extension «two» must be"),
    (replace("escalation.csv", "*,50,0,officer", "*,50,0,mayor"), r"escalation\.csv:2: recipient «mayor» must be"),
    (replace("escalation.csv", "*,50,0,officer", "*,150,0,officer"), r"escalation\.csv:2: at_percent must be"),
    (replace("escalation.csv", "*,50,0,officer", "*,50,3,officer"), r"escalation\.csv:2: days_late goes with"),
    (replace("escalation.csv", "*,50,0,officer", "wish,50,0,officer"), r"escalation\.csv:2: unknown legal class"),
    (replace("province.yml", '"07:45"', '"7 giờ"'), r"province\.yml: «7 giờ» in digest_at must look like"),
    (replace("topics.csv", "code,domain", "kode,domain"), r"topics\.csv:1: missing columns code"),
    (replace("topics.csv", "Law and order", "Law, and, order"), r"topics\.csv:\d+: has more or fewer cells"),
    (lambda folder: (folder / "routes.csv").unlink(), r"routes\.csv: missing"),
]  # fmt: skip


@pytest.mark.parametrize(("break_it", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_fault_is_told_with_its_place(folder: Path, break_it: Callable[[Path], None], message: str) -> None:
    break_it(folder)
    found = problems(folder)
    assert any(re.search(message, problem) for problem in found), found


def test_the_line_is_that_of_the_editor(folder: Path) -> None:
    """Cells of the plan hold several lines; the number is that of the row's first."""
    replace("plan.csv", "8c,8c,8", "8c,8z,8")(folder)
    text = (folder / "plan.csv").read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(text, start=1) if line.startswith("8c,"))
    assert problems(folder) == [f"{folder / 'plan.csv'}:{number}: unknown topic «8z»"]


def test_every_change_gives_another_version(folder: Path) -> None:
    assert folder_version(folder) == folder_version(OWN)
    replace("topics.csv", "Law and order", "Law & order")(folder)
    assert folder_version(folder) != folder_version(OWN)


def test_the_printed_table_is_that_of_the_folder() -> None:
    page = (ROOT / "docs" / "routing.md").read_text(encoding="utf-8")
    assert page == routing_page(read_folder(OWN)), "run: python -m api.province routing-table > docs/routing.md"
