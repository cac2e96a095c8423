"""A cell of one row told of what another row of the same table is about: the meaning of one signal word told
of another, the torque of one screw told of another, the item's number as its quantity.

It knows what a row is about by its first cell; the words and figures that rows share are for vlm/crossing.py
and vlm/rows.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.folding import folded_text, plain_text
from vlm.headings import unit_in
from vlm.measures import CLASSIFIERS, Figure, read_figures
from vlm.units import equal, load_units

_SENTENCE = re.compile(r"[.!?](?=\s|$)(?<!Rev.)(?<!No.)|[;；。！？\n]")
_PIECE = re.compile(r",(?!\d)|[，、]|\b(?:and|while|whereas|but)\b|而(?!且)")
_WORDED = re.compile(r"[^\W\d_]")
_BARE = re.compile(r"[A-Z]|\d{1,3}")
_LONG = {True: 12, False: 4}  # characters that a cell has at least, in Latin letters or not
_IS = r"(?:\s?的?(?:是|为|有|[:：=])|\s(?:is|are|has|have|means?|stands for)\b)"


class _Row(NamedTuple):
    cells: tuple[tuple[str, str], ...]  # headings and values
    folded: str
    subject: str  # folded
    name: str  # "rev a" where the first cell is a bare letter or number


@lru_cache(maxsize=1024)
def _row(row: str) -> _Row:
    cells = tuple((h, v) for h, _, v in (cell.partition(": ") for cell in row.split(" | ")))
    subject = next((v for _, v in cells if _WORDED.search(v)), "")
    head, first = cells[0]
    name = f"{head.strip(' .').lower()} {first.lower()}" if _BARE.fullmatch(first) else ""
    return _Row(cells, folded_text(row), folded_text(subject), name)


def _tables(rows: Sequence[str]) -> Iterator[list[_Row]]:
    """The rows of the same headings, where there are several."""
    tables: dict[tuple[str, ...], list[_Row]] = {}
    for row in dict.fromkeys(rows):
        read = _row(row)
        tables.setdefault(tuple(h for h, _ in read.cells), []).append(read)
    return (table for table in tables.values() if len(table) > 1)


def find_other_cell(claim: str, rows: Sequence[str]) -> Reason | None:
    """The cell of one row, word for word, told of another row's subject; or its figures of "Rev. A"."""
    if " | " in claim:
        return None
    for table in _tables(rows):
        for sentence in filter(None, map(str.strip, _SENTENCE.split(claim))):
            wrong = _find_foreign(sentence, table) or _find_misheaded(sentence, table)
            if wrong is not None:
                return wrong
    return None


def _told(row: _Row, cell: str) -> Reason:
    return Reason("subject_of_another_row", (("other", cell), ("row", row.cells[0][1])))


def _find_foreign(sentence: str, table: Sequence[_Row]) -> Reason | None:
    subjects = [row.subject for row in table]
    whole = folded_text(sentence)
    about = _named(whole, table)
    lone = len(about) == 1 and not any(_tells(whole, about[0], value) for _, value in about[0].cells)
    for piece in filter(None, _PIECE.split(sentence)):
        text = folded_text(piece)
        named = _named(text, table) or (about if lone else [])
        for row in table if named else ():
            for _, value in row.cells:
                cell = folded_text(value)
                if cell in subjects or len(cell) < _LONG[cell.isascii()] or cell not in text:
                    continue
                if not any(cell in each.folded for each in named) and row not in named:
                    return _told(named[0], value)
    return None


def _tells(text: str, row: _Row, value: str) -> bool:
    """Whether a folded text has a cell of a row besides what the row is about."""
    return (cell := folded_text(value)) != row.subject and len(cell) > 1 and cell in text


def _named(text: str, table: Sequence[_Row]) -> list[_Row]:
    """The rows whose subject a folded text tells, the longest only where one is a part of another."""
    told = [row for row in table if len(row.subject) > 1 and row.subject in text]
    return [row for row in told if not any(row.subject in o.subject != row.subject for o in told)]


def _find_misheaded(sentence: str, table: Sequence[_Row]) -> Reason | None:
    """ "Rev. A lowered it to 4.0 N·m" of `Rev.: B | Change: …`; 充电是 4.45 V of `充电截止电压: 4.45 V`."""
    body = re.sub(r"[.\s]+", " ", plain_text(sentence).lower())
    named = [row for row in table if row.name and re.search(rf"(?<!\w){re.escape(row.name)}(?!\w)", body)]
    named = named or _equated(plain_text(sentence), table)
    if len(named) != 1:
        return None
    for figure in (f for f in read_figures(sentence) if f.unit or f.code):
        owners = [row for row in table if (_is_of(row, figure.code) if figure.code else _holds(row, figure))]
        if owners and named[0] not in owners:
            return _told(named[0], figure.text)
    return None


def _equated(sentence: str, table: Sequence[_Row]) -> list[_Row]:
    """The rows whose whole subject is a part of another's, and stands right before "is"."""
    found = list[_Row]()
    for row in table:
        value = next((v for _, v in row.cells if _WORDED.search(v)), "")
        longer = value and any(row.subject in other.subject != row.subject for other in table)
        if longer and re.search(rf"(?:^|[的，,\s]|\bthe ){re.escape(value)}{_IS}", sentence, re.IGNORECASE):
            found.append(row)
    return found


def _holds(row: _Row, figure: Figure) -> bool:
    return any(_is_same(figure, f, unit) for f, unit in _figures(row))


def _figures(row: _Row) -> Iterator[tuple[Figure, str]]:
    """The figures of a row, each with its unit or that of its heading."""
    for heading, value in row.cells:
        unit = unit_in(heading)
        for figure in read_figures(value):
            if not figure.code and (figure.unit or unit):
                yield figure, figure.unit or unit


def _is_same(claimed: Figure, printed: Figure, unit: str) -> bool:
    """Whether they are one value, or a value is an end of a range."""
    low, high = (
        [equal(mine, claimed.printed[n], claimed.unit, own, unit) for own in (printed.low, printed.high)]
        for n, mine in ((0, claimed.low), (1, claimed.high))
    )
    return (low[0] and high[1]) or (not claimed.is_range and any(low))


def find_other_code(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A figure printed with another code, told of one with which only another figure of that measure is: the
    torque of the M3x10 screws told of ST3.5x14."""
    rows = [_row(text) for text in evidence if " | " in text] if " | " not in claim else []
    pieces = [p for s in _SENTENCE.split(claim) for p in _PIECE.split(s) if p] if rows else []
    for piece in pieces:
        said = read_figures(piece)
        codes, values = {f.code for f in said if f.code}, [f for f in said if f.unit and not f.code]
        if len(codes) != 1 or len(values) != 1 or values[0].is_range:
            continue
        code, figure = min(codes), values[0]
        own = [row for row in rows if _is_of(row, code)]
        if (
            not own
            or any(_holds(row, figure) for row in own)
            or not _is_told_otherwise(code, figure, evidence)
        ):
            continue
        kin = [[f for f, unit in _figures(row) if _measure(unit) == _measure(figure.unit)] for row in own]
        others = [row for row in rows if row not in own and _holds(row, figure)]
        coded = any(_names_like(row, own[0], code) for row in others)
        if all(kin) and coded:
            printed = ", ".join(f.text for each in kin for f in each)
            return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", printed)))
    return None


def _is_told_otherwise(code: str, figure: Figure, evidence: Sequence[str]) -> bool:
    """Whether every sentence that has a code gives another figure of the measure, or there is none."""
    sentences = (s for text in evidence if " | " not in text for s in _SENTENCE.split(text))
    told = [figures for figures in map(read_figures, sentences) if any(f.code == code for f in figures)]
    kin = [[f for f in figures if f.unit and _measure(f.unit) == _measure(figure.unit)] for figures in told]
    return all(kin) and not any(_is_same(figure, f, f.unit) for each in kin for f in each)


def _is_of(row: _Row, code: str) -> bool:
    return any(f.code == code for _, value in row.cells for f in read_figures(value))


def _names_like(row: _Row, own: _Row, code: str) -> bool:
    """Whether a row has another code under the heading that this one stands under."""
    headings = {h for h, value in own.cells if any(f.code == code for f in read_figures(value))}
    return any(
        f.code not in ("", code) for h, value in row.cells if h in headings for f in read_figures(value)
    )


def _measure(unit: str) -> str:
    known = load_units().by_name.get(unit)
    return (known.of if known else "") or unit


_QUANTITY = re.compile(r"^(?:quantity|qty\.?|pieces|count|number of|amount|数量|件数|用量)", re.IGNORECASE)
_ITEM = re.compile(
    r"^(?:item|no\.?|number|pos\.?|position|line|index|#|序号|编号|项号|位置号?|项目号)$", re.IGNORECASE
)
_NEEDED = re.compile(
    r"\b(?:need\w*|requir\w+|orders?|ordered|quantity|qty|takes?|uses?|used|has|have|are|there are"
    r"|of|fits?|in all|total)"
    r"(?: of| is| are|:)? $|(?:数量为?是?|需要?|要用?|共有?|总共|用|有|各|配|备|装)[:：]?\s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\s?[{CLASSIFIERS.replace('号', '').replace('位', '').replace('项', '')}]"
    r"|\s?(?:pcs|pieces|off\b|x\b)|\s(?:[\w.×*-]+ ){0,3}?[a-z-]+s\b"
    r"|\s?(?:of (?:them|these|it)|are|is needed)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:item|no\.?|number|pos\.?|position|line|part|table|step)s? ?#?|[第号#表]|序号|编号)[:：]?\s?$",
    re.IGNORECASE,
)


def find_item_as_quantity(claim: str, rows: Sequence[str]) -> Reason | None:
    """ "3 screws" of `Item: 3 | Part: Screw | Quantity: 2`."""
    if " | " in claim:
        return None
    for row in map(_row, rows):
        count = next((v.strip() for h, v in row.cells if _QUANTITY.match(h)), "")
        items = {v.strip() for h, v in row.cells if _ITEM.match(h.strip(" .")) and v.strip().isdecimal()} - {
            count
        }
        if not items or not count.isdecimal():
            continue
        others = "".join(f" {v} " for h, v in row.cells if not _ITEM.match(h.strip(" .")))
        for figure in read_figures(claim):
            told = f"{figure.low:g}"
            if figure.code or figure.unit or figure.ordinal or told not in items:
                continue
            if any(f.low == figure.low for f in read_figures(others) if not f.code):
                continue
            ahead = claim[: figure.start]
            if _NUMBERED.search(ahead) or not (
                _COUNTED.match(claim, figure.end) or _is_needed(claim, figure)
            ):
                continue
            if not any(
                told == v.strip() for other in rows for h, v in _row(other).cells if _QUANTITY.match(h)
            ):
                return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", count)))
    return None


def _is_needed(claim: str, figure: Figure) -> bool:
    """Whether a bare number closes what says how many there are: "you need 3", 数量为 3."""
    return _NEEDED.search(claim[: figure.start]) is not None
