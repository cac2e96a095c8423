"""A calibration from people's marks: logistic regression on signs, judged on marks it was not fitted on.

Few marks are had, so weights are held back (ridge) and targets are smoothed (Platt 1999), lest fifty right
answers make a certainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from api.confidence import Calibration, Signs
from kb_sources.errors import InputRejected

FEWEST = 20  # marks from which a calibration is made
_RIDGE = 1.0
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Fitted:
    """Brier scores are means of squared errors, of marks left out one at a time; lower is better."""

    calibration: Calibration
    brier: float
    brier_constant: float  # of saying the share of accepted answers each time


def fit(signs: Sequence[Signs], accepted: Sequence[bool], threshold: float) -> Fitted:
    """Raises InputRejected when there are fewer marks than FEWEST, or answers without signs."""
    if len(signs) < FEWEST or not all(signs):
        known = sum(map(bool, signs))
        raise InputRejected(
            f"{known} marked answers have signs to calibrate by; at least {FEWEST} are needed.",
            hint="Mark more answers, of a pilot asked with this version.",
        )
    names = sorted({name for one in signs for name in one})
    table = np.array([[one.get(name, 0.0) for name in names] for one in signs])
    labels = np.array(accepted, dtype=float)
    errors, constant = [], []
    for n in range(len(labels)):
        rest = np.arange(len(labels)) != n
        weights = _regress(table[rest], labels[rest])
        errors.append((_chance(table[n : n + 1], weights)[0] - labels[n]) ** 2)
        constant.append((labels[rest].mean() - labels[n]) ** 2)
    intercept, *weights_of = _regress(table, labels)
    calibration = Calibration(
        {name: round(float(w), 6) for name, w in zip(names, weights_of, strict=True)},
        round(float(intercept), 6),
        threshold,
        len(labels),
        f"{datetime.now(UTC):%Y-%m-%d}",
    )
    return Fitted(calibration, float(np.mean(errors)), float(np.mean(constant)))


Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Column = np.ndarray[tuple[int], np.dtype[np.float64]]


def _regress(table: Table, labels: Column) -> Column:
    """Intercept and weights by Newton's method; the intercept is not held back."""
    good = labels.sum()
    high, low = (good + 1) / (good + 2), 1 / (len(labels) - good + 2)
    targets = np.where(labels > 0, high, low)
    ones = np.column_stack([np.ones(len(table)), table])
    ridge = np.diag([1e-6, *[_RIDGE] * table.shape[1]])
    weights: Column = np.zeros(ones.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(ones @ weights, -30, 30)))
        slope = ones.T @ (chance - targets) + ridge @ weights
        bend = (ones * (chance * (1 - chance))[:, None]).T @ ones + ridge
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def _chance(table: Table, weights: Column) -> Column:
    odds = weights[0] + table @ weights[1:]
    chance: Column = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chance
