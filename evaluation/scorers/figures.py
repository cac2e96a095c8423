"""Does every figure that a claim states stand in what it cites: number with unit, code, part number?

It is stricter than the gate's check of that name: no conversions, no rounding, no other row.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings
from vlm.measures import Figure, mentions, read_figures


class Figures:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Share of the figures in claims that are right; None when an answer states none."""
        stated: list[Figure] = []
        wrong: list[Figure] = []
        for claim in result.answer.get("claims", ()):
            quotes = result.quotes(claim["citations"])
            for figure in read_figures(claim["text"]):
                stated.append(figure)
                if not any(_stands(figure, quote) for quote in quotes):
                    wrong.append(figure)
        told = ", ".join(f.text for f in wrong)
        return {"figures": Score(1 - len(wrong) / len(stated) if stated else None, told)}


def _stands(figure: Figure, quote: str) -> bool:
    if figure.code:
        return any(f.code == figure.code for f in read_figures(quote)) or mentions(figure.code, quote)
    return any(_value(figure) == _value(other) for other in read_figures(quote))


def _value(figure: Figure) -> tuple[object, ...]:
    return figure.low, figure.high, figure.unit, figure.bound, figure.tolerance


def build(settings: ScorerSettings) -> Figures:
    return Figures()
