"""`make answers`: figures of the search for answers, on questions written by hand; and its weights, fitted.

python -m ops.answers measure [FILE.jsonl]   right entry first, among three, false answers, by style
python -m ops.answers fit                    weights, from tests/answers/tuning.jsonl alone
"""

import json
import random
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.core import jsonlines
from api.core.settings import ROOT, get_settings
from api.knowledge.rules.decision import SIGNS, WEIGHTS, Chance, Model, ranked_by, signs_of
from api.knowledge.rules.ranking import FIGURES, OUTSIDE, Ranking, documents_of
from api.knowledge.rules.words import Concepts, Terms, terms_of
from api.province.answers import items
from api.province.folder import read_folder
from ops.fitting import fit_decision, fit_ranking

TUNING = ROOT / "tests" / "answers" / "tuning.jsonl"
MEASURE = ROOT / "tests" / "answers" / "measure.jsonl"
_FOLDS = 5
_RIVALS = 25  # entries that a question's own must beat, in fitting
_PENALTY = {"ranking": 2e-4, "decision": 5e-3}
# Of the tuning set's questions without an answer, each judged as if also the one most like it were unknown: stricter
# than what comes. On new questions half as many get one.
_MAY_BE_FALSE = 0.06
_MAY_BE_SHOWN = 0.2  # to somebody who chooses
_SKIPPED = 1  # of those outside, for a question that none answers: others will not have one so much like theirs
_BOTH = 1.0  # of the tuning set, 7 % are offered two, and 7 of 10 whose second is the right one among them
_EVEN = (1.0,) * len(FIGURES)

cli = typer.Typer(help="The search for answers, measured and fitted.", no_args_is_help=True)


@dataclass(frozen=True)
class Case:
    """A question with the entries that answer it, and its figures."""

    text: str
    style: str
    right: frozenset[str]
    terms: Terms
    figures: dict[str, list[float]]
    outside: list[float]


@dataclass(frozen=True)
class Figures:
    """What the search does on a set of questions, as shares of 1."""

    first: float  # of those that an entry answers: the right one is named first
    among_three: float
    answered_right: float  # the right one is named first, and given as the answer
    false: float  # of those that no entry answers: one is given
    by_style: dict[str, tuple[float, float, int]]  # first, among three, how many
    answerable: int
    unanswerable: int


def ranking_of_folder(unseen: Container[str] = ()) -> Ranking:
    """Return the search over the data folder, as the running system builds it from its rows.

    For fitting, as if the questions `unseen` had never been asked.
    """
    folder = read_folder(get_settings().data_dir)
    texts = {
        answer.name: (
            answer.values["title"],
            answer.values["questions"],
            [text for part in answer.values["answer"].values() for text in items(part)],
        )
        for answer in folder.answers
    }
    ways = {line["concept"]: line["words"].split("|") for line in folder.tables["synonyms.csv"]}
    lines = sorted(folder.tables["asked.csv"], key=lambda line: line["question"])
    asked = [(line["entry"] or OUTSIDE, line["question"]) for line in lines if line["question"] not in unseen]
    return Ranking(documents_of(texts, asked), Concepts(ways))


def case(row: Mapping[str, Any], ranking: Ranking, *, skip: int = 0) -> Case:
    """Return a question with its figures; `skip` when no entry answers it (see `Ranking.look`)."""
    terms = terms_of(row["text"], ranking.concepts)
    look = ranking.look(terms, skip=0 if row["entries"] else skip)
    return Case(row["text"], row["style"], frozenset(row["entries"]), terms, look.figures, look.outside)


def cases(file: Path, ranking: Ranking) -> list[Case]:
    """Return the questions of a file with their figures."""
    return [case(row, ranking) for _, row in jsonlines.read(file)]


def unseen_cases(file: Path) -> list[Case]:
    """Return the questions of a file, each with figures of a search that has not seen it."""
    rows = [row for _, row in jsonlines.read(file)]
    random.Random(0).shuffle(rows)
    found: dict[int, Case] = {}
    for fold in range(_FOLDS):
        own = range(fold, len(rows), _FOLDS)
        ranking = ranking_of_folder(unseen={rows[number]["text"] for number in own})
        found |= {number: case(rows[number], ranking, skip=_SKIPPED) for number in own}
    return [found[number] for number in range(len(rows))]


def measured(questions: Sequence[Case], model: Model) -> Figures:
    """Return the figures of a model on questions."""
    given = [(case, model.chances(case.terms, case.figures, case.outside)) for case in questions]
    answerable = [(case, found) for case, found in given if case.right]
    others = [found for case, found in given if not case.right]
    styles = sorted({case.style for case, _ in answerable})
    return Figures(
        first=_share(found[0].entry in case.right for case, found in answerable),
        among_three=_share(_among(case, found) for case, found in answerable),
        answered_right=_share(found[0].entry in case.right and found[0].chance >= model.threshold
                              for case, found in answerable),
        false=_share(found[0].chance >= model.threshold for found in others),
        by_style={style: _of_style(style, answerable) for style in styles},
        answerable=len(answerable),
        unanswerable=len(others),
    )  # fmt: skip


@cli.command()
def measure(file: Annotated[Path, typer.Argument()] = MEASURE) -> None:
    """Print the figures on a set of questions."""
    found = measured(cases(file, ranking_of_folder()), Model.read())
    print(f"questions that an entry answers   {found.answerable:5}")
    print(f"  right entry first               {found.first:9.3f}")
    print(f"  right entry among three         {found.among_three:9.3f}")
    print(f"  right entry first, and given    {found.answered_right:9.3f}")
    print(f"questions that none answers       {found.unanswerable:5}")
    print(f"  given one all the same          {found.false:9.3f}")
    for style, (first, three, count) in found.by_style.items():
        print(f"{style:<14} first {first:.3f}   among three {three:.3f}   n {count}")


@cli.command()
def fit() -> None:
    """Fit the weights on the tuning set, each question judged by weights that have not seen it, and keep them."""
    questions = unseen_cases(TUNING)
    weights = _ranking_weights(questions)
    signs = [_signs(case, held_out) for case, held_out in zip(questions, _held_out(questions), strict=True)]
    truth = [bool(case.right) for case in questions]
    false = _false_chances(signs, truth)
    threshold, near = (false[int(share * len(false))] + 1e-4 for share in (_MAY_BE_FALSE, _MAY_BE_SHOWN))
    decided = fit_decision(signs, truth, penalty=_PENALTY["decision"])
    found = {
        "ranking": {name: round(weight, 4) for name, weight in zip(FIGURES, weights, strict=True)},
        "decision": {name: round(weight, 4) for name, weight in zip(("constant", *SIGNS), decided, strict=True)},
        "threshold": round(threshold, 4),
        "near": round(near, 4),
        "both": _BOTH,
    }
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: threshold {threshold:.3f}")


def _ranking_weights(questions: Iterable[Case]) -> list[float]:
    return fit_ranking([_rivalry(case) for case in questions if case.right], penalty=_PENALTY["ranking"])


def _rivalry(case: Case) -> tuple[list[list[float]], list[list[float]]]:
    others = [entry for entry, _ in ranked_by(_EVEN, case.figures) if entry not in case.right]
    return [case.figures[entry] for entry in case.right], [case.figures[entry] for entry in others[:_RIVALS]]


def _held_out(questions: Sequence[Case]) -> list[list[float]]:
    """Return for each question the ranking's weights that were fitted without it."""
    found = [
        _ranking_weights(case for number, case in enumerate(questions) if number % _FOLDS != fold)
        for fold in range(_FOLDS)
    ]
    return [found[number % _FOLDS] for number in range(len(questions))]


def _signs(case: Case, weights: Sequence[float]) -> list[float]:
    ranked = ranked_by(weights, case.figures)
    return signs_of(ranked, case.figures, case.terms, case.outside, most=1)[0][1]


def _false_chances(signs: Sequence[Sequence[float]], truth: Sequence[bool]) -> list[float]:
    """Return the chances of questions without an answer, by models that have not seen them, the highest first."""
    false = []
    for fold in range(_FOLDS):
        seen = [number for number in range(len(signs)) if number % _FOLDS != fold]
        decided = fit_decision([signs[n] for n in seen], [truth[n] for n in seen], penalty=_PENALTY["decision"])
        false += [Model.chance(decided, signs[n]) for n in range(fold, len(signs), _FOLDS) if not truth[n]]
    return sorted(false, reverse=True)


def _among(case: Case, found: Sequence[Chance]) -> bool:
    return any(named.entry in case.right for named in found[:3])


def _of_style(style: str, given: Sequence[tuple[Case, list[Chance]]]) -> tuple[float, float, int]:
    own = [(case, found) for case, found in given if case.style == style]
    return _share(found[0].entry in case.right for case, found in own), _share(_among(*pair) for pair in own), len(own)


def _share(true: Iterable[bool]) -> float:
    counted = Counter(true)
    return counted[True] / (counted.total() or 1)


if __name__ == "__main__":
    cli()
