"""Do the citations point where the answer stands, and do the claims stand in what they cite?

By page, after ALCE's precision and recall (Gao et al. 2023, "Enabling Large Language Models to Generate Text
with Citations"): a citation is right when it opens a gold page, a claim when one of its citations does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings, Supports

_PLACED = ("cited page", "citation precision", "citation recall")


class Citations:
    def __init__(self, supports: Supports) -> None:
        self._supports = supports

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Judged on answers only; the citations of warnings count for neither precision nor recall."""
        if result.action != "answer":
            return dict.fromkeys((*_PLACED, "grounded"), Score(None))
        grounded = self._grounded(result)
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

    def _grounded(self, result: Result) -> Score:
        """Share of claims and warnings that their quotes carry.

        Extractive answers quote by construction, so there a claim that is no quote is not grounded. Reworded
        claims of a model are left out where no judge knows.
        """
        extractive = result.answer.get("mode") == "extractive"
        stated = [*result.answer.get("claims", ()), *result.answer.get("warnings", ())]
        verdicts = [(s["text"], self._supports(s["text"], result.quotes(s["citations"]))) for s in stated]
        known = [(text, bool(verdict)) for text, verdict in verdicts if extractive or verdict is not None]
        if stated and not known:
            return Score(None, "reworded: needs a judge")
        loose = [text for text, verdict in known if not verdict]
        return Score(1 - len(loose) / len(known) if known else 0.0, "; ".join(loose))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def build(settings: ScorerSettings) -> Citations:
    return Citations(settings.supports)
