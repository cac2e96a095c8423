"""Cuts a figure out of its page's picture and keeps it as a blob.

It does not know which passages are figures, nor when a picture is no longer wanted.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping

from PIL import Image

from kb_sources.blobs import Blobs
from kb_sources.manual import Box, Place

_MARGIN = 0.004  # of the page, around the box: lines at the edge of a drawing stay whole


class Crops:
    """The figures of one reading. `pictures`: page → blob key of its picture, "" when it has none.

    `note` is told each key before the blob is stored: a run killed between the two leaves no blob unknown.
    """

    def __init__(self, blobs: Blobs, pictures: Mapping[int, str], note: Callable[[str], None]) -> None:
        self._blobs = blobs
        self._pictures = pictures
        self._note = note
        self._page: tuple[int, Image.Image] | None = None  # figures come page by page
        self._done: dict[Place, str] = {}

    def __call__(self, place: Place) -> str:
        """The blob key of the picture of a place's first box, "" where the page has no picture."""
        if not self._pictures.get(place.page):
            return ""
        if place not in self._done:
            picture = cut_out(self._open(place.page), place.boxes[0])
            key = hashlib.sha256(picture).hexdigest()
            self._note(key)
            self._done[place] = self._blobs.put(picture)
        return self._done[place]

    def _open(self, page: int) -> Image.Image:
        if self._page is None or self._page[0] != page:
            data = self._blobs.get(self._pictures[page])
            with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
                self._page = page, opened.convert("RGB")
        return self._page[1]


def cut_out(page: Image.Image, box: Box) -> bytes:
    """The PNG of a box of the page, with a little margin; at least one pixel each way."""
    wide, high = page.size
    left = min(int((box.x0 - _MARGIN) * wide), wide - 1)
    top = min(int((box.y0 - _MARGIN) * high), high - 1)
    corners = (
        max(left, 0),
        max(top, 0),
        min(max(round((box.x1 + _MARGIN) * wide), left + 1), wide),
        min(max(round((box.y1 + _MARGIN) * high), top + 1), high),
    )
    out = io.BytesIO()
    page.crop(corners).save(out, "PNG", compress_level=3)
    return out.getvalue()
