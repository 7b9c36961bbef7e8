"""What the linear models see of a message: words and character pieces, each with and without marks."""

from collections.abc import Sequence
from typing import Any

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.fold import fold

_WORD = r"(?u)[^\W_]+"


def marked_words(min_count: int = 2) -> TfidfVectorizer:
    """Return words and word pairs as the citizen typed them."""
    return TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=_WORD, min_df=min_count, sublinear_tf=True, lowercase=False
    )


def folded_words(min_count: int = 2) -> TfidfVectorizer:
    """Return words, pairs and triples without marks."""
    return TfidfVectorizer(
        ngram_range=(1, 3),
        token_pattern=_WORD,
        min_df=min_count,
        sublinear_tf=True,
        lowercase=False,
        preprocessor=fold,
    )


def folded_pieces(min_count: int = 3) -> TfidfVectorizer:
    """Return pieces of 2 to 5 characters inside words, without marks: they survive typing errors."""
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=min_count,
        sublinear_tf=True,
        lowercase=False,
        preprocessor=fold,
    )


class Features:
    """The views side by side as one sparse row a message."""

    def __init__(self) -> None:
        self._union = FeatureUnion(
            [("marked", marked_words()), ("folded", folded_words()), ("pieces", folded_pieces())]
        )

    def fit_transform(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabularies from normal forms and return their rows."""
        return csr_matrix(self._union.fit_transform(list(texts)))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the rows of normal forms."""
        return csr_matrix(self._union.transform(list(texts)))

    def names(self) -> list[str]:
        """Return the name of each column: `view__piece`."""
        names: Any = self._union.get_feature_names_out()
        return [str(name) for name in names]
