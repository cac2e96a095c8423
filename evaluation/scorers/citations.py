"""Do the citations point where the answer stands, and do the claims stand in what they cite?

By page, after ALCE's precision and recall (Gao et al. 2023, "Enabling Large Language Models to Generate Text
with Citations"): a citation is right when it opens a gold page, a claim when one of its citations does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.case import Case, fold
from evaluation.scorer import Result, Score, ScorerSettings

_PLACED = ("cited page", "citation precision", "citation recall")


class Citations:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Judged on answers only; the citations of warnings count for neither precision nor recall."""
        if result.action != "answer":
            return dict.fromkeys((*_PLACED, "grounded"), Score(None))
        grounded = _grounded(result)
        if case.action != "answer" or not case.places:
            return dict.fromkeys(_PLACED, Score(None)) | {"grounded": grounded}
        right = [case.on_gold(place.manual, place.page) for place in result.cited]
        claims = [
            any(case.on_gold(p.manual, p.page) for n in claim["citations"] for p in result.places(n))
            for claim in result.answer.get("claims", ())
        ]
        where = ", ".join(dict.fromkeys(f"{place.manual} {place.page}" for place in result.cited))
        return {
            "cited page": Score(float(any(right)), where),
            "citation precision": Score(_share(right), where),
            "citation recall": Score(_share(claims), where),
            "grounded": grounded,
        }


def _grounded(result: Result) -> Score:
    """Share of claims and warnings whose words stand in a quote that they cite.

    Extractive answers quote by construction; this looks again, at what left. Reworded claims need a judge.
    """
    if result.answer.get("mode") != "extractive":
        return Score(None, "not quotes: needs a checker")
    stated = [*result.answer.get("claims", ()), *result.answer.get("warnings", ())]
    loose = [
        s["text"]
        for s in stated
        if not any(fold(s["text"]) in fold(q) for q in result.quotes(s["citations"]))
    ]
    return Score(1 - len(loose) / len(stated) if stated else 0.0, "; ".join(loose))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def build(settings: ScorerSettings) -> Citations:
    return Citations()
