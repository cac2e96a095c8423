"""Tables: ruled grids filled with words, header rows, band titles, and tables that go on over a page break.

It does not find tables without rulings (aligned.py) and draws no conclusion from values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Cell, Piece, Table, cut_piece
from ingest.figures import is_table_caption
from ingest.grids import Grid, Slot, find_grids
from ingest.signals import read_signal
from ingest.skew import Straight
from kb_sources.manual import Box

_DIGIT = re.compile(r"\d")
_STROKES = frozenset("一ー—―")  # what OCR takes a lone dash for
_HEADER_WORD = re.compile(
    r"^(?:no\.?|items?|name|parts?|parts?\s*n(?:o|umber)\.?|description|qty\.?|quantity|values?|units?|parameter"
    r"|property|specifications?|spec|symptom|problem|fault|(?:possible )?causes?|remedy|solution|action|code"
    r"|error|meaning|model|type|size|torque|function|menu|position|interval|tool|notes?|remarks?|signal|pin"
    r"|check|result|step|default|序号|编号|名称|项目|参数|规格|数值|数量|单位|型号|说明|描述|故障|故障现象|现象"
    r"|原因|可能原因|处理|处理方法|解决方法|措施|代码|故障代码|含义|意义|部件|零件|位置|扭矩|力矩|备注|功能|引脚"
    r"|周期|工具|检查|类型|默认值?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A table on one page: its cells by place, before its header is known."""

    page: int
    box: Box
    x0: float
    y0: float
    x1: float
    y1: float
    cells: tuple[tuple[Cell, ...], ...]  # rows of one cell per column; a merged cell in every place it covers
    shaded: tuple[bool, ...]  # rows with a fill of their own
    pieces: tuple[Piece, ...]
    indexes: frozenset[int]  # of the page's lines
    header_rows: int = 0  # as a model told; 0 where the rows themselves must tell

    @property
    def columns(self) -> int:
        return len(self.cells[0]) if self.cells else 0


def find_ruled(page: Straight, pieces: Sequence[Piece]) -> list[Found]:
    """Tables with drawn rows and columns; a box with a warning in it is none."""
    across = [
        (r.y0 * page.height, r.x0 * page.width, r.x1 * page.width) for r in page.rulings if r.y0 == r.y1
    ]
    down = [(r.x0 * page.width, r.y0 * page.height, r.y1 * page.height) for r in page.rulings if r.x0 == r.x1]
    if len(across) < 2 or len(down) < 2:
        return []
    found: list[Found] = []
    free = list(pieces)
    for grid in sorted(find_grids(across, down), key=lambda g: -len(g.slots)):
        table = fill_grid(page, grid, free)
        if table is not None:
            found.append(table)
            free = [p for p in free if p.index not in table.indexes]
    return sorted(found, key=lambda t: (t.y0, t.x0))


def fill_grid(page: Straight, grid: Grid, pieces: Sequence[Piece]) -> Found | None:
    """The grid with the words that stand in it, None when that makes no table."""
    left, top, right, bottom = grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]
    inside = [
        p for p in pieces if left - 4 <= (p.x0 + p.x1) / 2 <= right + 4 and top - 3 <= p.middle <= bottom + 3
    ]
    place = {
        (r, c): s for s in grid.slots for r in range(s.row, s.row_end) for c in range(s.column, s.column_end)
    }
    words = _sort_words(page, grid, place, inside)
    cells = _dashed({slot: _make_cell(page, grid, slot, words.get(slot, [])) for slot in grid.slots})
    if not _is_table(grid, list(cells.values())):
        return None
    rows = [tuple(cells[place[r, c]] for c in range(grid.columns)) for r in range(grid.rows)]
    kept = [r for r, row in enumerate(rows) if any(c.pieces for c in row)]
    box = _page_box(page, left, top, right, bottom)
    return Found(
        page.number,
        box,
        left,
        top,
        right,
        bottom,
        tuple(rows[r] for r in kept),
        tuple(_is_shaded(page, grid.ys[r] / page.height, grid.ys[r + 1] / page.height, box) for r in kept),
        tuple(inside),
        frozenset(p.index for p in inside),
    )


_Runs = list[tuple[Piece, list[int]]]  # words, by position, of each line in a cell


def _sort_words(
    page: Straight, grid: Grid, place: Mapping[tuple[int, int], Slot], pieces: Sequence[Piece]
) -> dict[Slot, _Runs]:
    """Every word in the cell in which its middle stands."""
    words: dict[Slot, _Runs] = {}
    for piece in pieces:
        for i, word in enumerate(page.lines[piece.index].words):
            x, y = (word.box.x0 + word.box.x1) / 2 * page.width, (word.box.y0 + word.box.y1) / 2 * page.height
            runs = words.setdefault(place[_between(grid.ys, y), _between(grid.xs, x)], [])
            if runs and runs[-1][0] is piece:
                runs[-1][1].append(i)
            else:
                runs.append((piece, [i]))
    return words


def _make_cell(page: Straight, grid: Grid, slot: Slot, runs: _Runs) -> Cell:
    parts = [
        piece if len(own) == len(page.lines[piece.index].words) else cut_piece(page, piece, own)
        for piece, own in runs
    ]
    corners = grid.xs[slot.column], grid.ys[slot.row], grid.xs[slot.column_end], grid.ys[slot.row_end]
    # On a skewed scan lines were turned level, the page as displayed was not.
    box = Box.around(p.box for p in parts) if page.skew and parts else _page_box(page, *corners)
    ordered = tuple(_read_down(parts))
    return Cell(ordered, page.number, box, slot.row, slot.column, slot.row_end, slot.column_end)


def _dashed(cells: Mapping[Slot, Cell]) -> dict[Slot, Cell]:
    """A lone stroke that OCR read in a column of numbers is a dash: there is no value, and nothing unsure."""
    found = dict(cells)
    for slot, cell in cells.items():
        if cell.text not in _STROKES or any(p.read_by == "textlayer" for p in cell.pieces):
            continue
        column = (c.text for s, c in cells.items() if s.column == slot.column)
        others = [text for text in column if text not in {"", *_STROKES}]
        if 2 * sum(_DIGIT.search(text) is not None for text in others) > len(others):
            dash = replace(cell.pieces[0], text="–", unsure=False)
            found[slot] = replace(cell, pieces=(dash,))
    return found


def _page_box(page: Straight, x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box.clipped(x0 / page.width, y0 / page.height, x1 / page.width, y1 / page.height)


def _between(edges: Sequence[float], at: float) -> int:
    for i in range(len(edges) - 2, 0, -1):
        if at >= edges[i]:
            return i
    return 0


def _read_down(parts: Sequence[Piece]) -> list[Piece]:
    """A cell's pieces by baseline, then left to right."""
    rows: list[list[Piece]] = []
    for part in sorted(parts, key=lambda p: p.middle):
        if rows and abs(part.middle - rows[-1][0].middle) < 0.4 * min(part.height, rows[-1][0].height):
            rows[-1].append(part)
        else:
            rows.append([part])
    return [p for row in rows for p in sorted(row, key=lambda p: p.x0)]


def _is_table(grid: Grid, cells: Sequence[Cell]) -> bool:
    full = [c for c in cells if c.pieces]
    if len(full) < 3 or (
        full
        and any(read_signal(c.pieces[0].text) and c.column_end - c.column == grid.columns for c in full[:1])
    ):
        return False
    if len({c.row for c in full}) < 2 or len({c.column for c in full}) < 2:
        return False
    most = max(len(c.pieces) for c in full)
    if most > 60 or (most > 25 and most > 0.5 * sum(len(c.pieces) for c in full)):
        return False  # lines of a circuit diagram
    return len(full) >= 0.3 * len(cells)


def _is_shaded(page: Straight, y0: float, y1: float, table: Box) -> bool:
    middle = (y0 + y1) / 2
    return any(
        a.kind == "frame"
        and a.fill is not None
        and a.fill != 0xFFFFFF
        and a.box.y0 <= middle <= a.box.y1
        and a.box.height < 0.6 * table.height
        and table.x0 - 0.01 <= a.box.x0
        and a.box.x1 <= table.x1 + 0.01
        for a in page.areas
    )


def read_table(found: Found) -> Table:
    """Header rows, body rows and the band titles between them."""
    rows = list(found.cells)
    title_rows = 0
    if 0 < found.header_rows < len(rows):
        return _table(rows, found.header_rows, found.columns)
    while title_rows < len(rows) - 1 and _is_band(rows[title_rows]) and found.columns > 1:
        title_rows += 1
    depth = _header_depth(found, title_rows)
    return _table(rows, title_rows + depth, found.columns)


def _table(rows: Sequence[tuple[Cell, ...]], depth: int, columns: int) -> Table:
    head = rows[:depth]
    header: list[tuple[Cell, ...]] = []
    for c in range(columns):
        path: list[Cell] = []
        for row in head:
            if row[c].pieces and row[c] not in path:
                path.append(row[c])
        header.append(tuple(path))
    body: list[tuple[Cell, ...]] = []
    groups: list[tuple[Cell, ...]] = []
    band: tuple[Cell, ...] = ()
    for row in rows[len(head) :]:
        if _is_band(row) and columns > 2:
            band = (row[0],)
        else:
            body.append(row)
            groups.append(band)
    return Table(tuple(header), tuple(body), tuple(groups), band)


def _is_band(row: Sequence[Cell]) -> bool:
    """One cell over the whole width, or the first cell alone filled in a bold or shaded row."""
    return len(set(map(id, row))) == 1 and bool(row[0].pieces)


def _header_depth(found: Found, start: int) -> int:
    """How many rows from `start` are header, 0 for none."""
    rows = found.cells[start:]
    if len(rows) < 2:
        return 0
    first, rest = rows[0], rows[1:]
    depth = 1
    while depth < len(rows) - 1 and any(
        c.row_end > first[0].row + depth and c.row_end - c.row > 1 for c in first
    ):
        spans = [c for c in first if c.column_end - c.column > 1]
        if not spans and not _styled(found, start + depth):
            break
        depth += 1
    spanning = any(c.column_end - c.column > 1 for c in first)
    if depth == 1 and spanning and len(rows) > 2 and (_styled(found, start + 1) or not _has_digits(rows[1])):
        depth = 2
    if _styled(found, start) and not all(_styled(found, start + i) for i in range(len(rows))):
        return depth
    if any(_HEADER_WORD.match(c.text) for c in first if c.pieces):
        return depth
    if found.columns == 2 and not _has_digits(first) and any(_has_digits(r) for r in rest):
        return (
            0
            if any(c.text.rstrip().endswith((":", "：")) for c in first)
            else depth * int(_all_filled(first) and _second_column_counts(rest))
        )
    if found.columns == 2:
        return 0
    return (
        depth if _all_filled(first) and not (_has_digits(first) and all(_has_digits(r) for r in rest)) else 0
    )


def _second_column_counts(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether most values of the last column are numbers: then a first row without one names them."""
    return sum(bool(_DIGIT.search(r[-1].text)) for r in rows) >= 0.7 * len(rows)


def _styled(found: Found, row: int) -> bool:
    cells = [c for c in found.cells[row] if c.pieces]
    return found.shaded[row] or (bool(cells) and all(p.bold for c in cells for p in c.pieces))


def _has_digits(row: Sequence[Cell]) -> bool:
    return any(_DIGIT.search(c.text) for c in row)


def _all_filled(row: Sequence[Cell]) -> bool:
    return all(c.pieces for c in row)


def same_columns(a: Found, b: Found, widths: Mapping[int, float]) -> bool:
    """Whether a table at the top of a page can go on from one at the bottom of the page before."""
    if a.columns != b.columns:
        return False
    shift = abs(a.x0 - b.x0) + abs(a.x1 - b.x1)
    return shift < 0.03 * widths[a.page]


def repeats_header(table: Table, other: Table) -> bool:
    """Whether two tables have the same header words."""
    return [[c.text for c in path] for path in table.header] == [
        [c.text for c in path] for path in other.header
    ]


def append(table: Table, found: Found, other: Table) -> Table:
    """The table with its continuation's rows; a repeated header is left out, a missing one carried over."""
    if repeats_header(table, other):
        rows = other.rows
        groups = tuple(group or table.band for group in other.groups)
        band = other.band or table.band
    else:
        body: list[tuple[Cell, ...]] = []
        bands: list[tuple[Cell, ...]] = []
        band = table.band
        for row in found.cells:
            if _is_band(row) and found.columns > 2:
                band = (row[0],)
            elif [c.text for c in row] != [path[-1].text if path else "" for path in table.header]:
                body.append(row)
                bands.append(band)
        rows, groups = tuple(body), tuple(bands)
    return replace(table, rows=table.rows + rows, groups=table.groups + groups, band=band)


def find_caption(found: Found, pieces: Sequence[Piece]) -> list[Piece]:
    """The "Table 3" line right above the table, else right below."""
    near = [
        p
        for p in pieces
        if is_table_caption(p.text)
        and min(p.x1, found.x1) > max(p.x0, found.x0)
        and (0 <= found.y0 - p.y1 < 40 or -4 < found.y0 - p.y1 < 0 or 0 <= p.y0 - found.y1 < 18)
    ]
    return [min(near, key=lambda p: abs(found.y0 - p.y1))] if near else []
