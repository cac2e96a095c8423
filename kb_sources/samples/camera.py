"""What makes a drawing look like a customer's photo: a table top, perspective, light, blur, grain, JPEG.

It does not know what is on the picture (photos.py), and gives the same bytes every time.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from kb_sources.samples.typography import load_font

Tone = tuple[int, int, int]
Corner = tuple[float, float]
Quad = tuple[Corner, Corner, Corner, Corner]  # upper left, upper right, lower right, lower left


@cache
def pick_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(load_font(name).buffer), size)


@dataclass(slots=True)
class Scene:
    """A flat drawing that remembers its words."""

    image: Image.Image
    words: list[str] = field(default_factory=list)

    @classmethod
    def blank(cls, width: int, height: int, tone: Tone) -> Scene:
        return cls(Image.new("RGB", (width, height), tone))

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def write(
        self, at: Corner, text: str, size: int, tone: Tone, bold: bool = False, anchor: str = "la"
    ) -> None:
        """Draws and remembers one line; Chinese text takes the Han font."""
        han = any(char > "\u2e80" for char in text)
        font = pick_font("Han" if han else "Bold" if bold else "Sans", size)
        stroke = max(1, size // 34) if han and bold else 0
        self.pen.text(at, text, tone, font, anchor=anchor, stroke_width=stroke, stroke_fill=tone)
        self.words.append(text)

    def write_segments(self, at: Corner, text: str, height: int, lit: Tone, dark: Tone) -> None:
        """A seven-segment display; knows the characters our codes need."""
        lines = {"0": "abcdef", "1": "bc", "2": "abdeg", "3": "abcdg", "E": "adefg", "J": "bcde", "-": "g"}
        x, y = at
        wide, thick = height * 0.5, height * 0.11
        half = height / 2
        for char in text:
            bars = {
                "a": (x, y, x + wide, y),
                "b": (x + wide, y, x + wide, y + half),
                "c": (x + wide, y + half, x + wide, y + height),
                "d": (x, y + height, x + wide, y + height),
                "e": (x, y + half, x, y + height),
                "f": (x, y, x, y + half),
                "g": (x, y + half, x + wide, y + half),
            }
            for name, (x0, y0, x1, y1) in bars.items():
                flat = y0 == y1
                inset = thick * 0.62
                bar = (x0 + inset, y0, x1 - inset, y1) if flat else (x0, y0 + inset, x1, y1 - inset)
                self.pen.line(bar, lit if name in lines[char] else dark, round(thick))
            x += wide + height * 0.3
        self.words.append(text)


def lay_table(width: int, height: int, seed: int, tone: Tone) -> Image.Image:
    """A table top with grain, lit from the upper left."""
    rng = np.random.default_rng(seed)
    grain = rng.normal(0, 1, (height // 3 + 1, 12))
    streaks = np.asarray(
        Image.fromarray((grain * 24 + 128).clip(0, 255).astype(np.uint8)).resize(
            (width, height), Image.Resampling.BICUBIC
        ),
        dtype=np.float64,
    )
    light = 1.08 - 0.3 * (np.linspace(0, 1, width)[None, :] + np.linspace(0, 1, height)[:, None]) / 2
    board = np.asarray(tone, dtype=np.float64) * light[:, :, None] + (streaks[:, :, None] - 128) * 0.35
    return Image.fromarray(np.rint(board.clip(0, 255)).astype(np.uint8))


def put(table: Image.Image, thing: Image.Image, quad: Quad, radius: int = 0, shadow: int = 26) -> None:
    """Lays a flat thing on the table so that its corners come to `quad`, with a soft shadow."""
    mask = Image.new("L", thing.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, thing.width - 1, thing.height - 1), radius, fill=255)
    ways = _perspective(quad, thing.size)
    kind, fine = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    seen = thing.transform(table.size, kind, ways, fine)
    shape = mask.transform(table.size, kind, ways, fine)
    if shadow:
        cast = ImageChops.offset(shape, shadow // 2, shadow).filter(ImageFilter.GaussianBlur(shadow))
        table.paste(
            Image.new("RGB", table.size, (12, 10, 8)), (0, 0), cast.point([v * 6 // 10 for v in range(256)])
        )
    table.paste(seen, (0, 0), shape)


def _perspective(quad: Quad, size: tuple[int, int]) -> tuple[float, ...]:
    """The eight numbers Pillow wants: from places on the table back to places on the thing."""
    width, height = size
    rows, target = [], []
    for (x, y), (u, v) in zip(quad, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        target += [u, v]
    return tuple(round(float(value), 12) for value in np.linalg.solve(np.array(rows), np.array(target)))


def reflect(thing: Image.Image, strength: int) -> None:
    """A slanting streak of window light over a glossy surface."""
    glow = Image.new("L", thing.size, 0)
    w, h = thing.size
    ImageDraw.Draw(glow).polygon([(w * 0.15, 0), (w * 0.5, 0), (w * 0.2, h), (-w * 0.15, h)], fill=strength)
    thing.paste(
        Image.new("RGB", thing.size, (255, 255, 255)), (0, 0), glow.filter(ImageFilter.GaussianBlur(w // 14))
    )


def expose(scene: Image.Image, seed: int, blur: float = 0.8, noise: float = 3.2, quality: int = 74) -> bytes:
    """Lens blur, vignette, sensor noise, JPEG."""
    rng = np.random.default_rng(seed)
    soft = np.asarray(scene.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    height, width = soft.shape[:2]
    x = np.linspace(-1, 1, width)[None, :]
    y = np.linspace(-1, 1, height)[:, None]
    soft = soft * (1.03 - 0.16 * (x * x + y * y))[:, :, None]
    coarse = rng.normal(0, noise, soft.shape[:2])[:, :, None] + rng.normal(0, noise / 4, soft.shape)
    out = io.BytesIO()
    Image.fromarray(np.rint((soft + coarse).clip(0, 255)).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return out.getvalue()
