"""Drawings of the Helmar WM-620."""

from __future__ import annotations

import math

from kb_sources.samples.canvas import BLACK, GREY, PALE, WHITE, Canvas
from kb_sources.samples.figures.marks import Box, call_out, draw_screw, name_part

DARK = (0.3, 0.3, 0.33)


def draw_washer(canvas: Canvas, box: Box) -> None:
    """The machine from the front with call-outs 1 to 6."""
    draw_cabinet(canvas, box)
    x0, y0, x1, y1 = box
    high = y1 - y0 - 16
    wide = high * 0.76
    mid, top = (x0 + x1) / 2, y0 + 6
    left, right, bottom = mid - wide / 2, mid + wide / 2, top + high
    out, far, middle = x0 + 26, x1 - 26, top + 0.53 * high
    call_out(canvas, "1", (out, top + 12), (left + 20, top + 0.07 * high))
    call_out(canvas, "2", (out, top + 0.3 * high), (left + 0.44 * wide, top + 0.11 * high))
    call_out(canvas, "3", (far, top + 12), (left + 0.72 * wide, top + 0.08 * high))
    call_out(canvas, "4", (far, middle), (mid + 0.262 * high, middle))
    call_out(canvas, "5", (far, bottom - 16), (right - 20, bottom - 0.07 * high))
    call_out(canvas, "6", (out, bottom - 10), (left + 16, bottom + 3))


def draw_cabinet(canvas: Canvas, box: Box) -> None:
    """The machine from the front."""
    x0, y0, x1, y1 = box
    high = y1 - y0 - 16
    wide = high * 0.76
    mid, top = (x0 + x1) / 2, y0 + 6
    left, right, bottom = mid - wide / 2, mid + wide / 2, top + high
    canvas.rounded((left, top, right, bottom), 5, 1.3, BLACK, WHITE)
    canvas.line((left, top + 0.16 * high), (right, top + 0.16 * high), 0.9)
    canvas.rounded((left + 8, top + 8, left + 0.3 * wide, top + 0.13 * high), 3, 0.8, BLACK, PALE)
    canvas.ellipse((left + 0.45 * wide, top + 0.08 * high), 0.045 * high, None, 1.0, BLACK, PALE)
    canvas.rect(
        (left + 0.58 * wide, top + 0.04 * high, left + 0.78 * wide, top + 0.12 * high), 0.8, BLACK, DARK
    )
    for i in range(3):
        canvas.ellipse((left + (0.83 + 0.06 * i) * wide, top + 0.08 * high), 3, None, 0.7, BLACK, WHITE)
    centre = (mid, top + 0.53 * high)
    for r, fill in ((0.285, PALE), (0.235, WHITE), (0.20, (0.8, 0.84, 0.88))):
        canvas.ellipse(centre, r * high, None, 1.0, BLACK, fill)
    canvas.rounded(
        (mid + 0.235 * high, centre[1] - 12, mid + 0.275 * high, centre[1] + 12), 3, 0.8, BLACK, WHITE
    )
    canvas.rect((right - 0.3 * wide, bottom - 0.12 * high, right - 8, bottom - 0.03 * high), 0.8, BLACK, PALE)
    for x in (left + 12, right - 24):
        canvas.rect((x, bottom, x + 12, bottom + 7), 0.8, BLACK, DARK)


def draw_rear(canvas: Canvas, box: Box) -> None:
    """The machine from behind without its rear panel: pulley, belt, motor, heater, pump."""
    x0, y0, x1, y1 = box
    mid, high = (x0 + x1) / 2, y1 - y0 - 10
    wide = high * 0.9
    left, right, top, bottom = mid - wide / 2, mid + wide / 2, y0 + 4, y0 + 4 + high
    canvas.rect((left, top, right, bottom), 1.2, BLACK, WHITE)
    centre, motor = (mid, top + 0.38 * high), (mid - 0.08 * wide, bottom - 0.16 * high)
    canvas.ellipse(centre, 0.34 * high, None, 1.0, BLACK, PALE)
    canvas.ellipse(centre, 0.25 * high, None, 1.0, BLACK, WHITE)
    canvas.ellipse(centre, 0.04 * high, None, 1.0, BLACK, GREY)
    for i in range(6):
        turn = i * math.pi / 3
        spoke = (centre[0] + 0.25 * high * math.cos(turn), centre[1] + 0.25 * high * math.sin(turn))
        canvas.line(centre, spoke, 1.4)
    for side in (-1, 1):
        canvas.line(
            (centre[0] + side * 0.25 * high, centre[1]), (motor[0] + side * 0.05 * high, motor[1]), 1.6, DARK
        )
    canvas.ellipse(motor, 0.085 * high, None, 1.0, BLACK, PALE)
    canvas.ellipse(motor, 0.05 * high, None, 1.0, BLACK, DARK)
    canvas.rect(
        (mid + 0.06 * wide, bottom - 0.28 * high, mid + 0.2 * wide, bottom - 0.23 * high), 0.9, BLACK, GREY
    )
    canvas.ellipse((right - 0.13 * wide, bottom - 0.12 * high), 0.06 * high, None, 1.0, BLACK, PALE)
    canvas.ellipse((left + 0.12 * wide, top + 0.08 * high), 7, None, 1.0, BLACK, WHITE)
    out, far = x0 + 36, x1 - 36
    call_out(canvas, "1", (out, centre[1]), (centre[0] - 0.2 * high, centre[1] + 12))
    call_out(canvas, "2", (out, bottom - 0.3 * high), (motor[0] - 0.09 * high, motor[1] - 0.16 * high))
    call_out(canvas, "3", (out, bottom - 10), (motor[0] - 0.07 * high, motor[1]))
    call_out(canvas, "4", (far, bottom - 0.34 * high), (mid + 0.17 * wide, bottom - 0.255 * high))
    call_out(canvas, "5", (far, bottom - 8), (right - 0.11 * wide, bottom - 0.11 * high))
    call_out(canvas, "6", (out, top + 8), (left + 0.12 * wide, top + 0.08 * high))


def draw_pump(canvas: Canvas, box: Box) -> None:
    """The drain pump with filter housing, hoses and screws."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2 + 6
    canvas.rounded((mid - 96, cy - 26, mid - 6, cy + 26), 6, 1.1, BLACK, PALE)
    canvas.rect((mid - 120, cy - 18, mid - 96, cy + 18), 1.0, BLACK, DARK)
    canvas.rounded((mid - 6, cy - 34, mid + 50, cy + 34), 8, 1.1, BLACK, WHITE)
    canvas.ellipse((mid + 22, cy), 16, None, 1.0, BLACK, PALE)
    canvas.rect((mid + 50, cy - 12, mid + 110, cy + 12), 1.0, BLACK, WHITE)
    canvas.rect((mid + 4, cy - 66, mid + 28, cy - 34), 1.0, BLACK, WHITE)
    canvas.line((mid + 60, cy - 14), (mid + 60, cy + 14), 2.4)
    canvas.line((mid + 2, cy - 46), (mid + 30, cy - 46), 2.4)
    for dx in (-4, 42):
        draw_screw(canvas, (mid + dx + 4, cy + 30))
    canvas.arrow((mid + 112, cy), (mid + 134, cy))
    canvas.arrow((mid + 16, cy - 68), (mid + 16, cy - 84))
    call_out(canvas, "1", (x0 + 36, cy - 40), (mid - 108, cy - 8))
    call_out(canvas, "2", (x0 + 36, cy + 40), (mid - 60, cy + 14))
    call_out(canvas, "3", (x1 - 36, cy + 44), (mid + 30, cy + 10))
    call_out(canvas, "4", (x1 - 36, cy - 30), (mid + 62, cy - 8))
    call_out(canvas, "5", (x0 + 110, y0 + 14), (mid + 2, cy - 46))


def draw_lock(canvas: Canvas, box: Box) -> None:
    """The door lock behind the front panel with its connector."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.path(
        ((mid - 120, y0 + 8), (mid - 40, y0 + 8), (mid - 40, y1 - 8), (mid - 120, y1 - 8)), False, 1.2
    )
    canvas.rect((mid - 40, cy - 44, mid + 20, cy + 44), 1.1, BLACK, PALE)
    canvas.rect((mid - 48, cy - 12, mid - 40, cy + 12), 0.9, BLACK, DARK)
    for dy in (-34, 34):
        draw_screw(canvas, (mid - 26, cy + dy))
    canvas.rect((mid + 20, cy - 16, mid + 52, cy + 16), 0.9, BLACK, WHITE)
    for i, name in enumerate(("1", "2", "3")):
        name_part(canvas, name, (mid + 28 + 9 * i, cy), 6.5)
    canvas.path(((mid + 52, cy), (mid + 80, cy), (mid + 90, cy + 26), (mid + 130, cy + 26)), False, 1.4, DARK)
    call_out(canvas, "A", (x0 + 40, cy), (mid - 44, cy))
    call_out(canvas, "B", (x0 + 40, cy - 36), (mid - 30, cy - 34))
    call_out(canvas, "C", (x1 - 50, cy - 30), (mid + 44, cy - 8))


def draw_bearing(canvas: Canvas, box: Box) -> None:
    """Section through the bearing housing of the rear tub half."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    upper = ((mid - 110, y0 + 6), (mid - 80, y0 + 6), (mid - 80, cy - 44), (mid + 60, cy - 44))
    lower = ((mid + 60, cy + 44), (mid - 80, cy + 44), (mid - 80, y1 - 6), (mid - 110, y1 - 6))
    canvas.path((*upper, *lower), True, 1.1, BLACK, PALE)
    canvas.rect((mid - 140, cy - 14, mid + 110, cy + 14), 1.0, BLACK, WHITE)
    for a, b in ((-76, -40), (24, 54)):
        for y in (cy - 40, cy + 14):
            canvas.rect((mid + a, y, mid + b, y + 26), 0.9, BLACK, WHITE)
            canvas.ellipse((mid + (a + b) / 2, y + 13), 8, None, 0.8, BLACK, GREY)
    for y in (cy - 40, cy + 14):
        canvas.rect((mid - 94, y + 4, mid - 78, y + 22), 0.9, BLACK, DARK)
    canvas.rect((mid + 110, cy - 46, mid + 122, cy + 46), 1.0, BLACK, WHITE)
    draw_screw(canvas, (mid + 132, cy), 7)
    call_out(canvas, "1", (x0 + 34, y0 + 16), (mid - 86, cy - 28))
    call_out(canvas, "2", (mid - 30, y0 + 12), (mid - 56, cy - 30))
    call_out(canvas, "3", (mid + 70, y0 + 12), (mid + 40, cy - 28))
    call_out(canvas, "4", (x0 + 34, y1 - 16), (mid - 126, cy + 6))
    call_out(canvas, "5", (x1 - 34, y0 + 16), (mid + 116, cy - 36))
    call_out(canvas, "6", (x1 - 34, y1 - 16), (mid + 132, cy + 3))


def draw_wiring(canvas: Canvas, box: Box) -> None:
    """Block diagram of the power board and what hangs on its connectors."""
    x0, y0, x1, y1 = box
    mid, cy = (x0 + x1) / 2, (y0 + y1) / 2
    canvas.rect((mid - 62, y0 + 10, mid + 62, y1 - 10), 1.3, BLACK, PALE)
    canvas.write_centred((mid, cy - 7), "POWER BOARD", 8.5, "label", True)
    canvas.write_centred((mid, cy + 7), "WM-21040", 8, "label")
    left = (("CN1", "MAINS"), ("CN3", "DOOR LOCK"), ("CN5", "DRAIN PUMP"), ("CN6", "INLET VALVES"))
    right = (("CN2", "HEATER"), ("CN4", "MOTOR"), ("CN7", "NTC"), ("CN8", "PRESSURE"))
    step = (y1 - y0 - 20) / 4
    for side, rows in ((-1, left), (1, right)):
        for i, (connector, load) in enumerate(rows):
            y = y0 + 10 + (i + 0.5) * step
            edge, far = mid + side * 62, mid + side * 128
            canvas.line((edge, y), (far, y), 0.9)
            canvas.line((edge, y + 3), (far, y + 3), 0.9)
            canvas.rect(
                (min(far, far + side * 84), y - 9, max(far, far + side * 84), y + 12), 0.9, BLACK, WHITE
            )
            name_part(canvas, load, (far + side * 42, y + 1.5))
            name_part(canvas, connector, (edge + side * 22, y - 6), 7)
