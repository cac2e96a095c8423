"""PDF through PyMuPDF (AGPL or commercial): words, shapes, pictures, page images.

It judges nothing and keeps no page open; MuPDF may crash or hang, so only the child imports it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pymupdf as _untyped
from PIL import Image

from ingest.document import RawLine, RawPage, Rect, Run, Shape, bounded_dpi
from kb_sources.errors import ManualEncrypted, ManualUnreadable

pymupdf: Any = _untyped

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE  # without PRESERVE_LIGATURES: "ﬁ" is read as "fi"
_BOLD_FONT = re.compile(r"bold|black|heavy|demi|[-,]b$", re.IGNORECASE)
_MOST_SET_PAGES = 5000
_STYLE = """body {font-family: sans-serif; font-size: 11pt; line-height: 1.35}
table {border-collapse: collapse} td, th {border: 0.7pt solid black; padding: 3pt; text-align: left}
h1 {font-size: 20pt} h2 {font-size: 16pt} h3 {font-size: 13pt} h4, h5, h6 {font-size: 12pt}"""
_MAX_PATHS = 30_000  # a page with more is a technical drawing: looked at as a picture only
_BOLD, _FILLED, _STROKED = 8, 16, 32  # char_flags of MuPDF's structured text
_SUPERSCRIPT_BOLD = 16  # "bold" in the older span flags


def build(settings: object = None) -> type[MuPdf]:
    return MuPdf


def set_pages(body: str) -> bytes:
    """HTML without scripts, styles or references, set on A4 pages, as a PDF."""
    out = io.BytesIO()
    writer = pymupdf.DocumentWriter(out)
    paper = pymupdf.paper_rect("a4")
    inside = pymupdf.Rect(56, 56, paper.x1 - 56, paper.y1 - 56)
    story = pymupdf.Story(body or "<p></p>", user_css=_STYLE)
    more, pages = 1, 0
    while more and pages < _MOST_SET_PAGES:
        device = writer.begin_page(paper)
        more, _ = story.place(inside)
        story.draw(device)
        writer.end_page()
        pages += 1
    writer.close()
    return out.getvalue()


class MuPdf:
    """An open PDF. Raises ManualEncrypted when it wants a password, ManualUnreadable when it is broken."""

    def __init__(self, content: bytes) -> None:
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        try:
            self._file = pymupdf.open(stream=content, filetype="pdf")
            if self._file.needs_pass:
                raise ManualEncrypted(hint="Save a copy without the password and add that.")
            self._pages = self._file.page_count
        except (RuntimeError, ValueError, TypeError) as error:
            raise ManualUnreadable(
                f"The PDF cannot be opened: {error}.",
                hint="Open it in a viewer and save it anew, then add that.",
            ) from error

    @property
    def pages(self) -> int:
        return int(self._pages)

    @property
    def title(self) -> str:
        return str((self._file.metadata or {}).get("title") or "").strip()

    def size(self, number: int) -> tuple[float, float]:
        rect = self._file[number - 1].rect
        return float(rect.width), float(rect.height)

    def page(self, number: int) -> RawPage:
        page = self._file[number - 1]
        width, height = max(page.rect.width, 1.0), max(page.rect.height, 1.0)
        frame = _Frame(page.rotation_matrix, width, height)
        log = page.get_bboxlog()
        crowded = sum(1 for what, _ in log if what.endswith("-path")) > _MAX_PATHS
        return RawPage(
            number=number,
            label=str(page.get_label() or ""),
            width=width,
            height=height,
            lines=tuple(_lines(page, frame)),
            shapes=() if crowded else tuple(_shapes(page, frame)),
            pictures=tuple(frame.place(box) for what, box in log if what.startswith("fill-im")),
            crowded=crowded,
        )

    def render(self, number: int, dpi: float, part: Rect = (0, 0, 1, 1)) -> Image.Image:
        page = self._file[number - 1]
        rect = page.rect
        zoom = bounded_dpi(rect.width * (part[2] - part[0]), rect.height * (part[3] - part[1]), dpi) / 72
        clip = pymupdf.Rect(
            rect.x0 + part[0] * rect.width,
            rect.y0 + part[1] * rect.height,
            rect.x0 + part[2] * rect.width,
            rect.y0 + part[3] * rect.height,
        )
        pixels = page.get_pixmap(
            matrix=pymupdf.Matrix(zoom, zoom), clip=clip, colorspace=pymupdf.csRGB, alpha=False
        )
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


class _Frame:
    """From MuPDF's unrotated points to fractions of the page as displayed."""

    def __init__(self, matrix: Any, width: float, height: float) -> None:
        self._turn = None if matrix.a == 1 and matrix.b == 0 else tuple(matrix)
        self._width, self._height = width, height

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._turn is not None:
            a, b, c, d, e, f = self._turn
            x, y = a * x + c * y + e, b * x + d * y + f
        return x / self._width, y / self._height

    def place(self, box: Any) -> Rect:
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _lines(page: Any, frame: _Frame) -> Iterator[RawLine]:
    for index, block in enumerate(page.get_text("rawdict", flags=_FLAGS)["blocks"]):
        for line in block.get("lines", ()):
            runs = tuple(_run(span, frame) for span in line["spans"] if span["chars"])
            if runs:
                yield RawLine(runs, index)


def _run(span: dict[str, Any], frame: _Frame) -> Run:
    chars = span["chars"]
    flags = span["char_flags"]
    return Run(
        letters=tuple(c["c"] for c in chars),
        rects=tuple(frame.place(c["bbox"]) for c in chars),
        size=float(span["size"]),
        bold=bool(flags & _BOLD or span["flags"] & _SUPERSCRIPT_BOLD or _BOLD_FONT.search(span["font"])),
        colour=int(span["color"]) & 0xFFFFFF,
        alpha=span["alpha"] / 255,
        painted=bool(flags & (_FILLED | _STROKED)),
    )


def _shapes(page: Any, frame: _Frame) -> Iterator[Shape]:
    for drawing in page.get_cdrawings():
        lines: list[Rect] = []
        rects: list[Rect] = []
        freehand = False
        for item in drawing["items"]:
            if item[0] == "l":
                line = (*frame.point(*item[1]), *frame.point(*item[2]))
                lines.append(line)
                freehand = freehand or min(abs(line[0] - line[2]), abs(line[1] - line[3])) > 0.002
            elif item[0] == "re":
                rects.append(frame.place(item[1]))
            else:
                freehand = True
        if drawing["type"] == "f" and lines and not rects and not freehand:
            rects.append(frame.place(drawing["rect"]))  # a rectangle drawn line by line
        yield Shape(
            rect=frame.place(drawing["rect"]),
            lines=tuple(lines),
            rects=tuple(rects),
            freehand=freehand,
            fill=_colour(drawing.get("fill"), drawing.get("fill_opacity")),
            stroke=_colour(drawing.get("color"), drawing.get("stroke_opacity")),
        )


def _colour(rgb: Any, opacity: float | None) -> int | None:
    if rgb is None or (opacity is not None and opacity < 0.05):
        return None
    red, green, blue = (round(255 * min(max(part, 0.0), 1.0)) for part in rgb)
    return int(red << 16 | green << 8 | blue)
