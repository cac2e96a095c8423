"""How sure a mean over cases is: percentile bootstrap intervals, and the difference of two runs case by case.

Efron & Tibshirani 1993, chapters 13 and 16. It does not know what a measure means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
SEED = 0
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean of `n` cases with its 95 % interval; `unjudged` cases have no value. Without cases all is None."""

    mean: float | None
    low: float | None
    high: float | None
    n: int
    unjudged: int = 0


def estimate(values: Sequence[float | None]) -> Estimate:
    """Mean and interval of the values that are there.

    Where every value is 1 (or 0) resampling sees no spread; the exact binomial bound stands in (Clopper &
    Pearson 1934).
    """
    there = [v for v in values if v is not None]
    n = len(there)
    if not n:
        return Estimate(None, None, None, 0, len(values))
    mean = sum(there) / n
    low, high = _interval(np.array(there))
    rare = ((1 - LEVEL) / 2) ** (1 / n)
    if all(v == 1 for v in there):
        low = rare
    elif all(v == 0 for v in there):
        high = 1 - rare
    return Estimate(mean, low, high, n, len(values) - n)


def difference(before: Sequence[float | None], after: Sequence[float | None]) -> Estimate:
    """Mean of after - before over the cases that have both, paired."""
    pairs = [
        None if a is None or b is None else b - a for a, b in zip(before, after, strict=True)
    ]  # resampling pairs keeps each case with itself
    there = [p for p in pairs if p is not None]
    if not there:
        return Estimate(None, None, None, 0, len(pairs))
    low, high = _interval(np.array(there))
    return Estimate(sum(there) / len(there), low, high, len(there), len(pairs) - len(there))


def _interval(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(0, len(values), size=(RESAMPLES, len(values)))
    means = values[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
