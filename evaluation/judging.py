"""Scores of every result, and of each that failed the first thing that went wrong. It sums nothing up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.case import Case
from evaluation.scorer import Result, Score, Scorer, ScorerSettings
from kb_sources.plugins import load, names

SCORERS = "evaluation.scorers"
Cause = Literal[
    "",
    "error",
    "forbidden",
    "not grounded",
    "warning missing",
    "not found",
    "action",
    "found not cited",
    "must missing",
]
_NEVER: tuple[tuple[str, Cause], ...] = (
    ("no forbidden", "forbidden"),
    ("grounded", "not grounded"),
    ("figures", "not grounded"),
    ("warnings", "warning missing"),
)  # what must never be, by the measure that tells it
HARM = tuple(dict.fromkeys(cause for _, cause in _NEVER))


@dataclass(frozen=True, slots=True)
class Judged:
    """`cause` is "" when nothing is wrong; `why` says it in the case's own words."""

    case: Case
    result: Result
    scores: Mapping[str, Score]
    cause: Cause
    why: str = ""

    def value(self, measure: str) -> float | None:
        score = self.scores.get(measure)
        return None if score is None else score.value


def load_scorers(settings: ScorerSettings) -> list[Scorer]:
    """Every file of evaluation/scorers."""
    return [load(SCORERS, name).build(settings) for name in names(SCORERS)]


def judge(cases: Sequence[Case], results: Sequence[Result], scorers: Sequence[Scorer]) -> list[Judged]:
    """Cases with the results of asking them, in the order of the cases."""
    by_case = {result.case: result for result in results}
    judged = []
    for case in cases:
        result = by_case[case.id]
        scores = {name: score for scorer in scorers for name, score in scorer.score(case, result).items()}
        judged.append(Judged(case, result, scores, *_cause(case, result, scores)))
    return judged


def harms(cause: str, scores: Mapping[str, float | None]) -> tuple[Cause, ...]:
    """Every harm of a case in a scores.json; its cause is only the first."""
    short = {c for m, c in _NEVER if (value := scores.get(m)) is not None and value < 1}
    return tuple(harm for harm in HARM if harm == cause or (harm in short and cause != "error"))


def _cause(case: Case, result: Result, scores: Mapping[str, Score]) -> tuple[Cause, str]:
    """What went wrong first: what must never happen, then the steps of an answer in their order."""

    def short(measure: str) -> bool:
        score = scores.get(measure)
        return score is not None and score.value is not None and score.value < 1

    if result.error:
        return "error", result.error
    for measure, cause in _NEVER:
        if short(measure):
            return cause, scores[measure].explanation
    alone = result.action == "searched"  # nothing was asked for but what is found
    searched = alone or bool(result.trail.get("hits"))
    if (
        case.places
        and searched
        and not any(case.on_gold(name, page) for name, page in result.found_for(case))
    ):
        found = ", ".join(f"{name} {page}" for name, page in result.found[:3])
        return "not found", f"found {found or 'nothing'}"
    if alone:
        return "", ""
    if result.action != case.action:
        return "action", f"wanted {case.action}, got {result.action}"
    if case.action == "answer" and short("cited page"):
        return "found not cited", f"cited {scores['cited page'].explanation}"
    if short("complete"):
        return "must missing", scores["complete"].explanation
    return "", ""
