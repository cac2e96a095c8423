"""Figures with what is said of them right beside: the mode of "5 V mode", the order of "156 × 74 mm", which
of two part numbers replaces the other, the value of another part.

It compares neighbours alone; nouns of bare numbers are for vlm/partners.py, pairs of values for
vlm/pairings.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.folding import plain_text
from vlm.measures import Figure, read_figures
from vlm.partners import alike, measure_of

_DIGIT = re.compile(r"\d")
_PAIR = 2
_COMMAS = frozenset([",", ";", "，", "；", "、"])
_PIECE = re.compile(r",(?!\d)|[，;；。]|\.(?=\s|$)|\b(?:and|while|whereas)\b")
_NOUN = re.compile(r"\s?(?P<en>[a-z]{3,})\b|\s?(?P<zh>[\u3400-\u9fff]{2})", re.IGNORECASE)
_TIMES = re.compile(
    r"\d[\d.]*(?:\s?[b-wyz]{1,2}\b)?(?:(?:\s?[x×*]\s?|\sby\s|\s?乘以?\s?)\d[\d.]*(?:\s?[b-wyz]{1,2}\b)?)+"
)
_MAY_TIMES = re.compile(r"[x×*乘]|\bby\b")
_NUMBER = re.compile(r"\d[\d.]*")


def find_other_attribute(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "In 9.4 V mode" where "9 V mode" is printed; 74 × 156 mm for 156 × 74 mm; an old part that replaces
    its successor; the minutes of one part told of another."""
    if " | " in claim or not _DIGIT.search(claim):
        return None
    said = _attributes(claim)
    printed = [pair for text in evidence for pair in _attributes(text)] if said else []
    for figure, noun in said:
        kin = [f for f, own in printed if own == noun and measure_of(f) == measure_of(figure)]
        if kin and not any(alike(figure, f) for f in kin):
            return Reason("figure_elsewhere", (("figure", kin[0].text), ("near", noun)))
    return (
        _find_other_product(claim, evidence)
        or _find_other_side(claim, evidence)
        or _find_turned_successor(claim, evidence)
        or _find_of_another(claim, evidence)
        or _find_other_condition(claim, evidence)
    )


@lru_cache(maxsize=2048)
def _attributes(text: str) -> tuple[tuple[Figure, str], ...]:
    """The figures with a unit, and the word right behind each."""
    found = list[tuple[Figure, str]]()
    for figure in read_figures(text):
        match = _NOUN.match(text, figure.end) if figure.unit and not figure.bound else None
        if match is not None and content_of(match[0]):
            found.append((figure, (match["en"] or match["zh"]).lower()))
    return tuple(found)


def _find_other_product(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "74 × 156 mm" of "156 × 74 mm"."""
    said = _products(claim)
    printed = [product for text in evidence for product in _products(text)] if said else []
    for mine in said:
        same = [other for other in printed if sorted(other) == sorted(mine)]
        if same and mine not in same:
            values = (("figure", " × ".join(map(str, mine))), ("printed", " × ".join(map(str, same[0]))))
            return Reason("figure_not_in_quote", values)
    return None


@lru_cache(maxsize=2048)
def _products(text: str) -> tuple[tuple[float, ...], ...]:
    found = _TIMES.finditer(plain_text(text)) if _MAY_TIMES.search(text) else ()
    return tuple(tuple(float(n.rstrip(".")) for n in _NUMBER.findall(m[0])) for m in found)


_ORDER = re.compile(r"[(（](?P<names>[^()（）]*[x×*][^()（）]*)[)）]", re.IGNORECASE)
_CROSS = re.compile(r"\s?[x×*]\s?")
_SIDE = re.compile(
    r"(?P<height>高|\b(?:h|height|high|tall)\b)|(?P<width>宽|\b(?:w|width|wide)\b)"
    r"|(?P<depth>[厚深]|\b(?:d|depth|deep|thick|thickness)\b)|(?P<length>长|\b(?:l|length|long)\b)",
    re.IGNORECASE,
)
_SAID = re.compile(r",(?!\d)|[，;；。、]|\.(?=\s|$)|\b(?:and|by)\b")


def _find_other_side(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "74.1 mm high" of "(H × W × D): 156.2 × 74.1 × 8.3 mm"."""
    sides = {side: figure for text in evidence for side, figure in _sides(text)}
    for piece in filter(None, _SAID.split(claim)) if sides else ():
        named = [match for match in _SIDE.finditer(piece) if match.lastgroup in sides]
        said = [f for f in read_figures(piece) if f.unit and not f.code]
        if len(named) != 1 or len(said) != 1 or alike(said[0], sides[str(named[0].lastgroup)]):
            continue
        if any(alike(said[0], figure) for figure in sides.values()):
            return Reason("figure_elsewhere", (("figure", said[0].text), ("near", named[0][0])))
    return None


@lru_cache(maxsize=1024)
def _sides(text: str) -> tuple[tuple[str, Figure], ...]:
    """The figures whose order a heading in brackets tells: which is the height, which the width."""
    order = _ORDER.search(text)
    names = [_SIDE.search(name) for name in _CROSS.split(order["names"])] if order else []
    sides = [str(name.lastgroup) for name in names if name is not None]
    figures = [f for f in read_figures(text) if order and f.start >= order.end() and f.unit and not f.code]
    told = bool(sides) and len(sides) == len(names) == len(figures)
    return tuple(zip(sides, figures, strict=True)) if told else ()


_REPLACES = Bilingual(
    r"\b(?P<by>(?:is|was|are|were|been|gets?|now) (?:\w+ )?(?:replaced|superseded|succeeded)(?: \w+)? by)\b"
    r"|\b(?P<of>replaces|supersedes|succeeds|(?:the )?successor (?:of|to))\b",
    r"(?P<zhby>被|[已改]?由)(?=[^，。]{0,14}(?:替代|取代|替换|代替))|(?P<zhof>替代|取代|替换|代替)(?:了|的是)?",
)


def _find_turned_successor(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "A is replaced by B" of B's row with "replaces A", and the reverse."""
    if not _REPLACES.search(claim.lower()):
        return None
    said = [*_successors(claim)]
    printed = {pair for text in evidence for pair in _successors(text)} if said else set()
    for new, old in said:
        if (old, new) in printed and (new, old) not in printed:
            return Reason("tied_otherwise", (("word", old), ("to", new), ("printed", old)))
    return None


def _successors(text: str) -> Iterator[tuple[str, str]]:
    """A new part number, and the old one that it replaces."""
    codes = [f for f in read_figures(text) if f.code and "-" in f.code]
    if len(codes) != _PAIR:
        return
    first, second = codes
    match = next((m for m in _REPLACES.finditer(text.lower()) if m.end() <= second.start + 1), None)
    if match is None or match.start() < first.end - 1:
        return
    passive = match.lastgroup in ("by", "zhby")
    yield (second.code, first.code) if passive else (first.code, second.code)


def _find_of_another(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The value of one part told of a part of its kind to which another quote gives its own."""
    told = read_figures(claim)
    if not any(f.code for f in told) or all(f.code for f in told):
        return None
    quotes = [read_figures(text) for text in evidence if " | " not in text]
    if len(quotes) < _PAIR:
        return None
    for piece in filter(None, _PIECE.split(claim)):
        said = read_figures(piece)
        codes, values = {f.code for f in said if f.code}, [f for f in said if f.unit and not f.code]
        if not codes or len(values) != 1:
            continue
        own = [figures for figures in quotes if codes <= {f.code for f in figures}]
        homes = [figures for figures in quotes if any(alike(values[0], f) for f in figures)]
        if not own or any(figures in homes for figures in own):
            continue
        measure, kinds = measure_of(values[0]), {_kind(code) for code in codes}
        rivals = any(f.unit and measure_of(f) == measure for figures in own for f in figures)
        others = [{f.code for f in figures if f.code} for figures in homes]
        strange = [code for each in others for code in sorted(each) if _kind(code) in kinds]
        if rivals and strange and all(map(codes.isdisjoint, others)):
            return Reason("figure_elsewhere", (("figure", values[0].text), ("near", strange[0])))
    return None


def _kind(code: str) -> str:
    return code.rstrip("0123456789-.")


_CONDITIONED = re.compile(
    r"\s(?:for|with|when|if|in|on|during|under|after) (?P<on>[^,;|()]+)"
    r"|\s?[（(](?P<zhon>[^（()）]{2,12})[)）]"
)
_CLAUSE = re.compile(r",(?!\d)|[，;；。]|\.(?=\s|$)|\b(?:and|but|while|whereas)\b")


def _find_other_condition(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "195 °C with thick paper" of "195 °C, 210 °C for thick paper"."""
    lists = [pair for text in evidence for pair in _conditioned(text)]
    for piece in filter(None, _CLAUSE.split(claim)) if lists else ():
        said = [f for f in read_figures(piece) if f.unit and not f.code]
        words = content_of(piece)
        for figure, on, others in lists if len(said) == 1 else ():
            if on <= words and any(alike(said[0], f) for f in others) and not alike(said[0], figure):
                return Reason("figure_elsewhere", (("figure", said[0].text), ("near", min(on))))
    return None


@lru_cache(maxsize=1024)
def _conditioned(text: str) -> tuple[tuple[Figure, frozenset[str], tuple[Figure, ...]], ...]:
    """The last value of a list, what it is for, and the bare ones before it that are for the rest."""
    found = list[tuple[Figure, frozenset[str], tuple[Figure, ...]]]()
    for cell in text.split(" | "):
        figures = [f for f in read_figures(cell) if f.unit and not f.code]
        for before, figure in pairwise(figures):
            on = _CONDITIONED.match(cell, figure.end)
            bare = (
                measure_of(before) == measure_of(figure)
                and cell[before.end : figure.start].strip() in _COMMAS
            )
            keys = content_of(on["on"] or on["zhon"]) if on and bare else frozenset[str]()
            if keys:
                found.append((figure, keys, (before,)))
    return tuple(found)
