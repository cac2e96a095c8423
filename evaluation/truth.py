"""What stands where in manuals whose content is known line by line, from a truth.json.

kb_sources/samples/README.md tells how it is made. It judges nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

from evaluation.case import fold, stands
from kb_sources.errors import InputRejected
from kb_sources.manual import Box

ALIKE = 85.0  # percent of the characters from which two wordings are one text read twice; OCR errs on a few
_SHORT = 8  # characters below which a text within another says nothing
_STEP_NUMBER = re.compile(
    r"^\s*\d{1,2}\s*[.)、．]\s*"
)  # printed before a step, not part of its text on record
_FURNITURE = ("header", "folio", "contents")


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


def same(one: str, other: str) -> bool:
    """Whether two texts are one, as far as OCR may tell them apart."""
    return holds(one, other) or ratio(bare(one), bare(other)) >= ALIKE


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
