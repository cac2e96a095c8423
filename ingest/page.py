"""A page as it was read: lines with boxes, rulings, pictures, and why it was read that way.

It knows nothing of meaning: titles, steps and tables are structure.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb_sources.manual import Box, ReadBy

# "model": nothing but a vision-language model read it.
Route = Literal["textlayer", "ocr", "mixed", "model", "blank", "failed"]
# "wanted": still to be asked; "read": its words and tables were taken; "fell_back": it was of no use.
Consulting = Literal["wanted", "read", "fell_back"]


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    confidence: float = 1.0  # 0..1; 1 for a text layer


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (or one cell's line): its words left to right."""

    words: tuple[Word, ...]
    box: Box
    read_by: ReadBy
    text: str  # words joined as printed: no space between two Chinese characters
    size: float = 0.0  # font size in points; estimated from the box height where OCR read it
    bold: bool = False
    colour: int = 0  # 0xRRGGBB
    confidence: float = 1.0
    unsure: bool = False  # two readings disagree
    in_picture: bool = False  # read from inside an embedded picture of a text page
    other: str = ""  # what the other reading has here, where the two disagree
    drawn: bool = (
        False  # only a model read it: its box is the model's, for order alone; its place is the page
    )


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line or thin rectangle edge, horizontal (y0 == y1) or vertical (x0 == x1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Area:
    """A filled or stroked rectangle, or an embedded picture."""

    box: Box
    kind: Literal["frame", "picture", "drawing"]
    fill: int | None = None  # 0xRRGGBB of a filled frame


@dataclass(frozen=True, slots=True)
class CellSeen:
    """A cell of a table that a model told of: places in its grid, ends exclusive, and lines of the page."""

    row: int
    column: int
    row_end: int
    column_end: int
    lines: tuple[int, ...]  # indexes into the page's lines; empty for an empty cell


@dataclass(frozen=True, slots=True)
class TableSeen:
    """The rows and columns of a table as a model told them; its words are lines of the page."""

    cells: tuple[CellSeen, ...]
    rows: int
    columns: int
    header_rows: int = 0  # 0 where nothing told


@dataclass(frozen=True, slots=True)
class FigureSeen:
    """What a model says that a figure shows: helps to find it, is never evidence."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Consulted:
    """What a vision-language model had to do with a page."""

    state: Consulting
    why: str  # why it was asked
    outcome: str = ""  # what came of it, in words
    agreement: float = 0.0  # 0..1, with the lines of OCR or the text layer; 0 where it read no text
    attempts: tuple[str, ...] = ()  # prompt version, size shown, and what was wrong


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page of one reading."""

    number: int  # 1-based, file order
    label: str  # printed page label, "" when unknown
    width: float  # points, as displayed
    height: float
    route: Route
    reason: str  # why this route, in words; for "failed" what went wrong
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...] = ()
    areas: tuple[Area, ...] = ()
    picture: str = ""  # blob key of the 150 dpi PNG
    rotation: int = (
        0  # degrees the scan was turned to stand upright before OCR (boxes are of the page as displayed)
    )
    suspicious: tuple[str, ...] = ()  # hidden text and the like that was left out, in words
    tables: tuple[TableSeen, ...] = ()
    figures: tuple[FigureSeen, ...] = ()
    consulted: Consulted | None = None  # None where no model was wanted
