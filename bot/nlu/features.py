"""What the linear models see of a message: its words, with and without marks.

Chosen by figures (docs/understanding.md): words and pairs beat pieces of characters by three points, since noisy
copies in training already teach misspellings; a word counts once, however often a long story repeats it.
"""

from collections.abc import Sequence

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.fold import fold

_WORD = r"(?u)[^\W_]+"
# In a long message the last words say what is being done: tell, ask, wish, demand.
_ENDING_WORDS = 14


def _ending(text: str) -> str:
    return " ".join(fold(text).split()[-_ENDING_WORDS:])


def marked(longest: int) -> TfidfVectorizer:
    """Return words, and runs of up to `longest` words, as the citizen typed them."""
    return TfidfVectorizer(
        ngram_range=(1, longest), token_pattern=_WORD, min_df=2, sublinear_tf=True, lowercase=False
    )


def folded(longest: int) -> TfidfVectorizer:
    """Return the same without marks; whether a run occurs, not how often."""
    return TfidfVectorizer(
        ngram_range=(1, longest), token_pattern=_WORD, min_df=2, binary=True, lowercase=False, preprocessor=fold
    )


def ending() -> TfidfVectorizer:
    """Return the words and pairs of the message's end."""
    return TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=_WORD, min_df=2, sublinear_tf=True, lowercase=False, preprocessor=_ending
    )


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
    """Return what the act is read from: pairs with marks and the end of the message count here."""
    return Features([("marked", marked(2), 1.0), ("folded", folded(3), 1.0), ("ending", ending(), 0.7)])
