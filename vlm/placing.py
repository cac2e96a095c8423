"""A figure told of what another printed sentence or row is about, which prints a figure of its own for it.

It does not ask whether a figure is printed, nor what stands right beside it; vlm/checks/figures.py and
vlm/partners.py do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.content import content_of
from vlm.headings import unit_in
from vlm.measures import Figure, read_figures
from vlm.partners import alike, measure_of
from vlm.units import load_units

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]")
_DIGIT = re.compile(r"\d")
_QUOTES = 2
_SUBJECT = 2  # words of what the other sentence is about that the claim tells at least
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, or a row as one: what it is about, its figures and what they measure."""

    words: frozenset[str]  # of a row's cells that hold no figure
    known: frozenset[str]  # … and of its headings
    figures: tuple[Figure, ...]
    measures: frozenset[str]
    in_row: bool


@lru_cache(maxsize=2048)
def _places(text: str) -> tuple[_Place, ...]:
    if " | " in text:
        return (_row(text),)
    return tuple(_sentence(sentence) for sentence in _SENTENCE.split(text) if sentence.strip())


def _sentence(sentence: str) -> _Place:
    figures = tuple(f for f in read_figures(sentence) if not f.code)
    measures = frozenset(measure_of(f) for f in figures if f.unit)
    words = content_of(sentence)
    return _Place(words, words, figures, measures, False)


def _row(row: str) -> _Place:
    """A unit in brackets in a heading is that of the cell."""
    cells = [cell.partition(": ") for cell in row.split(" | ")]
    figures = tuple(f for f in read_figures(row) if not f.code)
    words, measures = set[str](), {measure_of(f) for f in figures if f.unit}
    for heading, _, value in cells:
        if unit := unit_in(heading):
            measures.add(load_units().by_name[unit].of)
        elif not _DIGIT.search(value):
            words |= content_of(value)
    return _Place(frozenset(words), content_of(row), figures, frozenset(measures), True)


def find_put_elsewhere(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first figure of a sentence that is about what another quote is about than the figure stands in, and
    leaves that one's own figure of the same measure out."""
    if len(evidence) < _QUOTES or " | " in claim or not _DIGIT.search(claim):
        return None
    printed = [(n, place) for n, text in enumerate(evidence) for place in _places(text)]
    for said in _places(claim):
        for figure in (f for f in said.figures if f.unit):
            measure = measure_of(figure)
            rivals = [(n, p) for n, p in printed if measure in p.measures and not _tells(said, p, measure)]
            held = [(n, p) for n, p in printed if any(_is_same(figure, f, p) for f in p.figures)]
            for number, rival in rivals if held else ():
                if all(n != number and _is_about(said, rival, place) for n, place in held):
                    told = min(said.words & (rival.words - held[0][1].words))
                    return Reason("figure_elsewhere", (("figure", figure.text), ("near", told)))
    return None


def _tells(said: _Place, place: _Place, measure: str) -> bool:
    """Whether a sentence tells a figure of this measure that stands in the place."""
    own = [f for f in place.figures if measure_of(f) == measure or (place.in_row and not f.unit)]
    return any(_is_same(mine, f, place) for mine in said.figures for f in own)


def _is_same(claimed: Figure, printed: Figure, place: _Place) -> bool:
    if alike(claimed, printed):
        return True
    bare = place.in_row and not printed.unit
    return bare and claimed.low == printed.low and claimed.high == printed.high


def _is_about(said: _Place, rival: _Place, own: _Place) -> bool:
    """Whether a sentence tells most of what only the rival says, and little of what only the other says."""
    theirs, mine = rival.words - own.words, own.words - rival.known
    told, kept = said.words & theirs, said.words & mine
    return len(told) >= max(_SUBJECT, _HALF * len(theirs)) and len(told) > 2 * len(kept)
