"""A calibrated classifier of short Vietnamese texts, plain Python, testable without Rasa.

A linear support vector machine and a complement naive Bayes vote; both alone are two to four points worse
(docs/understanding.md). One temperature makes probabilities of the sum.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.nlu.augment import Noise
from bot.nlu.calibration import Array, fit_scale, softmax
from bot.nlu.features import Features
from bot.nlu.fold import fold
from bot.nlu.normalize import normalize

_FOLDS = 4
_STRENGTH = 0.3
_BAYES_SMOOTHING = 0.3


@dataclass(frozen=True)
class Ranked:
    """A label with its calibrated probability."""

    label: str
    confidence: float


class Vote:
    """The two linear models added up into one matrix: a message then costs one product with few rows of it."""

    def __init__(self, rows: csr_matrix, targets: NDArray[np.int64], bayes_weight: float, seed: int) -> None:
        machine = LinearSVC(C=_STRENGTH, class_weight="balanced", random_state=seed).fit(rows, targets)
        margins, bias = _each_label(machine)
        bayes = ComplementNB(alpha=_BAYES_SMOOTHING).fit(rows, targets).feature_log_prob_.T
        likelihoods = bayes - bayes.mean(axis=1, keepdims=True)
        # Each model's scores spread by 1 over the training rows, so that the weight means something.
        by_margins, by_likelihoods = 1 / (rows @ margins + bias).std(), bayes_weight / (rows @ likelihoods).std()
        weights = by_margins * margins + by_likelihoods * likelihoods
        self._weights = np.ascontiguousarray(weights, dtype=np.float32)
        self._bias = by_margins * bias

    def scores(self, rows: csr_matrix) -> Array:
        """Return one row a message, one column a label; not yet probabilities."""
        return np.asarray(rows @ self._weights + self._bias, dtype=np.float64)

    def gains(self, row: csr_matrix, column: int) -> Array:
        """Return how much each feature of one row speaks for a label, against the mean of all labels."""
        weights = self._weights[row.indices]
        return np.asarray(row.data * (weights[:, column] - weights.mean(axis=1)), dtype=np.float64)


def _each_label(machine: LinearSVC) -> tuple[Array, Array]:
    """Return weights and bias with one column a label; for two labels the machine keeps one only."""
    weights, bias = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:
        return np.hstack([-weights, weights]), np.hstack([-bias, bias])
    return weights, bias


def _spread(copies: list[list[str]], targets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the target of each copy."""
    return np.repeat(targets, [len(group) for group in copies])


class TextClassifier:
    """Ranks labels for a text. Fit it once, then ask `rank`."""

    def __init__(self, features: Callable[[], Features], *, bayes_weight: float, seed: int = 7) -> None:
        self._make_features = features
        self._bayes_weight = bayes_weight
        self._seed = seed
        self.labels: list[str] = []

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> "TextClassifier":
        """Learn from clean texts; noisy copies and the calibration are made here."""
        self.labels = sorted(set(labels))
        position = {label: at for at, label in enumerate(self.labels)}
        targets = np.array([position[label] for label in labels])
        noise = Noise(self._seed)
        copies = [[normalize(copy) for copy in (text, *noise.copies(text))] for text in texts]
        self._scale = self._calibrate(copies, targets)
        self._features, self._vote = self._learn(copies, targets)
        return self

    def _learn(self, copies: list[list[str]], targets: NDArray[np.int64]) -> tuple[Features, Vote]:
        features = self._make_features()
        rows = features.fit_transform([text for group in copies for text in group])
        return features, Vote(rows, _spread(copies, targets), self._bayes_weight, self._seed)

    def _calibrate(self, copies: list[list[str]], targets: NDArray[np.int64]) -> float:
        """Fit the temperature on messages, with their noise, whose very words were not learnt either.

        With a shared vocabulary the held-out rows would look less sure than new messages do (error 0.10 for 0.05).
        """
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=self._seed)
        train, held = next(folds.split(np.zeros(len(targets)), targets))
        features, vote = self._learn([copies[i] for i in train], targets[train])
        unseen = [copies[i] for i in held]
        rows = features.transform([text for group in unseen for text in group])
        return fit_scale(vote.scores(rows), _spread(unseen, targets[held]))

    def probabilities(self, normal_texts: Sequence[str]) -> Array:
        """Return one row a normal form, one column a label."""
        return softmax(self._vote.scores(self._features.transform(normal_texts)) * self._scale)

    def rank(self, normal_text: str, best: int = 5) -> list[Ranked]:
        """Return the likeliest labels of a normal form, best first."""
        row = self.probabilities([normal_text])[0]
        order = np.argsort(-row)[:best]
        return [Ranked(self.labels[i], float(row[i])) for i in order]

    def why(self, normal_text: str, label: str, best: int = 4) -> list[str]:
        """Return the words of the message that spoke most for the label."""
        row = self._features.transform([normal_text])
        gains = self._vote.gains(row, self.labels.index(label))
        names = self._names()
        spoken: dict[str, float] = {}
        for column, gain in zip(row.indices, gains):  # noqa: B905  two arrays of one sparse row
            view, words = names[column].split("__", 1)
            if gain > 0 and view == "folded":
                spoken[words] = spoken.get(words, 0.0) + float(gain)
        chosen: list[str] = []
        for words in sorted(spoken, key=lambda w: -spoken[w]):
            if len(chosen) < best and not set(words.split()) & {w for c in chosen for w in c.split()}:
                chosen.append(words)
        return [_as_typed(words, normal_text) for words in chosen]

    def _names(self) -> list[str]:
        if not hasattr(self, "_column_names"):
            self._column_names = self._features.names()
        return self._column_names


def _as_typed(folded_words: str, normal_text: str) -> str:
    """Return the words with the marks they have in the message."""
    at = fold(normal_text).find(folded_words)
    return normal_text[at : at + len(folded_words)] if at >= 0 else folded_words
