"""Was the right thing done, and does the answer say what it must and nothing it must not?"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case
from evaluation.scorer import Result, Score


class Answering:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Action, gold strings and forbidden values; a forbidden value counts whatever the action was."""
        right = result.action == case.action
        forbidden = case.forbidden(result.said)
        scores = {
            "action": Score(float(right), f"wanted {case.action}, got {result.action}"),
            "no forbidden": Score(float(not forbidden), ", ".join(forbidden)),
        }
        if case.action == "answer":
            missing = case.missing(result.said)
            share = 1 - len(missing) / len(case.must) if case.must else None
            answered = result.action == "answer"
            scores["must"] = Score(share if answered else 0.0, "; ".join(map(str, missing)))
            scores["complete"] = Score(float(answered and not missing), "")
        else:
            scores["not answered"] = Score(float(result.action != "answer"), result.action)
        return scores


def build(settings: object) -> Answering:
    return Answering()
