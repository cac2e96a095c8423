"""Marks every drawing uses: call-out numbers with leaders, labels, screws, dimension arrows.

It does not know any product.
"""

from __future__ import annotations

import math

from kb_sources.samples.canvas import BLACK, WHITE, Canvas, Point

Box = tuple[float, float, float, float]


def call_out(canvas: Canvas, label: str, at: Point, tip: Point) -> None:
    """A numbered ring at `at` with a leader that ends in a dot at `tip`."""
    turn = math.atan2(tip[1] - at[1], tip[0] - at[0])
    start = (at[0] + 8.5 * math.cos(turn), at[1] + 8.5 * math.sin(turn))
    canvas.line(start, tip, 0.6)
    canvas.ellipse(tip, 1.4, None, 0, None, BLACK)
    canvas.ellipse(at, 8.5, None, 0.8, BLACK, WHITE)
    canvas.write_centred(at, label, 8.5, "label", bold=True)


def name_part(canvas: Canvas, text: str, at: Point, size: float = 7.5) -> None:
    """A word in a drawing, centred at `at`."""
    canvas.write_centred(at, text, size, "label")


def draw_screw(canvas: Canvas, at: Point, radius: float = 4.0) -> None:
    canvas.ellipse(at, radius, None, 0.7, BLACK, WHITE)
    r = 0.6 * radius
    canvas.line((at[0] - r, at[1]), (at[0] + r, at[1]), 0.7)
    canvas.line((at[0], at[1] - r), (at[0], at[1] + r), 0.7)


def slanted(box: Box, skew: float) -> tuple[Point, Point, Point, Point]:
    """A rectangle seen from the side: its upper edge moved right by `skew`."""
    x0, y0, x1, y1 = box
    return ((x0 + skew, y0), (x1 + skew, y0), (x1, y1), (x0, y1))
