"""Scores into probabilities that mean what they say.

Two steps, both fitted on held-out messages of natural noise. A temperature makes probabilities of the scores. Then
the first label's probability becomes the chance that a fair judge accepts it: many messages have two right answers,
so a model that is torn between them is right more often than its softmax says (error 0.10 without this step).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

Array = NDArray[np.float64]
_TINY = 1e-9
# A prior towards changing nothing, worth a few messages: it only matters where there are hardly any.
_PRIOR = 1.0


def softmax(scores: Array) -> Array:
    """Return the rows as probabilities."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


@dataclass(frozen=True)
class Calibration:
    """The three numbers that turn a row of scores into confidences."""

    scale: float
    slope: float
    shift: float

    def confidences(self, scores: Array) -> Array:
        """Return each row as confidences that add up to 1; their order is that of the scores."""
        rows = softmax(scores * self.scale)
        best = rows.max(axis=-1, keepdims=True)
        trusted = np.maximum(_sigmoid(self.slope * _logit(best) + self.shift), _floor(rows))
        rest = (1 - trusted) / np.maximum(1 - best, _TINY)
        return np.asarray(np.where(rows == best, trusted, rows * rest))


def fit_calibration(scores: Array, accepted: Sequence[frozenset[int]]) -> Calibration:
    """Return the calibration under which held-out answers are likeliest; `accepted` are the right columns of a row."""
    right = np.zeros(scores.shape, dtype=bool)
    for row, columns in enumerate(accepted):
        right[row, sorted(columns)] = True

    def loss(log_scale: float) -> float:
        mass = (softmax(scores * np.exp(log_scale)) * right).sum(axis=1)
        return float(-np.log(np.maximum(mass, _TINY)).sum() + _PRIOR * log_scale**2)

    scale = float(np.exp(minimize_scalar(loss, bounds=(-3, 5), method="bounded").x))
    rows = softmax(scores * scale)
    at = rows.argmax(axis=1)
    hit = right[np.arange(len(at)), at]
    odds = _logit(rows.max(axis=1))

    def miss(values: Array) -> float:
        slope, shift = values
        chance = np.clip(_sigmoid(slope * odds + shift), _TINY, 1 - _TINY)
        return float(-np.log(np.where(hit, chance, 1 - chance)).sum() + _PRIOR * ((slope - 1) ** 2 + shift**2))

    slope, shift = minimize(miss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3), (-3, 3)]).x
    return Calibration(scale, float(slope), float(shift))


def surest_from(confidences: Array, right: NDArray[np.bool_], aim: float) -> float:
    """Return the lowest confidence from which on answers are right at least `aim` of the time, 1 if none is."""
    order = np.argsort(-confidences)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= aim)
    return float(confidences[order][good[-1]]) if len(good) else 1.0


def calibration_error(confidences: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error (ECE) over bins of equal width."""
    at = np.minimum((confidences * bins).astype(int), bins - 1)
    gaps = (
        abs(confidences[at == b].mean() - right[at == b].mean()) * (at == b).mean()
        for b in range(bins)
        if (at == b).any()
    )
    return float(sum(gaps))


def _sigmoid(odds: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _logit(chance: Array) -> Array:
    clipped = np.clip(chance, _TINY, 1 - _TINY)
    return np.asarray(np.log(clipped) - np.log(1 - clipped))


def _floor(rows: Array) -> Array:
    """Return what the first label must keep so that it stays the first: p2 / (1 - p1 + p2) of each row."""
    ordered = np.sort(rows, axis=-1)
    best, second = ordered[..., -1:], ordered[..., -2:-1]
    return np.asarray(second / (1 - best + second + _TINY))
