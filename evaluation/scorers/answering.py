"""Was the right thing done, and does the answer say what it must and nothing it must not?"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings


class Answering:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """A forbidden value counts whatever the action was; gold strings only where an answer is wanted."""
        right = result.action == case.action
        told = f"wanted {case.action}, got {result.action}"
        wanted = case.action == "answer"
        answered = result.action == "answer"
        forbidden = case.forbidden(result.said)
        missing = case.missing(result.said)
        share = 1 - len(missing) / len(case.must) if case.must else 1.0
        correct = right and not forbidden and not (wanted and missing)
        return {
            "correct": Score(float(correct), told if not right else _listed(missing)),
            "action": Score(float(right), told),
            "no forbidden": Score(None if result.error else float(not forbidden), ", ".join(forbidden)),
            "must": Score(share * answered if wanted and case.must else None, _listed(missing)),
            "complete": Score(float(answered and not missing) if wanted else None, _listed(missing)),
            "not answered": Score(
                float(not answered) if case.action in ("refuse", "handoff") else None, told
            ),
        }


def _listed(groups: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(" | ".join(group) for group in groups)


def build(settings: ScorerSettings) -> Answering:
    return Answering()
