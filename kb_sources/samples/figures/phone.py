"""Drawings of the Norvik N7 and N7 Pro."""

from __future__ import annotations

from kb_sources.samples.canvas import BLACK, GREY, PALE, WHITE, Canvas
from kb_sources.samples.figures.marks import Box, call_out, draw_screw, name_part, slanted

DARK = (0.25, 0.25, 0.28)


def draw_front_and_back(canvas: Canvas, box: Box) -> None:
    """The closed phone from both sides, for the cover."""
    x0, y0, x1, y1 = box
    mid, top, bottom = (x0 + x1) / 2, y0 + 20, y1 - 20
    wide = (bottom - top) * 0.48
    canvas.rounded((mid - wide - 20, top, mid - 20, bottom), 15, 1.4, BLACK, DARK)
    canvas.rounded((mid - wide - 14, top + 6, mid - 26, bottom - 6), 11, 0.5, GREY, (0.08, 0.08, 0.1))
    canvas.ellipse((mid - 20 - wide / 2, top + 16), 3, None, 0.5, GREY, BLACK)
    canvas.rounded((mid + 20, top, mid + 20 + wide, bottom), 15, 1.4, BLACK, PALE)
    canvas.rounded((mid + 30, top + 12, mid + 68, top + 74), 10, 0.9, BLACK, WHITE)
    for y in (28, 56):
        canvas.ellipse((mid + 49, top + y), 10, None, 0.9, BLACK, (0.8, 0.8, 0.84))
        canvas.ellipse((mid + 49, top + y), 5, None, 0.7, BLACK, DARK)
    canvas.write_centred((mid + 20 + wide / 2, bottom - 40), "NORVIK", 12, "label", bold=True)


def draw_exploded(canvas: Canvas, box: Box) -> None:
    """The layers of the phone, one above the other, with call-outs 1 to 10."""
    x0, y0, x1, y1 = box
    mid, layer, skew = (x0 + x1) / 2, (y1 - y0) / 6.2, 46.0
    half = 95.0

    def plate(row: int, fill: tuple[float, float, float], thick: float = 5.0) -> Box:
        top = y0 + 6 + row * layer
        area = (mid - half, top, mid + half, top + layer * 0.66)
        corners = slanted(area, skew)
        canvas.path([(x, y + thick) for x, y in corners], True, 0.6, BLACK, GREY)
        canvas.path(corners, True, 0.9, BLACK, fill)
        return area

    cover, midframe, battery, board, frame, display = (
        plate(i, fill) for i, fill in enumerate((PALE, WHITE, WHITE, WHITE, PALE, DARK))
    )
    for row in range(5):
        y = y0 + 6 + row * layer + layer * 0.7
        canvas.line((mid + skew / 2, y), (mid + skew / 2, y + layer * 0.28), 0.5, GREY, "2 2")
    canvas.ellipse((mid - 40, cover[1] + layer * 0.3), 9, 6, 0.8, BLACK, WHITE)
    for dx in (-70, -20, 40, 95):
        draw_screw(canvas, (mid + dx, midframe[1] + layer * 0.3), 3)
    canvas.path(slanted((mid - 55, battery[1] + 8, mid + 60, battery[3] - 8), 30), True, 0.9, BLACK, PALE)
    name_part(canvas, "Li-ion", (mid + 18, (battery[1] + battery[3]) / 2))
    canvas.path(
        slanted((mid - 80, board[1] + 6, mid - 10, board[3] - 6), 30), True, 0.9, BLACK, (0.75, 0.86, 0.78)
    )
    canvas.path(
        slanted((mid + 20, board[1] + 12, mid + 80, board[3] - 12), 20), True, 0.9, BLACK, (0.75, 0.86, 0.78)
    )
    left, right = x0 + 40, x1 - 40
    call_out(canvas, "1", (left, cover[1] + 12), (mid - 88, cover[3] - 8))
    call_out(canvas, "2", (right, cover[1] + 12), (mid - 33, cover[1] + layer * 0.32))
    call_out(canvas, "3", (left, midframe[1] + 14), (mid - 70, midframe[1] + layer * 0.3))
    call_out(canvas, "4", (right, midframe[1] + 14), (mid + 108, midframe[1] + 10))
    call_out(canvas, "5", (right, battery[1] + 14), (mid + 78, battery[1] + 14))
    call_out(canvas, "6", (left, board[1] + 14), (mid - 60, board[3] - 12))
    call_out(canvas, "7", (right, board[1] + 14), (mid + 82, board[1] + 18))
    call_out(canvas, "8", (left, frame[1] + 14), (mid - 78, frame[3] - 10))
    call_out(canvas, "9", (right, frame[1] + 14), (mid + 104, frame[1] + 22))
    call_out(canvas, "10", (left, display[1] + 14), (mid - 80, display[3] - 12))


def draw_board(canvas: Canvas, box: Box) -> None:
    """The main board with connectors, test points and the power key flex."""
    x0, y0, x1, y1 = box
    left, right = x0 + 90, x1 - 90
    step = ((right, y1 - 50), (right - 70, y1 - 50), (right - 70, y1 - 6))
    outline = ((left, y0 + 6), (right, y0 + 6), *step, (left, y1 - 6))
    canvas.path(outline, True, 1.2, BLACK, (0.86, 0.93, 0.88))
    chips = (("U1", 0.30, 0.30, 34), ("U5", 0.58, 0.28, 24), ("U7", 0.34, 0.68, 24))
    wide, high = right - left, y1 - y0
    for name, fx, fy, side in chips:
        cx, cy = left + fx * wide, y0 + fy * high
        canvas.rect((cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2), 0.8, BLACK, DARK)
        canvas.write_centred((cx, cy), name, 8, "label", True, WHITE)
    for name, fx, fy in (("J3", 0.80, 0.16), ("J4", 0.80, 0.46), ("J7", 0.14, 0.84), ("J9", 0.56, 0.60)):
        cx, cy = left + fx * wide, y0 + fy * high
        canvas.rect((cx - 20, cy - 7, cx + 20, cy + 7), 0.8, BLACK, WHITE)
        name_part(canvas, name, (cx, cy))
    points = (
        ("TP1", 0.08, 0.20),
        ("TP2", 0.08, 0.42),
        ("TP3", 0.52, 0.84),
        ("TP4", 0.66, 0.74),
        ("TP5", 0.95, 0.30),
    )
    for name, fx, fy in points:
        cx, cy = left + fx * wide, y0 + fy * high
        canvas.ellipse((cx, cy), 4, None, 0.8, BLACK, (0.95, 0.85, 0.4))
        name_part(canvas, name, (cx, cy - 10), 7)
    call_out(canvas, "1", (x1 - 30, y0 + 24), (left + 0.80 * wide + 14, y0 + 0.16 * high))
    call_out(canvas, "2", (x1 - 30, y0 + 0.50 * high), (left + 0.80 * wide + 14, y0 + 0.46 * high))
    call_out(canvas, "3", (x0 + 30, y1 - 22), (left + 0.14 * wide - 14, y0 + 0.84 * high))
    call_out(canvas, "4", (x0 + 30, y0 + 24), (left + 0.30 * wide - 12, y0 + 0.30 * high))
    call_out(canvas, "5", (x1 - 30, y1 - 18), (left + 0.56 * wide + 14, y0 + 0.60 * high))


def draw_screws(canvas: Canvas, box: Box) -> None:
    """The midframe with its eight screws and the order of tightening."""
    x0, y0, x1, y1 = box
    mid, wide = (x0 + x1) / 2, (y1 - y0) * 0.62
    left, right = mid - wide / 2, mid + wide / 2
    canvas.rounded((left, y0 + 4, right, y1 - 4), 14, 1.2, BLACK, PALE)
    canvas.rounded((left + 10, y0 + 70, right - 10, y1 - 50), 4, 0.6, GREY, WHITE)
    spots = (
        (0.15, 0.08),
        (0.85, 0.08),
        (0.15, 0.24),
        (0.85, 0.24),
        (0.15, 0.92),
        (0.85, 0.92),
        (0.5, 0.92),
        (0.5, 0.08),
    )
    for i, (fx, fy) in enumerate(spots, 1):
        tip = (left + fx * wide, y0 + fy * (y1 - y0))
        draw_screw(canvas, tip)
        if i <= 6:
            side = x0 + 70 if fx < 0.5 else x1 - 70
            call_out(canvas, str(i), (side, tip[1]), (tip[0] + (-5 if fx < 0.5 else 5), tip[1]))
        else:
            call_out(canvas, str(i), (tip[0] + 24, tip[1] + (-14 if i == 7 else 16)), (tip[0] + 4, tip[1]))


def draw_opening(canvas: Canvas, box: Box) -> None:
    """Where to warm, where to set the suction cup, which way to slide the pick."""
    x0, y0, x1, y1 = box
    mid, wide = (x0 + x1) / 2, (y1 - y0) * 1.5
    left, right = mid - wide / 2, mid + wide / 2
    canvas.rounded((left, y0 + 8, right, y1 - 8), 16, 1.3, BLACK, PALE)
    canvas.rounded((left + 6, y0 + 14, right - 6, y1 - 14), 12, 0.5, GREY, None)
    canvas.ellipse((right - 46, (y0 + y1) / 2), 24, None, 1.0, BLACK, WHITE)
    canvas.ellipse((right - 46, (y0 + y1) / 2), 10, None, 0.8, BLACK, GREY)
    canvas.path(
        ((left + 90, y1 - 20), (left + 106, y1 - 2), (left + 74, y1 - 2)), True, 0.9, BLACK, (0.6, 0.75, 0.9)
    )
    canvas.arrow((left + 112, y1 - 3), (left + 190, y1 - 3))
    canvas.arrow((right - 4, y1 - 30), (right - 4, y0 + 30))
    call_out(canvas, "1", (x1 - 40, y0 + 24), (right - 40, (y0 + y1) / 2 - 8))
    call_out(canvas, "2", (x0 + 40, y1 - 14), (left + 80, y1 - 5))
    call_out(canvas, "3", (x0 + 40, y0 + 24), (left + 12, y0 + 40))


def draw_port(canvas: Canvas, box: Box) -> None:
    """The charging board at the lower edge of the phone."""
    x0, y0, x1, y1 = box
    left, right = x0 + 110, x1 - 110
    canvas.rounded((left - 40, y0 + 4, right + 40, y1 + 20), 14, 1.2, BLACK, PALE)
    canvas.rect((left - 60, y1 - 4, right + 60, y1 + 24), 0, None, WHITE)
    canvas.rect((left, y0 + 24, right, y1 - 26), 1.0, BLACK, (0.86, 0.93, 0.88))
    centre = (left + right) / 2
    canvas.rounded((centre - 26, y1 - 44, centre + 26, y1 - 18), 8, 1.0, BLACK, WHITE)
    canvas.rect((left + 20, y0 + 34, left + 60, y0 + 48), 0.8, BLACK, WHITE)
    name_part(canvas, "J9", (left + 40, y0 + 41))
    canvas.ellipse((right - 26, y0 + 46), 9, None, 0.9, BLACK, GREY)
    for x in (left + 9, right - 9):
        draw_screw(canvas, (x, y1 - 36))
    call_out(canvas, "1", (x0 + 24, y0 + 30), (left + 22, y0 + 42))
    call_out(canvas, "2", (x1 - 24, y1 - 24), (centre + 22, y1 - 32))
    call_out(canvas, "3", (x0 + 24, y1 - 30), (left + 6, y1 - 36))
    call_out(canvas, "4", (x1 - 24, y0 + 30), (right - 20, y0 + 46))
