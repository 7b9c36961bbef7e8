"""What the linear models see of a message: its words, with and without marks.

Chosen by figures (docs/understanding.md): words and pairs beat pieces of characters by three points, since noisy
copies in training already teach misspellings; a word counts once, however often a long story repeats it. How
sentences begin and end tells the act: two points more.
scikit-learn learns the views; a single message is then read by plain look-ups, ten times as fast (measured).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.danger import signs
from bot.nlu.fold import fold

_WORD = r"(?u)[^\W_]+"
# A run of words must stand in two messages; each is learnt in three copies. With fewer, half a million runs were kept
# for the same figures.
_FEWEST = 4
_SENTENCE_END = re.compile(r"[.!?;,\n]+")
# The columns of one message and their values.
Row = tuple[NDArray[np.int64], NDArray[np.float64]]


def marked(longest: int) -> TfidfVectorizer:
    """Return words, and runs of up to `longest` words, as the citizen typed them."""
    return TfidfVectorizer(
        ngram_range=(1, longest), token_pattern=_WORD, min_df=_FEWEST, sublinear_tf=True, lowercase=False
    )


def folded(longest: int) -> TfidfVectorizer:
    """Return the same without marks; whether a run occurs, not how often."""
    return TfidfVectorizer(
        ngram_range=(1, longest), token_pattern=_WORD, min_df=_FEWEST, binary=True, lowercase=False, preprocessor=fold
    )


def edges(normal_text: str) -> list[str]:
    """Return with which words the parts of a message begin and end, and whether it ends as a question.

    "Nên …", "Cho hỏi …", "… thì sao" say more of the act at these places than in the middle of a story.
    """
    found = ["asks" if normal_text.endswith("?") else "tells"]
    for part in _SENTENCE_END.split(fold(normal_text)):
        words = re.findall(_WORD, part)
        if words:
            found += [
                f"from {words[0]}",
                f"from {' '.join(words[:2])}",
                f"to {words[-1]}",
                f"to {' '.join(words[-2:])}",
            ]
    return found


def sentence_edges() -> TfidfVectorizer:
    """Return how the sentences of a message begin and end."""
    return TfidfVectorizer(analyzer=edges, min_df=_FEWEST, binary=True)


def danger() -> TfidfVectorizer:
    """Return the signs of danger that the lexicon of `danger.py` finds."""
    return TfidfVectorizer(analyzer=signs, min_df=_FEWEST, binary=True, use_idf=False)


class _View:
    """A learnt view as a table: each run of words, its column and its weight."""

    def __init__(self, learnt: TfidfVectorizer, first: int, weight: float) -> None:
        self._runs: Callable[[str], list[str]] = learnt.build_analyzer()
        self._columns = {run: first + int(at) for run, at in learnt.vocabulary_.items()}
        self._idf = np.asarray(learnt.idf_ if learnt.use_idf else np.ones(len(self._columns)), dtype=np.float64)
        self._once, self._sublinear = bool(learnt.binary), bool(learnt.sublinear_tf)
        self._first, self._weight = first, weight

    def row(self, text: str) -> Row:
        """Return the columns and values of one normal form, as the vectorizer would give them."""
        counts = Counter(at for run in self._runs(text) if (at := self._columns.get(run)) is not None)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        if self._once:
            times[:] = 1.0
        elif self._sublinear:
            times = 1.0 + np.log(times)
        values = times * self._idf[columns - self._first]
        length = float(np.sqrt(values @ values)) or 1.0
        return columns, values * (self._weight / length)


class Features:
    """Views side by side as one sparse row a message."""

    def __init__(self, views: Sequence[tuple[str, TfidfVectorizer, float]]) -> None:
        self._views = list(views)
        self._tables: list[_View] = []
        self._names: list[str] = []

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies from normal forms and return their rows."""
        weights = {name: weight for name, _, weight in self._views}
        union = FeatureUnion([(name, view) for name, view, _ in self._views], transformer_weights=weights)
        rows = csr_matrix(union.fit_transform(list(texts)))
        self._names = [str(name) for name in union.get_feature_names_out()]
        self._tables, first = [], 0
        for _, view, weight in self._views:
            self._tables.append(_View(view, first, weight))
            first += len(view.vocabulary_)
        self._views = []  # all that is needed stands in the tables
        return rows

    def row(self, text: str) -> Row:
        """Return the columns and values of one normal form."""
        parts = [table.row(text) for table in self._tables]
        return np.concatenate([columns for columns, _ in parts]), np.concatenate([values for _, values in parts])

    def names(self) -> list[str]:
        """Return the name of each column: `view__run of words`."""
        return self._names


def topic_features() -> Features:
    """Return what the topic is read from."""
    return Features([("marked", marked(2), 1.0), ("folded", folded(2), 1.0)])


def act_features() -> Features:
    """Return what the act is read from: here the form of the sentences counts as well, and the signs of danger."""
    return Features(
        [
            ("marked", marked(2), 1.0),
            ("folded", folded(2), 1.0),
            ("edges", sentence_edges(), 0.7),
            ("danger", danger(), 0.7),
        ]
    )
