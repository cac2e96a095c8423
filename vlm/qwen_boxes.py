"""The boxes Qwen writes become fractions of the page; says what was wrong with each.

It does not know what a box holds. Qwen3-VL counts 0..1000 along either side (the official parser divides by
1000 and swaps inverted pairs); Qwen2.5-VL counted pixels of the picture it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb_sources.manual import Box

Corners = tuple[float, float, float, float]

_NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,9})?")
_SCALE = 1000.0
_SLIP = 1050.0  # a single value up to here is a slip of a relative box, not a pixel
_SLIPS = 0.1  # share of the page's boxes that may slip
_OUTSIDE = 0.02  # of the page: a box that sticks out further cannot be trusted
_SAME = 2.0  # thousandths
_ROW = 4  # boxes from which a regular grid is no measurement


@dataclass(frozen=True, slots=True)
class Placed:
    """`box` is None where there was none, or none that can be used; `wrong` tells what was wrong with it."""

    box: Box | None
    wrong: str = ""  # bad_bbox, empty_bbox, outside_bbox: not used; swapped_bbox: put right


def read_corners(written: str) -> Corners | None:
    """The x0 y0 x1 y1 of an attribute or comment, in the model's units; None when it is not that.

    Numbers may be parted by blanks or commas and stand in brackets; a polygon gives the box around it.
    """
    inner = written.strip().strip("[](){} \t")
    parts = [part for part in re.split(r"[\s,;]+", inner[:400]) if part]
    if len(inner) > 400 or len(parts) < 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    values = [float(part) for part in parts]
    if len(values) == 4:
        return values[0], values[1], values[2], values[3]
    if len(values) >= 6 and len(values) % 2 == 0:
        return min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])
    return None


def place_boxes(
    written: Sequence[Corners | str | None], sent: tuple[int, int] | None
) -> tuple[tuple[Placed, ...], bool]:
    """Each box as written as a fraction of the page, and whether the page counts in pixels.

    `sent` is the size in pixels of the picture the model saw; without it boxes in pixels are not used.
    """
    corners = [read_corners(w) if isinstance(w, str) else w for w in written]
    known = [c for c in corners if c is not None]
    absolute = _in_pixels(known)
    wide, high = (float(side) for side in sent or (0, 0)) if absolute else (_SCALE, _SCALE)
    placed: list[Placed] = []
    for original, corner in zip(written, corners, strict=True):
        if original is None:
            placed.append(Placed(None))
        elif corner is None or not (wide and high):
            placed.append(Placed(None, "bad_bbox"))
        else:
            placed.append(_place(corner, wide, high))
    return tuple(placed), absolute


def _in_pixels(known: Sequence[Corners]) -> bool:
    beyond = sum(max(c) > _SCALE for c in known)
    return beyond > 0 and (beyond > _SLIPS * len(known) or max(max(c) for c in known) > _SLIP)


def _place(corner: Corners, wide: float, high: float) -> Placed:
    x0, x1 = sorted((corner[0] / wide, corner[2] / wide))
    y0, y1 = sorted((corner[1] / high, corner[3] / high))
    if x1 <= x0 or y1 <= y0:
        return Placed(None, "empty_bbox")
    if min(x0, y0) < -_OUTSIDE or max(x1, y1) > 1 + _OUTSIDE:
        return Placed(None, "outside_bbox")
    box = Box.clipped(x0, y0, x1, y1)
    if box.area == 0:
        return Placed(None, "outside_bbox")
    swapped = corner[0] > corner[2] or corner[1] > corner[3]
    return Placed(box, "swapped_bbox" if swapped else "")


def is_grid(boxes: Sequence[Box]) -> bool:
    """Whether four or more boxes are of one size and one step: drawn by rule, not measured."""
    if len(boxes) < _ROW:
        return False
    same = _SAME / _SCALE
    first, second = boxes[0], boxes[1]
    step = second.x0 - first.x0, second.y0 - first.y0
    return max(map(abs, step)) > same and all(
        abs(b.width - first.width) <= same
        and abs(b.height - first.height) <= same
        and abs(b.x0 - first.x0 - n * step[0]) <= same * max(n, 1)
        and abs(b.y0 - first.y0 - n * step[1]) <= same * max(n, 1)
        for n, b in enumerate(boxes)
    )


def overtaken(boxes: Sequence[Box | None]) -> tuple[bool, ...]:
    """Of each box whether the model wrote what stands below it first: it is out of reading order."""
    lowest = [-1.0] * 100  # of each hundredth of the width: the lowest top written so far
    late: list[bool] = []
    for box in boxes:
        if box is None:
            late.append(False)
            continue
        strip = range(int(box.x0 * 100), max(int(box.x0 * 100) + 1, min(100, int(box.x1 * 100))))
        strip = range(min(strip.start, 99), min(max(strip.stop, strip.start + 1), 100))
        late.append(2 * sum(lowest[x] >= box.y1 for x in strip) > len(strip))
        if not late[-1]:
            for x in strip:
                lowest[x] = max(lowest[x], box.y0)
    return tuple(late)
