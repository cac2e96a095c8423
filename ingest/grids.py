"""Ruled grids: where drawn lines make rows, columns and merged cells.

Pure geometry in points; it does not look at text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NEAR = 3.0  # points: lines this close are one line, and touch
_THIN = 5.0  # points: no row or column is thinner
_COVERED = 0.6  # share of a cell's side that must be drawn to part it from the next
_MOST_CELLS = 6000

Segment = tuple[float, float, float]  # position, start, end


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid: rows and columns it covers, ends exclusive."""

    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    xs: tuple[float, ...]  # column edges, one more than columns
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]  # every place of the grid is in exactly one

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1


def find_grids(across: Sequence[Segment], down: Sequence[Segment]) -> list[Grid]:
    """Grids of at least two rows and two columns; `across` are (y, x0, x1), `down` are (x, y0, y1)."""
    rows, columns = join_segments(across), join_segments(down)
    grids = []
    for own_rows, own_columns in _connected(rows, columns):
        xs = _edges([s[0] for s in own_columns], [e for s in own_rows for e in s[1:]])
        ys = _edges([s[0] for s in own_rows], [e for s in own_columns for e in s[1:]])
        if len(xs) >= 3 and len(ys) >= 3 and (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS:
            grids.append(Grid(xs, ys, _slots(xs, ys, own_rows, own_columns)))
    return grids


def join_segments(segments: Sequence[Segment]) -> list[Segment]:
    """Lines nearly on top of each other, or end to end, as one."""
    lanes: list[tuple[float, list[Segment]]] = []
    for segment in sorted(segments):
        if lanes and segment[0] - lanes[-1][0] <= _NEAR:
            lanes[-1][1].append(segment)
        else:
            lanes.append((segment[0], [segment]))
    joined: list[Segment] = []
    for position, lane in lanes:
        lane.sort(key=lambda s: s[1])
        start, end = lane[0][1], lane[0][2]
        for _, a, b in lane[1:]:
            if a <= end + _NEAR:
                end = max(end, b)
            else:
                joined.append((position, start, end))
                start, end = a, b
        joined.append((position, start, end))
    return joined


def _connected(
    rows: Sequence[Segment], columns: Sequence[Segment]
) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of lines that cross or touch each other."""
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(rows)), key=lambda i: rows[i][0])
    heights = [rows[i][0] for i in order]
    for j, (x, y0, y1) in enumerate(columns):
        for k in range(bisect_left(heights, y0 - _NEAR), bisect_right(heights, y1 + _NEAR)):
            i = order[k]
            if rows[i][1] - _NEAR <= x <= rows[i][2] + _NEAR:
                parent[root(i)] = root(len(rows) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = defaultdict(lambda: ([], []))
    for i, segment in enumerate(rows):
        groups[root(i)][0].append(segment)
    for j, segment in enumerate(columns):
        groups[root(len(rows) + j)][1].append(segment)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(positions: Iterable[float], ends: Iterable[float]) -> tuple[float, ...]:
    """Row or column edges: where lines stand, and where crossing lines reach beyond the outermost of them."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _THIN:
            edges.append(position)
    reach = list(ends)
    if reach and min(reach) < edges[0] - 2 * _THIN:
        edges.insert(0, min(reach))
    if reach and max(reach) > edges[-1] + 2 * _THIN:
        edges.append(max(reach))
    return tuple(edges)


def _slots(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Segment], columns: Sequence[Segment]
) -> tuple[Slot, ...]:
    """Cells between which a line is drawn; others are merged, and made rectangles."""
    high, wide = len(ys) - 1, len(xs) - 1
    across = _lanes(ys, rows)
    down = _lanes(xs, columns)
    owner = [[r * wide + c for c in range(wide)] for r in range(high)]
    boxes = {r * wide + c: Slot(r, c, r + 1, c + 1) for r in range(high) for c in range(wide)}

    def merge(a: Slot, b: Slot) -> None:
        """Grows to the rectangle around both, and swallows whatever that touches."""
        top, left = min(a.row, b.row), min(a.column, b.column)
        bottom, right = max(a.row_end, b.row_end), max(a.column_end, b.column_end)
        while True:
            inside = {owner[r][c] for r in range(top, bottom) for c in range(left, right)}
            around = [boxes[i] for i in inside]
            grown = (
                min(s.row for s in around),
                min(s.column for s in around),
                max(s.row_end for s in around),
                max(s.column_end for s in around),
            )
            if grown == (top, left, bottom, right):
                break
            top, left, bottom, right = grown
        key = owner[top][left]
        for i in inside:
            boxes.pop(i, None)
        boxes[key] = Slot(top, left, bottom, right)
        for r in range(top, bottom):
            for c in range(left, right):
                owner[r][c] = key

    for r in range(high):
        for c in range(wide):
            if c + 1 < wide and owner[r][c] != owner[r][c + 1] and not _drawn(down[c + 1], ys[r], ys[r + 1]):
                merge(boxes[owner[r][c]], boxes[owner[r][c + 1]])
            if (
                r + 1 < high
                and owner[r][c] != owner[r + 1][c]
                and not _drawn(across[r + 1], xs[c], xs[c + 1])
            ):
                merge(boxes[owner[r][c]], boxes[owner[r + 1][c]])
    return tuple(sorted(boxes.values(), key=lambda s: (s.row, s.column)))


def _lanes(edges: Sequence[float], segments: Sequence[Segment]) -> list[list[tuple[float, float]]]:
    lanes: list[list[tuple[float, float]]] = [[] for _ in edges]
    for position, start, end in segments:
        at = min(range(len(edges)), key=lambda i: abs(edges[i] - position))
        lanes[at].append((start, end))
    return lanes


def _drawn(lane: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    covered = sum(max(min(b, end) - max(a, start), 0.0) for a, b in lane)
    return covered >= _COVERED * (end - start)
