"""Drawings of the Qinglan QL-35."""

from __future__ import annotations

from kb_sources.samples.canvas import BLACK, GREY, PALE, WHITE, Canvas
from kb_sources.samples.figures.marks import Box, call_out, draw_screw, name_part, slanted

DARK = (0.2, 0.2, 0.22)


def draw_cooker(canvas: Canvas, box: Box) -> None:
    """The cooker from above."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.rounded((mid - 110, cy - 130, mid + 110, cy + 130), 12, 1.4, BLACK, DARK)
    for r in (78, 72, 30):
        canvas.ellipse((mid, cy - 34), r, None, 1.0, WHITE, None)
    canvas.rounded((mid - 96, cy + 66, mid + 96, cy + 116), 8, 0.8, GREY, BLACK)
    for i in range(5):
        canvas.ellipse((mid - 70 + 35 * i, cy + 100), 7, None, 0.8, WHITE, None)
    canvas.rect((mid - 28, cy + 72, mid + 28, cy + 88), 0.8, GREY, DARK)


def draw_exploded(canvas: Canvas, box: Box) -> None:
    """Panel, coil, boards, fan and case, one above the other."""
    x0, y0, x1, y1 = box
    mid, layer = (x0 + x1) / 2, (y1 - y0) / 4
    tops = [y0 + 4 + i * layer for i in range(4)]
    high = layer * 0.7
    for top, fill in zip(tops, (DARK, WHITE, PALE, PALE), strict=True):
        corners = slanted((mid - 110, top, mid + 80, top + high), 40)
        canvas.path([(x, y + 5) for x, y in corners], True, 0.6, BLACK, GREY)
        canvas.path(corners, True, 0.9, BLACK, fill)
    for r in (1.0, 0.8, 0.6, 0.4, 0.2):
        canvas.ellipse((mid + 5, tops[1] + high / 2), 60 * r, 17 * r, 0.7, BLACK, None)
    canvas.path(slanted((mid - 90, tops[2] + 8, mid - 10, tops[2] + high - 6), 22), True, 0.8, BLACK, WHITE)
    canvas.ellipse((mid + 50, tops[2] + high / 2), 26, 12, 0.9, BLACK, WHITE)
    canvas.ellipse((mid + 50, tops[2] + high / 2), 7, 4, 0.8, BLACK, GREY)
    canvas.path(
        slanted((mid - 60, tops[3] + high - 16, mid + 30, tops[3] + high - 4), 8), True, 0.8, BLACK, WHITE
    )
    left, right = x0 + 40, x1 - 40
    call_out(canvas, "1", (left, tops[0] + 16), (mid - 84, tops[0] + high - 12))
    call_out(canvas, "2", (right, tops[1] + 10), (mid + 56, tops[1] + high / 2))
    call_out(canvas, "3", (left, tops[2] + 14), (mid - 66, tops[2] + high / 2))
    call_out(canvas, "4", (right, tops[2] + 14), (mid + 70, tops[2] + high / 2))
    call_out(canvas, "5", (left, tops[3] + 22), (mid - 50, tops[3] + high - 10))
    call_out(canvas, "6", (right, tops[3] + 18), (mid + 100, tops[3] + 16))


def draw_board(canvas: Canvas, box: Box) -> None:
    """The main board with the parts that fail."""
    x0, y0, x1, y1 = box
    left, right, top, bottom = x0 + 90, x1 - 90, y0 + 6, y1 - 6
    canvas.rect((left, top, right, bottom), 1.2, BLACK, WHITE)
    canvas.rect((left + 16, top + 14, left + 130, top + 64), 1.0, BLACK, PALE)
    for i in range(9):
        canvas.line((left + 22 + 13 * i, top + 16), (left + 22 + 13 * i, top + 62), 0.6)
    for x, name in ((left + 46, "IGBT"), (left + 102, "DB1")):
        canvas.rect((x - 18, top + 64, x + 18, top + 92), 1.0, BLACK, WHITE)
        name_part(canvas, name, (x, top + 78))
    for cx, cy, name in ((right - 40, top + 44, "C3"), (right - 40, bottom - 48, "C5")):
        canvas.rounded((cx - 26, cy - 18, cx + 26, cy + 18), 4, 1.0, BLACK, PALE)
        name_part(canvas, name, (cx, cy))
    canvas.rounded((left + 20, bottom - 34, left + 62, bottom - 20), 6, 1.0, BLACK, WHITE)
    name_part(canvas, "F1", (left + 41, bottom - 27))
    canvas.rect((left + 110, bottom - 46, left + 150, bottom - 16), 1.0, BLACK, DARK)
    canvas.write_centred((left + 130, bottom - 31), "U1", 7.5, "label", colour=WHITE)
    call_out(canvas, "1", (x0 + 30, top + 40), (left + 32, top + 82))
    call_out(canvas, "2", ((left + right) / 2 + 10, top + 24), (left + 114, top + 72))
    call_out(canvas, "3", (x1 - 30, top + 30), (right - 18, top + 44))
    call_out(canvas, "4", (x1 - 30, bottom - 30), (right - 18, bottom - 48))
    call_out(canvas, "5", (x0 + 30, bottom - 16), (left + 24, bottom - 27))


def draw_fan(canvas: Canvas, box: Box) -> None:
    """The fan beside the heat sink."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.rect((mid - 130, cy - 50, mid - 20, cy + 50), 1.1, BLACK, PALE)
    canvas.ellipse((mid - 75, cy), 45, None, 1.0, BLACK, WHITE)
    canvas.ellipse((mid - 75, cy), 14, None, 1.0, BLACK, GREY)
    for dx, dy in ((-122, -42), (-28, 42)):
        draw_screw(canvas, (mid + dx, cy + dy))
    for i in range(8):
        canvas.rect((mid + 20 + 13 * i, cy - 46, mid + 26 + 13 * i, cy + 46), 0.8, BLACK, PALE)
    canvas.path(((mid - 60, cy + 50), (mid - 60, cy + 64), (mid + 20, cy + 64)), False, 1.4, DARK)
    canvas.rect((mid + 20, cy + 57, mid + 48, cy + 71), 0.9, BLACK, WHITE)
    name_part(canvas, "CN3", (mid + 34, cy + 64))
    for dy in (-24, 0, 24):
        canvas.arrow((mid - 14, cy + dy), (mid + 14, cy + dy), 1.0)
    call_out(canvas, "1", (x0 + 36, cy - 30), (mid - 110, cy - 12))
    call_out(canvas, "2", (x1 - 40, cy + 62), (mid + 46, cy + 64))
    call_out(canvas, "3", (x1 - 40, cy - 30), (mid + 116, cy - 20))
