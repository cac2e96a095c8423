"""Do the citations point where the answer stands (ALCE style precision and recall, by page)?

Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations".
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case, fold
from evaluation.scorer import Result, Score


class Citations:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Judged on answers only; a claim is grounded when its words stand in a quote that it cites."""
        names = ("cited page", "citation precision", "grounded")
        if result.action != "answer":
            return {name: Score(None) for name in names}
        quotes = {c["n"]: c["quote"] for c in result.answer["citations"]}
        grounded = [
            any(fold(claim["text"]) in fold(quotes[n]) for n in claim["citations"])
            for claim in result.answer["claims"]
        ]
        scores = {"grounded": Score(sum(grounded) / len(grounded) if grounded else None)}
        if case.action != "answer" or not case.places:
            return scores | {name: Score(None) for name in names[:2]}
        on_gold = [case.on_gold(manual, page) for manual, page in result.cited]
        return scores | {
            "cited page": Score(float(any(on_gold)), str(result.cited[:3])),
            "citation precision": Score(sum(on_gold) / len(on_gold) if on_gold else 0.0),
        }


def build(settings: object) -> Citations:
    return Citations()
