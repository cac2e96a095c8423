"""Pages as they fill: columns, room left, running header, folio.

It does not know blocks; flow.py says what goes where.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kb_sources.samples.canvas import GREY, Canvas
from kb_sources.samples.markup import Heading
from kb_sources.samples.truth import Fractions, LineTruth, PageTruth
from kb_sources.samples.typography import Run, measure

A4 = (595.0, 842.0)
LEFT, RIGHT, TOP, BOTTOM = 58.0, 52.0, 74.0, 70.0
GAP = 22.0  # between columns
ROMAN = ("i", "ii", "iii", "iv")

Rectangle = tuple[float, float, float, float]


@dataclass(slots=True)
class Sheet:
    """One page on its way, and where the pen stands."""

    canvas: Canvas
    number: int  # 1-based, file order
    label: str
    landscape: bool
    columns: int = 1
    column: int = 0
    y: float = TOP
    column_top: float = TOP
    deepest: float = TOP

    @property
    def width(self) -> float:
        full = self.canvas.width - LEFT - RIGHT
        return (full - (self.columns - 1) * GAP) / self.columns

    @property
    def x(self) -> float:
        return LEFT + self.column * (self.width + GAP)

    @property
    def room(self) -> float:
        return self.canvas.height - BOTTOM - self.y

    def fractions(self, box: Rectangle) -> Fractions:
        w, h = self.canvas.width, self.canvas.height
        return (round(box[0] / w, 4), round(box[1] / h, 4), round(box[2] / w, 4), round(box[3] / h, 4))


@dataclass(slots=True)
class Sheets:
    """The pages of one manual; `meta` is the source's `@` lines."""

    meta: dict[str, str]
    all: list[Sheet] = field(default_factory=list)
    chapter: Heading | None = None
    chapter_page: int = 0

    @property
    def last(self) -> Sheet:
        if not self.all:
            self.turn()
        return self.all[-1]

    def start_chapter(self, heading: Heading) -> None:
        """A chapter opens on a new page, or runs on where the source says so and there is room."""
        self.chapter = heading
        if heading.number:
            self.chapter_page = 0
        if (
            self.meta.get("chapters") != "run-on"
            or not self.all
            or self.last.room < 200
            or self.last.landscape
        ):
            self.turn()

    def turn(self, landscape: bool = False) -> None:
        """A new page, with its header."""
        width, height = A4[::-1] if landscape else A4
        number = len(self.all) + 1
        self.chapter_page += 1
        sheet = Sheet(Canvas(width, height), number, self._label(number), landscape)
        if self.all and not landscape:
            sheet.columns = self.all[-1].columns
        self.all.append(sheet)
        if not self._is_cover(sheet):
            self._write_header(sheet)

    def advance(self) -> None:
        """To the next column, or to a new page."""
        sheet = self.last
        sheet.deepest = max(sheet.deepest, sheet.y)
        if sheet.column + 1 < sheet.columns:
            sheet.column += 1
            sheet.y = sheet.column_top
        else:
            self.turn()

    def set_columns(self, count: int) -> None:
        sheet = self.last
        sheet.y = sheet.column_top = sheet.deepest = max(sheet.deepest, sheet.y)
        sheet.columns, sheet.column = count, 0

    def close(self) -> list[PageTruth]:
        """Prints the folios; what every page says, in order."""
        pages = []
        for sheet in self.all:
            if not self._is_cover(sheet):
                self._write_folio(sheet)
            page = PageTruth(sheet.number, sheet.label, "digital", 90 if sheet.landscape else 0, 0.0)
            page.lines = [
                LineTruth(each.text, each.kind, sheet.fractions(each.box)) for each in sheet.canvas.lines
            ]
            pages.append(page)
        return pages

    def _is_cover(self, sheet: Sheet) -> bool:
        return sheet.number == 1 and "cover" in self.meta

    def _label(self, number: int) -> str:
        """`chapter` prints 3-4; `front 2` roman for two pages, then from 1; `start 21` counts on from 21."""
        kind, _, value = self.meta["folio"].partition(" ")
        if kind == "chapter":
            numbered = self.chapter is not None and self.chapter.number
            return f"{numbered}-{self.chapter_page}" if numbered else ROMAN[number - 1]
        if kind == "front":
            return ROMAN[number - 1] if number <= int(value) else str(number - int(value))
        return str(int(value) + number - 1)

    def _write_header(self, sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.write((LEFT, 46), self.meta["header"], 8, "header", colour=GREY)
        if self.chapter is not None:
            title = title_of(self.chapter)
            canvas.write(
                (canvas.width - RIGHT - measure((Run(title),), 8), 46), title, 8, "header", colour=GREY
            )
        canvas.line((LEFT, 52), (canvas.width - RIGHT, 52), 0.5, GREY)

    def _write_folio(self, sheet: Sheet) -> None:
        canvas = sheet.canvas
        base = canvas.height - 40
        canvas.line((LEFT, base - 12), (canvas.width - RIGHT, base - 12), 0.4, GREY)
        canvas.write((LEFT, base), self.meta["footer"], 7.5, "header", colour=GREY)
        label = self.meta.get("label", "{}").format(sheet.label)
        canvas.write((canvas.width - RIGHT - measure((Run(label),), 9), base), label, 9, "folio")


def title_of(heading: Heading) -> str:
    """A heading as printed."""
    return f"{heading.number} {heading.title}" if heading.number else heading.title
