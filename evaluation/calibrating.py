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
Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Column = np.ndarray[tuple[int], np.dtype[np.float64]]
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
    names, table = _table(signs)
    labels = np.array(accepted, dtype=float)
    told, constant = left_out(signs, accepted)
    intercept, *weights_of = _regress(table, labels)
    calibration = Calibration(
        {name: round(float(w), 6) for name, w in zip(names, weights_of, strict=True)},
        round(float(intercept), 6),
        threshold,
        len(labels),
        f"{datetime.now(UTC):%Y-%m-%d}",
    )
    brier, brier_constant = (float(np.mean((said - labels) ** 2)) for said in (told, constant))
    return Fitted(calibration, brier, brier_constant)


def left_out(signs: Sequence[Signs], accepted: Sequence[bool | float]) -> tuple[Column, Column]:
    """Of each answer the chance that a regression over all others gives it, and the share of these others."""
    _, table = _table(signs)
    labels = np.array(accepted, dtype=float)
    told, constant = np.empty(len(labels)), np.empty(len(labels))
    for n in range(len(labels)):
        rest = np.arange(len(labels)) != n
        told[n] = _chance(table[n : n + 1], _regress(table[rest], labels[rest]))[0]
        constant[n] = labels[rest].mean()
    return told, constant


def _table(signs: Sequence[Signs]) -> tuple[list[str], Table]:
    names = sorted({name for one in signs for name in one})
    return names, np.array([[one.get(name, 0.0) for name in names] for one in signs])


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
