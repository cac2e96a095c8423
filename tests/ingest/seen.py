"""Pages with pictures, and models that read them as told: for tests of second readings."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from ingest.consulting import Consultant
from ingest.hardness import Reads
from ingest.page import Area, PageRead
from ingest.readers.qwen3vl import QwenSettings, build
from tests.ingest.drawn import HEIGHT, WIDTH
from vlm.model import Prompt
from vlm.models.scripted import Line, Scripted

SCALE = 1.0


def picture(page: PageRead) -> bytes:
    """A PNG with ink where the page's lines and areas are."""
    drawn = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)), "white")
    pen = ImageDraw.Draw(drawn)
    for box in (*(n.box for n in page.lines), *(a.box for a in page.areas if a.kind == "picture")):
        corners = [box.x0 * drawn.width, box.y0 * drawn.height, box.x1 * drawn.width, box.y1 * drawn.height]
        for x in range(int(corners[0]), int(corners[2]), 6):
            pen.line((x, corners[1], x, corners[3]), fill="black", width=2)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def written(page: PageRead, change: Callable[[str], str] = lambda text: text) -> str:
    """The page as `qwenvl html`, its lines changed."""
    divs = [_div("text", n.box.x0, n.box.y0, n.box.x1, n.box.y1, change(n.text)) for n in page.lines]
    divs += [_div("image", a.box.x0, a.box.y0, a.box.x1, a.box.y1, "") for a in page.areas if _shown(a)]
    return "<html><body>" + "\n".join(divs) + "</body></html>"


def _shown(area: Area) -> bool:
    return area.kind == "picture"


def _div(kind: str, x0: float, y0: float, x1: float, y1: float, inner: str) -> str:
    corners = " ".join(str(round(1000 * v)) for v in (x0, y0, x1, y1))
    return f'<div class="{kind}" data-bbox="{corners}">{inner}</div>'


def consultant(
    script: Callable[[Prompt], Line] | Sequence[Line], reads: Reads = "hard"
) -> tuple[Consultant, Scripted]:
    """A consultant that never really waits, and its model."""
    model = Scripted(script)
    return Consultant(build(QwenSettings(model)), model, reads, 5.0, 10.0, lambda seconds: None), model
