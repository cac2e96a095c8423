"""The unit that a heading gives for the values under it: `Value (Ω): 340 k` is 340 kΩ.

It reads no figures; vlm/measures.py does.
"""

from __future__ import annotations

import re

from vlm.folding import plain_text
from vlm.measures import Figure
from vlm.units import load_units

_HEADING_UNIT = re.compile(r"[(（\[]\s*([^()（）\[\]|]+?)\s*[)）\]]\s*[:：]\s*$")
_BRACKETED = re.compile(r"[(（]([^()（）]+)[)）]")
_PREFIX = re.compile(r"\s?([kM])(?![\w])")


def prefix_of(text: str, figure: Figure) -> str:
    """The k of "340 k", which belongs to the unit of the heading; "" where there is none."""
    return prefix[1] if (prefix := _PREFIX.match(text, figure.end)) else ""


def unit_of_heading(text: str, figure: Figure) -> str:
    """The name of the unit in brackets right before a figure of the same cell, "" where there is none."""
    cell = text[text.rfind("|", 0, figure.start) + 1 : figure.start]
    heading = _HEADING_UNIT.search(cell)
    spelled = f"{prefix_of(text, figure)}{plain_text(heading[1])}" if heading else ""
    return load_units().named(spelled) if load_units().spelled.fullmatch(spelled) else ""


def unit_in(heading: str) -> str:
    """The name of the unit in brackets in a heading that stands alone, "" where there is none."""
    bracketed = _BRACKETED.search(heading)
    spelled = plain_text(bracketed[1]).strip() if bracketed else ""
    return load_units().named(spelled) if load_units().spelled.fullmatch(spelled) else ""
