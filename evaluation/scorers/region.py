"""Do the boxes that claims cite lie on the very lines that hold the gold words?

Only manuals whose lines are on record (truth.json) can be judged so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings
from evaluation.truth import TrueManual, read_truth
from kb_sources.manual import Box

COVERED = 0.5  # share of a line's area, as for a detected object (PASCAL VOC)
_WHOLE_PAGE = 0.5  # of the page's area; a box larger than that points at nothing


class Region:
    def __init__(self, truth: Mapping[str, TrueManual]) -> None:
        self._truth = truth

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Share of the gold groups, of those on record on a gold page, whose line a cited box covers."""
        if case.action != "answer" or result.action != "answer":
            return {"region": Score(None)}
        lit = [
            (place.manual, place.page, [b for b in place.boxes if b.area <= _WHOLE_PAGE])
            for place in result.cited
        ]
        judged = [hit for words in case.must if (hit := self._hit(case, words, lit)) is not None]
        return {"region": Score(sum(judged) / len(judged) if judged else None)}

    def _hit(
        self, case: Case, words: Sequence[str], lit: Sequence[tuple[str, int, Sequence[Box]]]
    ) -> bool | None:
        """None when the words stand on no line of the gold pages: in a drawing, or in the other language."""
        gold = [
            (place.manual, page, boxes)
            for place in case.places
            if place.manual in self._truth
            for page in place.pages or self._truth[place.manual].lines
            for boxes in self._truth[place.manual].boxes(page, words)
        ]
        if not gold:
            return None
        return any(
            (manual, page) == (cited, at) and _coverage(line, boxes) >= COVERED
            for manual, page, line in gold
            for cited, at, boxes in lit
        )


def _coverage(line: Sequence[Box], boxes: Sequence[Box]) -> float:
    """Share of a line's area that boxes cover; where these overlap it counts once at most."""
    shared = sum(min(sum(part.shared(box) for box in boxes), part.area) for part in line)
    return shared / sum(part.area for part in line)


def build(settings: ScorerSettings) -> Region:
    return Region(read_truth(settings.truth) if settings.truth else {})
