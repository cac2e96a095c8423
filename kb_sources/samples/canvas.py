"""A page being drawn: text, strokes and fills as PDF operators, and a note of every line of text in order.

It does not know what a manual is; coordinates are points from the top left corner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb_sources.samples.typography import Run, Text, choose_font, load_font, measure, plain

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
GREY: Colour = (0.45, 0.45, 0.45)
PALE: Colour = (0.93, 0.93, 0.93)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed; the box is in points, x0 y0 x1 y1."""

    text: str
    kind: str
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Canvas:
    width: float
    height: float
    operators: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def write(
        self,
        at: Point,
        text: str | Text,
        size: float,
        kind: str = "",
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> float:
        """Sets one line, baseline at `at`, returns its width; a `kind` notes it as a line of the page."""
        runs: Text = (Run(text, bold),) if isinstance(text, str) else text
        x, y = at
        width = measure(runs, size)
        for run in runs:
            x = self._set_run(x, y, run, size, colour)
        if kind:
            box = (at[0], y - 0.8 * size, at[0] + width, y + 0.22 * size)
            self.lines.append(Line(plain(runs), kind, box))
        return width

    def write_centred(
        self, at: Point, text: str, size: float, kind: str = "", bold: bool = False, colour: Colour = BLACK
    ) -> None:
        """Like `write`, with `at` in the middle of the line and of its capitals."""
        width = measure((Run(text, bold),), size)
        self.write((at[0] - width / 2, at[1] + 0.36 * size), text, size, kind, bold, colour)

    def _set_run(self, x: float, y: float, run: Run, size: float, colour: Colour) -> float:
        start = 0
        while start < len(run.text):
            font = choose_font(run.text[start], run.bold)
            end = start
            while end < len(run.text) and choose_font(run.text[end], run.bold) == font:
                end += 1
            part = run.text[start:end]
            glyphs = "".join(f"{load_font(font).has_glyph(ord(char)):04x}" for char in part)
            # The Han font has one weight: bold is a stroke around the glyph.
            weight = f"2 Tr {0.032 * size:.2f} w {_rgb(colour)} RG" if font == "Han" and run.bold else "0 Tr"
            place = f"/{font} {size:g} Tf 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm"
            self.operators.append(f"BT {_rgb(colour)} rg {weight} {place} <{glyphs}> Tj ET")
            x += measure((Run(part, run.bold),), size)
            start = end
        return x

    def path(
        self,
        points: Sequence[Point],
        closed: bool = False,
        width: float = 0.8,
        colour: Colour | None = BLACK,
        fill: Colour | None = None,
        dash: str = "",
    ) -> None:
        """A polyline or polygon."""
        moves = [f"{x:.2f} {self.height - y:.2f} {'m' if i == 0 else 'l'}" for i, (x, y) in enumerate(points)]
        self._paint(" ".join(moves) + (" h" if closed else ""), width, colour, fill, dash)

    def line(self, a: Point, b: Point, width: float = 0.8, colour: Colour = BLACK, dash: str = "") -> None:
        self.path((a, b), width=width, colour=colour, dash=dash)

    def rect(
        self,
        box: tuple[float, float, float, float],
        width: float = 0.8,
        colour: Colour | None = BLACK,
        fill: Colour | None = None,
        dash: str = "",
    ) -> None:
        x0, y0, x1, y1 = box
        self.path(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), True, width, colour, fill, dash)

    def rounded(
        self,
        box: tuple[float, float, float, float],
        radius: float,
        width: float = 0.8,
        colour: Colour | None = BLACK,
        fill: Colour | None = None,
    ) -> None:
        x0, y0, x1, y1 = box
        corners = (
            (x1 - radius, y0 + radius, -90),
            (x1 - radius, y1 - radius, 0),
            (x0 + radius, y1 - radius, 90),
            (x0 + radius, y0 + radius, 180),
        )
        points = [
            (
                cx + radius * math.cos(math.radians(start + turn)),
                cy + radius * math.sin(math.radians(start + turn)),
            )
            for cx, cy, start in corners
            for turn in range(0, 91, 15)
        ]
        self.path(points, True, width, colour, fill)

    def ellipse(
        self,
        centre: Point,
        rx: float,
        ry: float | None = None,
        width: float = 0.8,
        colour: Colour | None = BLACK,
        fill: Colour | None = None,
        dash: str = "",
    ) -> None:
        ry = rx if ry is None else ry
        cx, cy = centre[0], self.height - centre[1]
        k = 0.5523
        moves = (
            f"{cx + rx:.2f} {cy:.2f} m "
            f"{cx + rx:.2f} {cy + k * ry:.2f} {cx + k * rx:.2f} {cy + ry:.2f} {cx:.2f} {cy + ry:.2f} c "
            f"{cx - k * rx:.2f} {cy + ry:.2f} {cx - rx:.2f} {cy + k * ry:.2f} {cx - rx:.2f} {cy:.2f} c "
            f"{cx - rx:.2f} {cy - k * ry:.2f} {cx - k * rx:.2f} {cy - ry:.2f} {cx:.2f} {cy - ry:.2f} c "
            f"{cx + k * rx:.2f} {cy - ry:.2f} {cx + rx:.2f} {cy - k * ry:.2f} {cx + rx:.2f} {cy:.2f} c h"
        )
        self._paint(moves, width, colour, fill, dash)

    def arrow(self, a: Point, b: Point, width: float = 1.2, colour: Colour = BLACK, head: float = 6) -> None:
        """A line with a filled head at `b`."""
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        back = (b[0] - 0.8 * head * math.cos(angle), b[1] - 0.8 * head * math.sin(angle))
        self.line(a, back, width, colour)
        wings = [
            (b[0] - head * math.cos(angle + s), b[1] - head * math.sin(angle + s)) for s in (0.42, -0.42)
        ]
        self.path((b, *wings), True, 0.3, colour, colour)

    def _paint(self, moves: str, width: float, colour: Colour | None, fill: Colour | None, dash: str) -> None:
        setup = f"{width:.2f} w [{dash}] 0 d"
        if colour is not None:
            setup += f" {_rgb(colour)} RG"
        if fill is not None:
            setup += f" {_rgb(fill)} rg"
        action = {(True, True): "B", (True, False): "S", (False, True): "f", (False, False): "n"}
        self.operators.append(f"{setup} {moves} {action[colour is not None, fill is not None]}")


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
