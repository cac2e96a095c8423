"""Marks a figure that a claim gives in another unit than the manual prints: 77 °F for 25 °C.

It decides nothing: whether both say the same is for vlm/checks/figures.py, which has found it so.
"""

from __future__ import annotations

from collections.abc import Sequence

from vlm.answer import Reason
from vlm.measures import Figure
from vlm.units import equal


def conversion(claimed: Sequence[Figure], printed: Sequence[Figure]) -> Reason | None:
    """The first claimed figure that is printed in no such unit, and what it is converted from; else None."""
    units = {figure.unit for figure in printed}
    for figure in claimed:
        if figure.code or not figure.unit or figure.unit in units:
            continue
        for other in printed:
            if not other.code and other.unit and _converts(figure, other):
                return Reason("converted", (("figure", figure.text), ("printed", other.text)))
    return None


def _converts(figure: Figure, other: Figure) -> bool:
    return equal(figure.low, figure.printed[0], figure.unit, other.low, other.unit) and equal(
        figure.high, figure.printed[1], figure.unit, other.high, other.unit
    )
