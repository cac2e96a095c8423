"""Figures of a row's limits: what stands under "min." or "max." alone is no nominal value.

It knows the columns by their headings and a claim's figures by the word that says what they are; whether a
figure is printed at all, and which way a limit opens, is for vlm/checks/figures.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from vlm.answer import Reason
from vlm.headings import unit_in
from vlm.measures import Figure, read_figures
from vlm.units import equal

_Side = Literal["nominal", "limit", "extreme", ""]
_LIMIT_HEADING = re.compile(
    r"\b(?:min|max|lowest|highest|lower limit|upper limit|limit)|最[小低大高]|[上下]限|极限",
    re.IGNORECASE,
)
_NOMINAL = (
    r"\bnominal\w*|\brated|\btypical\w*|\bnormal(?:ly)?\b|\btargets?\b|\bset ?(?:point|value)s?\b"
    r"|\bstandard value|\breference|标称|额定|设定|典型|正常|标准值|目标|参考值|基准|公称|名义"
)
_NOMINAL_HEADING = re.compile(_NOMINAL, re.IGNORECASE)
_WORD = re.compile(
    rf"(?P<nominal>{_NOMINAL})|(?P<extreme>\b(?:min|max)\w*|\b(?:lowest|highest|lower limit|upper limit)\b"
    r"|最[小大低高]|[上下]限)|\b(?:min|max)\w*|\blimit\w*|\brang\w+|\bbetween\b|\bwithin\b|\b(?:dis)?allow\w*|\bpermi\w+|\btolera\w+"
    r"|\bmay\b|\bfrom\b|\b(?:at )?least\b|\bmost\b|\bnever\b|\bnot\b|\bnor\b|\bno\b"
    r"|\bover\b|\babove\b|\bunder\b|\bbelow\b"
    r"|\b(?:more|less|higher|lower|highest|lowest|upper|exceed\w*|outside|beyond|accept\w*|up to|down to)\b"
    r"|\bdrops?\b|\bfalls?\b|\brises?\b|[<>≤≥]"
    r"|范围|允许|容许|许可|公差|偏差|之间|介于|以[上下内外]|最[大小高低多少]|[上下]限|不得|不能|不可|不应|不要|不许|不准"
    r"|[低高小大少多]于|超[过出]|至[少多]|起码|合格|极限|跌到|降到|升到",
    re.IGNORECASE,
)
_SWITCH_HEADING = re.compile(r"(?:(?P<on>\bon|接通|闭合|吸合)|\boff|断开|释放)\s*[)）]?$", re.IGNORECASE)
_SWITCHES_OFF = re.compile(
    r"\boff\b|\b(?:releas|open|de-?energi|deactivat|disconnect|let go)|断|松开|关|释放|打开", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s$|[从由]\s?$")
_WAY = re.compile(
    r"\b(?:(?P<up>ris|rose|climb|increas|go(?:es)? up|grow)|(?:drop|fall|fell|sink|decreas|go(?:es)? down))"
    r"|(?P<up2>升)|降|跌"
)
_SENTENCE = re.compile(
    r"[.!?](?=\s|$)(?<!max.)(?<!min.)(?<!nom.)(?<!typ.)(?<!approx.)|[;。！？；\n]", re.IGNORECASE
)
_PIECE = re.compile(r",(?!\d)|[，、;；]|\b(?:and|but|while|whereas)\b|而(?!且)|[和与]")


class _Columns(NamedTuple):
    """The figures of a row under its nominal and its limit headings, and all others, each with its unit."""

    nominal: tuple[tuple[Figure, str], ...]
    limits: tuple[tuple[Figure, str], ...]
    others: tuple[tuple[Figure, str], ...]


@lru_cache(maxsize=1024)
def _columns(row: str) -> _Columns | None:
    """None for a row without a limit column."""
    found: dict[str, list[tuple[Figure, str]]] = {"nominal": [], "limit": [], "": []}
    for cell in row.split(" | "):
        heading, _, value = cell.partition(": ")
        side = "nominal" if _NOMINAL_HEADING.search(heading) else ""
        side = "limit" if _LIMIT_HEADING.search(heading) else side
        unit = unit_in(heading)
        found[side] += [(f, f.unit or unit) for f in read_figures(value) if not f.code]
    if not found["limit"]:
        return None
    return _Columns(tuple(found["nominal"]), tuple(found["limit"]), tuple(found[""]))


def is_switched(claimed: Figure, clause: str, row: str) -> bool:
    """Whether "drops from 24 V to 0" goes from what a row gives for off to what it gives for on."""
    if not _FROM.search(clause, 0, claimed.start) or _SWITCHES_OFF.search(clause):
        return False
    way = _WAY.search(clause, 0, claimed.start)
    if way is not None and bool(way["up"] or way["up2"]) != (claimed.low < claimed.high):
        return False
    held = {"off": False, "on": False}
    for cell in row.split(" | "):
        heading, _, value = cell.partition(": ")
        side = _SWITCH_HEADING.search(heading)
        for figure in read_figures(value) if side else ():
            end = "on" if side and side["on"] else "off"
            mine = (claimed.high, claimed.printed[1]) if end == "on" else (claimed.low, claimed.printed[0])
            held[end] |= equal(*mine, claimed.unit, figure.low, figure.unit or unit_in(heading))
    return all(held.values())


def has_limits(row: str) -> bool:
    """Whether a row has a column of its own for what may be least or most."""
    return _columns(row) is not None


def find_limit_as_value(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Nominally 5.4 V" where 5.4 stands under "min." alone; and one of there that is told as no limit."""
    tables = [columns for text in evidence if " | " in text and (columns := _columns(text)) is not None]
    if not tables or " | " in claim:
        return None
    others = [pair for t in tables for pair in (*t.nominal, *t.others)]
    others += [(f, f.unit) for text in evidence if not has_limits(text) for f in read_figures(text)]
    for sentence in _SENTENCE.split(claim):
        for figure in read_figures(sentence):
            if figure.code or figure.is_range or figure.bound:
                continue
            under = any(_is_same(figure, *pair) for t in tables for pair in t.limits)
            known = any(_is_same(figure, *pair) for pair in others)
            said = _said_of(figure, sentence) if under != known else ""
            as_value = under and not known and (said == "nominal" or (not said and figure.unit))
            as_limit = known and not under and said == "extreme" and _is_nominal(figure, tables, evidence)
            if as_value or as_limit:
                kind = [pair for t in tables for pair in (t.nominal if as_value else t.limits)]
                printed = ", ".join(f.text for f, _ in kind)
                return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", printed)))
    return None


def _is_nominal(figure: Figure, tables: Sequence[_Columns], evidence: Sequence[str]) -> bool:
    """Whether a figure stands under nominal headings alone."""
    if not any(_is_same(figure, *pair) for t in tables for pair in t.nominal):
        return False
    beside = [(f, f.unit) for text in evidence if not has_limits(text) for f in read_figures(text)]
    beside += [pair for t in tables for pair in t.others]
    return not any(_is_same(figure, *pair) for pair in beside)


def _is_same(claimed: Figure, printed: Figure, unit: str) -> bool:
    if printed.code:
        return False
    if not claimed.unit:
        return claimed.low == printed.low
    return equal(claimed.low, claimed.printed[0], claimed.unit, printed.low, unit)


def _said_of(figure: Figure, sentence: str) -> _Side:
    """What a sentence calls a figure: by the nearest word before it in its piece, by the first behind it
    there, or by the last before the piece: "TP5 is nominally 4.2 V, TP6 4.1 V"."""
    marks = [m.span() for m in _PIECE.finditer(sentence)]
    begin = max((end for _, end in marks if end <= figure.start), default=0)
    stop = min((start for start, _ in marks if start >= figure.end), default=len(sentence))
    words = [*_WORD.finditer(sentence)]
    before = [m for m in words if begin <= m.start() and m.end() <= figure.start]
    behind = [m for m in words if figure.end <= m.start() and m.end() <= stop]
    ahead = [m for m in words if m.end() <= begin]
    told = before[-1:] or behind[:1] or ahead[-1:]
    if not told:
        return ""
    return (
        "nominal" if told[0]["nominal"] else "extreme" if told[0]["extreme"] and told[0] in ahead else "limit"
    )
