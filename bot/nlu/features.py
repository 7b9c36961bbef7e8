"""What the linear models see of a message: its words, with and without marks.

Chosen by figures (docs/understanding.md): words and pairs beat pieces of characters by three points, since noisy
copies in training already teach misspellings; a word counts once, however often a long story repeats it.
"""

from collections.abc import Sequence

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.danger import signs
from bot.nlu.fold import fold

_WORD = r"(?u)[^\W_]+"


def marked(longest: int) -> TfidfVectorizer:
    """Return words, and runs of up to `longest` words, as the citizen typed them."""
    return TfidfVectorizer(ngram_range=(1, longest), token_pattern=_WORD, min_df=2, sublinear_tf=True, lowercase=False)


def folded(longest: int) -> TfidfVectorizer:
    """Return the same without marks; whether a run occurs, not how often."""
    return TfidfVectorizer(
        ngram_range=(1, longest), token_pattern=_WORD, min_df=2, binary=True, lowercase=False, preprocessor=fold
    )


def danger() -> TfidfVectorizer:
    """Return the signs of danger that the lexicon of `danger.py` finds."""
    return TfidfVectorizer(analyzer=signs, min_df=2, binary=True, use_idf=False)


class Features:
    """Views side by side as one sparse row a message."""

    def __init__(self, views: Sequence[tuple[str, TfidfVectorizer, float]]) -> None:
        weights = {name: weight for name, _, weight in views}
        self._union = FeatureUnion([(name, view) for name, view, _ in views], transformer_weights=weights)

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies from normal forms and return their rows."""
        return csr_matrix(self._union.fit_transform(list(texts)))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the rows of normal forms."""
        return csr_matrix(self._union.transform(list(texts)))

    def names(self) -> list[str]:
        """Return the name of each column: `view__run of words`."""
        return [str(name) for name in self._union.get_feature_names_out()]


def topic_features() -> Features:
    """Return what the topic is read from."""
    return Features([("marked", marked(1), 1.0), ("folded", folded(2), 1.0)])


def act_features() -> Features:
    """Return what the act is read from: here pairs with marks count as well ("chưa có", "bao giờ")."""
    return Features([("marked", marked(2), 1.0), ("folded", folded(2), 1.0), ("danger", danger(), 0.7)])
