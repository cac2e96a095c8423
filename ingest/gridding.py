"""Which printed words stand in which cell of a table that a model told: by what they say, then by where.

It does not judge whether the model's words are right, nor where tables stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio, ratio

from ingest.agreement import folded
from ingest.alignment import comparable
from ingest.lines import join_words
from ingest.page import Line
from kb_sources.manual import Box
from vlm.qwen_tables import Table

_SURE = 85.0  # of 100: likeness from which a part that fits one cell alone tells where rows and columns lie
_MAYBE = 60.0
_APART = 1.2  # line heights of white between two cells of one line
_PER_STEP = 40.0  # of 100: likeness that lying one row or column off costs
_WIDE = 0.1  # of the page: two parts nearer to each other tell nothing of how a row falls
_ACROSS = 70.0  # likeness of a part with a whole row from which it may lie across its cells


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one line that stand together."""

    key: int  # of the line
    line: Line  # those words as a line

    @property
    def middle(self) -> tuple[float, float]:
        box = self.line.box
        return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def parts_of(key: int, line: Line) -> list[Part]:
    """A line cut at its wide gaps."""
    runs: list[list[int]] = []
    for i, word in enumerate(line.words):
        gap = word.box.x0 - line.words[i - 1].box.x1 if i else 0.0
        if runs and gap <= _APART * line.box.height:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [Part(key, line if len(runs) == 1 else cut(line, run)) for run in runs]


def cut(line: Line, words: Sequence[int]) -> Line:
    """The part of a line that these of its words (by position) make up."""
    kept = tuple(line.words[w] for w in words)
    text = join_words(word.text for word in kept)
    return replace(line, words=kept, text=text, box=Box.around(word.box for word in kept))


def seat(table: Table, parts: Sequence[Part]) -> dict[int, list[Part]]:
    """Index of a cell → the parts in it, top to bottom; parts that fit no cell are left out.

    Parts that fit one cell alone show where rows and columns lie; the others go to the cell that is both
    like them and near; a part longer than any cell is parted over the cells of one row.
    """
    texts = [folded(cell.text) for cell in table.cells]
    fits = [[_fit(folded(part.line.text), text) for text in texts] for part in parts]
    seats: dict[int, list[Part]] = {}
    waiting: list[int] = []
    for p in range(len(parts)):
        sure = [c for c, fit in enumerate(fits[p]) if fit >= _SURE]
        if len(sure) == 1:
            seats.setdefault(sure[0], []).append(parts[p])
        else:
            waiting.append(p)
    frame = _Frame(table, seats, parts)
    chances = [
        (fits[p][c] - _PER_STEP * frame.steps(c, parts[p]), p, c)
        for p in waiting
        for c in range(len(texts))
        if fits[p][c] >= _MAYBE
    ]
    seated: set[int] = set()
    for _, p, c in sorted(chances, reverse=True):
        if p not in seated and _has_room(texts[c], seats.get(c, ())):
            seats.setdefault(c, []).append(parts[p])
            seated.add(p)
    for p in waiting:
        if p not in seated:
            for cell, piece in _across(table, texts, parts[p], frame):
                seats.setdefault(cell, []).append(piece)
    return {c: sorted(own, key=lambda part: (part.key, part.line.box.x0)) for c, own in seats.items()}


def _fit(own: str, cell: str) -> float:
    """How well a part is a cell or a line of it; one much longer than the cell is none."""
    if not own or not cell or len(own) > 1.3 * len(cell) + 1:
        return 0.0
    if len(own) < 3 or len(cell) < 1.5 * len(own):
        return float(ratio(own, cell))
    return float(partial_ratio(own, cell)) - 1.0  # a whole cell goes before a part of one


def _has_room(text: str, own: Sequence[Part]) -> bool:
    """Whether a cell says more than the parts that sit in it already."""
    return sum(len(folded(part.line.text)) for part in own) < 0.8 * len(text)


class _Frame:
    """Where rows and columns lie, as far as sure parts tell; between them evenly.

    Rows of a scan that lies askew fall from left to right: heights are taken level.
    """

    def __init__(self, table: Table, seats: Mapping[int, Sequence[Part]], parts: Sequence[Part]) -> None:
        self._table = table
        self._slope = _slope(table, seats)
        rows: dict[int, list[float]] = {}
        columns: dict[int, list[float]] = {}
        for index, own in seats.items():
            cell = table.cells[index]
            for part in own:
                x, y = self._level(part)
                if cell.rows == 1:
                    rows.setdefault(cell.row, []).append(y)
                if cell.columns == 1:
                    columns.setdefault(cell.column, []).append(x)
        xs, ys = zip(*map(self._level, parts), strict=True) if parts else ((), ())
        self._rows = _evenly(rows, table.rows, ys)
        self._columns = _evenly(columns, table.columns, xs)

    def steps(self, index: int, part: Part) -> float:
        """How many rows and columns a part lies away from a cell."""
        cell, (x, y) = self._table.cells[index], self._level(part)
        return _off(self._columns, cell.column, cell.columns, x) + _off(self._rows, cell.row, cell.rows, y)

    def _level(self, part: Part) -> tuple[float, float]:
        x, y = part.middle
        return x, y - self._slope * x


def _slope(table: Table, seats: Mapping[int, Sequence[Part]]) -> float:
    """How far rows fall per width of the page: the median over pairs of sure parts in one row."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for index, own in seats.items():
        if table.cells[index].rows == 1 and len(own) == 1:
            rows.setdefault(table.cells[index].row, []).append(own[0].middle)
    slopes = [
        (other[1] - one[1]) / (other[0] - one[0])
        for places in rows.values()
        for one, other in pairwise(sorted(places))
        if other[0] - one[0] > _WIDE
    ]
    return median(slopes) if slopes else 0.0


def _evenly(known: Mapping[int, Sequence[float]], count: int, seen: Sequence[float]) -> list[float]:
    """A place for each of `count` rows (or columns): the known ones, the others between and beyond them."""
    fixed = {at: median(places) for at, places in known.items()}
    first, last = min(seen, default=0.0), max(seen, default=1.0)
    fixed.setdefault(0, first)
    fixed.setdefault(count - 1, last)
    order = sorted(fixed)
    out: list[float] = []
    for at in range(count):
        left = max(a for a in order if a <= at)
        right = min(a for a in order if a >= at)
        share = (at - left) / (right - left) if right > left else 0.0
        out.append(fixed[left] + share * (fixed[right] - fixed[left]))
    return out


def _off(places: Sequence[float], start: int, wide: int, at: float) -> float:
    """Distance from the nearest of the places a cell covers, in mean distances of neighbours."""
    pitch = (max(places) - min(places)) / max(len(places) - 1, 1)
    inner = places[start : start + wide]
    if not inner or pitch <= 0:
        return 0.0
    outside = max(min(inner) - at, at - max(inner), 0.0)
    return outside / pitch


def _across(table: Table, texts: Sequence[str], part: Part, frame: _Frame) -> list[tuple[int, Part]]:
    """A part that lies across cells of one row, cut between them; nothing when it is like no row."""
    own = folded(part.line.text)
    best: tuple[float, list[int]] | None = None
    for row in range(table.rows):
        cells = [c for c, cell in enumerate(table.cells) if cell.row <= row < cell.row + cell.rows]
        joined = "".join(texts[c] for c in cells)
        if not joined or len(part.line.words) < 2:
            continue
        like = float(partial_ratio(own, joined)) * min(1.0, 1.2 * len(joined) / len(own))
        score = like - _PER_STEP * min(frame.steps(c, part) for c in cells)
        if like >= _ACROSS and (best is None or score > best[0]):
            best = score, cells
    return _parted(table, part, best[1]) if best is not None else []


def _parted(table: Table, part: Part, cells: Sequence[int]) -> list[tuple[int, Part]]:
    """Each word to the cell that holds most of it by the cheapest edit into the row's text."""
    target, owner = "", []
    for c in cells:
        own = comparable(table.cells[c].text).chars
        target += own
        owner += [c] * len(own)
    source, word_of = "", []
    for number, word in enumerate(part.line.words):
        own = comparable(word.text).chars
        source += own
        word_of += [number] * len(own)
    votes: dict[int, dict[int, int]] = {}
    for code in Levenshtein.opcodes(source, target):
        if code.tag in ("equal", "replace"):
            for step in range(code.src_end - code.src_start):
                counted = votes.setdefault(word_of[code.src_start + step], {})
                cell = owner[code.dest_start + step]
                counted[cell] = counted.get(cell, 0) + 1
    by_cell: dict[int, list[int]] = {}
    last = cells[0]
    for number in range(len(part.line.words)):
        counted = votes.get(number, {})
        last = max(counted, key=lambda c: counted[c]) if counted else last
        by_cell.setdefault(last, []).append(number)
    return [(c, Part(part.key, cut(part.line, words))) for c, words in by_cell.items()]
