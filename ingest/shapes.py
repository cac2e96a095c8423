"""Painted paths and pictures as the rulings and areas of a page: joined, bounded, in page fractions.

It does not know what a ruling means: tables are structure.py's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import RawPage, Rect, Shape
from ingest.page import Area, Ruling
from kb_sources.manual import Box

MAX_RULINGS = 4000  # a page of fine graph paper has some hundred
MAX_AREAS = 500
_THIN = 3.0  # points: a rectangle at most this thick is a drawn line
_SHORT = 6.0  # points: a line shorter than this rules nothing
_GRID = (48, 68)  # cells in which drawings and pictures are clustered: about 12 points on A4


def rulings(page: RawPage) -> tuple[Ruling, ...]:
    """Horizontal and vertical lines, thin rectangles and rectangle edges; collinear pieces joined."""
    across: dict[int, list[tuple[float, float]]] = defaultdict(list)  # by y in half points
    down: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x0, y0, x1, y1 in _segments(page):
        wide, high = abs(x1 - x0) * page.width, abs(y1 - y0) * page.height
        if high <= 1.0 and wide >= _SHORT:
            across[round((y0 + y1) * page.height)].append((min(x0, x1), max(x0, x1)))
        elif wide <= 1.0 and high >= _SHORT:
            down[round((x0 + x1) * page.width)].append((min(y0, y1), max(y0, y1)))
    found = [
        Ruling(x0, y / 2 / page.height, x1, y / 2 / page.height)
        for y, pieces in sorted(across.items())
        for x0, x1 in _joined(pieces, 2.0 / page.width)
    ]
    found += [
        Ruling(x / 2 / page.width, y0, x / 2 / page.width, y1)
        for x, pieces in sorted(down.items())
        for y0, y1 in _joined(pieces, 2.0 / page.height)
    ]
    return tuple(r for r in map(_on_page, found) if r is not None)[:MAX_RULINGS]


def areas(page: RawPage) -> tuple[Area, ...]:
    """Frames (filled or stroked rectangles), pictures and clusters of drawings, largest first."""
    found: list[Area] = []
    seen: set[tuple[Box, int | None]] = set()
    for shape in page.shapes:
        for rect in shape.rects:
            box = clip(rect)
            if box is None or not _is_frame(box, shape, page) or (box, shape.fill) in seen:
                continue
            seen.add((box, shape.fill))
            found.append(Area(box, "frame", shape.fill))
    found += [Area(box, "picture") for box in clustered(page.pictures, page)]
    freehand = [s.rect for s in page.shapes if s.freehand]
    found += [Area(box, "drawing") for box in clustered(freehand, page) if _points(box, page) >= (24.0, 24.0)]
    return tuple(sorted(found, key=lambda a: -a.box.area)[:MAX_AREAS])


def clip(rect: Rect) -> Box | None:
    """The part of a rectangle on the page, None when it lies outside."""
    x0, y0, x1, y1 = (
        min(rect[0], rect[2]),
        min(rect[1], rect[3]),
        max(rect[0], rect[2]),
        max(rect[1], rect[3]),
    )
    if not (x1 >= 0 and y1 >= 0 and x0 <= 1 and y0 <= 1):  # also false for NaN
        return None
    return Box.clipped(x0, y0, x1, y1)


def clustered(rects: Iterable[Rect], page: RawPage) -> list[Box]:
    """Boxes around rectangles that nearly touch: strips of one picture, strokes of one drawing."""
    boxes = [b for b in map(clip, rects) if b is not None]
    columns, rows = _GRID
    owner: dict[tuple[int, int], int] = {}
    parent = list(range(len(boxes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, b in enumerate(boxes):
        for column in range(int(b.x0 * columns), int(min(b.x1 * columns, columns - 1)) + 1):
            for row in range(int(b.y0 * rows), int(min(b.y1 * rows, rows - 1)) + 1):
                other = owner.setdefault((column, row), i)
                parent[root(i)] = root(other)
    groups: dict[int, list[Box]] = defaultdict(list)
    for i, b in enumerate(boxes):
        groups[root(i)].append(b)
    return [Box.around(group) for group in groups.values()]


def _segments(page: RawPage) -> Iterator[Rect]:
    for shape in page.shapes:
        if shape.fill is None and shape.stroke is None:
            continue
        yield from shape.lines if shape.stroke is not None else ()
        for x0, y0, x1, y1 in shape.rects:
            wide, high = abs(x1 - x0) * page.width, abs(y1 - y0) * page.height
            if high <= _THIN < wide:
                yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
            elif wide <= _THIN < high:
                yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
            elif shape.stroke is not None:
                yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _joined(pieces: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _on_page(ruling: Ruling) -> Ruling | None:
    box = clip((ruling.x0, ruling.y0, ruling.x1, ruling.y1))
    return None if box is None or box.width + box.height == 0 else Ruling(box.x0, box.y0, box.x1, box.y1)


def _points(box: Box, page: RawPage) -> tuple[float, float]:
    return box.width * page.width, box.height * page.height


def _is_frame(box: Box, shape: Shape, page: RawPage) -> bool:
    wide, high = _points(box, page)
    if min(wide, high) < 8 or (wide < 20 and high < 20):
        return False
    if box.area > 0.95 and shape.stroke is None:
        return False  # the page's own background
    return shape.stroke is not None or (shape.fill is not None and shape.fill != 0xFFFFFF)
