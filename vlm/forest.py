"""Reads and runs boosted trees: flat arrays in an .npz file, no code in it, nothing but numpy to run it.

It knows neither what the numbers mean nor how the trees were grown (evaluation/train_checker.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb_sources.errors import SettingsInvalid

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Forest:
    """Nodes of all trees in one row. A leaf is its own child; `value` of an inner node is not looked at."""

    feature: Ints  # (nodes,) column that a node asks for
    threshold: Floats  # (nodes,) to the left where the number is ≤
    left: Ints  # (nodes,)
    right: Ints  # (nodes,)
    value: Floats  # (nodes,) log-odds that a leaf adds
    roots: Ints  # (trees,)
    intercept: float
    depth: int  # steps that reach a leaf from any root
    names: tuple[str, ...]  # of the columns, in order

    def odds(self, rows: Floats) -> Floats:
        """Log-odds (n,) of rows (n, columns)."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        line = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[line, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        total: Floats = self.value[at].sum(axis=1) + self.intercept
        return total

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
            roots=self.roots,
            intercept=np.array(self.intercept),
            depth=np.array(self.depth),
            names=np.array(self.names),
        )


def read_forest(path: Path, names: Sequence[str]) -> Forest:
    """The trees of a file. Raises SettingsInvalid where it is none, or was grown on other columns."""
    try:
        with np.load(path, allow_pickle=False) as held:
            forest = Forest(
                held["feature"],
                held["threshold"],
                held["left"],
                held["right"],
                held["value"],
                held["roots"],
                float(held["intercept"]),
                int(held["depth"]),
                tuple(str(n) for n in held["names"]),
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise SettingsInvalid(
            f"The trained checker {path.name} cannot be read: {error}.",
            hint="Reinstall Fixcite, or make it anew: python -m evaluation.train_checker.",
        ) from error
    if forest.names != tuple(names):
        raise SettingsInvalid(
            f"The trained checker {path.name} was grown on other signs than this version reads.",
            hint="Make it anew: python -m evaluation.train_checker.",
        )
    return forest
