"""Scans that lie a few degrees askew: pages whose lines are turned level, for judging rows and columns.

It moves no citation: `shown` keeps every line where it stands on the page as displayed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.page import Area, FigureSeen, Line, PageRead, Ruling, TableSeen
from kb_sources.manual import Box

_MOST = 3.0  # degrees looked for, either way
_LEAST = 0.15  # degrees: less does no harm
_STEP = 0.2
_BIN = 3.0  # points: edges this close count as one


@dataclass(frozen=True, slots=True)
class Straight:
    """A page with its lines turned level; `shown[i]` is lines[i] as displayed."""

    number: int
    width: float  # points
    height: float
    lines: tuple[Line, ...]
    shown: tuple[Line, ...]
    rulings: tuple[Ruling, ...]
    areas: tuple[Area, ...]
    skew: float = 0.0  # degrees clockwise
    scanned: bool = False
    tables: tuple[TableSeen, ...] = ()
    figures: tuple[FigureSeen, ...] = ()


def straighten(page: PageRead) -> Straight:
    """The page with level lines; one that was not scanned, or lies straight, is as it was."""
    angle = measure_skew(page) if page.route == "ocr" else 0.0
    lines, rulings = page.lines, page.rulings
    if angle:
        lines = tuple(_turn(line, page, math.radians(angle)) for line in lines)
        rulings = tuple(_turn_ruling(ruling, page, math.radians(angle)) for ruling in rulings)
    return Straight(
        page.number,
        page.width,
        page.height,
        lines,
        page.lines,
        rulings,
        page.areas,
        angle,
        page.route in ("ocr", "model"),
        page.tables,
        page.figures,
    )


def measure_skew(page: PageRead) -> float:
    """Degrees clockwise at which rows and left edges fall together best; 0 when it makes no difference."""
    corners = [
        (b.x0 * page.width, (b.y0 + b.y1) / 2 * page.height, b.x1 * page.width)
        for b in (line.box for line in page.lines if len(line.text) > 1)
    ]
    if len(corners) < 6:
        return 0.0
    steps = round(_MOST / _STEP)
    scores = {i: _evenness(corners, math.radians(i * _STEP)) for i in range(-steps, steps + 1)}
    best = max(scores, key=lambda i: (scores[i], -abs(i)))
    if scores[best] <= 1.02 * scores[0]:
        return 0.0
    angle = math.radians(best * _STEP)
    for near in (4.0, 2.5):
        angle = _refine(corners, angle, near)
    degrees = math.degrees(angle)
    return degrees if _LEAST <= abs(degrees) <= _MOST + _STEP else 0.0


def _refine(corners: Sequence[tuple[float, float, float]], angle: float, near: float) -> float:
    """The median slope (radians) of lines that share a row or an edge at about this angle, `near` in points.

    Rows go before edges, for a photographed page narrows; pairs count by their distance squared, for the ends
    of a box are a point or two off.
    """
    sine, cosine = math.sin(angle), math.cos(angle)
    rows: list[tuple[float, float]] = []  # radians, weight
    edges: list[tuple[float, float]] = []
    ends = [(x0, y - (x1 - x0) / 2 * sine, (x0 + x1) / 2, y) for x0, y, x1 in corners]
    for i, (left, top, x, y) in enumerate(ends):
        for other_left, other_top, other_x, other_y in ends[i + 1 :]:
            dx, dy = other_x - x, other_y - y
            if abs(dx) > 80 and abs(dy * cosine - dx * sine) < near:
                rows.append((math.atan(dy / dx), dx * dx))
            dx, dy = other_left - left, other_top - top
            if abs(dy) > 80 and abs(dx * cosine + dy * sine) < near:
                edges.append((math.atan(-dx / dy), dy * dy))
    slopes = rows if len(rows) >= 6 else rows + edges
    half, passed = sum(w for _, w in slopes) / 2, 0.0
    for slope, weight in sorted(slopes):
        passed += weight
        if passed >= half:
            return slope
    return angle


def _evenness(corners: Sequence[tuple[float, float, float]], angle: float) -> float:
    """How many lines share a baseline or a left edge once turned back by `angle` radians."""
    sine, cosine = math.sin(angle), math.cos(angle)
    rows = Counter(int((y * cosine - (x0 + x1) / 2 * sine) / _BIN) for x0, y, x1 in corners)
    edges = Counter(int((x0 * cosine + (y - (x1 - x0) / 2 * sine) * sine) / _BIN) for x0, y, x1 in corners)
    # Neighbouring bins count together, so that it does not matter where a bin ends.
    return float(sum((n + c[i + 1]) ** 2 for c in (rows, edges) for i, n in list(c.items())))


def _turn(line: Line, page: PageRead, angle: float) -> Line:
    words = tuple(replace(w, box=_turn_box(w.box, page, angle)) for w in line.words)
    box = _turn_box(line.box, page, angle)
    size = min(line.size, 0.75 * box.height * page.height) if line.size else 0.0
    return replace(line, words=words, box=box, size=size)


def _turn_ruling(ruling: Ruling, page: PageRead, angle: float) -> Ruling:
    """A ruling keeps its direction and moves with the lines around it."""
    box = _turn_box(Box.clipped(ruling.x0, ruling.y0, ruling.x1, ruling.y1), page, angle)
    if ruling.y0 == ruling.y1:
        return Ruling(box.x0, (box.y0 + box.y1) / 2, box.x1, (box.y0 + box.y1) / 2)
    return Ruling((box.x0 + box.x1) / 2, box.y0, (box.x0 + box.x1) / 2, box.y1)


def _turn_box(box: Box, page: PageRead, angle: float) -> Box:
    """The box turned back around the middle of the page, without the height that the slant added."""
    sine, cosine = math.sin(angle), math.cos(angle)
    width, height = box.width * page.width, box.height * page.height
    x = (box.x0 + box.x1) / 2 * page.width - page.width / 2
    y = (box.y0 + box.y1) / 2 * page.height - page.height / 2
    across = x * cosine + y * sine + page.width / 2
    down = -x * sine + y * cosine + page.height / 2
    height = max(height - width * abs(sine), 0.4 * height)
    return Box.clipped(
        (across - width / 2) / page.width,
        (down - height / 2) / page.height,
        (across + width / 2) / page.width,
        (down + height / 2) / page.height,
    )
