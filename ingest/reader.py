"""Reads one page: pictures it, chooses the route, runs the readers, names what was left out.

It does not know the child it runs in, nor which library opened the file or reads pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import routing, shapes
from ingest.document import Document
from ingest.page import PageRead
from ingest.readers.textlayer import read_layer
from kb_sources.manual import ReadBy

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURE_DPI = 150


class PageReader:
    """Reads the pages of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._read_by: ReadBy = "textlayer" if document.kind == "pdf" else "plaintext"

    def read(self, number: int) -> tuple[PageRead, Image]:
        """The page as read and as displayed at 150 dpi."""
        raw = self._document.page(number)
        picture = self._document.render(number, PICTURE_DPI)
        layer = read_layer(raw, picture, self._read_by)
        areas = shapes.areas(raw)
        choice = routing.choose(raw, layer, areas, picture)
        page = PageRead(
            number=number,
            label=raw.label,
            width=raw.width,
            height=raw.height,
            route=choice.route,
            reason=choice.reason,
            lines=layer.lines,
            rulings=shapes.rulings(raw),
            areas=areas,
            suspicious=layer.suspicious,
        )
        return page, picture
