"""What an opened file gives: raw lines of letters, drawn shapes, pictures, and the page as it looks.

It does not judge any of it: what is hidden, garbled or worth OCR is decided by routing and the readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image

Rect = tuple[
    float, float, float, float
]  # x0, y0, x1, y1 in fractions of the page as displayed; may lie outside
FileKind = Literal["pdf", "image", "markdown", "text", "faq"]


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style that follow each other on one line; rects[i] belongs to letters[i]."""

    letters: tuple[str, ...]
    rects: tuple[Rect, ...]
    size: float  # points
    bold: bool = False
    colour: int = 0  # 0xRRGGBB
    alpha: float = 1.0  # 0 transparent .. 1 opaque
    painted: bool = True  # False for render mode 3, the invisible text of OCR layers

    @property
    def text(self) -> str:
        return "".join(self.letters)


@dataclass(frozen=True, slots=True)
class RawLine:
    runs: tuple[Run, ...]
    block: int  # lines of one block follow each other as one paragraph or cell


@dataclass(frozen=True, slots=True)
class Shape:
    """One painted path: its straight lines, its rectangles, and whether it has curves or slanted lines."""

    rect: Rect
    lines: tuple[Rect, ...]  # from (x0, y0) to (x1, y1), not ordered
    rects: tuple[Rect, ...]
    freehand: bool
    fill: int | None  # 0xRRGGBB
    stroke: int | None


@dataclass(frozen=True, slots=True)
class RawPage:
    number: int  # 1-based
    label: str
    width: float  # points, as displayed
    height: float
    lines: tuple[RawLine, ...]
    shapes: tuple[Shape, ...] = ()
    pictures: tuple[Rect, ...] = ()
    crowded: bool = False  # more shapes than are looked at: `shapes` is empty


class Document(Protocol):
    """An opened file. Any method may crash, hang or eat memory on hostile input: child process only."""

    @property
    def pages(self) -> int: ...

    @property
    def title(self) -> str: ...

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of page `number` (1-based) in points, as displayed."""
        ...

    def page(self, number: int) -> RawPage: ...

    def render(self, number: int, dpi: float, part: Rect = (0, 0, 1, 1)) -> Image:
        """The page or a part of it as displayed, RGB; a page too large for MAX_PIXELS comes out smaller."""
        ...


MAX_PIXELS = 24_000_000  # A3 at 300 dpi is 17.4 million; 72 MB as RGB


def bounded_dpi(width: float, height: float, dpi: float) -> float:
    """`dpi`, or what keeps a page of width x height points within MAX_PIXELS and a sane side length."""
    inches = max(width, 1.0) / 72, max(height, 1.0) / 72
    by_area = float((MAX_PIXELS / (inches[0] * inches[1])) ** 0.5)
    by_side = 16_000 / max(inches)
    return min(dpi, by_area, by_side)
