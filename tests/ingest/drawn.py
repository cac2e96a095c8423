"""Pages made of words and lines at places in points, for tests of what is read out of geometry."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lines import join_words
from ingest.page import Area, Line, PageRead, Route, Ruling, Word
from ingest.skew import Straight, straighten
from kb_sources.manual import Box, ReadBy

WIDTH, HEIGHT = 600.0, 850.0


def line(
    text: str,
    x: float,
    y: float,
    size: float = 10.0,
    bold: bool = False,
    read_by: ReadBy = "textlayer",
    unsure: bool = False,
) -> Line:
    """A line of equally wide letters, (x, y) its top left corner."""
    words, at = [], x
    for part in text.split():
        wide = 0.5 * size * sum(2 if ord(c) > 0x2E80 else 1 for c in part)
        box = Box.clipped(at / WIDTH, y / HEIGHT, (at + wide) / WIDTH, (y + 1.2 * size) / HEIGHT)
        words.append(Word(part, box))
        at += wide + 0.3 * size
    box = Box.around(w.box for w in words)
    return Line(tuple(words), box, read_by, join_words(w.text for w in words), size, bold, unsure=unsure)


def page(
    lines: Sequence[Line],
    number: int = 1,
    rulings: Sequence[Ruling] = (),
    areas: Sequence[Area] = (),
    route: Route = "textlayer",
) -> PageRead:
    return PageRead(number, "", WIDTH, HEIGHT, route, "", tuple(lines), tuple(rulings), tuple(areas))


def straight(
    lines: Sequence[Line],
    rulings: Sequence[Ruling] = (),
    areas: Sequence[Area] = (),
    route: Route = "textlayer",
) -> Straight:
    return straighten(page(lines, 1, rulings, areas, route))


def across(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(x0 / WIDTH, y / HEIGHT, x1 / WIDTH, y / HEIGHT)


def down(x: float, y0: float, y1: float) -> Ruling:
    return Ruling(x / WIDTH, y0 / HEIGHT, x / WIDTH, y1 / HEIGHT)


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    """All lines of a ruled grid."""
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]
