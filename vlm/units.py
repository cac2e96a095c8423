"""Units of measure: their spellings in Chinese and English, and what equals what.

It does not find numbers in text; measures.py does.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DEFAULT = Path(__file__).with_name("units.toml")
_ROUNDED = 0.03  # relative difference that a rounded conversion may have at most


@dataclass(frozen=True, slots=True)
class Unit:
    """x of this unit is `si` · x + `zero` SI units of what it is a measure `of` ("": equals itself only)."""

    name: str
    of: str
    si: float
    zero: float
    imperial: bool


@dataclass(frozen=True, slots=True)
class Units:
    by_name: Mapping[str, Unit]
    by_symbol: Mapping[str, str]
    by_word: Mapping[str, str]
    pattern: str  # a regular expression that matches any spelling, longest first
    spelled: re.Pattern[str]  # it alone

    def named(self, spelling: str) -> str:
        """The unit's name for a matched spelling."""
        tight = spelling if spelling in self.by_symbol else re.sub(r"\s+", " ", spelling)
        found = self.by_symbol.get(tight) or self.by_word.get(tight.lower())
        return found or self.by_symbol[tight.replace(" ", "")]


@cache
def load_units() -> Units:
    """The table of units.toml."""
    table = tomllib.loads(_DEFAULT.read_text(encoding="utf-8"))
    units, symbols, words = {}, {}, {}
    for name, entry in table.items():
        units[name] = Unit(
            name,
            entry.get("of", ""),
            entry.get("si", 1.0),
            entry.get("zero", 0.0),
            entry.get("imperial", False),
        )
        symbols.update(dict.fromkeys(entry.get("symbols", ()), name))
        words.update(dict.fromkeys((w.lower() for w in entry.get("words", ())), name))
    pattern = _pattern([*symbols], [*words])
    return Units(units, symbols, words, pattern, re.compile(pattern))


@cache
def _measured() -> frozenset[str]:
    return frozenset(unit.of for unit in load_units().by_name.values() if unit.of)


def may_measure(unit: str, quantities: Collection[str]) -> bool:
    """Whether a value of this unit may be one of the quantities; where one has no unit of its own any may."""
    of = "temperature" if unit == "degree" else load_units().by_name[unit].of
    return of in quantities or not set(quantities) <= _measured()


def _pattern(symbols: list[str], words: list[str]) -> str:
    def bounded(spelling: str) -> str:
        body = re.escape(spelling).replace(r"\ ", r"\s?" if spelling in symbols else r"\s+")
        return body + (r"(?![A-Za-z])" if spelling[-1].isascii() and spelling[-1].isalpha() else "")

    by_word = any_of({word: bounded(word) for word in words})
    by_symbol = any_of({symbol: bounded(symbol) for symbol in symbols})
    return rf"(?:(?i:{by_word})|{by_symbol})"


def any_of(spellings: Mapping[str, str]) -> str:
    """A pattern that matches any spelling by its own pattern, the longest first. Those that begin alike are
    tried together: `re` would try each of the list at each place of a text."""
    groups: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        groups.setdefault(re.escape(spelling[0]), []).append(spellings[spelling])
    parts = (f"{first}(?:{'|'.join(p.removeprefix(first) for p in each)})" for first, each in groups.items())
    return "|".join(parts)


def in_unit_of(value: float, unit: str, other: str) -> float | None:
    """A value of one unit in another of the same measure and system; None where there is no such."""
    table = load_units().by_name
    left, right = table.get(unit), table.get(other)
    if left is None or right is None:
        return None
    if unit == "degree" and right.of == "temperature":
        return value  # 零度到 35 ℃
    if not left.of or left.of != right.of or left.imperial != right.imperial:
        return None
    return round((left.si * value + left.zero - right.zero) / right.si, 9)


def equal(claimed: float, printed: str, unit: str, value: float, other: str) -> bool:
    """Whether `claimed` (as `printed`) of `unit` says the same as `value` of the `other` unit.

    The same unit, and units of one system, must agree exactly. Between the systems the converted value must
    round to what is printed, and be within 3 %.
    """
    if unit == other:
        return math.isclose(claimed, value, rel_tol=1e-9, abs_tol=1e-12)
    table = load_units().by_name
    left, right = table.get(unit), table.get(other)
    if left is None or right is None:
        return False
    if "degree" in (unit, other):
        named = right if unit == "degree" else left
        return named.of == "temperature" and claimed == value  # 200度, "200 degrees" beside 200 °C
    if not left.of or left.of != right.of:
        return False
    converted = (right.si * value + right.zero - left.zero) / left.si
    if left.imperial == right.imperial and not left.imperial:
        return math.isclose(converted, claimed, rel_tol=1e-9, abs_tol=1e-12)
    half = 0.5 * 10.0 ** -len(printed.partition(".")[2])
    if abs(converted - claimed) > half * (1 + 1e-9):
        return False
    return left.of == "temperature" or abs(converted - claimed) <= _ROUNDED * abs(converted)
