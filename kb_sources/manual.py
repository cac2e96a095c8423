"""The words everyone uses: manuals, editions, pages, places and passages, as frozen values.

It knows no library, no file, no database. A coordinate is a fraction of the page as displayed
(rotation and crop applied), origin top left; a page number is 1-based in file order.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
EditionState = Literal["staged", "live", "superseded", "retired", "needs_review", "removed"]
PassageKind = Literal["text", "step", "warning", "row", "figure", "faq"]
WarningLevel = Literal["danger", "warning", "caution", "notice"]
ReadBy = Literal["textlayer", "rapidocr", "qwen3vl", "plaintext", "editor"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in page fractions: 0 ≤ x0 ≤ x1 ≤ 1 and 0 ≤ y0 ≤ y1 ≤ 1, else ValueError."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.x0, self.y0, self.x1, self.y1)):
            raise ValueError("box coordinates must be finite")
        if not (0 <= self.x0 <= self.x1 <= 1 and 0 <= self.y0 <= self.y1 <= 1):
            raise ValueError(f"box out of the page or inverted: {self.x0, self.y0, self.x1, self.y1}")

    @classmethod
    def clipped(cls, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The part of a rectangle that lies on the page; corners may come in any order."""
        left, right = sorted((min(max(x0, 0.0), 1.0), min(max(x1, 0.0), 1.0)))
        top, bottom = sorted((min(max(y0, 0.0), 1.0), min(max(y1, 0.0), 1.0)))
        return cls(left, top, right, bottom)

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`; ValueError when there is none."""
        each = list(boxes)
        if not each:
            raise ValueError("no boxes to surround")
        return cls(
            min(b.x0 for b in each),
            min(b.y0 for b in each),
            max(b.x1 for b in each),
            max(b.y1 for b in each),
        )

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return self.width * self.height

    def shared(self, other: Box) -> float:
        """Area of the intersection, in page fractions squared."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(width, 0.0) * max(height, 0.0)

    def covered(self, other: Box) -> float:
        """Share of this box that `other` covers, 0..1; a box without area is covered or not by its centre."""
        if self.area == 0:
            return float(other.holds((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2))
        return self.shared(other) / self.area

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        union = self.area + other.area - self.shared(other)
        return self.shared(other) / union if union else 0.0

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True, slots=True)
class Span:
    """A run of a passage's text, text[start:end], and the one place where it stands."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a manual: one page, the boxes on it."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """What a maker publishes under one title; its editions follow each other."""

    id: str
    tenant: str
    title: str
    maker: str
    products: tuple[str, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Edition:
    """One file, by the sha256 of its bytes."""

    id: str
    manual_id: str
    revision: str
    language: Language
    state: EditionState
    source_name: str  # the file name as added
    pages: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one reading of one edition that can be found, quoted and pointed at."""

    id: str
    edition: str
    reading: str  # the reading of that edition it was cut from
    kind: PassageKind
    section: tuple[str, ...]  # titles, outermost first; for searching, never quoted
    order: int  # reading order within the edition
    text: str  # its own text, quotable word for word
    spans: tuple[Span, ...]  # ascending, not overlapping; joins between them (spaces, " | ") have none
    read_by: ReadBy
    part_of: str = ""  # the procedure or table it belongs to, "" when none
    step: str = ""  # the step's printed number ("3", "3.2", "a")
    level: WarningLevel | None = None  # of a warning
    warned_by: tuple[str, ...] = ()  # ids of the warnings that must come with it
    unsure: tuple[tuple[int, int], ...] = ()  # stretches where readings disagree: no value is citable
    figure: str = ""  # blob key of the crop, for a figure
    hint: bool = False  # a model's words about a figure: to find it by, never quoted

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def places(self) -> tuple[Place, ...]:
        return self.places_of(0, len(self.text))

    def places_of(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of text[start:end], page by page in reading order, each box once."""
        return gather(s for s in self.spans if s.start < end and s.end > start)


def gather(spans: Iterable[Span]) -> tuple[Place, ...]:
    """Spans grouped by page, in the order in which their pages first appear."""
    pages: dict[int, list[Box]] = {}
    for span in spans:
        boxes = pages.setdefault(span.page, [])
        if span.box not in boxes:
            boxes.append(span.box)
    return tuple(Place(page, tuple(boxes)) for page, boxes in pages.items())
