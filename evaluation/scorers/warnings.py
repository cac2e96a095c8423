"""Does every warning that binds a cited step come with the answer, word for word?

Which warning binds which step is on record for some manuals (truth.json); others cannot be judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings
from evaluation.truth import TrueManual, read_truth, same


class Warnings:
    def __init__(self, truth: Mapping[str, TrueManual]) -> None:
        self._truth = truth

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Recall over the warnings of the cited steps; None when no cited step has any."""
        bound: dict[str, None] = {}
        for place in result.cited:
            manual = self._truth.get(place.manual)
            step = manual.step(place.page, place.quote) if manual else None
            if step is not None:
                bound.update(dict.fromkeys(step.warnings))
        given = [warning["text"] for warning in result.answer.get("warnings", ())]
        absent = [text for text in bound if not any(same(text, other) for other in given)]
        return {"warnings": Score(1 - len(absent) / len(bound) if bound else None, "; ".join(absent))}


def build(settings: ScorerSettings) -> Warnings:
    return Warnings(read_truth(settings.truth) if settings.truth else {})
