"""What a desk's own decisions add to the score: a weight for each kind of difference.

A logistic regression: log-odds of "same" = a + b * score + the weights of the kinds that are there. Today's
score is the prior: a ridge draws every weight to 0, where the score stays as it is. Divided by b a weight is
in the score's own units, so that the sum a moderator checks gets one more term. It is taken only where it
ranks decisions better that were held back.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp
from typing import NamedTuple

NEEDED = 200  # verdicts in all
_OF_EACH = 30  # same, and not the same
_OF_A_KIND = 15  # verdicts with a difference, below which it is left alone
_FOLDS = 5
_RIDGE = 4.0
_MOST = 0.2  # that a kind may add or take
_ROUNDS = 12

Weights = dict[str, float]


class Decision(NamedTuple):
    """A judged pair: its score without what was learnt, the kinds of its differences, what was decided."""

    score: float
    kinds: frozenset[str]
    same: bool


def learnt(decisions: Sequence[Decision]) -> Weights:
    """Return the weights that the decisions support; none where they are too few or do not help.

    They help where the average precision of decisions held back, each judged by weights learnt from
    the other four fifths, is better than that of the score as it is.
    """
    same = sum(decision.same for decision in decisions)
    if len(decisions) < NEEDED or min(same, len(decisions) - same) < _OF_EACH:
        return {}
    mixed = sorted(decisions, key=lambda d: (d.score, sorted(d.kinds), d.same))
    held_back = []
    for n in range(_FOLDS):
        weights = _fitted([d for at, d in enumerate(mixed) if at % _FOLDS != n])
        held_back += [(adjusted(d, weights), d.same) for d in mixed[n::_FOLDS]]
    if average_precision(held_back) <= average_precision([(d.score, d.same) for d in mixed]):
        return {}
    return _fitted(mixed)


def adjusted(decision: Decision, weights: Weights) -> float:
    """Return the score with what was learnt."""
    return decision.score + sum(weights.get(kind, 0.0) for kind in decision.kinds)


def average_precision(scored: list[tuple[float, bool]]) -> float:
    """Return the average precision; of equal scores the different pairs come first, the hard way."""
    found, total = 0, 0.0
    for rank, (_, same) in enumerate(sorted(scored, key=lambda s: (-s[0], s[1])), start=1):
        found += same
        total += found / rank if same else 0.0
    return total / found if found else 0.0


def _fitted(decisions: Sequence[Decision]) -> Weights:
    """Return the weights by Newton's method, in the units of the score."""
    counted = Counter(kind for decision in decisions for kind in decision.kinds)
    kinds = sorted(kind for kind, count in counted.items() if count >= _OF_A_KIND)
    rows = [[1.0, d.score, *(float(kind in d.kinds) for kind in kinds)] for d in decisions]
    ridge = [1e-6, 1e-6, *([_RIDGE] * len(kinds))]
    found = [0.0] * len(ridge)
    for _ in range(_ROUNDS):
        slope = [-each * at for each, at in zip(ridge, found, strict=True)]
        bend = [[each * (n == m) for m in range(len(ridge))] for n, each in enumerate(ridge)]
        for row, decision in zip(rows, decisions, strict=True):
            odds = sum(each * at for each, at in zip(row, found, strict=True))
            chance = 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
            there = [(n, value) for n, value in enumerate(row) if value]
            for n, value in there:
                slope[n] += value * (decision.same - chance)
                for m, other in there:
                    bend[n][m] += value * other * chance * (1 - chance)
        found = [at + step for at, step in zip(found, _solved(bend, slope), strict=True)]
    if found[1] <= 0:
        return {}  # The score itself says nothing here.
    weights = {kind: at / found[1] for kind, at in zip(kinds, found[2:], strict=True)}
    return {kind: round(max(-_MOST, min(_MOST, weight)), 3) for kind, weight in weights.items()}


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return the solution of a system of linear equations, by Gauss's elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for n in range(size):
        best = max(range(n, size), key=lambda m: abs(rows[m][n]))
        rows[n], rows[best] = rows[best], rows[n]
        for m in range(size):
            if m != n:
                factor = rows[m][n] / rows[n][n]
                rows[m] = [a - factor * b for a, b in zip(rows[m], rows[n], strict=True)]
    return [rows[n][size] / rows[n][n] for n in range(size)]
