"""The weights of the search for answers, fitted without any library: a ranking, and a decision over it.

Both are small (14 and 22 weights), so plain gradient steps (Adam) find them in a minute or two.
"""

import math
from collections.abc import Callable, Sequence

Gradient = Callable[[list[float]], list[float]]
_STEPS = 250
_RATE = 0.1


def fit_ranking(questions: Sequence[tuple[list[list[float]], list[list[float]]]], *, penalty: float) -> list[float]:
    """Return weights, none below 0, under which the right entries of questions beat their rivals.

    Each question is given as the figures of its right entries and of its rivals. What is made small is the mean
    negative logarithm of the right entries' share (softmax), with `penalty` times the weights' squares.
    """

    def gradient(weights: list[float]) -> list[float]:
        total = [2 * penalty * weight for weight in weights]
        for right, rivals in questions:
            of_right, of_all = _mean(right, weights), _mean([*right, *rivals], weights)
            for number, (wanted, got) in enumerate(zip(of_right, of_all, strict=True)):
                total[number] += (got - wanted) / len(questions)
        return total

    return _descend(gradient, [1.0] * len(questions[0][0][0]), least=0.0)


def fit_decision(signs: Sequence[Sequence[float]], answers: Sequence[bool], *, penalty: float) -> list[float]:
    """Return a constant and weights of a logistic model that tells the true from the false."""
    means, spreads = _scale(signs)
    rows = [[1.0, *((v - m) / s for v, m, s in zip(row, means, spreads, strict=True))] for row in signs]

    def gradient(weights: list[float]) -> list[float]:
        total = [0.0, *(2 * penalty * weight for weight in weights[1:])]
        for row, true in zip(rows, answers, strict=True):
            wrong = (_logistic(_dot(row, weights)) - true) / len(rows)
            for number, value in enumerate(row):
                total[number] += wrong * value
        return total

    fitted = _descend(gradient, [0.0] * len(rows[0]))
    weights = [weight / spread for weight, spread in zip(fitted[1:], spreads, strict=True)]
    return [fitted[0] - _dot(weights, means), *weights]


def _mean(figures: list[list[float]], weights: list[float]) -> list[float]:
    """Return the figures' mean, each entry counted by its share."""
    scores = [_dot(row, weights) for row in figures]
    top = max(scores)
    shares = [math.exp(value - top) for value in scores]
    whole = sum(shares)
    return [
        sum(share * row[n] for share, row in zip(shares, figures, strict=True)) / whole for n in range(len(weights))
    ]


def _descend(gradient: Gradient, start: list[float], least: float = -math.inf) -> list[float]:
    weights, slope, square = start, [0.0] * len(start), [0.0] * len(start)
    for step in range(1, _STEPS + 1):
        found = gradient(weights)
        slope = [0.9 * a + 0.1 * g for a, g in zip(slope, found, strict=True)]
        square = [0.999 * a + 0.001 * g * g for a, g in zip(square, found, strict=True)]
        size = _RATE * math.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        moves = [size * a / (math.sqrt(b) + 1e-9) for a, b in zip(slope, square, strict=True)]
        weights = [max(least, weight - move) for weight, move in zip(weights, moves, strict=True)]
    return weights


def _scale(rows: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    columns = list(zip(*rows, strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        math.sqrt(sum((v - mean) ** 2 for v in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, spreads


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))
