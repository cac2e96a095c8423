"""Blacks out for good the words of a picture that hold a personal number, and reads again to be sure.

It does not know who reads the words (a WordReader does), nor what makes a number personal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PIL import Image, ImageDraw

from kb_sources.manual import Box
from vlm.personal_numbers import HIDDEN, NumberKind, may_hold_number, numbers_in
from vlm.turning import set_upright, turn_to_upright, turned

_Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels
READINGS = 3  # first reading, check, and one more try before the picture is given up
SURE = 0.85  # OCR confidence from which a failed check digit counts against being a personal number
READABLE = 0.6  # OCR confidence below which a long group of digits cannot be ruled out
_A_WORD = 4  # characters that must read well in a blurred picture before it counts as legible
# Added to each end and each side of a word, in heights: letters are placed along a line to about a tenth.
_END, _SIDE = 0.25, 0.1
_SAME_ROW = 0.5  # vertical overlap, of the lower word's height
_TOUCHING = 0.2  # a gap below so many heights parts characters, not words
_NEXT_CELL = 2.5  # a gap of so many word heights separates cells of a table


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word or a whole line as an OCR engine read it."""

    text: str
    box: Box  # fractions of the picture
    confidence: float  # 0..1


class WordReader(Protocol):
    """Reads a picture; an OCR engine."""

    def read_words(self, picture: Image.Image) -> Sequence[ReadWord]:
        """Words or lines in reading order; empty when there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Redaction:
    """A place of the picture that was filled black."""

    kind: NumberKind
    box: Box


@dataclass(frozen=True, slots=True)
class Redacted:
    """A picture set upright with its personal numbers filled black, and its text without them."""

    picture: Image.Image
    text: str
    redactions: tuple[Redaction, ...]
    settled: bool  # a last reading found no number left, and nothing that might be one


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    owners: tuple[int, ...]  # for each character, the word it came from; -1 between words
    doubtful: bool  # its digits are read with too little confidence to trust a check digit
    unreadable: bool  # … or to tell what they are at all


def redact(picture: Image.Image, reader: WordReader, blurred: bool = False) -> Redacted:
    """Black out every personal number `reader` reads, then read again until it reads none (READINGS at most).

    A picture whose words stand on their side or head is set upright on the way; redactions lie on the result.
    `settled` is False when the last reading still finds one, or when the picture is too unsharp to tell.
    """
    clean = picture
    redactions: list[Redaction] = []
    text, legible = "", not blurred
    for reading in range(READINGS):
        words = reader.read_words(clean)
        if reading == 0:
            turn = turn_to_upright([(word.text, word.box) for word in words], clean.size)
            clean = set_upright(clean, turn)
            words = [replace(word, box=turned(word.box, turn)) for word in words]
        rows = _rows(words, clean.size, blurred)
        legible = legible or any(len(word.text) >= _A_WORD and word.confidence >= SURE for word in words)
        found = _found(
            words, [*rows, *_columns(words, clean.size, blurred), *_spoken(words, clean.size, blurred)]
        )
        # A clean check keeps the first text: it has the labels of what is now black.
        if reading != 1 or found:
            text = "\n".join(_without(row, found) for row in rows)
        if not found:
            unclear = any(row.unreadable and may_hold_number(row.text) for row in rows)
            return Redacted(clean, text, tuple(redactions), settled=legible and not unclear)
        fresh = [Redaction(kind, _padded(words[index].box, clean.size)) for index, kind in found.items()]
        clean = blacken(clean, [item.box for item in fresh])
        redactions += fresh
    return Redacted(clean, text, tuple(redactions), settled=False)


def blacken(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """A copy of `picture` with `boxes` filled black; a blur could be undone."""
    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    for box in boxes:
        x0, y0, x1, y1 = _pixels(box, copy.size)
        draw.rectangle((math.floor(x0), math.floor(y0), math.ceil(x1), math.ceil(y1)), fill="black")
    return copy


def _found(words: Sequence[ReadWord], lines: Iterable[_Line]) -> dict[int, NumberKind]:
    """The words that hold a personal number or a part of one."""
    found: dict[int, NumberKind] = {}
    for line in lines:
        for number in numbers_in(line.text, line.doubtful):
            for index in line.owners[number.start : number.stop]:
                if index >= 0:
                    found.setdefault(index, number.kind)
    return found


def _without(row: _Line, found: Collection[int]) -> str:
    """The row as text: its numbers hidden, and whole words of a number that only shows across rows."""
    spans = [(number.start, number.stop) for number in numbers_in(row.text, row.doubtful)]
    hidden = {place for start, stop in spans for place in range(start, stop)}
    seen = {row.owners[place] for place in hidden}
    hidden |= {place for place, owner in enumerate(row.owners) if owner in found and owner not in seen}
    parts = [
        (HIDDEN if place - 1 not in hidden else "") if place in hidden else character
        for place, character in enumerate(row.text)
    ]
    return "".join(parts).replace("\t", "  ")


def _rows(words: Sequence[ReadWord], size: tuple[int, int], blurred: bool) -> list[_Line]:
    """The words as lines of text from top to bottom; a tab stands between cells of a table."""
    boxes = [_pixels(word.box, size) for word in words]
    return [_line(row, words, boxes, blurred) for row in _aligned(boxes, range(len(words)))]


def _columns(words: Sequence[ReadWord], size: tuple[int, int], blurred: bool) -> Iterator[_Line]:
    """Tall words and single characters as lines running down and up: the picture was taken sideways."""
    turned = [(y0, x0, y1, x1) for x0, y0, x1, y1 in (_pixels(word.box, size) for word in words)]
    tall = [i for i, box in enumerate(turned) if len(words[i].text) == 1 or _width(box) > 1.5 * _height(box)]
    for column in _aligned(turned, tall):
        yield _line(column, words, turned, blurred)
        yield _line(column[::-1], words, turned, blurred)


def _spoken(words: Sequence[ReadWord], size: tuple[int, int], blurred: bool) -> Iterator[_Line]:
    """Neighbours in the order the reader gave them: the words of a line that stands on its head or slants."""
    boxes = [_pixels(word.box, size) for word in words]
    line: list[int] = []
    for index, box in enumerate(boxes):
        if line and not _beside(boxes[line[-1]], box):
            yield _line(line, words, boxes, blurred)
            line = []
        line.append(index)
    if line:
        yield _line(line, words, boxes, blurred)


def _beside(one: _Rectangle, other: _Rectangle) -> bool:
    """Whether two words may be neighbours in a line, rather than one below the other or in another cell."""
    size = min(_width(one), _height(one), _width(other), _height(other))
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return -size / 2 < across < _NEXT_CELL * size and down < size


def _pixels(box: Box, size: tuple[int, int]) -> _Rectangle:
    return box.x0 * size[0], box.y0 * size[1], box.x1 * size[0], box.y1 * size[1]


def _width(box: _Rectangle) -> float:
    return box[2] - box[0]


def _height(box: _Rectangle) -> float:
    return box[3] - box[1]


def _aligned(boxes: Sequence[_Rectangle], which: Iterable[int]) -> list[list[int]]:
    """Indexes of boxes side by side, left to right; each is held against its neighbour: a slant is fine."""
    rows: list[list[int]] = []
    for index in sorted(which, key=lambda i: boxes[i][0]):
        _, top, _, bottom = boxes[index]
        best, row = _SAME_ROW, None
        for candidate in rows:
            _, upper, _, lower = boxes[candidate[-1]]
            shared = (min(bottom, lower) - max(top, upper)) / max(
                min(_height(boxes[index]), _height(boxes[candidate[-1]])), 1e-9
            )
            if shared >= best:
                best, row = shared, candidate
        if row is None:
            rows.append([index])
        else:
            row.append(index)
    return sorted(rows, key=lambda each: sum(boxes[i][1] + boxes[i][3] for i in each) / len(each))


def _line(row: Sequence[int], words: Sequence[ReadWord], boxes: Sequence[_Rectangle], blurred: bool) -> _Line:
    text = ""
    owners: list[int] = []
    for before, index in zip((None, *row), row, strict=False):
        said = re.sub(r"[\t\r\n]+", " ", words[index].text)
        joint = "" if before is None else _space(words[before].text, said, boxes[before], boxes[index])
        text += joint + said
        owners += [-1] * len(joint) + [index] * len(said)
    trust = min((words[i].confidence for i in row if re.search(r"[0-9０-９]", words[i].text)), default=1.0)
    return _Line(text, tuple(owners), blurred or trust < SURE, trust < (SURE if blurred else READABLE))


def _space(left: str, right: str, one: _Rectangle, other: _Rectangle) -> str:
    """What stands between two words; some engines give single characters, which touch."""
    gap = (max(one[0], other[0]) - min(one[2], other[2])) / max(min(_height(one), _height(other)), 1e-9)
    if gap > _NEXT_CELL:
        return "\t"
    chinese = left[-1:] > "⺀" and right[:1] > "⺀"  # is written without spaces
    return "" if chinese or (len(left) == len(right) == 1 and gap < _TOUCHING) else " "


def _padded(box: Box, size: tuple[int, int]) -> Box:
    x0, y0, x1, y1 = _pixels(box, size)
    thick = min(x1 - x0, y1 - y0)
    ends, sides = max(3.0, _END * thick), max(2.0, _SIDE * thick)
    across, down = (ends, sides) if x1 - x0 >= y1 - y0 else (sides, ends)
    width, height = size
    return Box.clipped(
        (x0 - across) / width, (y0 - down) / height, (x1 + across) / width, (y1 + down) / height
    )
