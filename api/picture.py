"""Boxes drawn on a stored page picture.

It knows neither where the picture comes from nor why a box is lit.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from kb_sources.errors import InputRejected
from kb_sources.manual import Box

MOST_BOXES = 200
WIDTHS = (64, 2400)  # pixels
_FILL = (255, 176, 0, 72)
_EDGE = (214, 106, 0, 255)


def parse_boxes(text: str) -> tuple[Box, ...]:
    """`x0,y0,x1,y1;…` in page fractions. Raises InputRejected on anything else, or too many."""
    parts = [part for part in text.split(";") if part.strip()]
    if len(parts) > MOST_BOXES:
        raise InputRejected(f"{len(parts)} boxes were given; at most {MOST_BOXES} can be drawn.")
    return tuple(_box(part) for part in parts)


def light(picture: bytes, boxes: Sequence[Box], width: int | None = None) -> bytes:
    """The PNG with the boxes lit, `width` pixels wide (its own width when None; never enlarged)."""
    if not boxes and width is None:
        return picture
    with Image.open(io.BytesIO(picture), formats=["PNG"]) as opened:
        page = opened.convert("RGB")
    if width is not None and width < page.width:
        height = max(1, round(page.height * width / page.width))
        page = page.resize((width, height), Image.Resampling.LANCZOS)
    if boxes:
        page = _lit(page, boxes)
    out = io.BytesIO()
    page.save(out, "PNG", compress_level=3)
    return out.getvalue()


def _lit(page: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    margin = max(2, page.width // 400)
    for box in boxes:
        corners = (
            max(0, round(box.x0 * page.width) - margin),
            max(0, round(box.y0 * page.height) - margin),
            min(page.width - 1, round(box.x1 * page.width) + margin),
            min(page.height - 1, round(box.y1 * page.height) + margin),
        )
        pen.rectangle(corners, fill=_FILL, outline=_EDGE, width=max(2, page.width // 600))
    return Image.alpha_composite(page.convert("RGBA"), layer).convert("RGB")


def _box(part: str) -> Box:
    try:
        x0, y0, x1, y1 = (float(number) for number in part.split(","))
        return Box(x0, y0, x1, y1)
    except ValueError as error:
        raise InputRejected(
            "A box is four fractions of the page, x0,y0,x1,y1, each between 0 and 1 and x0 ≤ x1, y0 ≤ y1.",
            hint="Write boxes=0.1,0.2,0.8,0.3 and put ; between boxes.",
        ) from error
