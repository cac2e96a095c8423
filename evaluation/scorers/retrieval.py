"""Was the gold page among the pages found? hit@k, reciprocal rank and nDCG over the audit record's hits."""

from __future__ import annotations

from collections.abc import Mapping

import ir_measures
from ir_measures import RR, Success, nDCG

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings

_MEASURES = {
    "hit@1": Success @ 1,
    "hit@3": Success @ 3,
    "hit@5": Success @ 5,
    "rr": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


class Retrieval:
    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Pages are documents, gold pages equally relevant; not judged without gold or without a trail.

        Where gold names a manual without pages, the manual is one document.
        """
        if case.action != "answer" or not case.places or not result.trail:
            return dict.fromkeys(_MEASURES, Score(None))
        whole = {p.manual for p in case.places if not p.pages}
        gold = {
            f"{p.manual}#{page}" for p in case.places for page in p.pages if p.manual not in whole
        } | whole
        found = dict.fromkeys(
            name if name in whole else f"{name}#{page}" for name, page in result.found_for(case)
        )
        ranked = {document: 1.0 / rank for rank, document in enumerate(found, start=1)}
        values = ir_measures.calc_aggregate(
            list(_MEASURES.values()), {case.id: dict.fromkeys(gold, 1)}, {case.id: ranked or {"": 0.0}}
        )
        told = ", ".join(list(found)[:5])
        return {name: Score(float(values[measure]), told) for name, measure in _MEASURES.items()}


def build(settings: ScorerSettings) -> Retrieval:
    return Retrieval()
