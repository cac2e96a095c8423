"""Numbers side by side: which have a unit in common, and which two are the ends of one range.

It finds no numbers; vlm/measures.py does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from vlm.bounds import bound_of
from vlm.units import in_unit_of

_BETWEEN_RANGE = re.compile(r"\s?(?:-|(?:up )?to|至|到|through|and(?=\s)|[与和])\s?", re.IGNORECASE)
_BETWEEN_LIST = re.compile(r"\s?(?:[/x*,、±]|by|or|and|或者?|和|及|与|乘)\s?", re.IGNORECASE)
_BETWEEN_LIMITS = re.compile(
    r"\s?(?:[,，、]\s?)?(?:(?:and|but|yet)\s|[且和但而]|并且)?(?:be )?", re.IGNORECASE
)


@dataclass(slots=True)
class Item:
    value: float
    printed: str
    start: int
    end: int
    unit: str = ""
    sign: str = ""
    ordinal: bool = False


def spread_units(items: list[Item], body: str) -> None:
    """In `12/24 V`, `3.7-4.2V` and `220 x 220 x 250 mm` the last unit goes for all."""
    for before, after in reversed(list(pairwise(items))):
        if before.unit or not after.unit or before.ordinal:
            continue
        between = body[before.end : after.start]
        if after.sign == "±" and not between.strip():
            between = "±"
        near = _BETWEEN_RANGE.fullmatch(between) or _BETWEEN_LIST.fullmatch(between)
        if near or _are_limits(before, between, body):
            before.unit = after.unit


def _are_limits(before: Item, between: str, body: str) -> bool:
    """Whether two numbers limit one value: "no less than 400 and no more than 1200 rpm"."""
    joint = _BETWEEN_LIMITS.match(between)
    lower = body.lower()
    if joint is None or len(lower) != len(body) or not bound_of(lower, before.start, before.end)[0]:
        return False
    end = before.end + len(between)
    return bound_of(lower, end, end)[1] == before.end + joint.end()


def is_range(low: Item, high: Item, body: str) -> bool:
    joined = _BETWEEN_RANGE.fullmatch(body, low.end, high.start)
    if joined is None or high.sign or low.ordinal:
        return False
    between = joined[0]
    if "and" in between.lower() and not re.search(
        r"\bbetween\s+(?:\w+\s+)?$", body[: low.start], re.IGNORECASE
    ):
        return False
    if between.strip() in ("与", "和") and not body[high.end :].lstrip().startswith("之间"):
        return False
    return low.unit == high.unit or not low.unit or not high.unit or _rises(low, high)


def _rises(low: Item, high: Item) -> bool:
    """Whether two values of one measure make a range, "60 cm to 1 m"; the lower then has the other's unit."""
    value = in_unit_of(low.value, low.unit, high.unit)
    if value is None or value >= high.value:
        return False
    low.value, low.printed, low.unit = value, f"{value:g}", high.unit
    return True
