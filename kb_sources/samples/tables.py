"""Tables: merged cells, column widths, rows that stay together, rulings.

It does not break pages; the flow asks for groups of rows and places them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb_sources.samples.canvas import BLACK, GREY, PALE, Canvas
from kb_sources.samples.markup import Table
from kb_sources.samples.typography import Text, read_inline, wrap

PAD_X, PAD_Y = 4.0, 3.2


@dataclass(frozen=True, slots=True)
class Cell:
    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Rows measured and ready to draw: heights in points, cells relative to the first row."""

    cells: tuple[Cell, ...]
    heights: tuple[float, ...]
    head: bool

    @property
    def height(self) -> float:
        return sum(self.heights)


def resolve(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Every cell's own text, `^` and `<` replaced by what they continue, ** removed."""
    full: list[list[str]] = []
    for r, row in enumerate(rows):
        full.append([])
        for c, text in enumerate(row):
            full[r].append(
                full[r - 1][c] if text == "^" else full[r][c - 1] if text == "<" else text.replace("**", "")
            )
    return full


def span_of(rows: Sequence[Sequence[str]], r: int, c: int) -> tuple[int, int]:
    """How many rows and columns the cell at r, c covers."""
    down, across = 1, 1
    while c + across < len(rows[r]) and rows[r][c + across] == "<":
        across += 1
    while r + down < len(rows) and rows[r + down][c] == "^":
        down += 1
    return down, across


def columns_of(table: Table, width: float) -> list[float]:
    """Column edges in points from the table's left side, one more than there are columns."""
    total, edges = sum(table.widths), [0.0]
    for share in table.widths:
        edges.append(edges[-1] + width * share / total)
    return edges


def measure_band(rows: Sequence[Sequence[str]], edges: Sequence[float], size: float, head: bool) -> Band:
    """Wraps the cells and finds row heights; a cell over several rows stretches the last of them."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("^", "<"):
                down, across = span_of(rows, r, c)
                room = edges[c + across] - edges[c] - 2 * PAD_X
                cells.append(Cell(r, c, down, across, tuple(wrap(read_inline(text, head), room, size))))
    lead = 1.25 * size
    heights = [size + 2 * PAD_Y] * len(rows)
    for cell in sorted(cells, key=lambda each: each.rows):
        need = len(cell.lines) * lead + 2 * PAD_Y
        have = sum(heights[cell.row : cell.row + cell.rows])
        heights[cell.row + cell.rows - 1] += max(0.0, need - have)
    return Band(tuple(cells), tuple(heights), head)


def split_groups(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Ranges of rows that a page break may not cut, because a cell spans them."""
    starts = [r for r, row in enumerate(rows) if "^" not in row]
    return list(zip(starts, [*starts[1:], len(rows)], strict=True))


def draw_band(
    canvas: Canvas, band: Band, edges: Sequence[float], at: tuple[float, float], size: float, style: str
) -> None:
    """Draws with the top left corner at `at`; styles: grid (all ruled), open (between rows), bare (none)."""
    x, y = at
    tops = [y + sum(band.heights[:r]) for r in range(len(band.heights) + 1)]
    lead = 1.25 * size
    for cell in band.cells:
        box = (
            x + edges[cell.column],
            tops[cell.row],
            x + edges[cell.column + cell.columns],
            tops[cell.row + cell.rows],
        )
        if style == "grid":
            canvas.rect(box, 0.5, BLACK, PALE if band.head else None)
        elif style == "open":
            canvas.line(
                (box[0], box[3]), (box[2], box[3]), 1.0 if band.head else 0.4, BLACK if band.head else GREY
            )
        centred = (box[3] - box[1] - len(cell.lines) * lead) / 2
        for i, line in enumerate(cell.lines):
            baseline = box[1] + centred + 0.95 * size + i * lead
            canvas.write((box[0] + PAD_X, baseline), line, size, "table-head" if band.head else "table")
