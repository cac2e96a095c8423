"""Sums up a run: every measure overall and by group, actions, latency, causes. It prints nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ValidationError

from evaluation.bootstrap import Estimate, difference, estimate
from evaluation.confusion import ACTIONS, Confusion
from evaluation.cost import UNPRICED, Cost, Prices, cost_of
from evaluation.judging import Judged
from evaluation.reading import json_object, read_text
from evaluation.scorer import Score
from kb_sources.errors import InputRejected

_SHOWN = 3  # faults of a file that a message names
GROUPS: dict[str, Callable[[Judged], Iterable[str]]] = {
    "language": lambda j: (j.case.lang,),
    "kind": lambda j: (j.case.kind or "–",),
    "tag": lambda j: sorted(j.case.tags),
    "photo": lambda j: ("with photo" if j.case.photo else "without photo",),
    "manual": lambda j: dict.fromkeys(p.manual for p in j.case.places),
    "reading": lambda j: dict.fromkeys(c["read_by"] for c in j.result.answer.get("citations", ())),
    "mode": lambda j: (str(j.result.answer["mode"]),) if j.result.answer else (),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One measure of a baseline, and what we have over it on the same cases."""

    baseline: Estimate
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Summary:
    """What scores.json holds."""

    run: Mapping[str, Any]  # source, cases, when, asked, photos, modes
    measures: Mapping[str, Estimate]
    groups: Mapping[str, Mapping[str, Mapping[str, Estimate]]]  # group, value, measure
    confusion: Confusion
    latency: Mapping[str, float]  # p50, p95 in milliseconds, over cases without error
    causes: Mapping[str, int]
    cases: Sequence[Mapping[str, Any]]
    beside: Mapping[str, Beside]
    cost: Cost


class _About(BaseModel):
    source: str


class _Row(BaseModel):
    id: str
    question: str
    cause: str
    scores: dict[str, float | None]


class _Scores(BaseModel):
    """What is read of scores.json by whoever compares."""

    run: _About
    cases: Sequence[_Row]
    latency_ms: dict[str, float]


class _WholeAbout(_About):
    cases: int
    when: str
    asked: str
    photos: str
    modes: str


class _WholeRow(_Row):
    lang: str
    kind: str
    tags: list[str]
    photo: str | None
    wanted: str
    got: str
    why: str
    answer: str | None
    ms: float


class _Measured(BaseModel):
    n: int
    unjudged: int
    mean: float | None
    low: float | None
    high: float | None


class _Came(BaseModel):
    got: dict[str, int]
    f1: float | None


class _Whole(_Scores):
    """What a page is made of."""

    run: _WholeAbout
    cases: Sequence[_WholeRow]
    measures: dict[str, _Measured]
    groups: dict[str, dict[str, dict[str, _Measured]]]
    actions: dict[Literal["answer", "clarify", "refuse", "handoff"], _Came]
    causes: dict[str, int]


def summarise(
    run: Mapping[str, Any],
    judged: Sequence[Judged],
    baseline: Sequence[Mapping[str, Score]] = (),
    prices: Prices = UNPRICED,
) -> Summary:
    """`baseline` has the scores of another retriever for the same cases in the same order."""
    measures = {name: estimate([j.value(name) for j in judged]) for name in _measures(judged)}
    groups = {name: _grouped(judged, of) for name, of in GROUPS.items()}
    seconds = [j.result.seconds for j in judged if not j.result.error]
    latency = {f"p{q}": 1000 * float(np.percentile(seconds, q)) for q in (50, 95)} if seconds else {}
    beside = {}
    for name in baseline[0] if baseline else ():
        theirs, ours = [b[name].value for b in baseline], [j.value(name) for j in judged]
        beside[name] = Beside(estimate(theirs), difference(theirs, ours))
    return Summary(
        run,
        measures,
        {name: rows for name, rows in groups.items() if len(rows) > 1},
        Confusion.of((j.case.action, j.result.action) for j in judged if j.result.action != "searched"),
        latency,
        dict(Counter(j.cause for j in judged if j.cause).most_common()),
        [_row(j) for j in judged],
        beside,
        cost_of([j.result for j in judged], prices),
    )


def to_json(summary: Summary) -> dict[str, Any]:
    """Plain values for scores.json."""
    actions = {
        action: {"got": {got: summary.confusion.count(action, got) for got in summary.confusion.columns}}
        | asdict(summary.confusion.hits(action))
        for action in ACTIONS
    }
    return {
        "run": dict(summary.run),
        "measures": {name: asdict(value) for name, value in summary.measures.items()},
        "baseline": {name: asdict(value) for name, value in summary.beside.items()},
        "groups": {
            group: {value: {m: asdict(e) for m, e in row.items()} for value, row in rows.items()}
            for group, rows in summary.groups.items()
        },
        "actions": actions,
        "latency_ms": dict(summary.latency),
        "cost": asdict(summary.cost),
        "causes": dict(summary.causes),
        "cases": [dict(row) for row in summary.cases],
    }


def read_scores(folder: Path, *, whole: bool = False) -> dict[str, Any]:
    """What a run left in scores.json; a baseline holds of it what is compared, and is no `whole` run.

    Raises InputRejected.
    """
    path = folder / "scores.json" if folder.is_dir() else folder
    try:
        scores = json_object(read_text(path))
        (_Whole if whole else _Scores).model_validate(scores)
    except (InputRejected, ValueError) as error:
        told = error.message if isinstance(error, InputRejected) else str(error)
        if isinstance(error, ValidationError):
            told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:_SHOWN])
        raise InputRejected(f"{path} holds no scores: {told}.", hint="Name the --out of a run.") from error
    return scores


def _measures(judged: Sequence[Judged]) -> list[str]:
    return list(dict.fromkeys(name for j in judged for name in j.scores))


def _grouped(
    judged: Sequence[Judged], of: Callable[[Judged], Iterable[str]]
) -> Mapping[str, Mapping[str, Estimate]]:
    members: dict[str, list[Judged]] = {}
    for one in judged:
        for value in of(one):
            members.setdefault(value, []).append(one)
    names = _measures(judged)
    return {
        value: {name: estimate([j.value(name) for j in members[value]]) for name in names}
        for value in sorted(members)
    }


def _row(judged: Judged) -> dict[str, Any]:
    case, result = judged.case, judged.result
    return {
        "id": case.id,
        "lang": case.lang,
        "kind": case.kind,
        "tags": sorted(case.tags),
        "photo": case.photo.name if case.photo else None,
        "question": case.question,
        "product": case.product,
        "gold": {
            "answer": case.answer,
            "places": [[place.manual, list(place.pages)] for place in case.places],
            "must": [list(group) for group in case.must],
            "forbid": list(case.forbid),
        },
        "wanted": case.action,
        "got": result.action,
        "cause": judged.cause,
        "why": judged.why,
        "answer": result.answer.get("id"),
        "ms": round(1000 * result.seconds, 1),
        "scores": {name: score.value for name, score in judged.scores.items()},
    }
