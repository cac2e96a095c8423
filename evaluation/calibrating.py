"""A calibration from people's marks: logistic regression on signs, judged on marks it was not fitted on.

Few marks are had, so weights are held back (ridge) and targets are smoothed (Platt 1999), lest fifty right
answers make a certainty.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from api.confidence import Calibration, Signs
from evaluation.marks import Share, share
from kb_sources.errors import InputRejected

FEWEST = 20  # marks from which a calibration is made
FEWEST_LEAVING = 10  # marked answers by which a threshold is known to give a share
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


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where answers leave, that the wanted share of them be accepted: the lowest such value.

    `chosen` is of the marks by which it was chosen, and so a little too good; in `held_out` each mark is
    counted against the threshold that the others choose.
    """

    value: float
    chosen: Share
    held_out: Share


def thresholds(
    signs: Sequence[Signs], accepted: Sequence[bool], wanted: float
) -> dict[str, Threshold | None]:
    """By what is set: `KB_ASK_SUFFICIENT`, in log-odds and without any calibration; and `--threshold` of a
    calibration, by what regressions over all other marks say of each. A code lets an answer leave whatever
    the first is. Raises InputRejected as `fit` does.
    """
    _check(signs)
    sufficient = [math.inf if one.get("coded") else one.get("sufficiency", -math.inf) for one in signs]
    told, _ = left_out(signs, accepted)
    return {
        "KB_ASK_SUFFICIENT": threshold_for(sufficient, accepted, wanted),
        "--calibrate --threshold": threshold_for(told.tolist(), accepted, wanted),
    }


def threshold_for(told: Sequence[float], accepted: Sequence[bool], wanted: float) -> Threshold | None:
    """`told`: what was said of each marked answer, higher is better. None where no value gives the share."""
    scores, labels = np.array(told), np.array(accepted, dtype=bool)
    value = _lowest(scores, labels, wanted)
    if value is None:
        return None
    left = accepted_ = 0
    for n in range(len(scores)):
        rest = np.arange(len(scores)) != n
        other = _lowest(scores[rest], labels[rest], wanted)
        if other is not None and scores[n] >= other:
            left += 1
            accepted_ += int(labels[n])
    leaves = scores >= value
    return Threshold(value, share(int(labels[leaves].sum()), int(leaves.sum())), share(accepted_, left))


def _lowest(scores: Column, labels: NDArray[np.bool_], wanted: float) -> float | None:
    for value in np.unique(scores):
        leaves = scores >= value
        if leaves.sum() >= FEWEST_LEAVING and labels[leaves].mean() >= wanted:
            return float(value)
    return None


def fit(signs: Sequence[Signs], accepted: Sequence[bool], threshold: float) -> Fitted:
    """Raises InputRejected when there are fewer marks than FEWEST, or answers without signs."""
    _check(signs)
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


def _check(signs: Sequence[Signs]) -> None:
    if len(signs) < FEWEST or not all(signs):
        known = sum(map(bool, signs))
        raise InputRejected(
            f"{known} marked answers have signs to calibrate by; at least {FEWEST} are needed.",
            hint="Mark more answers, of a pilot asked with this version.",
        )


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
