"""Which pages a vision-language model is worth asking about, and why: scans, doubtful reading, tables
without rulings, figures.

It asks nobody and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.aligned import find_aligned
from ingest.blocks import Piece, pieces_of
from ingest.figures import Picture, find_pictures
from ingest.page import PageRead
from ingest.skew import Straight, straighten
from ingest.tables import find_ruled
from ingest.told import find_told

Reads = Literal["never", "hard", "all"]
_FAINT = 0.8  # confidence below which a line was read with doubt
_DOUBTFUL = 0.2  # share of lines read with doubt from which the page was
_FIGURE = 72.0  # points: no side of a figure worth describing is shorter
_MOST_FIGURES = 8  # described per page


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is asked about a page: its text, because of `reading` ("" for no), and these figures."""

    reading: str
    figures: int

    @property
    def why(self) -> str:
        told = f"{self.figures} figure" + "s" * (self.figures != 1)
        return "; ".join(each for each in (self.reading, told if self.figures else "") if each)


def task_for(page: PageRead, reads: Reads) -> Task | None:
    """What to ask about a page that has a picture; None for nothing."""
    if reads == "never" or page.route == "blank":
        return None
    task = Task(
        why_hard(page) or ("all pages are to be read" if reads == "all" else ""), len(figures_on(page))
    )
    return task if task.why else None


def why_hard(page: PageRead) -> str:
    """Why a page's text may be read better by a model, "" when there is no reason to think so."""
    if page.route == "failed":
        return f"nothing else reads it: {page.reason}"
    if page.route == "ocr":
        return f"read by OCR: {page.reason}"
    doubtful = sum(line.unsure or line.confidence < _FAINT for line in page.lines)
    if doubtful and doubtful >= _DOUBTFUL * len(page.lines):
        return f"{doubtful} of {len(page.lines)} lines are doubtful"
    count = len(find_aligned(*_outside_tables(page)))
    if count:
        return f"{count} table" + "s" * (count > 1) + " without rulings"
    return ""


def figures_on(page: PageRead) -> list[Picture]:
    """The figures worth describing, largest first, with the lines printed in and below them."""
    straight = straighten(page)
    pieces = pieces_of(straight)
    tables = find_ruled(straight, pieces)
    tables += find_told(straight, pieces, frozenset(i for t in tables for i in t.indexes))
    taken = {i for t in tables for i in t.indexes}
    free = [p for p in pieces if p.index not in taken]
    found = [
        p
        for p in find_pictures(straight, free, [t.box for t in tables])
        if min(p.x1 - p.x0, p.y1 - p.y0) >= _FIGURE
    ]
    return sorted(found, key=lambda p: -p.box.area)[:_MOST_FIGURES]


def _outside_tables(page: PageRead) -> tuple[Straight, list[Piece]]:
    """The page, and its pieces outside drawn tables."""
    straight = straighten(page)
    pieces = pieces_of(straight)
    taken = {i for table in find_ruled(straight, pieces) for i in table.indexes}
    return straight, [p for p in pieces if p.index not in taken]
