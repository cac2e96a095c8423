"""Was the gold page among the pages found? hit@k, reciprocal rank and nDCG over the audit record's hits."""

from __future__ import annotations

from collections.abc import Mapping

import ir_measures
from ir_measures import RR, R, Success, nDCG

from evaluation.case import Case
from evaluation.scorer import Result, Score

_MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "rr": RR @ 10,
    "ndcg@10": nDCG @ 10,
    "recall@10": R @ 10,
}


class Retrieval:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Pages are documents, gold pages equally relevant; cases without any are not judged."""
        if case.action != "answer" or not case.places or not result.trail:
            return {name: Score(None) for name in _MEASURES}
        gold = {f"{p.manual}#{page}": 1 for p in case.places for page in p.pages}
        ranked = {f"{name}#{page}": 1.0 / rank for rank, (name, page) in enumerate(result.found, start=1)}
        values = ir_measures.calc_aggregate(
            list(_MEASURES.values()), {case.id: gold}, {case.id: ranked or {"nothing": 0.0}}
        )
        return {name: Score(float(values[measure])) for name, measure in _MEASURES.items()}


def build(settings: object) -> Retrieval:
    return Retrieval()
