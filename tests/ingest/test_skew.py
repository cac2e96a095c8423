from __future__ import annotations

import math

import pytest

from ingest.page import Line, PageRead, Word
from ingest.skew import measure_skew, straighten
from kb_sources.manual import Box

WIDTH, HEIGHT = 595.0, 842.0


def scan(degrees: float, route: str = "ocr") -> PageRead:
    """A page of rows of three cells, turned clockwise; OCR gives upright boxes around the slanted lines."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    lines = []
    for row in range(12):
        for x, wide in ((60.0, 90.0), (250.0, 70.0), (400.0, 110.0)):
            dx, dy = x + wide / 2 - WIDTH / 2, 100 + 40 * row - HEIGHT / 2
            middle = dx * cosine - dy * sine + WIDTH / 2, dx * sine + dy * cosine + HEIGHT / 2
            high = 12 + wide * abs(sine)
            box = Box.clipped(
                (middle[0] - wide / 2) / WIDTH,
                (middle[1] - high / 2) / HEIGHT,
                (middle[0] + wide / 2) / WIDTH,
                (middle[1] + high / 2) / HEIGHT,
            )
            lines.append(Line((Word("words", box),), box, "rapidocr", "words", 9.0))
    return PageRead(1, "", WIDTH, HEIGHT, "ocr" if route == "ocr" else "textlayer", "", tuple(lines))


@pytest.mark.parametrize("degrees", [-2.6, -1.1, 0.4, 1.8, 2.9])
def test_skew_is_measured_and_rows_become_level(degrees: float) -> None:
    page = scan(degrees)
    assert measure_skew(page) == pytest.approx(degrees, abs=0.15)
    straight = straighten(page)
    for row in range(12):
        middles = [(b.y0 + b.y1) / 2 * HEIGHT for b in (straight.lines[3 * row + i].box for i in range(3))]
        assert max(middles) - min(middles) < 2.0
    assert straight.shown == page.lines


def test_a_straight_scan_and_a_text_layer_are_left_alone() -> None:
    assert straighten(scan(0.0)).skew == 0.0
    assert straighten(scan(2.0, "textlayer")).lines == scan(2.0, "textlayer").lines
