"""Do the boxes that claims cite lie on the very lines that hold the gold words?

Only manuals whose lines are on record (truth.json) can be judged so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.case import Case, fold, stands
from evaluation.scorer import Cited, Result, Score, ScorerSettings
from evaluation.truth import CELL, TrueManual, hull, read_truth
from kb_sources.manual import Box

COVERED = 0.5  # share of a line's area, as for a detected object (PASCAL VOC)
_WHOLE_PAGE = 0.5  # of the page's area; a box larger than that points at nothing


class Region:
    def __init__(self, truth: Mapping[str, TrueManual]) -> None:
        self._truth = truth

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Share of the gold groups quoted from a gold page that a box of that quote lies on.

        A group that no quote holds is the measure `must`'s; one that no line on record holds (in a drawing)
        cannot be judged.
        """
        if case.action != "answer":
            return {"region": Score(None), "box iou": Score(None)}
        missed = []
        hits = []
        for words in case.must:
            judged = [hit for place in result.cited if (hit := self._hit(case, words, place)) is not None]
            if judged:
                hits.append(any(judged))
            if judged and not any(judged):
                missed.append(" | ".join(words))
        return {
            "region": Score(sum(hits) / len(hits) if hits else None, "; ".join(missed)),
            "box iou": self._overlap(result),
        }

    def _overlap(self, result: Result) -> Score:
        """Mean intersection over union of what is lit and the lines that print the quote, both as one box.

        It needs no gold: a right quote may be lit in the wrong place. With a table's row its header is lit
        too, so there the box that lies best is taken. A quote that a page holds in no run of lines (in a
        drawing) cannot be judged.
        """
        overlaps: list[float] = []
        told: list[str] = []
        for place in result.cited:
            manual = self._truth.get(place.manual)
            there = manual.printed(place.page, place.quote) if manual and place.boxes else None
            if there is not None:
                lit = place.boxes if CELL in place.quote else (hull(place.boxes),)
                overlaps.append(max(_iou(box, there) for box in lit))
                told.append(f"{place.manual} {place.page}: {overlaps[-1]:.2f}")
        return Score(sum(overlaps) / len(overlaps) if overlaps else None, "; ".join(told))

    def _hit(self, case: Case, words: Sequence[str], place: Cited) -> bool | None:
        """Whether a quote that holds the words has a box on their line; None when it cannot be judged."""
        manual = self._truth.get(place.manual)
        if manual is None or not case.on_gold(place.manual, place.page):
            return None
        quoted = [word for word in words if stands(word, fold(place.quote))]
        lines = manual.boxes(place.page, quoted) if quoted else []
        if not lines:
            return None
        boxes = [box for box in place.boxes if box.area <= _WHOLE_PAGE]
        return any(_coverage(line, boxes) >= COVERED for line in lines)


def _iou(one: Box, other: Box) -> float:
    shared = one.shared(other)
    return shared / (one.area + other.area - shared)


def _coverage(line: Sequence[Box], boxes: Sequence[Box]) -> float:
    """Share of a line's area that boxes cover; where these overlap it counts once at most."""
    shared = sum(min(sum(part.shared(box) for box in boxes), part.area) for part in line)
    return shared / sum(part.area for part in line)


def build(settings: ScorerSettings) -> Region:
    return Region(read_truth(settings.truth) if settings.truth else {})
