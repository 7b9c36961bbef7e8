"""The rules of the search: words, concepts, which legal texts an entry names, and the floors of its figures."""

from datetime import date

import pytest

from api.core.jsonlines import read
from api.core.text import fold, words_of
from api.knowledge.rules.contrast import Contrast
from api.knowledge.rules.decision import Model
from api.knowledge.rules.ranking import FIGURES, OUTSIDE, Ranking, documents_of
from api.knowledge.rules.validity import Replaced, names, withdrawn
from api.knowledge.rules.words import Concepts, heard, telling_sounds, terms_of
from ops.answers import MEASURE, TUNING, cases, measured, ranking_of_folder
from ops.fitting import fit_decision, fit_ranking
from tests.unit.knowledge.folder import entries, folder

NONE = Concepts({})
LAND = Concepts({"land": ["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"]})
ON = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nàm nại", "làm lại"), ("xổ đỏ", "sổ đỏ"), ("chứng thực", "trứng thực"), ("giấy", "dấy"), ("lý lịch", "lí lịch")],
)
def test_what_sounds_alike_is_one_word(one: str, other: str) -> None:
    assert [heard(word) for word in one.split()] == [heard(word) for word in other.split()]


def test_a_word_with_other_marks_is_another_word() -> None:
    road, sugar, bare = (terms_of(word, NONE) for word in ("đường làng", "dưỡng lang", "duong lang"))
    assert road.marked != sugar.marked
    assert road.letters == sugar.letters == bare.letters
    assert not bare.has_marks


def test_courtesy_is_passed_over_and_what_only_looks_like_it_is_not() -> None:
    assert terms_of("bạn ơi cho mình hỏi với", NONE).words == {}
    assert terms_of("bán nhá mỡi", NONE).words.total() == 3


def test_the_words_alone_are_those_of_all_terms() -> None:
    text = "Trường tiểu học xã mình thu tiền nước uống sai quy định, dân hỏi ko ai trả lời"
    assert telling_sounds(text) == set(terms_of(text, NONE).words)


@pytest.mark.parametrize("typed", ["mất sổ đỏ rồi", "mat so do roi", "mất xổ đỏ", "Giấy chứng nhận QUYỀN sử dụng đất"])
def test_a_concept_is_found_however_it_is_typed(typed: str) -> None:
    assert terms_of(typed, LAND).concepts == {"land": 1}


@pytest.mark.parametrize("typed", ["số đó", "sở đỏ", "sổ", "đỏ sổ"])
def test_a_concept_is_not_found_in_other_words(typed: str) -> None:
    assert not terms_of(typed, LAND).concepts


@pytest.mark.parametrize(
    ("line", "number", "named"),
    [
        ("NĐ 13/2023/NĐ-CP Điều 5", "13/2023/NĐ-CP", True),
        ("NĐ 113/2023/NĐ-CP", "13/2023/NĐ-CP", False),
        ("Luật 13/2023/QH15", "13/2023/NĐ-CP", False),
        ("(NĐ 42/2022/NĐ-CP)", "42/2022/NĐ-CP", True),
    ],
)
def test_a_legal_text_is_known_by_its_whole_number(line: str, number: str, named: bool) -> None:
    assert names(line, number) is named


def test_an_entry_is_withdrawn_from_the_day_on_which_its_text_is_replaced() -> None:
    replaced = [Replaced("42/2022/NĐ-CP", date(2026, 7, 1), "224/2026/NĐ-CP")]
    legal = ["NĐ 42/2022/NĐ-CP"]
    assert withdrawn(legal, None, replaced, date(2026, 6, 30)) is None
    assert withdrawn(legal, None, replaced, date(2026, 7, 1)) == (
        "42/2022/NĐ-CP đã được thay bằng 224/2026/NĐ-CP", date(2026, 7, 1),
    )  # fmt: skip
    assert withdrawn([], ON, replaced, ON) is None
    assert withdrawn([], date(2026, 11, 26), [], ON) is not None


def test_contrast_speaks_for_the_side_that_asks_so() -> None:
    land, weather = terms_of("làm sổ đỏ", NONE).words, terms_of("trời mưa", NONE).words
    contrast = Contrast([land], [weather])
    assert contrast.of(land) > 0 > contrast.of(weather)
    assert contrast.of(weather, without_itself=True) > contrast.of(weather)


def test_an_entry_that_shares_nothing_has_figures_of_nothing() -> None:
    ranking = Ranking(documents_of({"a": ("sổ đỏ", [], []), "b": ("khai sinh", [], [])}, [(OUTSIDE, "trời mưa")]), NONE)
    figures = ranking.look(terms_of("làm sổ đỏ", NONE)).figures
    assert set(figures) == {"a", "b"}
    assert len(figures["a"]) == len(FIGURES)
    assert figures["a"][0] > figures["b"][0] == 0.0


def test_fitting_finds_what_tells_the_right_from_the_wrong() -> None:
    tells, tells_not = fit_ranking([([[1.0, 0.3]], [[0.0, 0.7]]), ([[0.9, 0.7]], [[0.1, 0.3]])], penalty=1e-3)
    assert tells > 5 * tells_not >= 0
    constant, weight = fit_decision([[1.0], [0.9], [0.1], [0.0]], [True, True, False, False], penalty=1e-3)
    assert constant + weight * 0.95 > 0 > constant + weight * 0.05


def test_the_floors_of_the_search_hold_on_questions_that_nobody_tuned_on() -> None:
    """The issue's floors, on at least 200 questions that an entry answers and 60 that none does."""
    found = measured(cases(MEASURE, ranking_of_folder()), Model.read())
    assert found.answerable >= 200
    assert found.unanswerable >= 60
    assert found.first >= 0.85
    assert found.among_three >= 0.95
    assert found.false <= 0.05
    assert found.answered_right >= 0.75


def test_no_measured_question_is_among_those_that_were_learned_from() -> None:
    measure = {_folded(row["text"]) for _, row in read(MEASURE)}
    learned = {_folded(row["text"]) for _, row in read(TUNING)}
    learned |= {_folded(line["question"]) for line in folder().tables["asked.csv"]}
    learned |= {_folded(question) for entry in entries() for question in entry.questions}
    assert not measure & learned


def _folded(text: str) -> str:
    return " ".join(map(fold, words_of(text)))
