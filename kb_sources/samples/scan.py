"""What a worn office scanner does to a page: grey, skew, blur, speckle, uneven light, JPEG.

It does not know text; it turns a rendered page into a picture, the same bytes every time.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from kb_sources.samples.truth import Fractions


@dataclass(frozen=True, slots=True)
class Scan:
    """How one page was scanned."""

    skew: float  # degrees, clockwise as seen
    seed: int
    ocr: bool = False  # carries an invisible text layer
    dpi: int = 140
    noise: float = 7.0  # grey levels, standard deviation
    quality: int = 38  # JPEG

    def matrix(self, width: float, height: float) -> tuple[float, float, float, float, float, float]:
        """PDF matrix (origin bottom left) that turns the page about its middle by `skew`."""
        turn = math.radians(-self.skew)
        cos, sin = math.cos(turn), math.sin(turn)
        cx, cy = width / 2, height / 2
        return (cos, sin, -sin, cos, cx - cos * cx + sin * cy, cy - sin * cx - cos * cy)

    def move(self, box: Fractions, width: float, height: float) -> Fractions:
        """Where a box of the straight page lies on the scan: the upright box around the turned one."""
        turn = math.radians(self.skew)
        cos, sin = math.cos(turn), math.sin(turn)
        cx, cy = width / 2, height / 2
        corners = [(x * width - cx, y * height - cy) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [min(max((cx + cos * x - sin * y) / width, 0.0), 1.0) for x, y in corners]
        ys = [min(max((cy + sin * x + cos * y) / height, 0.0), 1.0) for x, y in corners]
        return (round(min(xs), 4), round(min(ys), 4), round(max(xs), 4), round(max(ys), 4))


def photograph(samples: bytes, size: tuple[int, int], scan: Scan) -> bytes:
    """Grey samples of a rendered page → JPEG bytes."""
    rng = np.random.default_rng(scan.seed)
    page = Image.frombytes("L", size, samples).filter(ImageFilter.GaussianBlur(0.55))
    page = page.rotate(-scan.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    width, height = size
    shade = 236.0 - 10.0 * np.linspace(0, 1, width)[None, :] - 6.0 * np.linspace(1, 0, height)[:, None]
    grey = np.asarray(page, dtype=np.float64) / 255.0 * (shade - 38.0) + 38.0
    grey += rng.normal(0.0, scan.noise, grey.shape)
    for _ in range(60):  # specks of dust
        x, y, side = (
            int(rng.integers(0, width - 3)),
            int(rng.integers(0, height - 3)),
            int(rng.integers(1, 3)),
        )
        grey[y : y + side, x : x + side] -= 90.0
    grey[:, : 5 + scan.seed % 4] -= 60.0  # the lid's shadow
    worn = Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8), "L")
    out = io.BytesIO()
    worn.save(out, "JPEG", quality=scan.quality, dpi=(scan.dpi, scan.dpi))
    return out.getvalue()
