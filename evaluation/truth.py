"""What stands where in manuals whose content is known line by line, from a truth.json.

kb_sources/samples/README.md tells how it is made. It judges nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import partial_ratio_alignment, ratio

from evaluation.case import fold, stands
from kb_sources.errors import InputRejected
from kb_sources.manual import Box

ALIKE = 85.0  # percent of the characters from which two wordings are one text read twice; OCR errs on a few
_SHORT = 8  # characters below which a text within another says nothing
_STEP_NUMBER = re.compile(
    r"^\s*\d{1,2}\s*[.)、．]\s*"
)  # printed before a step, not part of its text on record
_FURNITURE = ("header", "folio", "contents")
CELL = " | "  # as a row's text is put together: header: value | header / header: value
_PATH = re.compile(r": | / |\n")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class TrueLine:
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class TrueStep:
    page: int
    text: str
    warnings: tuple[str, ...]  # the texts of the warnings that bind it


@dataclass(frozen=True, slots=True)
class TrueManual:
    lines: Mapping[int, Sequence[TrueLine]]  # by page, in reading order, without headers, folios and contents
    steps: Sequence[TrueStep]

    def boxes(self, page: int, words: Sequence[str]) -> list[tuple[Box, ...]]:
        """Where on a page any of these words stand: the box of one line, or of two it runs over."""
        lines = self.lines.get(page, ())
        found: list[tuple[Box, ...]] = [(a.box,) for a in lines if _says(a.text, words)]
        broken = (
            (a.box, b.box)
            for a, b in pairwise(lines)
            if any(_says(a.text + g + b.text, words) for g in ("", " "))
        )
        return found or list(broken)

    def prints(self, pages: Iterable[int], quote: str) -> bool:
        """Whether a quote is printed on these pages: every number, and its words up to OCR errors."""
        lines = [line.text for page in pages for line in self.lines.get(page, ())]
        numbers = {n for text in lines for n in _NUMBER.findall(fold(text))}
        if not set(_NUMBER.findall(fold(quote))) <= numbers:
            return False
        page = "".join(map(bare, lines))
        cells = quote.split(CELL)
        pieces = [quote] if len(cells) == 1 else [part for cell in cells for part in _PATH.split(cell)]
        return all(_find(bare(piece), page) for piece in pieces if bare(piece))

    def printed(self, page: int, quote: str) -> Box | None:
        """The hull of the lines on a page that print a quote; None where they cannot be told."""
        lines = self.lines.get(page, ())
        texts = [bare(line.text) for line in lines]
        cells = quote.split(CELL)
        words = bare(quote if len(cells) == 1 else "".join(cell.partition(": ")[2] for cell in cells))
        found = _find(words, "".join(texts))
        if found is None:
            return None
        taken: list[Box] = []
        start = 0
        for line, text in zip(lines, texts, strict=True):
            end = start + len(text)
            shared = min(end, found[1]) - max(start, found[0])
            if text and shared > len(text) / 2:
                taken.append(line.box)
            start = end
        return hull(taken) if taken else None

    def step(self, page: int, quote: str) -> TrueStep | None:
        """The step that a quote from a page is of."""
        words = _STEP_NUMBER.sub("", quote)
        here = [s for s in self.steps if s.page == page]
        for step in here:
            if holds(step.text, words):
                return step
        best = max(here, key=lambda s: ratio(bare(s.text), bare(words)), default=None)
        return best if best is not None and ratio(bare(best.text), bare(words)) >= ALIKE else None


def read_truth(path: Path) -> Mapping[str, TrueManual]:
    """Manuals by file name. Raises InputRejected."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return {name: _manual(manual) for name, manual in content["manuals"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputRejected(f"{path} is no record of true manuals: {error!r}.") from error


def bare(text: str) -> str:
    """Folded and without spaces: lines break differently in every reading."""
    return fold(text).replace(" ", "")


def holds(one: str, other: str) -> bool:
    """Whether one text stands in the other, line breaks aside."""
    short, long = sorted((bare(one), bare(other)), key=len)
    return short == long or (len(short) >= _SHORT and short in long)


def hull(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    return Box(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    )


def same(one: str, other: str) -> bool:
    """Whether two texts are one, as far as OCR may tell them apart."""
    return holds(one, other) or ratio(bare(one), bare(other)) >= ALIKE


def _find(words: str, page: str) -> tuple[int, int] | None:
    """The stretch of a page that reads like these words, all of them; None when no stretch does."""
    found = partial_ratio_alignment(words, page, score_cutoff=ALIKE)
    if found is None or found.src_end - found.src_start < ALIKE / 100 * len(words):
        return None
    return found.dest_start, found.dest_end


def _says(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return any(stands(word, folded) for word in words)


def _manual(manual: Any) -> TrueManual:
    lines = {
        page["page"]: [
            TrueLine(line["text"], Box.clipped(*line["box"]))
            for line in page["lines"]
            if line["kind"] not in _FURNITURE
        ]
        for page in manual["pages"]
    }
    warnings = {w["id"]: w["text"] for w in manual["warnings"]}
    steps = [
        TrueStep(step["page"], step["text"], tuple(warnings[w] for w in step["warnings"]))
        for procedure in manual["procedures"]
        for step in procedure["steps"]
    ]
    return TrueManual(lines, steps)
