"""Values that a manual prints in pairs: "5 V / 3 A or 9 V / 2.77 A" says nothing of 9 V and 3 A.

It does not ask whether a figure is printed at all; vlm/checks/figures.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vlm.answer import Reason
from vlm.measures import Figure, read_figures
from vlm.partners import alike, measure_of

_TIED = re.compile(r"\s?(?:[/@(（=⎓:：×]|→|->|at|with|时|下|对应|,? ?giv(?:es|ing))\s?")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]| \| ")
_PIECE = re.compile(r",(?!\d)|[，、]|\b(?:and|or|but|while|whereas)\b|[和或而与]")
_MANY = re.compile(r"(?:\d+[^\d]+){3}\d|[零一二两三四五六七八九十]")  # figures of two pairs, or spelled ones
_BRACKET = re.compile(r"\w\s?[(（]\s?[\d一二两三四五六七八九十]")
_OPENED = re.compile(r"\s?[(（]\s?")
_LEAST = 2  # pairs that a text lists at least: a lone pair may be told of in any way
_Pair = tuple[Figure, Figure]


def find_unpaired(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "3 A at 9 V" of "5 V / 3 A or 9 V / 2.77 A"."""
    lists = [pairs for text in evidence for pairs in _lists(text)] if " | " not in claim else []
    for pairs in lists:
        for sentence in _SENTENCE.split(claim):
            for one, two in _told(sentence, pairs):
                if not any(alike(one, a) and alike(two, b) for a, b in pairs):
                    return Reason("figure_elsewhere", (("figure", two.text), ("near", one.text)))
    return None


def find_other_count(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "NV-7512-B (3 pieces)" of "NV-7522-A (3 pieces), NV-7512-B": brackets count what is before them."""
    if " | " in claim:
        return None
    for sentence in (s for text in evidence if _BRACKET.search(text) for s in _SENTENCE.split(text)):
        figures = read_figures(sentence)
        codes = {f.code for f in figures if f.code}
        counts = [
            (one.code, two)
            for one, two in pairwise(figures)
            if one.code and not two.code and _OPENED.fullmatch(sentence, one.end, two.start)
        ]
        for piece in _SENTENCE.split(claim) if counts and len(codes) > 1 else ():
            told = [f.code for f in read_figures(piece) if f.code in codes]
            said = [f for f in read_figures(piece) if not f.code]
            for figure, part in pairwise(read_figures(piece)):  # "two NV-7012-A and NV-7022-A"
                counted = {code for code, count in counts if not figure.code and alike(figure, count)}
                beside = not piece[figure.end : part.start].strip(" x×个条颗根片块件只")
                if counted and part.code in codes - counted and beside:
                    return Reason("figure_elsewhere", (("figure", figure.text), ("near", part.code)))
            for figure in said if len(told) == 1 else ():
                counted = {code for code, count in counts if alike(figure, count)}
                if counted and told[0] not in counted:
                    return Reason("figure_elsewhere", (("figure", figure.text), ("near", told[0])))
    return None


@lru_cache(maxsize=1024)
def _lists(text: str) -> tuple[tuple[_Pair, ...], ...]:
    """The pairs of each sentence or cell that lists two or more of the same two measures."""
    found = list[tuple[_Pair, ...]]()
    for sentence in _SENTENCE.split(text):
        if not _MANY.search(sentence):
            continue
        pairs, of = list[_Pair](), set[tuple[str, str]]()
        for one, two in pairwise(read_figures(sentence)):
            is_free = not pairs or pairs[-1][1] is not one
            if is_free and _is_pair(one, two) and _TIED.fullmatch(sentence, one.end, two.start):
                pairs.append((one, two))
                of.add((measure_of(one), measure_of(two)))
        if len(pairs) >= _LEAST and len(of) == 1:
            found.append(tuple(pairs))
    return tuple(found)


def _is_pair(one: Figure, two: Figure) -> bool:
    return bool(one.unit and two.unit) and measure_of(one) != measure_of(two)


def _told(sentence: str, pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """The pairs that a sentence makes of the printed values: one after the other, two lists of equal length,
    or one of each within a piece."""
    said = [f for f in read_figures(sentence) if f.unit and _side(f, pairs) is not None]
    sides = [_side(f, pairs) for f in said]
    half = len(said) // 2
    if 0 in sides and 1 in sides:
        if len(said) == 2 * half and all(a != b for a, b in zip(sides[::2], sides[1::2], strict=True)):
            yield from (_in_order(a, b, pairs) for a, b in zip(said[::2], said[1::2], strict=True))
        elif len(said) == 2 * half and len({*sides[:half]}) == len({*sides[half:]}) == 1:
            yield from (_in_order(a, b, pairs) for a, b in zip(said[:half], said[half:], strict=True))
        else:
            pieces = [p for p in _PIECE.split(sentence) if p] if len(said) > _LEAST else []
            yield from (pair for p in pieces if p != sentence for pair in _told(p, pairs))


def _side(figure: Figure, pairs: Sequence[_Pair]) -> int | None:
    """Whether a figure is the first (0) or the second (1) of a printed pair, None for neither."""
    return next((n for pair in pairs for n in (0, 1) if alike(figure, pair[n])), None)


def _in_order(one: Figure, two: Figure, pairs: Sequence[_Pair]) -> _Pair:
    return (one, two) if _side(one, pairs) == 0 else (two, one)
