"""A claim that copies its quote but for a figure, even where that figure stands elsewhere in the quote.

What else may be edited is for vlm/checks/opposites.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from vlm.answer import Reason
from vlm.folding import plain_text
from vlm.measures import Figure, read_figures
from vlm.units import equal

_TOKEN = re.compile(r"\d+(?:\.\d+)*|[A-Za-z]+|[^\W\d]|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COPIED = 0.85  # likeness (0..1) from which a claim is held to copy its quote


def find_edited(claim: str, quotes: Sequence[str]) -> Reason | None:
    """The first number that stands where a quote that the claim copies has another."""
    body = plain_text(claim)
    if not _NUMBER.search(body):
        return None
    mine, numbers = _TOKEN.findall(body), {*_NUMBER.findall(body)}
    for quote in quotes:
        printed_text = plain_text(quote)
        if len(numbers.union(_NUMBER.findall(printed_text))) < 2:
            continue  # the one number of both
        theirs = _TOKEN.findall(printed_text)
        if 2 * min(len(mine), len(theirs)) < _COPIED * (len(mine) + len(theirs)):
            continue  # no ratio can reach it
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        if matcher.quick_ratio() < _COPIED or matcher.ratio() < _COPIED:
            continue
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "replace" or b - a != d - c:
                continue
            for said, printed in zip(mine[a:b], theirs[c:d], strict=True):
                if _differ(said, printed) and not _is_converted(said, claim, printed, quote):
                    return Reason("figure_not_in_quote", (("figure", said), ("printed", printed)))
    return None


def _differ(said: str, printed: str) -> bool:
    return (
        _NUMBER.fullmatch(said) is not None
        and _NUMBER.fullmatch(printed) is not None
        and float(said) != float(printed)
    )


def _is_converted(said: str, claim: str, printed: str, quote: str) -> bool:
    """Whether the two numbers measure the same in other units: 10 N·cm for 0.10 N·m."""
    return any(
        one.unit != other.unit and equal(one.low, one.printed[0], one.unit, other.low, other.unit)
        for one in _with(said, claim)
        for other in _with(printed, quote)
    )


def _with(number: str, text: str) -> list[Figure]:
    return [f for f in read_figures(text) if number in f.printed]
