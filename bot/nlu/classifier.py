"""A calibrated linear classifier of short Vietnamese texts, plain Python, testable without Rasa."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.augment import Noise
from bot.nlu.calibration import Array, fit_scale, softmax
from bot.nlu.features import Features
from bot.nlu.normalize import normalize

_FOLDS = 4


@dataclass(frozen=True)
class Ranked:
    """A label with its calibrated probability."""

    label: str
    confidence: float


class TextClassifier:
    """Ranks labels for a text. Fit it once, then ask `rank`."""

    def __init__(self, *, strength: float = 0.3, seed: int = 7) -> None:
        self._strength = strength
        self._seed = seed
        self.labels: list[str] = []

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> "TextClassifier":
        """Learn from clean texts; noisy copies and the calibration are made here."""
        self.labels = sorted(set(labels))
        targets = np.array([self.labels.index(label) for label in labels])
        noise = Noise(self._seed)
        copies = [[text, *noise.copies(text)] for text in texts]
        owners = np.repeat(np.arange(len(texts)), [len(group) for group in copies])
        self._features = Features()
        rows = self._features.fit_transform([normalize(text) for group in copies for text in group])
        self._scale = self._calibrate(rows, owners, targets)
        self._model = self._fresh().fit(rows, targets[owners])
        return self

    def _fresh(self) -> LinearSVC:
        return LinearSVC(C=self._strength, class_weight="balanced", random_state=self._seed)

    def _calibrate(self, rows: csr_matrix, owners: NDArray[np.int64], targets: NDArray[np.int64]) -> float:
        """Fit the temperature on messages that a model has not seen, with their noise; copies stay in one fold."""
        folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=self._seed)
        train, held = next(folds.split(np.zeros(len(targets)), targets))
        seen, unseen = np.isin(owners, train), np.isin(owners, held)
        model = self._fresh().fit(rows[seen], targets[owners[seen]])
        return fit_scale(self._scores(model, rows[unseen]), targets[owners[unseen]])

    def _scores(self, model: LinearSVC, rows: csr_matrix) -> Array:
        scores = model.decision_function(rows)
        return np.column_stack([-scores, scores]) if scores.ndim == 1 else scores

    def probabilities(self, normal_texts: Sequence[str]) -> Array:
        """Return one row a normal form, one column a label."""
        return softmax(self._scores(self._model, self._features.transform(normal_texts)) * self._scale)

    def rank(self, normal_text: str, best: int = 5) -> list[Ranked]:
        """Return the likeliest labels of a normal form, best first."""
        row = self.probabilities([normal_text])[0]
        order = np.argsort(-row)[:best]
        return [Ranked(self.labels[i], float(row[i])) for i in order]
