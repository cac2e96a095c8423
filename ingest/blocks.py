"""The words of structure: pieces of printed lines, rows, blocks, tables, and a whole structured reading.

It knows neither how a block is recognised nor what becomes of it; pieces carry points beside page fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.lines import is_cjk, join_words
from ingest.skew import Straight
from kb_sources.manual import Box, Language, ReadBy, Span, WarningLevel

Margin = Literal["header", "folio"]
BlockKind = Literal[
    Margin, "contents", "title", "heading", "text", "bullet", "step", "warning", "table", "figure", "faq"
]
Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed line, or those words of one that stand in one table cell.

    The corners are points of the levelled page, the box a fraction of the page as displayed.
    """

    page: int  # 1-based
    index: int  # of the line on its page
    text: str
    box: Box
    x0: float
    y0: float
    x1: float
    y1: float
    size: float  # points
    bold: bool
    colour: int
    read_by: ReadBy
    unsure: bool = False
    in_picture: bool = False
    drawn: bool = False  # its box is a model's: for order alone

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one baseline of one column: a line, or a number and the line beside it."""

    pieces: tuple[Piece, ...]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    colour: int
    page: int
    column: int = 0  # of the reading order, numbered per reading
    frame: int = -1  # the drawn box it stands in, numbered per reading, -1 for none
    left: float = 0.0  # where the row, the sign before it or the drawn box around it begins
    sign: bool = False  # a small picture stands before it
    said: WarningLevel | None = None  # the signal word of a picture in the box it opens

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and every row and column it covers, both ends exclusive."""

    pieces: tuple[Piece, ...]
    page: int
    box: Box
    row: int
    column: int
    row_end: int
    column_end: int

    @property
    def text(self) -> str:
        return write(self.pieces)[0]


@dataclass(frozen=True, slots=True)
class Table:
    """Header path per column, outermost first, and body rows with one cell per column.

    A merged cell stands in each row and column it covers; groups[i] is the band title above row i, if any.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[Cell, ...], ...]
    band: tuple[Cell, ...] = ()  # the band title that holds for rows on a page to come


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines with one meaning."""

    kind: BlockKind
    pieces: tuple[Piece, ...]
    section: tuple[str, ...] = ()
    depth: int = 0  # of a heading, 1 outermost
    label: str = ""  # printed number of a step or heading
    level: WarningLevel | None = None
    part_of: int = -1  # procedure or table, numbered per reading
    warned_by: tuple[int, ...] = ()  # indexes of warnings in Structured.blocks
    table: Table | None = None
    caption: tuple[Piece, ...] = ()  # of a table or figure; these lines are among the pieces too
    about: tuple[Piece, ...] = ()  # lines of another block that introduce a figure without caption
    area: tuple[int, Box] | None = None  # page and place of a figure's picture
    left: float = 0.0  # points: where the block's first line, its sign or its drawn box begins
    asked: bool = False  # a heading that is a question or symptom, worth quoting
    hint: str = ""  # what a model says that a figure shows

    @property
    def text(self) -> str:
        return write(self.pieces)[0]


@dataclass(frozen=True, slots=True)
class Structured:
    """One reading as blocks in reading order; `words` are those printed whole, compounds too, lower case."""

    blocks: tuple[Block, ...]
    language: Language
    words: frozenset[str] = frozenset()


def pieces_of(page: Straight) -> list[Piece]:
    """Every line of a page as one piece, in file order."""
    return [
        _make_piece(page, i, line.text, line.box, shown.box)
        for i, (line, shown) in enumerate(zip(page.lines, page.shown, strict=True))
    ]


def cut_piece(page: Straight, piece: Piece, words: Sequence[int]) -> Piece:
    """The part of a line's piece that these of its words (by position) make up."""
    line, shown = page.lines[piece.index], page.shown[piece.index]
    text = join_words(line.words[w].text for w in words)
    box = Box.around(line.words[w].box for w in words)
    return _make_piece(page, piece.index, text, box, Box.around(shown.words[w].box for w in words))


def _make_piece(page: Straight, index: int, text: str, box: Box, shown: Box) -> Piece:
    line = page.lines[index]
    width, height = page.width, page.height
    return Piece(
        page.number,
        index,
        text,
        shown,
        box.x0 * width,
        box.y0 * height,
        box.x1 * width,
        box.y1 * height,
        # A line box is about 4/3 of the font size high; one without height is still of some size.
        max(line.size or line.box.height * height * 0.75, 1.0),
        line.bold,
        line.colour,
        line.read_by,
        line.unsure,
        line.in_picture,
        line.drawn,
    )


def make_row(
    pieces: Sequence[Piece], column: int = 0, frame: int = -1, around: Box | None = None, sign: bool = False
) -> Row:
    """A row of pieces from left to right; `around` is the box or sign whose left edge counts as the row's."""
    first = max(pieces, key=lambda p: len(p.text))
    scale = first.x0 / first.box.x0 if first.box.x0 else 0.0
    x0 = min(p.x0 for p in pieces)
    return Row(
        tuple(pieces),
        join_words(p.text for p in pieces),
        x0,
        min(p.y0 for p in pieces),
        max(p.x1 for p in pieces),
        max(p.y1 for p in pieces),
        first.size,
        first.bold,
        first.colour,
        first.page,
        column,
        frame,
        min(x0, around.x0 * scale) if around is not None else x0,
        sign,
    )


_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def count_cjk(text: str) -> int:
    """How many characters are Chinese, by the ranges of lines.is_cjk."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def glue_between(before: str, after: str) -> str:
    """What stands between two runs of one text: nothing between two Chinese characters, else a space."""
    if not before or not after or before[-1].isspace():
        return ""
    if before[-1] == "-" and before[-2:-1].isalnum() and after[0].isalnum():
        return ""  # a part number or compound broken at its own hyphen
    return "" if is_cjk(before[-1]) and is_cjk(after[0]) else " "


_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)  # the place of words that only a model read
_SYMBOLS = "".join(map(chr, range(0xF000, 0xF100))) + " \t"
_BROKEN = re.compile(r"(?:^|\s|[（(\"“])([A-Za-z]{2,})[-\u2010]$")  # not within a URL or part number
_REST = re.compile(r"[a-z]{2,}")
_ENDING = re.compile(
    r"\w{0,4}(?:ing|ed|er|ers|ion|ions|ment|ments|able|ible|ness|less|ful|ity|ally|ly|est|ance|ence)$"
)


def mends(before: str, after: str, words: frozenset[str]) -> bool:
    """Whether a line end's hyphen only breaks a word, told by what the manual prints whole elsewhere.

    Where it prints neither the word nor the compound, two known words are a compound ("power-on").
    """
    broken, rest = _BROKEN.search(before), _REST.match(after)
    if broken is None or rest is None:
        return False
    first, second = broken[1].lower(), rest[0]
    if first + second in words:
        return True
    if f"{first}-{second}" in words:
        return False
    return not (first in words and (second in words or (len(second) > 5 and not _ENDING.match(second))))


def write(
    pieces: Sequence[Piece], words: frozenset[str] = frozenset(), right: float | None = None
) -> tuple[str, tuple[Span, ...], Stretches]:
    """One text from pieces, the spans that point back at them, and the unsure stretches.

    A hyphen that only breaks a word over two lines is left out. `right` is the edge (page fraction) of a
    table cell: a code that runs up to it goes on in the next line without a space.
    """
    text, mended = "", False
    spans: list[Span] = []
    unsure: list[tuple[int, int]] = []
    # Bullets of symbol fonts have code points without a meaning.
    printed = [(p, own) for p in pieces if (own := p.text.lstrip(_SYMBOLS).strip())]
    for i, (piece, whole) in enumerate(printed):
        broken = i + 1 < len(printed) and mends(whole, printed[i + 1][1], words)
        own = whole[:-1] if broken else whole
        if text and not mended:
            runs_on = right is not None and _runs_on(printed[i - 1][0], whole, right)
            text += "" if runs_on else glue_between(text, own)
        start = len(text)
        text += own
        spans.append(Span(start, len(text), piece.page, _WHOLE_PAGE if piece.drawn else piece.box))
        if piece.unsure:
            unsure.append((start, len(text)))
        mended = broken
    return text, tuple(spans), tuple(unsure)


_CODE = re.compile(r"(?=\S*[\d/])[\w/,.#=&?%:+-]{10,}$", re.ASCII)


def _runs_on(line: Piece, after: str, right: float) -> bool:
    """Whether a part number or address was broken only because its cell ended."""
    letter = line.box.width / max(len(line.text), 1)
    filled = right - line.box.x1 < 1.3 * letter + 0.012
    return filled and after[0].isalnum() and _CODE.search(line.text) is not None


_PRINTED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


def read_words(pieces: Iterable[Piece]) -> frozenset[str]:
    """Words and compounds printed within one line, lower case; empty when no line ends in a hyphen."""
    texts = [piece.text for piece in pieces]
    if not any(_BROKEN.search(text) for text in texts):
        return frozenset()
    whole = (_BROKEN.sub(" ", text) for text in texts)
    return frozenset(word for text in whole for word in _PRINTED.findall(text.lower()))
