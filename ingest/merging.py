"""A page as OCR or the text layer gave it and the same page as a model wrote it → one page.

Boxes are those of OCR or the layer. What only the model has is kept, marked as drawn by it: it can be found,
but its values are not quoted and its place is the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.agreement import values
from ingest.alignment import Home, assign, lay, reconcile
from ingest.gridding import Part, parts_of, seat
from ingest.lines import join_words
from ingest.page import Area, CellSeen, Line, PageRead, TableSeen, Word
from kb_sources.manual import Box
from vlm.qwen_formats import Element, PageText
from vlm.qwen_tables import Table

_WORDED = ("text", "title", "caption", "formula", "folio", "running")
_HELD = 0.6  # share of a table's filled cells that printed lines must hold for its rows and columns to count
_SAME = 0.5  # share of a picture that an area already known covers: it is that picture
_LEAST = 0.003  # of the page: a picture that is smaller is an icon
_STRIP = 0.012  # of the page: height given to a line without any box


@dataclass(frozen=True, slots=True)
class Merged:
    """The page, and how alike the two readings are, 0..1 by length; 0 where there was nothing to compare."""

    page: PageRead
    agreement: float


def merge(page: PageRead, seen: PageText, *, keep_text: bool) -> Merged:
    """Both readings as one; `keep_text` where the page's own text layer is sound: then the model only
    compares and tells tables."""
    return _Merger(page, seen, keep_text).merge()


def drawn_lines(seen: PageText) -> tuple[Line, ...]:
    """The lines of a page that nothing but the model read."""
    return merge(PageRead(1, "", 595.0, 842.0, "model", "", ()), seen, keep_text=False).page.lines


@dataclass(slots=True)
class _Merger:
    page: PageRead
    seen: PageText
    keep_text: bool
    _placed: list[tuple[tuple[float, int], Line]] = field(default_factory=list)  # by place in reading order
    _weights: list[tuple[int, float]] = field(default_factory=list)  # letters and likeness of each line
    _tables: list[tuple[Table, dict[int, list[tuple[float, int]]]]] = field(default_factory=list)
    _bottom: Box | None = None  # of what was written last

    def merge(self) -> Merged:
        lines = [(i, n) for i, n in enumerate(self.page.lines) if not n.in_picture]
        elements = [e for each in self.seen.elements for e in _by_line(each)]
        homes = [Home(e.table.text if e.table else e.text, e.box) for e in elements]
        home_of = assign(lines, homes)
        used: set[int] = set()
        at = -1.0  # where in the page's order the model's next words without a line go
        for index, element in enumerate(elements):
            own = [(key, line) for key, line in lines if home_of.get(key) == index]
            if element.table is not None:
                used |= self._add_table(element, element.table, own, at)
            else:
                used |= self._add_text(element, own, at)
            at = max([at, *(float(key) for key, _ in own)])
            boxes = [line.box for _, line in own]
            self._bottom = Box.around(boxes) if boxes else element.box or self._bottom
        self._add_rest(lines, used)
        pictured = [(i, n) for i, n in enumerate(self.page.lines) if n.in_picture]
        self._placed += [((float(i), 0), n) for i, n in pictured]
        return self._whole()

    def _add_text(self, element: Element, own: list[tuple[int, Line]], at: float) -> set[int]:
        laid = lay(element.text, own)
        by_key = dict(own)
        heard = {key: (text, words) for key, text, words in laid.covered}
        for key, line in own:
            text, words = heard.get(key, ("", ()))
            claimed = reconcile(line, text, words, keep_text=self.keep_text)
            self._weights.append((len(line.text), claimed.alike))
            self._placed.append(((float(key), 0), claimed.line))
            if not claimed.supported and text:
                self._draw(text, element.box or line.box, float(key))
        for after, text in laid.unseen:
            box = by_key[after].box if after is not None else element.box
            self._draw(text, box, float(after) if after is not None else at)
        return set(by_key)

    def _add_table(self, element: Element, table: Table, own: list[tuple[int, Line]], at: float) -> set[int]:
        parts = [part for key, line in own for part in parts_of(key, line)]
        seats = seat(table, parts)
        filled = [c for c, cell in enumerate(table.cells) if cell.text]
        held = sum(c in seats for c in filled)
        if own and held < _HELD * len(filled):
            return self._add_text(replace(element, text=table.text.replace(" | ", "\n")), own, at)
        seated = {id(part) for some in seats.values() for part in some}
        cells: dict[int, list[tuple[float, int]]] = {}
        around = Box.around(p.line.box for p in parts) if parts else element.box
        for c in filled:
            cells[c] = self._add_cell(table.cells[c].text, seats.get(c, []), around, at)
        self._tables.append((table, cells))
        lost = [part for part in parts if id(part) not in seated and not _is_cut(part, seats)]
        for part in lost:
            doubt = not self.keep_text and bool(values(part.line.text))
            self._weights.append((len(part.line.text), 0.0))
            self._place(float(part.key), replace(part.line, unsure=part.line.unsure or doubt))
        return {key for key, _ in own}

    def _add_cell(
        self, text: str, parts: Sequence[Part], around: Box | None, at: float
    ) -> list[tuple[float, int]]:
        """A cell's lines in the model's words; their places in the page's order."""
        keyed = list(enumerate(part.line for part in parts))
        laid = lay(text, keyed)
        heard = {key: (words, boxes) for key, words, boxes in laid.covered}
        places: list[tuple[float, int]] = []
        for number, line in keyed:
            words, boxes = heard.get(number, ("", ()))
            claimed = reconcile(line, words, boxes, keep_text=self.keep_text)
            self._weights.append((len(line.text), claimed.alike))
            places.append(self._place(float(parts[number].key), claimed.line))
        if not keyed:
            places += self._draw(text, around, at)
        elif laid.unseen and not self.keep_text:
            for _, words in laid.unseen:
                places += self._draw(words, around, float(parts[-1].key))
        return places

    def _add_rest(self, lines: Sequence[tuple[int, Line]], used: set[int]) -> None:
        """Lines the model did not write; where it claims to have read, their values are in doubt."""
        read = [e.box for e in self.seen.elements if e.box is not None and e.kind != "image"]
        shown = [e.box for e in self.seen.elements if e.box is not None and e.kind == "image"]
        for key, line in lines:
            if key in used:
                continue
            pictured = any(line.box.covered(box) > 0.5 for box in shown)
            claimed = not read or any(line.box.covered(box) > 0.5 for box in read)
            doubt = not self.keep_text and not pictured and claimed and bool(values(line.text))
            if not pictured:
                self._weights.append((len(line.text), 0.0))
            self._placed.append(((float(key), 0), replace(line, unsure=line.unsure or doubt)))

    def _draw(self, text: str, box: Box | None, after: float) -> list[tuple[float, int]]:
        """Words of the model alone, a line each where it wrote lines; their places in the page's order."""
        rows = [join_words(row.split()) for row in text.split("\n") if row.strip()] or [text]
        area = box or self._bottom or Box(0.05, 0.0, 0.95, _STRIP)
        high = area.height / len(rows)
        places: list[tuple[float, int]] = []
        for number, row in enumerate(rows):
            own = Box.clipped(area.x0, area.y0 + number * high, area.x1, area.y0 + (number + 1) * high)
            size = round(0.72 * min(own.height, 2 * _STRIP) * self.page.height, 1)
            words = (Word(row, own, 0.0),)
            says = any(char.isalnum() for char in row)
            line = Line(
                words, own, "qwen3vl", row, size, confidence=0.0 if says else 1.0, unsure=says, drawn=True
            )
            places.append(self._place(after, line))
        return places

    def _place(self, at: float, line: Line) -> tuple[float, int]:
        place = (at, 1 + len(self._placed))
        self._placed.append((place, line))
        return place

    def _whole(self) -> Merged:
        ordered = sorted(self._placed, key=lambda pair: pair[0])
        index = {place: i for i, (place, _) in enumerate(ordered)}
        tables = [_told(table, cells, index) for table, cells in self._tables]
        letters = sum(length for length, _ in self._weights)
        alike = sum(length * like for length, like in self._weights) / letters if letters else 0.0
        page = replace(
            self.page,
            lines=tuple(line for _, line in ordered),
            tables=tuple(tables),
            areas=(*self.page.areas, *_new_areas(self.page, self.seen)),
        )
        return Merged(page, alike)


def _by_line(element: Element) -> list[Element]:
    """The element, where it has words; one without a box may be half a page: then each line it wrote."""
    if element.table is not None or (element.box is not None and element.kind in _WORDED):
        return [element] if element.text else []
    if element.kind not in _WORDED:
        return []
    return [replace(element, text=line) for line in element.text.split("\n") if line.strip()]


def _is_cut(part: Part, seats: dict[int, list[Part]]) -> bool:
    """Whether a part was seated in pieces."""
    return any(
        p.key == part.key and p.line.box.covered(part.line.box) > 0.9 for s in seats.values() for p in s
    )


def _told(
    table: Table, cells: dict[int, list[tuple[float, int]]], index: dict[tuple[float, int], int]
) -> TableSeen:
    return TableSeen(
        tuple(
            CellSeen(
                cell.row,
                cell.column,
                cell.row + cell.rows,
                cell.column + cell.columns,
                tuple(index[place] for place in cells.get(c, ())),
            )
            for c, cell in enumerate(table.cells)
        ),
        table.rows,
        table.columns,
        table.header_rows,
    )


def _new_areas(page: PageRead, seen: PageText) -> list[Area]:
    """Pictures that only the model tells of; their boxes are the model's."""
    known = [a.box for a in page.areas if a.kind != "frame" and a.box.area < 0.8]
    found = [e.box for e in seen.elements if e.kind == "image" and e.box is not None and e.box.area >= _LEAST]
    return [Area(box, "picture") for box in found if not any(box.covered(k) > _SAME for k in known)]
