"""What a model told about a page, as structure takes it: tables as cells of pieces, words for figures.

It trusts rows and columns only; words and places are those of the page's lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import chain

from ingest.blocks import Cell, Piece
from ingest.page import FigureSeen, TableSeen
from ingest.skew import Straight
from ingest.tables import Found
from kb_sources.manual import Box

_TAKEN = 0.5  # share of a table's lines that stand in drawn tables: then it is one of these
_SAME = 0.5  # intersection over union from which two boxes are one figure


def find_told(page: Straight, pieces: Sequence[Piece], taken: Set[int]) -> list[Found]:
    """The tables a model told of whose lines are in no drawn table (`taken` are indexes of lines)."""
    by_index = {piece.index: piece for piece in pieces}
    found: list[Found] = []
    for seen in page.tables:
        lines = [i for cell in seen.cells for i in cell.lines if i in by_index]
        if not lines or sum(i in taken for i in lines) > _TAKEN * len(lines):
            continue
        table = _build(page, seen, by_index)
        if table is not None:
            found.append(table)
    return found


def hint_for(box: Box, figures: Iterable[FigureSeen]) -> str:
    """A model's words about the figure at that place, "" for none."""
    return next((f.text for f in figures if f.box.iou(box) >= _SAME), "")


def _build(page: Straight, seen: TableSeen, by_index: dict[int, Piece]) -> Found | None:
    own = {c: [by_index[i] for i in c.lines if i in by_index] for c in seen.cells}
    parts = list(dict.fromkeys(chain.from_iterable(own.values())))
    printed = [p for p in parts if not p.drawn] or parts
    around = Box.around(p.box for p in printed)
    empty = [
        [Cell((), page.number, around, r, c, r + 1, c + 1) for c in range(seen.columns)]
        for r in range(seen.rows)
    ]
    for each, lines in own.items():
        boxes = [p.box for p in lines if not p.drawn]
        box = Box.around(boxes) if boxes else around
        cell = Cell(tuple(lines), page.number, box, each.row, each.column, each.row_end, each.column_end)
        for row in empty[each.row : each.row_end]:
            row[each.column : each.column_end] = [cell] * (each.column_end - each.column)
    kept = [r for r, row in enumerate(empty) if any(cell.pieces for cell in row)]
    filled = [cell for row in empty for cell in row if cell.pieces]
    if len(kept) < 2 or len({c.column for c in filled}) < 2:
        return None
    return Found(
        page.number,
        around,
        min(p.x0 for p in printed),
        min(p.y0 for p in printed),
        max(p.x1 for p in printed),
        max(p.y1 for p in printed),
        tuple(tuple(empty[r]) for r in kept),
        (False,) * len(kept),
        tuple(parts),
        frozenset(p.index for p in parts),
        sum(r < seen.header_rows for r in kept),
    )
