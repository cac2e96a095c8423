"""Tells what can be answered from what cannot, on MTRAG-UN: one index of all its passages, history allowed.

    python benchmarks/mtrag_un.py --data ../shared/data

The very Search is asked three times: with the question, with all that the customer has said, and with the
last answer. Signs of what comes back go into a logistic regression. Every conversation is scored by a
regression, and held against a threshold, that never saw it: five folds by conversation, the threshold set
within the other four (in folds of their own, so that it too rests on conversations left out) for AIM of the
answerable ones. REPEATS divisions into folds; a conversation counts with the share of them in which it was
answered. False answers: of the conversations without an answer, those answered. Partly answerable and
underspecified ones are never fitted on, and told apart.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from api.conversation import all_said
from api.deciding import Sufficiency, Thresholds, likely, signs
from evaluation.bootstrap import Estimate, estimate
from evaluation.dataset import DatasetSettings
from evaluation.datasets.mtrag_un import Dialogue, read
from evaluation.shelf import TENANT, Desk, Shelf, opened
from retrieval.query import Evidence, Query
from vlm.asking import asks_whether

AIM = 0.75  # of the answerable conversations that a threshold is set to answer: 70 % and some room
FOLDS, REPEATS = 5, 10
PENALTY = 0.3  # scikit-learn's C, of standardised signs
FIRST = 5  # hits that are compared with each other
NOTHING = -10.0  # log-odds where no passage was found
VARIANTS = 40  # sets of signs, penalties and learners that were tried, on these conversations
AIMS = 3  # … of AIM: .70, .72, .75
NO_ANSWER = [0, 1, 2, 3, 4, 5, 9, 12, 13, 14, 15]  # signs for which the last answer is not searched with

Floats = NDArray[np.float64]
Odds = Callable[[Floats], Floats]
Fit = Callable[[Floats, Floats], Odds]


@dataclass(frozen=True, slots=True)
class Found:
    """What the search brought for a question, for all the customer said, and for the last answer."""

    question: Evidence
    customer: Evidence
    answer: Evidence

    @property
    def each(self) -> tuple[Evidence, Evidence, Evidence]:
        return self.question, self.customer, self.answer


def find(desk: Desk, dialogue: Dialogue) -> Found:
    """In a first turn nothing was answered: the question stands in."""
    last = dialogue.told[-1] if dialogue.told else dialogue.question
    texts = (dialogue.question, all_said(dialogue.earlier, dialogue.question), last)
    return Found(*(desk.search.find(Query(TENANT, text, "en")) for text in texts))


def signs_of(dialogue: Dialogue, found: Found) -> list[float]:
    """For each search coverage, strength and how far the first hit stands out; how far the searches agree;
    the question's open words and length; whether it asks yes or no; how many turns went before."""
    question, customer, answer = found.each
    return [
        *(value for evidence in found.each for value in _of(evidence)),
        _shared(question, customer),
        _shared(question, answer),
        _shared(customer, answer),
        float(len(question.uncovered)),
        math.log(1 + len(dialogue.question.split())),
        float(asks_whether(dialogue.question)),
        math.log(1 + len(dialogue.told)),
    ]


def _of(evidence: Evidence) -> tuple[float, float, float]:
    if not evidence.hits:
        return 0.0, math.log(0.1), 0.0
    coverage, strength, _ = signs([(h.score, h.coverage, h.keyed) for h in evidence.hits], evidence.rarest)
    scores = sorted((hit.score for hit in evidence.hits), reverse=True)[:FIRST]
    return coverage, strength, math.log(scores[0] / float(np.mean(scores))) if scores[0] > 0 else 0.0


def _shared(one: Evidence, other: Evidence) -> float:
    return len(_first(one) & _first(other)) / FIRST


def _first(evidence: Evidence) -> set[str]:
    return {hit.passage.id for hit in evidence.hits[:FIRST]}


def _top(evidence: Evidence) -> list[float]:
    return [max((hit.score for hit in evidence.hits), default=0.0)]


def _shipped(evidence: Evidence) -> list[float]:
    return [Sufficiency()(evidence)] if evidence.hits else [NOTHING]


def _deployed(found: Found, dialogue: Dialogue) -> list[float]:
    """What the service's Ask goes by: nothing of it was fitted on these conversations."""
    return [max(likely(found.question, found.customer if dialogue.earlier else None), NOTHING)]


def regression(x: Floats, y: Floats) -> Odds:
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=1000)
    )
    odds: Odds = model.fit(x, y).decision_function
    return odds


def as_it_is(x: Floats, y: Floats) -> Odds:
    """A sign that needs no fitting: only the threshold is set."""
    return lambda some: some[:, 0]


@dataclass(frozen=True, slots=True)
class Told:
    """`area`: mean AUROC of the repeats. `answered`: of every conversation the share of repeats."""

    area: float
    at_seventy: float  # false answers where the curve answers 70 %: a threshold read off the folds themselves
    answered: Floats


def tell(x: Floats, labels: Sequence[str], fit: Fit) -> Told:
    """x (n, signs). Labels other than ANSWERABLE and UNANSWERABLE are scored by a fold's regression."""
    kinds = np.array(labels)
    judged = np.flatnonzero(np.isin(kinds, ["ANSWERABLE", "UNANSWERABLE"]))
    others = np.setdiff1d(np.arange(len(kinds)), judged)
    y = (kinds[judged] == "ANSWERABLE").astype(float)
    answered, areas, seventy = np.zeros(len(kinds)), [], []
    for seed in range(REPEATS):
        odds = np.zeros(len(judged))
        for rest, left_out in _folds(y, seed):
            seen, of_seen = x[judged[rest]], y[rest]
            threshold = threshold_of(seen, of_seen, fit, seed)
            score = fit(seen, of_seen)
            odds[left_out] = score(x[judged[left_out]])
            answered[judged[left_out]] += (odds[left_out] >= threshold) / REPEATS
            answered[others] += (score(x[others]) >= threshold) / REPEATS / FOLDS
        areas.append(float(roc_auc_score(y, odds)))
        reach = np.quantile(odds[y == 1], 0.3, method="lower")
        seventy.append(float((odds[y == 0] >= reach).mean()))
    return Told(float(np.mean(areas)), float(np.mean(seventy)), answered)


def threshold_of(x: Floats, y: Floats, fit: Fit, seed: int) -> float:
    """That answers AIM of the answerable ones that a fold left out."""
    odds = np.zeros(len(y))
    for rest, left_out in _folds(y, seed):
        odds[left_out] = fit(x[rest], y[rest])(x[left_out])
    return float(np.quantile(odds[y == 1], 1 - AIM, method="lower"))


def _folds(y: Floats, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """By conversation: the set has one turn of each."""
    yield from StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(y, y)


def _percent(told: Estimate) -> str:
    if told.mean is None or told.low is None or told.high is None:
        return "–"
    return f"{100 * told.mean:.1f} % [{100 * told.low:.0f}, {100 * told.high:.0f}]"


def _row(name: str, area: str, seventy: str, answered: Floats, labels: Sequence[str]) -> str:
    shares = [
        _percent(estimate([float(a) for a, label in zip(answered, labels, strict=True) if label == wanted]))
        for wanted in ("ANSWERABLE", "UNANSWERABLE", "PARTIAL", "UNDERSPECIFIED")
    ]
    return f"| {name} | {area} | {seventy} | {' | '.join(shares)} |"


def report(dialogues: Sequence[Dialogue], found: Sequence[Found]) -> list[str]:
    labels = [dialogue.label for dialogue in dialogues]
    shown = np.array([_shipped(f.question) for f in found])
    every = np.array([signs_of(d, f) for d, f in zip(dialogues, found, strict=True)])
    asked = np.array([_deployed(f, d) for d, f in zip(dialogues, found, strict=True)])
    rows: list[tuple[str, Floats, Fit]] = [
        ("score of the first hit, question alone", np.array([_top(f.question) for f in found]), as_it_is),
        ("shipped Sufficiency, question alone", shown, as_it_is),
        (
            "shipped Sufficiency, all the customer said",
            np.array([_shipped(f.customer) for f in found]),
            as_it_is,
        ),
        ("deployed: question, and all the customer said", asked, as_it_is),
        ("regression: coverage and strength, question alone", every[:, :2], regression),
        ("regression: 11 signs, without the last answer", every[:, NO_ANSWER], regression),
        (f"regression: all {every.shape[1]} signs", every, regression),
    ]
    lines = ["| | AUROC | false answers at 70 % | answered | false answers | partly | underspecified |"]
    lines.append("|---" * 7 + "|")
    limit = Thresholds().sufficient
    for name, odds in (("shipped Sufficiency", shown), ("deployed", asked)):
        above = (odds[:, 0] >= limit).astype(float)
        lines.append(_row(f"{name} at its own threshold", "", "", above, labels))
    for name, x, fit in rows:
        told = tell(x, labels, fit)
        lines.append(_row(name, f"{told.area:.3f}", f"{100 * told.at_seventy:.1f} %", told.answered, labels))
    sure = asked[np.array(labels) == "ANSWERABLE", 0]
    lines.append(f"KB_ASK_SUFFICIENT={np.quantile(sure, 1 - AIM):.2f} answers {AIM:.0%} of all of them.")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    pages, dialogues = read(DatasetSettings(parser.parse_args().data))
    with opened(Shelf(pages, cut=lambda text: [text])) as desk:
        found = [find(desk, dialogue) for dialogue in dialogues]
    print(f"{len(pages)} passages in one index, {len(dialogues)} conversations; thresholds aim at {AIM:.0%}.")
    print("\n".join(report(dialogues, found)))
    print(
        f"Tried on these conversations: {VARIANTS} variants, {AIMS} aims. Nothing was chosen within a fold."
    )


if __name__ == "__main__":
    main()
