"""How far apart the lines of a paragraph stand, where columns end, and which rows are plainly prose.

It measures; what begins or ends at a gap is flow.py's to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.blocks import Row, count_cjk
from ingest.steps import read_marker


@dataclass(slots=True)
class Spacing:
    """Usual distance between baselines and right edge of columns, in points; rows that are plainly prose."""

    pitch: dict[tuple[int, float], float] = field(default_factory=dict)
    right: dict[int, float] = field(default_factory=dict)
    prose: frozenset[int] = frozenset()  # id() of rows in a long paragraph of one type

    def of(self, row: Row) -> float:
        return self.pitch.get((row.column, _kind(row)), 1.45 * row.size)


def same_gap(row: Row) -> float:
    """A distance this much over the usual one between baselines starts a new paragraph."""
    return 1.22 if _kind(row) > 0 else 1.32


def _kind(row: Row) -> int:
    """Rows of one type size; those read by OCR are all one kind, for it only estimates their size."""
    measured = row.pieces[0].read_by in ("textlayer", "plaintext", "editor")
    return max(round(row.size), 1) if measured else -1


def measure_spacing(rows: Sequence[Row]) -> Spacing:
    """The commonest distance between neighbouring rows of one size: of the column, else of the reading."""
    found: dict[tuple[int, float], Counter[float]] = defaultdict(Counter)
    overall: dict[float, Counter[float]] = defaultdict(Counter)
    spacing = Spacing()
    for a, b in pairwise(rows):
        if (
            a.column == b.column
            and a.page == b.page
            and abs(a.size - b.size) < (0.08 if _kind(a) > 0 else 0.3) * a.size
        ):
            step = 0.5 if _kind(a) > 0 else 2.0
            distance = round((b.middle - a.middle) / step) * step
            if 0.8 * a.size < distance < 3.5 * a.size:
                found[a.column, _kind(a)][distance] += 1
                overall[_kind(a)][distance] += 1
    for row in rows:
        spacing.right[row.column] = max(spacing.right.get(row.column, 0.0), row.x1)
        key = row.column, _kind(row)
        if key not in spacing.pitch:
            usual = _smallest(overall[key[1]])
            own = _smallest(found[key])
            # A column may be set double-spaced; a list of single lines says nothing about lines.
            if usual is not None:
                spacing.pitch[key] = own if own is not None and own > 1.35 * usual else usual
    spacing.prose = _find_prose(rows, spacing)
    return spacing


def _is_section(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and marker.style == "dotted"


def _smallest(distances: Counter[float]) -> float | None:
    """The least distance that comes more than by accident."""
    total = sum(distances.values())
    often = [d for d, n in distances.items() if n >= max(2.0, 0.06 * total)]
    return min(often) if often else min(distances, default=None)


def _find_prose(rows: Sequence[Row], spacing: Spacing) -> frozenset[int]:
    """Rows of runs in one type, evenly spaced and too long to be a heading, whatever their size."""
    found: set[int] = set()
    run: list[Row] = []
    for row in [*rows, None]:
        last = run[-1] if run else None
        if row is not None and last is not None and row.column == last.column:
            alike = (
                abs(row.size - last.size) < (0.05 if _kind(row) > 0 else 0.2) * last.size
                and row.bold == last.bold
            )
            near = 0 < row.middle - last.middle <= same_gap(row) * spacing.of(row)
            if _kind(row) < 0 and (read_marker(row.text) or _is_section(last.text)):
                alike = False  # sizes of OCR do not tell a list or title from a paragraph
            if alike and near and (row.colour == last.colour):
                run.append(row)
                continue
        words = sum(_length(r.text) for r in run)
        if (len(run) >= 3 and words >= 26) or (len(run) == 2 and words >= 20):
            found.update(id(r) for r in run)
        run = [row] if row is not None else []
    return frozenset(found)


def _length(text: str) -> float:
    """Words, a Chinese word counted as 1.7 characters."""
    return len(text.split()) + count_cjk(text) / 1.7
