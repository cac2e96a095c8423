"""Whether a text tells a value of the quantity that is asked for.

It does not know what the value is of.
"""

from __future__ import annotations

from vlm.headings import unit_of_heading
from vlm.measures import read_figures
from vlm.units import may_measure


def tells(text: str, quantities: frozenset[str]) -> bool:
    """Whether a text holds a figure that may be of these: no code, nor the number that a step begins with."""
    return any(
        may_measure(f.unit, quantities) if f.unit else f.start > 0 and not f.code for f in read_figures(text)
    )


def measures(text: str, quantities: frozenset[str]) -> bool:
    """Whether a figure of a text has a unit of these, its own or the one in the heading of its cell."""
    units = (f.unit or unit_of_heading(text, f) for f in read_figures(text))
    return any(unit and may_measure(unit, quantities) for unit in units)
