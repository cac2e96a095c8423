"""Rows, columns and cells from the white between words.

It is told that the words are a table and does not judge it; where tables may be is aligned.py's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Piece
from ingest.grids import Grid, Segment, Slot, find_grids

_LINE_PITCH = 1.5  # of the type size: lines of one cell stand closer, rows of a loose table do not


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one line with no wide gap between them."""

    piece: Piece
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


Cluster = list[Part]  # the parts on one baseline, left to right
Columns = list[tuple[float, float]]


def grow(columns: Columns, row: Cluster) -> Columns | None:
    """The columns widened by a row, None where a part runs over the white between two of them."""
    grown = list(columns)
    for part in row:
        over = [i for i, (a, b) in enumerate(columns) if part.x0 < b - 1 and part.x1 > a + 1]
        if len(over) > 1:
            return None
        if over:
            at = over[0]
        else:
            before = [i for i, (a, _) in enumerate(columns) if a <= part.x0 + 3]
            at = before[-1] if before else 0
        grown[at] = min(grown[at][0], part.x0), max(grown[at][1], part.x1)
        if at + 1 < len(grown) and grown[at][1] > grown[at + 1][0] - 2:
            return None
        if at and grown[at][0] < grown[at - 1][1] + 2:
            return None
    return grown


def find_columns(clusters: Sequence[Cluster]) -> Columns | None:
    """Column extents: those of the header row widened by the rows below, or of the commonest kind of row."""
    counts = Counter(len(c) for c in clusters if len(c) >= 2)
    if not counts:
        return None
    most = max(len(c) for c in clusters[:4])
    for base in (len(clusters[0]), most, max(counts, key=lambda n: (counts[n], n))):
        first = next((c for c in clusters if len(c) == base), None)
        if first is None or base < 2:
            continue
        columns: Columns | None = [(p.x0, p.x1) for p in first]
        crossing = 0
        for cluster in clusters:
            grown = grow(columns, cluster) if columns else None
            crossing += grown is None
            columns = grown or columns
        if columns is not None and crossing <= 0.25 * len(clusters):
            return columns
    return None


def ruled_grid(
    parts: Sequence[Part],
    rules: Sequence[Segment],
    cuts: Sequence[float],
    around: tuple[float, float, float, float],
) -> Grid | None:
    """Rows from the rules; columns as if lines were drawn in the white, but not through words."""
    left, top, right, bottom = around
    across = [*rules, (top, left, right)]
    if not any(abs(r[0] - bottom) < 6 for r in rules):
        across.append((bottom, left, right))
    ys = sorted({r[0] for r in across})
    down: list[Segment] = [(left, top, bottom), (right, top, bottom)]
    for y0, y1 in pairwise(ys):
        band = [p for p in parts if y0 - 1 <= p.middle <= y1 + 1]
        down += [(x, y0, y1) for x in cuts if not any(p.x0 + 2 < x < p.x1 - 2 for p in band)]
    grids = find_grids(across, down)
    return max(grids, key=lambda g: len(g.slots), default=None)


def bare_grid(
    parts: Sequence[Part], cuts: Sequence[float], around: tuple[float, float, float, float]
) -> Grid | None:
    """Rows from the white between lines; a cell beside several cells of another column spans them."""
    left, top, right, bottom = around
    xs = (left, *cuts, right)
    sizes = sorted(p.piece.size for p in parts)
    size = sizes[len(sizes) // 4]  # OCR makes short words look larger than they are
    columns = [sorted(p.middle for p in parts if _column_of(p, cuts) == c) for c in range(len(xs) - 1)]
    loose = any(b - a >= _LINE_PITCH * size for column in columns for a, b in pairwise(column))
    stacks = [
        _stack([p for p in parts if _column_of(p, cuts) == c], size if loose else 0.0)
        for c in range(len(xs) - 1)
    ]
    bands = _join_spanned(_bands([cell for stack in stacks for cell in stack]), stacks)
    ys = [top]
    slots: list[Slot] = []
    for band_top, band_bottom in bands:
        inside = [
            [cell for cell in stack if band_top - 0.1 <= cell[0] and cell[1] <= band_bottom + 0.1]
            for stack in stacks
        ]
        lead = max(inside, key=len)
        first = len(ys) - 1
        edges = [(a[1] + b[0]) / 2 for a, b in pairwise(lead)]
        if ys[-1] != top:
            ys[-1] = (ys[-1] + band_top) / 2
        ys += [*edges, band_bottom]
        for column, cells in enumerate(inside):
            spans = _spans(cells, lead)
            slots += [Slot(first + a, column, first + b, column + 1) for a, b in spans]
        if first == 0 and len(lead) > 1:
            slots = _stretch_heads(slots, inside, lead)
    ys[-1] = bottom
    if not loose:
        return _merge_continued(tuple(xs), ys, stacks)
    return Grid(tuple(xs), tuple(ys), tuple(sorted(slots, key=lambda s: (s.row, s.column))))


_Extent = tuple[float, float]


def _column_of(part: Part, cuts: Sequence[float]) -> int:
    return sum((part.x0 + part.x1) / 2 > cut for cut in cuts)


def _stack(parts: Sequence[Part], size: float) -> list[_Extent]:
    """A column's lines gathered into cells from top to bottom; with size 0 every line is a cell."""
    cells: list[_Extent] = []
    last = 0.0
    for part in sorted(parts, key=lambda p: p.middle):
        if cells and part.middle - last < max(_LINE_PITCH * size, 0.4 * (part.y1 - part.y0)):
            cells[-1] = cells[-1][0], max(cells[-1][1], part.y1)
        else:
            cells.append((part.y0, part.y1))
        last = part.middle
    return cells


def _bands(cells: Sequence[_Extent]) -> list[_Extent]:
    """Extents that overlap by more than a hair, merged."""
    bands: list[_Extent] = []
    for y0, y1 in sorted(cells):
        if bands and y0 < bands[-1][1] - 0.15 * (y1 - y0):
            bands[-1] = bands[-1][0], max(bands[-1][1], y1)
        else:
            bands.append((y0, y1))
    return bands


def _stretch_heads(
    slots: Sequence[Slot], inside: Sequence[Sequence[_Extent]], lead: Sequence[_Extent]
) -> list[Slot]:
    """In the header, a title whose right neighbours are empty stands over them, where they have one below."""
    full = {
        (row, column)
        for column, cells in enumerate(inside)
        for row, (y0, y1) in enumerate(lead)
        if any(c[0] < y1 and c[1] > y0 for c in cells)
    }
    top = {s.column: s for s in slots if s.row == 0 and s.row_end == 1}
    done = [s for s in slots if s not in top.values()]
    owner: Slot | None = None
    for column in sorted(top):
        slot = top[column]
        adjacent = owner is not None and owner.column_end == column
        if owner is not None and adjacent and (0, column) not in full and (1, column) in full:
            owner = Slot(0, owner.column, 1, column + 1)
            done[-1] = owner
            continue
        owner = slot if (0, column) in full and (1, column) in full else None
        done.append(slot)
    return done


def _join_spanned(bands: Sequence[_Extent], stacks: Sequence[Sequence[_Extent]]) -> list[_Extent]:
    """Bands joined where a cell stands in the middle of two rows, in which its column is otherwise empty."""
    joined = list(bands)
    at = 0
    while at + 1 < len(joined):
        first, second = joined[at], joined[at + 1]
        third = joined[at + 2] if at + 2 < len(joined) else None
        if third is not None and _stands_between(stacks, first, second, third):
            joined[at : at + 3] = [(first[0], third[1])]
        elif any(_leans(stack, first, second) for stack in stacks):
            joined[at : at + 2] = [(first[0], second[1])]
        at += 1
    return joined


def _stands_between(
    stacks: Sequence[Sequence[_Extent]], first: _Extent, second: _Extent, third: _Extent
) -> bool:
    """Whether the second band holds only cells of columns that the bands around it leave empty."""
    own = [bool(_within(s, second)) for s in stacks]
    around = [bool(_within(s, first)) and bool(_within(s, third)) for s in stacks]
    either = [bool(_within(s, first)) or bool(_within(s, third)) for s in stacks]
    if any(a and b for a, b in zip(own, either, strict=True)) or not any(around):
        return False
    middle = (first[0] + third[1]) / 2
    return abs((second[0] + second[1]) / 2 - middle) < 0.3 * (second[1] - second[0])


def _leans(stack: Sequence[_Extent], first: _Extent, second: _Extent) -> bool:
    """Whether a column's only cell of two bands stands nearer the middle of both than of its own."""
    above, below = _within(stack, first), _within(stack, second)
    if len(above) + len(below) != 1:
        return False
    cell, own = (above[0], first) if above else (below[0], second)
    middle = (cell[0] + cell[1]) / 2
    off = abs(middle - (own[0] + own[1]) / 2)
    return off > 3 and abs(middle - (first[0] + second[1]) / 2) < 0.4 * off


def _within(stack: Sequence[_Extent], band: _Extent) -> list[_Extent]:
    return [c for c in stack if band[0] - 0.1 <= c[0] and c[1] <= band[1] + 0.1]


def _spans(cells: Sequence[_Extent], lead: Sequence[_Extent]) -> list[tuple[int, int]]:
    """Which rows of the band each cell of the column covers; rows without one are cells of their own."""
    count = len(lead)
    if len(cells) == 1:
        middle = (cells[0][0] + cells[0][1]) / 2
        level = [i for i, (y0, y1) in enumerate(lead) if abs(middle - (y0 + y1) / 2) < 0.25 * (y1 - y0)]
        centred = abs(middle - (lead[0][0] + lead[-1][1]) / 2) < 0.25 * (lead[0][1] - lead[0][0])
        if count == 1 or centred or not level:
            return [(0, count)]
        return [(i, i + 1) for i in range(count)]
    if len(cells) == count:
        return [(i, i + 1) for i in range(count)]
    spans: list[tuple[int, int]] = []
    at = 0
    for y0, y1 in cells:
        rows = [i for i in range(at, count) if lead[i][0] < y1 and lead[i][1] > y0] or [min(at, count - 1)]
        spans += [(i, i + 1) for i in range(at, rows[0])]
        if rows[-1] >= at:
            spans.append((rows[0], rows[-1] + 1))
            at = rows[-1] + 1
    return spans + [(i, i + 1) for i in range(at, count)]


def _merge_continued(
    xs: tuple[float, ...], ys: Sequence[float], stacks: Sequence[Sequence[_Extent]]
) -> Grid | None:
    """In a table set tight, a line without a first cell goes on in the row above."""
    kept = [ys[0]]
    for y0, y1 in pairwise(ys):
        named = any(y0 - 1 <= (a + b) / 2 <= y1 + 1 for a, b in stacks[0])
        if named or len(kept) == 1:
            kept.append(y1)
        else:
            kept[-1] = y1
    rows = len(kept) - 1
    slots = tuple(Slot(r, c, r + 1, c + 1) for r in range(rows) for c in range(len(xs) - 1))
    return Grid(xs, tuple(kept), slots)
