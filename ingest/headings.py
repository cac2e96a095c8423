"""Headings: by number, size and weight, and the section path they make.

It does not know steps beyond leaving plain numbered sentences to them, and it reads one row at a time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.blocks import Row, count_cjk
from ingest.steps import starts_with_unit

_HAN = "零一二三四五六七八九十百"
_CHAPTER = re.compile(
    rf"^\s*(?:第\s*([{_HAN}\d]{{1,4}})\s*([章篇部节])|((?:Chapter|Part|Section|Appendix|Annex|附录)\s*(?:[A-Z]\b|\d{{1,3}}(?:\.\d+)*|[IVX]+\b)))"
    r"[\s:：.、\-–—]*",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"^\s*([A-Z]?\d{1,2}(?:[.．]\d{1,2}){1,4}|[A-Z]\.\d{1,2}(?:\.\d{1,2})*|\d{1,2}-\d{1,2}(?:-\d{1,2})?)[.．、]?\s*(?=[^\d\s.,%°~+/–-])"
)
_HAN_NUMBER = re.compile(rf"^\s*([{_HAN}]{{1,3}})\s*[、.．]\s*(?=\S)")
_HAN_BRACKET = re.compile(rf"^\s*[（(]\s*([{_HAN}]{{1,3}})\s*[)）]\s*(?=\S)")
_PLAIN_NUMBER = re.compile(r"^\s*(\d{1,2})(?:[.．、:：)]\s*|\s+)(?=[^\d\s.,%°~+/–-])")
_ENDS_SENTENCE = re.compile(r"[。；;，,、…]\s*$|(?<![A-Z])(?<!No)(?<!etc)[.]\s*$|[（(\-–—/]\s*$")
_ASKED = re.compile(
    r"^\s*(?:Q\s*\d*\s*[:：.、]|Question\s*\d*\s*[:：]|问\s*\d*\s*[:：]|(?:故障现象|故障|问题|现象|症状)\s*[\d一二三四五六七八九十]*\s*[:：、]"
    r"|(?:Problem|Symptom|Fault|Issue|Error|Trouble)\s*(?:code)?\s*[A-Z]?\d*\s*[:：])",
    re.IGNORECASE,
)
_SPACED = re.compile(r"\s*\d{1,2}\s+[^\W\d_]")  # a bare number: steps have a dot or bracket
_VALUE = re.compile(r"[\d.,/×x ]*\d\s*(?=\D)")
_LETTER = re.compile(r"[^\W\d_]")
_NOISE = re.compile(r"^[\W\d_]*$|https?://|www\.|@|\.{4,}|…{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's printed number ("" without) and how deep that number says it is, 0 when it does not say."""

    number: str
    depth: int
    asked: bool = False  # a question or symptom
    labelled: bool = False  # it says so ("Q:", 故障现象：) and may be set like the text around it


@dataclass(frozen=True, slots=True)
class Body:
    """What running text looks like in a reading."""

    size: float  # points
    bold: bool
    colour: int = 0


def measure_body(rows: Iterable[Row]) -> Body:
    """The size, weight and colour most characters have; sizes within half a point count together."""
    sizes: Counter[float] = Counter()
    weights: Counter[bool] = Counter()
    colours: Counter[int] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
        weights[row.bold] += len(row.text)
        colours[row.colour] += len(row.text)
    if not sizes:
        return Body(10.0, False)
    return Body(sizes.most_common(1)[0][0], weights.most_common(1)[0][0], colours.most_common(1)[0][0])


def read_heading(row: Row, body: Body, alone: bool = True) -> Heading | None:
    """The heading a row is, or None. `alone`: nothing else of its column stands on its baseline.

    Larger or bolder than the body counts, as does a section number of two or more parts; OCR sizes are
    estimates and have no weight, so there an unnumbered heading must be clearly larger.
    """
    text = row.text.strip()
    if not _may_head(text):
        return None
    if _ASKED.match(text) and len(text) <= 160:
        return Heading("", 0, asked=True, labelled=True)
    if _ENDS_SENTENCE.search(text):
        return None
    estimated = row.pieces[0].read_by not in ("textlayer", "plaintext", "editor")
    ratio = row.size / body.size
    big = ratio >= (1.3 if estimated else 1.14)
    somewhat = ratio >= (1.12 if estimated else 1.04)
    strong = row.bold and not body.bold
    numbered = _read_number(text)
    asks = text.endswith(("?", "？"))
    if numbered is not None:
        number, depth, certain = numbered
        if (
            certain
            or big
            or strong
            or (somewhat and (depth or _SPACED.match(text)))
            or (depth >= 2 and ratio >= 0.97 and _is_brief(text))
        ):
            return Heading(number, depth, asks)
        return None
    value = _VALUE.match(text)
    if value and starts_with_unit(text[value.end() :]):
        return None
    if not alone or not _LETTER.search(text) or text[0].islower():
        return None
    if big or (strong and _is_brief(text)):
        return Heading("", 0, asks)
    return None


def _may_head(text: str) -> bool:
    if _NOISE.search(text):
        return False
    return len(text.split()) <= 18 and len(text) <= 110 and count_cjk(text) <= 42


def _is_brief(text: str) -> bool:
    return len(text.split()) <= 10 and count_cjk(text) <= 24


def _read_number(text: str) -> tuple[str, int, bool] | None:
    """Printed number, depth and whether the number alone makes a heading."""
    if found := _CHAPTER.match(text):
        if found[3]:
            return found[3], 1, _is_brief(text)
        return found[1], 2 if found[2] == "节" else 1, True
    if found := _DOTTED.match(text):
        rest = text[found.end() :]
        if starts_with_unit(rest) or rest[:1].islower():
            return None
        return found[1], len(re.split(r"[.．-]", found[1])), False
    if found := _HAN_NUMBER.match(text):
        return found[1], 1, _is_brief(text)
    if found := _HAN_BRACKET.match(text):
        return found[1], 2, False
    if found := _PLAIN_NUMBER.match(text):
        return None if starts_with_unit(text[found.end() :]) else (found[1], 0, False)
    return None


@dataclass(frozen=True, slots=True)
class _Open:
    title: str
    number: str
    depth: int
    size: float
    bold: bool
    labelled: bool


class Outline:
    """The headings that are open at a place, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(each.title for each in self._open)

    def enter(
        self, heading: Heading, title: str, size: float, bold: bool, estimated: bool
    ) -> tuple[str, ...]:
        """Closes what the heading ends, opens it, and returns the new path."""
        new = _Open(title, heading.number, heading.depth, size, bold, heading.labelled)
        if (sibling := self._counted_before(new)) is not None:
            del self._open[sibling:]
        while self._open and self._ends(self._open[-1], new, 1.12 if estimated else 1.03):
            self._open.pop()
        self._open.append(new)
        return self.path

    def _counted_before(self, new: _Open) -> int | None:
        """Place of the open heading that bears the number before: "5. Printing" ends "4. Levelling"."""
        if new.depth or not new.number.isdigit():
            return None
        for i, each in enumerate(self._open):
            counted = not each.depth and each.number.isdigit() and int(each.number) == int(new.number) - 1
            if counted and 0.7 < each.size / new.size < 1.4:
                return i
        return None

    def _ends(self, top: _Open, new: _Open, tolerance: float) -> bool:
        if top.labelled or new.labelled:
            return top.labelled
        if new.depth and top.depth:
            return top.depth >= new.depth
        if new.depth >= 2 and not top.depth and any(0 < o.depth < new.depth for o in self._open):
            return True
        if top.size > new.size * tolerance:
            return False
        if top.size * tolerance < new.size:
            return True
        if new.depth == 0 and top.depth and (top.number and not new.number):
            return top.bold <= new.bold
        return not (top.bold and not new.bold)
