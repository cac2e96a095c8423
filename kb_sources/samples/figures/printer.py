"""Drawings of the Orlen P310."""

from __future__ import annotations

from kb_sources.samples.canvas import BLACK, GREY, PALE, WHITE, Canvas
from kb_sources.samples.figures.marks import Box, call_out, draw_screw, name_part

DARK = (0.28, 0.28, 0.32)


def draw_printer(canvas: Canvas, box: Box) -> None:
    """The printer from the front."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.path(
        ((mid - 110, cy - 60), (mid + 110, cy - 60), (mid + 92, cy - 92), (mid - 92, cy - 92)),
        True,
        1.2,
        BLACK,
        PALE,
    )
    canvas.rounded((mid - 130, cy - 60, mid + 130, cy + 90), 8, 1.4, BLACK, WHITE)
    canvas.path(
        ((mid - 70, cy - 76), (mid + 70, cy - 76), (mid + 58, cy - 120), (mid - 58, cy - 120)),
        True,
        0.9,
        BLACK,
        WHITE,
    )
    canvas.rect((mid - 116, cy + 46, mid + 116, cy + 82), 1.0, BLACK, PALE)
    canvas.rounded((mid - 24, cy + 58, mid + 24, cy + 68), 4, 0.9, BLACK, DARK)
    canvas.line((mid - 116, cy - 20), (mid + 116, cy - 20), 0.8)
    canvas.rect((mid + 50, cy - 52, mid + 96, cy - 32), 0.9, BLACK, DARK)
    for i in range(3):
        canvas.ellipse((mid + 58 + 14 * i, cy - 25), 3, None, 0.7, BLACK, WHITE)
    canvas.write_centred((mid - 90, cy - 40), "ORLEN", 11, "label", True)


def draw_path(canvas: Canvas, box: Box) -> None:
    """Section through the printer with the way of the paper, call-outs 1 to 7."""
    x0, y0, x1, y1 = box
    left, right, top, bottom = x0 + 80, x1 - 80, y0 + 6, y1 - 6
    wide, high = right - left, bottom - top
    canvas.rounded((left, top, right, bottom), 8, 1.3, BLACK, WHITE)

    def spot(fx: float, fy: float) -> tuple[float, float]:
        return (left + fx * wide, top + fy * high)

    canvas.rect((*spot(0.12, 0.80), *spot(0.78, 0.94)), 1.0, BLACK, PALE)
    way = [
        spot(0.70, 0.80),
        spot(0.84, 0.70),
        spot(0.80, 0.56),
        spot(0.62, 0.50),
        spot(0.30, 0.48),
        spot(0.14, 0.36),
    ]
    way += [spot(0.12, 0.20), spot(0.24, 0.10)]
    canvas.path(way, False, 1.6, (0.1, 0.3, 0.7))
    canvas.arrow(way[-1], spot(0.36, 0.08), 1.6, (0.1, 0.3, 0.7), 8)
    canvas.path(
        [spot(0.16, 0.42), spot(0.16, 0.66), spot(0.60, 0.68), spot(0.80, 0.62)],
        False,
        1.0,
        GREY,
        None,
        "4 3",
    )
    rollers = (
        (0.70, 0.77, 11),
        (0.78, 0.50, 8),
        (0.80, 0.62, 8),
        (0.52, 0.56, 10),
        (0.28, 0.42, 12),
        (0.27, 0.55, 12),
        (0.12, 0.12, 7),
    )
    for fx, fy, r in rollers:
        canvas.ellipse(spot(fx, fy), r, None, 1.0, BLACK, PALE)
        canvas.ellipse(spot(fx, fy), 2, None, 0.6, BLACK, BLACK)
    canvas.rounded((*spot(0.42, 0.28), *spot(0.66, 0.47)), 8, 1.0, BLACK, DARK)
    canvas.ellipse(spot(0.52, 0.44), 11, None, 1.0, BLACK, (0.5, 0.75, 0.6))
    out, far = x0 + 34, x1 - 34
    call_out(canvas, "1", (far, bottom - 20), spot(0.72, 0.78))
    call_out(canvas, "2", (far, top + 0.6 * high), spot(0.81, 0.61))
    call_out(canvas, "3", (far, top + 20), spot(0.62, 0.34))
    call_out(canvas, "4", (far, top + 0.36 * high), spot(0.53, 0.57))
    call_out(canvas, "5", (out, top + 0.5 * high), spot(0.26, 0.44))
    call_out(canvas, "6", (out, top + 16), spot(0.12, 0.12))
    call_out(canvas, "7", (out, bottom - 24), spot(0.20, 0.665))


def draw_fuser(canvas: Canvas, box: Box) -> None:
    """The fuser from behind."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.rounded((mid - 150, cy - 44, mid + 150, cy + 44), 6, 1.2, BLACK, PALE)
    canvas.rounded((mid - 120, cy - 22, mid + 120, cy + 2), 10, 1.0, BLACK, DARK)
    canvas.rounded((mid - 120, cy + 6, mid + 120, cy + 28), 10, 1.0, BLACK, WHITE)
    for x in (mid - 138, mid + 130):
        canvas.rounded((x, cy - 60, x + 10, cy - 20), 3, 1.0, BLACK, (0.5, 0.75, 0.55))
    for dx in (-140, 140):
        for dy in (-34, 34):
            draw_screw(canvas, (mid + dx, cy + dy), 3.6)
    for y, name in ((cy - 10, "CN20"), (cy + 24, "CN21")):
        canvas.path(((mid + 150, y), (mid + 176, y)), False, 1.6, DARK)
        canvas.rect((mid + 156, y - 8, mid + 190, y + 8), 0.9, BLACK, WHITE)
        name_part(canvas, name, (mid + 173, y))
    call_out(canvas, "1", (x1 - 20, cy - 50), (mid + 186, cy - 14))
    call_out(canvas, "2", (x1 - 20, cy + 60), (mid + 186, cy + 28))
    call_out(canvas, "3", (x0 + 26, cy - 56), (mid - 133, cy - 50))
    call_out(canvas, "4", (x0 + 26, cy + 52), (mid - 142, cy + 35))


def draw_roller(canvas: Canvas, box: Box) -> None:
    """The pickup roller on its shaft."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.rect((mid - 150, cy - 6, mid + 140, cy + 6), 1.0, BLACK, WHITE)
    canvas.rounded((mid - 50, cy - 30, mid + 40, cy + 30), 8, 1.1, BLACK, DARK)
    for i in range(8):
        canvas.line((mid - 42 + 11 * i, cy - 28), (mid - 42 + 11 * i, cy + 28), 0.5, GREY)
    canvas.rounded((mid + 40, cy - 16, mid + 62, cy + 16), 3, 1.0, BLACK, (0.55, 0.7, 0.95))
    canvas.arrow((mid + 72, cy - 26), (mid + 120, cy - 26))
    call_out(canvas, "1", (x0 + 70, cy - 44), (mid - 36, cy - 18))
    call_out(canvas, "2", (x1 - 60, cy + 44), (mid + 54, cy + 10))
    call_out(canvas, "3", (x0 + 70, cy + 44), (mid - 110, cy + 2))
