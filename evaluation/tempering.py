"""Fits the temperature of a model that judges claims, and tells what it is worth on claims held out.

It does not know which model was asked; commands/calibrate.py asks, prints and writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.checker import PATIENCE, Bin, reliability
from evaluation.judged import JudgedText
from evaluation.reading import json_lines, json_object, read_text
from kb_sources.errors import InputRejected, ModelMisbehaved
from vlm.calibration import Answer, fit_temperature, loss, tempered
from vlm.judge import Judge, Statement
from vlm.model import Deadline

FEWEST = 20  # claims from which a temperature is fitted
FOLDS = 5
OPTIONS = ("supported", "contradicted", "not there")
_FALSE = frozenset(OPTIONS[1:])  # of a wrong claim it is often not known which


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, what it must follow from, and which of OPTIONS hold of it. A source is never on both sides."""

    statement: Statement
    truth: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Fit:
    """`temperature` is of all claims; the measures are of claims that their temperature was not fitted on.

    Losses are nats a claim, errors 0..1 (expected calibration error of "supported", ten bins).
    """

    temperature: float
    loss_before: float
    loss: float
    error_before: float
    error: float
    bins: tuple[Bin, ...]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Of JSON lines: claim, evidence (a text or several), label (true, false or one of OPTIONS); question and
    source where there are any. Raises InputRejected with the line that is wrong."""
    return tuple(_labelled(line, f"{path}:{n}") for n, line in json_lines(read_text(path)))


def _labelled(line: str, place: str) -> Labelled:
    try:
        row = json_object(line)
        evidence = row["evidence"]
        evidence = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        claim, truth = row["claim"], _truth(row["label"])
        if not claim or not evidence or not all(isinstance(e, str) for e in (claim, *evidence)):
            raise ValueError("claim and evidence are texts")
    except (ValueError, KeyError, TypeError) as error:
        raise InputRejected(
            f"{place} is no labelled claim: {error}.",
            hint='A line is {"claim": "…", "evidence": ["…"], "label": true or false}.',
        ) from error
    return Labelled(
        Statement(claim, evidence, str(row.get("question", ""))), truth, str(row.get("source", evidence[0]))
    )


def _truth(label: object) -> frozenset[str]:
    if isinstance(label, bool):
        return frozenset(OPTIONS[:1]) if label else _FALSE
    if label in OPTIONS:
        return frozenset({str(label)})
    raise ValueError(f"the label is {label!r}")


def labelled(texts: Sequence[JudgedText]) -> tuple[Labelled, ...]:
    """Texts of a set that people judged, each as one claim."""
    return tuple(
        Labelled(Statement(t.text, t.evidence, t.question), _truth(t.gold >= 0.5), t.source) for t in texts
    )


def ask_each(judge: Judge, claims: Sequence[Labelled]) -> Iterator[Answer | None]:
    """What an uncalibrated judge says of each; None: no verdict. Raises any other ModelUnavailable."""
    for claim in claims:
        try:
            (said,) = judge.judge([claim.statement], Deadline.after(PATIENCE))
        except ModelMisbehaved:
            yield None
            continue
        rest = max(1 - said.supported - said.contradicted, 0.0)
        yield dict(zip(OPTIONS, (said.supported, said.contradicted, rest), strict=True)), claim.truth


def fit(answers: Sequence[Answer], claims: Sequence[Labelled]) -> Fit:
    """Raises InputRejected where there are too few claims, or no two sources, or none right or none wrong."""
    right = ["supported" in claim.truth for claim in claims]
    sources = sorted({claim.source for claim in claims})
    if len(claims) < FEWEST or len(sources) < 2 or len(set(right)) < 2:
        raise InputRejected(
            f"{len(claims)} claims, {sum(right)} of them right, of {len(sources)} sources are too few.",
            hint=f"At least {FEWEST}, right and wrong, of two sources.",
        )
    fold_of = {source: n % FOLDS for n, source in enumerate(sources)}
    folds = [fold_of[claim.source] for claim in claims]
    told: list[Mapping[str, float]] = [{}] * len(claims)
    for fold in set(folds):
        others = [a for a, f in zip(answers, folds, strict=True) if f != fold]
        temperature = fit_temperature(others)
        for n in (n for n, f in enumerate(folds) if f == fold):
            told[n] = tempered(answers[n][0], temperature)
    after = [(t, claim.truth) for t, claim in zip(told, claims, strict=True)]
    bins_before, bins = _bins([a for a, _ in answers], right), _bins(told, right)
    return Fit(
        fit_temperature(answers),
        loss(answers, 1.0),
        loss(after, 1.0),
        _error(bins_before),
        _error(bins),
        bins,
    )


def _bins(told: Sequence[Mapping[str, float]], right: Sequence[bool]) -> tuple[Bin, ...]:
    scores = np.array([t["supported"] for t in told])
    return reliability(scores, np.array(right, dtype=float))


def _error(bins: Sequence[Bin]) -> float:
    return sum(b.n * abs(b.said - b.found) for b in bins) / sum(b.n for b in bins)
