"""Reads one page: pictures it, chooses the route, runs the readers, compares them, names what was left out.

It does not know the child it runs in, nor which library opened the file or reads pictures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Protocol

from ingest import agreement, routing, shapes
from ingest.document import Document, RawPage
from ingest.page import Line, PageRead, Route
from ingest.readers.textlayer import LayerText, read_layer
from kb_sources.manual import Box, ReadBy

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE_DPI = 150
_SCAN_DPI = 150  # for OCR of a whole page: reads as well as 200 and costs a quarter less
_LOOK_AGAIN_DPI = 300
_REGION_PIXELS = 1500  # longer side aimed at for a picture on a text page
_MOST_REGIONS = 8
_PICTURES_S = 25.0  # processor seconds after which no further picture of a page is begun
_DOUBTFUL = 0.9  # a line with values read with less confidence is looked at again, larger
_LEGIBLE = 0.6  # least confidence of a line inside a picture on a text page
_MOST_LOOKS = 30  # lines looked at again per page
_TRUSTED = 0.9  # likeness from which a scan's own text layer is a second witness
_SIZE_OF_HEIGHT = 0.72  # font size over the height of a detected line


class FoundLines(Protocol):
    @property
    def lines(self) -> tuple[Line, ...]: ...

    @property
    def turned(self) -> int:
        """Degrees clockwise the picture was turned to stand upright."""
        ...


class PictureReader(Protocol):
    """Reads lines out of pictures; boxes are fractions of the picture as given."""

    def read(self, picture: Image, *, any_way_up: bool = False) -> FoundLines: ...

    def read_line(self, picture: Image) -> tuple[str, float]:
        """Text and confidence of a picture of one line."""
        ...


@dataclass(frozen=True, slots=True)
class _Outcome:
    route: Route
    reason: str
    lines: tuple[Line, ...]
    turned: int = 0
    suspicious: tuple[str, ...] = ()


class PageReader:
    """Reads the pages of one document. Without `ocr` scans fail, with `no_ocr` as the reason."""

    def __init__(
        self,
        document: Document,
        ocr: PictureReader | None,
        *,
        no_ocr: str = "OCR is switched off",
        read_by: ReadBy = "textlayer",
    ) -> None:
        self._document, self._ocr, self._no_ocr = document, ocr, no_ocr
        self._read_by = read_by

    def read(
        self, number: int, *, on_ocr: Callable[[], None] = lambda: None, why_not: str = ""
    ) -> tuple[PageRead, Image]:
        """The page as read and as displayed at 150 dpi.

        `on_ocr` is called before OCR begins; `why_not` says why this page must do without it.
        """
        raw = self._document.page(number)
        picture = self._document.render(number, PICTURE_DPI)
        layer = read_layer(raw, picture, self._read_by)
        areas = shapes.areas(raw)
        choice = routing.choose(raw, layer, areas, picture)
        reader = None if why_not else self._ocr
        needed = choice.route in ("ocr", "mixed")
        if needed and reader is not None:
            on_ocr()
            look = _Look(self._document, raw, reader)
            outcome = look.scan(layer, choice) if choice.route == "ocr" else look.pictures(layer, choice)
        elif needed:
            outcome = _without_ocr(layer, choice, why_not or self._no_ocr)
        else:
            outcome = _Outcome(choice.route, choice.reason, layer.lines)
        below = () if choice.layer_below else _named_unpainted(layer)
        page = PageRead(
            number=number,
            label=raw.label,
            width=raw.width,
            height=raw.height,
            route=outcome.route,
            reason=outcome.reason,
            lines=outcome.lines,
            rulings=shapes.rulings(raw),
            areas=areas,
            rotation=outcome.turned,
            suspicious=(*layer.suspicious, *below, *outcome.suspicious),
        )
        return page, picture


class _Look:
    """OCR of one page."""

    def __init__(self, document: Document, raw: RawPage, reader: PictureReader) -> None:
        self._document, self._raw, self._reader = document, raw, reader

    def scan(self, layer: LayerText, choice: routing.Choice) -> _Outcome:
        """The whole page by OCR, compared with the text layer below the scan where there is one."""
        raw = self._raw
        found = self._reader.read(self._document.render(raw.number, _SCAN_DPI), any_way_up=True)
        lines = tuple(sized(line, raw, found.turned) for line in found.lines)
        if found.turned == 0:
            lines = self._look_again(lines)
        if not lines:
            return _Outcome("blank", f"{choice.reason}; OCR found no text", ())
        if not choice.layer_below:
            return _Outcome("ocr", choice.reason, lines, found.turned)
        alike = agreement.overall(lines, layer.unpainted)
        reason = f"{choice.reason}; it is {alike:.0%} like our reading"
        if alike >= _TRUSTED:
            lines = agreement.mark_unsure(lines, layer.unpainted)
        hidden = _unconfirmed(layer.unpainted, lines)
        return _Outcome("ocr", reason, lines, found.turned, hidden)

    def pictures(self, layer: LayerText, choice: routing.Choice) -> _Outcome:
        """The text layer, and the lines inside the pictures that it does not give."""
        raw = self._raw
        seen: list[Line] = []
        looked, began = 0, time.process_time()
        for box in choice.regions[:_MOST_REGIONS]:
            if time.process_time() - began > _PICTURES_S:
                break
            looked += 1
            inches = max(box.width * raw.width, box.height * raw.height) / 72
            dpi = min(max(_REGION_PIXELS / inches, PICTURE_DPI), _LOOK_AGAIN_DPI)
            picture = self._document.render(raw.number, dpi, (box.x0, box.y0, box.x1, box.y1))
            placed = [placed_in(line, box) for line in self._reader.read(picture).lines]
            known = (*layer.lines, *seen)
            new = [n for n in placed if legible(n) and not any(n.box.covered(old.box) > 0.5 for old in known)]
            seen += [replace(sized(line, raw, 0), in_picture=True) for line in new]
        left = len(choice.regions) - looked
        more = f"; {left} of them not looked at" if left else ""
        if not seen:
            return _Outcome("textlayer", f"{choice.reason}, but OCR found none{more}", layer.lines)
        return _Outcome("mixed", choice.reason + more, (*layer.lines, *self._look_again(seen)))

    def _look_again(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Doubtful lines with values read a second time, larger; unsure where the values differ."""
        looks = 0
        done: list[Line] = []
        for line in lines:
            values = agreement.values(line.text)
            if line.confidence >= _DOUBTFUL or looks == _MOST_LOOKS or not values:
                done.append(line)
                continue
            looks += 1
            part = (line.box.x0, line.box.y0, line.box.x1, line.box.y1)
            text, _ = self._reader.read_line(self._document.render(self._raw.number, _LOOK_AGAIN_DPI, part))
            done.append(replace(line, unsure=agreement.values(text) != values))
        return tuple(done)


def _without_ocr(layer: LayerText, choice: routing.Choice, why: str) -> _Outcome:
    """What can be kept of a page that wants OCR when there is none."""
    if choice.route == "mixed":
        return _Outcome("textlayer", f"{choice.reason}, not looked at: {why}", layer.lines)
    if choice.layer_below:
        lines = tuple(replace(line, unsure=True) for line in layer.unpainted)
        return _Outcome("textlayer", f"{choice.reason}, taken unchecked: {why}", lines)
    return _Outcome("failed", f"{choice.reason}; it needs OCR: {why}", ())


def _named_unpainted(layer: LayerText) -> tuple[str, ...]:
    return tuple(f"text drawn invisibly (render mode 3): {n.text[:80]!r}" for n in layer.unpainted[:20])


def _unconfirmed(below: Sequence[Line], lines: Sequence[Line]) -> tuple[str, ...]:
    """Invisible text that the scan does not show."""
    strange = [
        line.text
        for line in below
        if len(line.text) >= 8 and agreement.similarity(line.text, agreement.words_at(line, lines)) < 0.4
    ]
    return tuple(f"invisible text that the scan does not show: {text[:80]!r}" for text in strange[:20])


def legible(line: Line) -> bool:
    """Whether a line from a photo or drawing is text rather than a pattern that looks like some."""
    letters = sum(c.isalnum() for c in line.text)
    return letters > 0 and line.confidence >= (_LEGIBLE if letters > 1 else _DOUBTFUL)


def placed_in(line: Line, box: Box) -> Line:
    """A line of a part of the page as a line of the page."""

    def place(inner: Box) -> Box:
        return Box.clipped(
            box.x0 + inner.x0 * box.width,
            box.y0 + inner.y0 * box.height,
            box.x0 + inner.x1 * box.width,
            box.y0 + inner.y1 * box.height,
        )

    words = tuple(replace(word, box=place(word.box)) for word in line.words)
    return replace(line, words=words, box=place(line.box))


def sized(line: Line, raw: RawPage, turned: int) -> Line:
    """The line with its font size estimated from the height of its words."""
    sideways = turned in (90, 270)
    heights = [w.box.width * raw.width if sideways else w.box.height * raw.height for w in line.words]
    return replace(line, size=round(median(heights) * _SIZE_OF_HEIGHT, 1))
