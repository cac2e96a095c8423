"""PDF through pypdfium2 (Apache/BSD): words, pictures, page images. It gives no drawn shapes, so no rulings.

It judges nothing; PDFium may crash or hang on hostile files, so only the child imports it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import Any

from PIL import Image

from ingest.document import RawLine, RawPage, Rect, Run, bounded_dpi
from kb_sources.errors import ManualEncrypted, ManualUnreadable

pdfium: Any = import_module("pypdfium2")  # it has no types
raw: Any = import_module("pypdfium2.raw")

_SHEET = 1 << 20  # device units for mapping page coordinates: one part in a million
_COLUMN_GAP = 2.0  # font sizes of empty space that part two cells on one line
_HYPHEN = 0x02  # PDFium's mark for a hyphen at a line's end
_BOLD_WEIGHT = 600
_INVISIBLE = 3  # text render mode
_PASSWORD = 4  # FPDF_ERR_PASSWORD

Place = Callable[[float, float], tuple[float, float]]


def build(settings: object = None) -> type[Pdfium]:
    return Pdfium


class Pdfium:
    """An open PDF. Raises ManualEncrypted when it wants a password, ManualUnreadable when it is broken."""

    def __init__(self, content: bytes) -> None:
        try:
            self._file = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise ManualEncrypted(hint="Save a copy without the password and add that.") from error
            raise ManualUnreadable(
                f"The PDF cannot be opened: {error}.",
                hint="Open it in a viewer, save it anew and add that copy.",
            ) from error

    @property
    def pages(self) -> int:
        return len(self._file)

    @property
    def title(self) -> str:
        return str(self._file.get_metadata_value("Title") or "").strip()

    def size(self, number: int) -> tuple[float, float]:
        width, height = self._file.get_page_size(number - 1)
        return max(float(width), 1.0), max(float(height), 1.0)

    def page(self, number: int) -> RawPage:
        page = self._file[number - 1]
        width, height = self.size(number)
        place = _placer(page)
        pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        return RawPage(
            number=number,
            label=str(self._file.get_page_label(number - 1) or ""),
            width=width,
            height=height,
            lines=tuple(_lines(page.get_textpage(), place)),
            pictures=tuple(_placed(place, *picture.get_bounds()) for picture in pictures),
        )

    def render(self, number: int, dpi: float, part: Rect = (0, 0, 1, 1)) -> Image.Image:
        width, height = self.size(number)
        zoom = bounded_dpi(width * (part[2] - part[0]), height * (part[3] - part[1]), dpi) / 72
        crop = (part[0] * width, (1 - part[3]) * height, (1 - part[2]) * width, part[1] * height)
        bitmap = self._file[number - 1].render(scale=zoom, crop=crop, rev_byteorder=True)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("RGB")


def _placer(page: Any) -> Place:
    """From page coordinates to fractions of the page as displayed."""

    def device(x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, _SHEET, _SHEET, 0, x, y, across, down)
        return across.value / _SHEET, down.value / _SHEET

    (x0, y0), (xa, ya), (xb, yb) = device(0, 0), device(1000, 0), device(0, 1000)
    a, b, c, d = (xa - x0) / 1000, (ya - y0) / 1000, (xb - x0) / 1000, (yb - y0) / 1000
    return lambda x, y: (x0 + a * x + c * y, y0 + b * x + d * y)


def _placed(place: Place, left: float, bottom: float, right: float, top: float) -> Rect:
    (xa, ya), (xb, yb) = place(left, bottom), place(right, top)
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool
    colour: int
    alpha: float
    painted: bool


def _lines(text: Any, place: Place) -> Iterator[RawLine]:
    """Lines as PDFium breaks them, parted at wide gaps; what follows a gap is another block."""
    line: list[tuple[str, Rect, _Style]] = []
    end, block = 0.0, 0
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        over = code in (10, 13)
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text, i, box)
        blank = code == 32
        if line and (over or (not blank and abs(box.left - end) > _COLUMN_GAP * line[-1][2].size)):
            yield RawLine(tuple(_runs(line)), block)
            line, block = [], block + (not over)
        if not over:
            letter = "-" if code == _HYPHEN else chr(code) if 0 < code < 0x110000 else "\ufffd"
            line.append((letter, _placed(place, box.left, box.bottom, box.right, box.top), _style(text, i)))
            end = end if blank else box.right
    if line:
        yield RawLine(tuple(_runs(line)), block)


def _runs(line: list[tuple[str, Rect, _Style]]) -> Iterator[Run]:
    for style, same in groupby(line, key=lambda letter: letter[2]):
        letters, rects, _ = zip(*same, strict=True)
        yield Run(letters, rects, style.size, style.bold, style.colour, style.alpha, style.painted)


def _style(text: Any, i: int) -> _Style:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFText_GetFillColor(text, i, red, green, blue, alpha)
    of = raw.FPDFText_GetTextObject(text, i)
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text, i, matrix):
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return _Style(
        size=round(float(raw.FPDFText_GetFontSize(text, i)) * scale, 2),
        bold=raw.FPDFText_GetFontWeight(text, i) >= _BOLD_WEIGHT,
        colour=red.value << 16 | green.value << 8 | blue.value if known else 0,
        alpha=alpha.value / 255 if known else 1.0,
        painted=not of or raw.FPDFTextObj_GetTextRenderMode(of) != _INVISIBLE,
    )
