"""Reading order: columns, side boxes, pictures beside text.

Pure geometry in points; it does not know what the things it orders mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.blocks import Piece
from ingest.steps import opens_item

_GUTTER = 8.0  # points of white between two columns
_SHORT = 16  # characters: fragments this short side by side are rows of a list, not columns


@dataclass(frozen=True, slots=True)
class Item:
    """What has a place: a line's pieces, or a larger thing (table, picture, drawn box) without any."""

    x0: float
    y0: float
    x1: float
    y1: float
    pieces: tuple[Piece, ...] = ()
    thing: int = -1  # index of the larger thing

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.pieces)


def item_of(pieces: Sequence[Piece]) -> Item:
    return Item(
        min(p.x0 for p in pieces),
        min(p.y0 for p in pieces),
        max(p.x1 for p in pieces),
        max(p.y1 for p in pieces),
        tuple(pieces),
    )


def join_markers(pieces: Sequence[Piece]) -> list[Item]:
    """Lines as items; a number or bullet alone joins the line beside it, as do the parts of a justified line.

    A part that begins where other lines begin too stands in a column of its own and is not joined.
    """
    edges = Counter(round(p.x0 / 3) for p in pieces)
    rows = _baselines([item_of([p]) for p in pieces])
    items: list[Item] = []
    for row in rows:
        joined: list[Item] = []
        for item in row:
            last = joined[-1] if joined else None
            gap = item.x0 - last.x1 if last else 0.0
            size = item.pieces[0].size
            if last and _goes_with(last, item, gap, size, edges):
                joined[-1] = item_of((*last.pieces, *item.pieces))
            else:
                joined.append(item)
        items += joined
    return items


def _goes_with(last: Item, item: Item, gap: float, size: float, edges: Counter[int]) -> bool:
    if gap <= -size:
        return False
    if gap < 0.6 * size or (gap < 4 * size and opens_item(last.text) == "alone"):
        return True
    start = round(item.x0 / 3)
    alike = sum(edges[start + i] for i in (-1, 0, 1))
    return gap < 2.6 * size and alike <= 2 and abs(last.pieces[-1].size - size) < 0.5


def arrange(items: Sequence[Item]) -> list[list[Item]]:
    """Columns in reading order, each a list of items from top to bottom; every item exactly once."""
    columns: list[list[Item]] = []
    for group in _groups(_strips(items)):
        flat = [item for strip in group for item in strip]
        gutter = _gutter(flat)
        if gutter is None or len(flat) < 2:
            columns.append(_top_down(flat))
            continue
        left = [i for i in flat if (i.x0 + i.x1) / 2 <= gutter]
        right = [i for i in flat if (i.x0 + i.x1) / 2 > gutter]
        if not left or not right or _is_listing(left, right):
            columns.append(_top_down(flat))
        else:
            columns += arrange(left) + arrange(right)
    return columns


def _strips(items: Sequence[Item]) -> list[list[Item]]:
    """Items that overlap vertically, strip by strip down the page."""
    strips: list[list[Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda i: (i.y0, i.x0)):
        slack = 0.3 * min(item.height, 14.0)
        if strips and item.y0 < bottom - slack:
            strips[-1].append(item)
            bottom = max(bottom, item.y1)
        else:
            strips.append([item])
            bottom = item.y1
    return strips


def _groups(strips: Sequence[list[Item]]) -> list[list[list[Item]]]:
    """Runs of strips that share a gutter, or that have none."""
    groups: list[list[list[Item]]] = []
    taken: list[tuple[float, float]] = []
    for strip in strips:
        own = _occupied(strip)
        both = _union(taken, own)
        shared = groups and (len(both) > 1 or (len(taken) == 1 and len(own) == 1))
        if shared and len(taken) == 1 and len(own) > 1:
            shared = False
        if shared and len(taken) > 1 and len(own) == 1 and _is_divider(strip, groups[-1]):
            shared = False
        if shared:
            groups[-1].append(strip)
            taken = both
        else:
            groups.append([strip])
            taken = own
    return groups


def _is_divider(strip: Sequence[Item], group: Sequence[list[Item]]) -> bool:
    """Whether a lone line is set larger than what stands in the columns above: it heads something new."""
    if len(strip) != 1 or not strip[0].pieces:
        return False
    sizes = sorted(i.pieces[0].size for above in group for i in above if i.pieces)
    return bool(sizes) and strip[0].pieces[0].size > 1.1 * sizes[len(sizes) // 2]


def _occupied(items: Sequence[Item]) -> list[tuple[float, float]]:
    return _union([], [(i.x0, i.x1) for i in items])


def _union(a: Sequence[tuple[float, float]], b: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals merged over gaps narrower than a gutter."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted((*a, *b)):
        if merged and start < merged[-1][1] + _GUTTER:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _gutter(items: Sequence[Item]) -> float | None:
    """The middle of the widest white between columns."""
    taken = _occupied(items)
    gaps = [(b[0] - a[1], (a[1] + b[0]) / 2) for a, b in pairwise(taken)]
    return max(gaps)[1] if gaps else None


def _is_listing(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether two sides are names and values on the same baselines, read across rather than down."""
    if any(not i.pieces for i in (*left, *right)):
        return False
    if len(left) == 1 or len(right) == 1:
        return len(left) == len(right) == 1
    few, many = sorted((left, right), key=len)
    level = sum(any(abs(i.middle - j.middle) < 0.35 * i.height for j in many) for i in few)
    if level < 0.7 * len(few) or any(opens_item(i.text) for i in right):
        return False
    return min(_median_length(left), _median_length(right)) < _SHORT


def _median_length(items: Sequence[Item]) -> int:
    lengths = sorted(len(i.text) for i in items)
    return lengths[len(lengths) // 2]


def _baselines(items: Sequence[Item]) -> list[list[Item]]:
    """Items that stand on one baseline, each row from left to right, rows down the page."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda i: (i.middle, i.x0)):
        if rows and abs(item.middle - rows[-1][0].middle) < 0.35 * min(item.height, rows[-1][0].height):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda i: (i.x0, i.x1)) for row in rows]


def _top_down(items: Sequence[Item]) -> list[Item]:
    return [item for row in _baselines(items) for item in row]
