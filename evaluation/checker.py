"""Measures a judge against people's judgements, beside what counting words alone would say.

It knows neither where the texts come from nor how a judge works; commands/checker.py prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from statistics import fmean
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from evaluation.judged import JudgedText
from vlm.alignment import SIGNS, align, split
from vlm.folding import is_cjk
from vlm.judge import Judge, Statement
from vlm.model import Deadline

SEED = 1
BINS = 10  # of the reliability diagram
PATIENCE = 60.0  # seconds that a judge has for one text
Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]  # texts → unit vectors
_COVERED = SIGNS.index("covered")


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of like probability: how many, what was said of them, how many people bore out."""

    n: int
    said: float
    found: float


@dataclass(frozen=True, slots=True)
class Measured:
    """How one way of judging does on a set. None: the set cannot tell."""

    areas: Mapping[
        str, float | None
    ]  # AUROC of the whole set ("all") and of each kind that has right and wrong texts
    balanced: float | None = None  # accuracy, mean of both classes, at the threshold
    f1: float | None = None  # of finding the wrong ones, at the threshold
    error: float | None = None  # expected calibration error
    bins: Sequence[Bin] = field(default_factory=tuple)
    spearman: float | None = None  # rank correlation with people's mean rating
    milliseconds: float | None = None  # for one sentence


def support_of(judge: Judge, texts: Sequence[JudgedText]) -> list[float]:
    """The probability that each text, as one statement, is borne out."""
    asked = [Statement(text.text, text.evidence, text.question) for text in texts]
    return [judge.judge([one], Deadline.after(PATIENCE))[0].supported for one in asked]


def share_of(judge: Judge, texts: Sequence[JudgedText]) -> list[float]:
    """The mean over each text's sentences, every one judged as a claim of its own."""
    told = []
    for text in texts:
        claims = [Statement(piece, text.evidence, text.question) for piece in split(text.text)]
        told.append(
            fmean(j.supported for j in judge.judge(claims, Deadline.after(PATIENCE))) if claims else 0.0
        )
    return told


def timed(judge: Callable[[], list[float]], texts: Sequence[JudgedText]) -> tuple[list[float], float]:
    """What it says, and the milliseconds of processor time that it took for one sentence."""
    begun = time.process_time()
    told = judge()
    sentences = sum(len(split(text.text)) for text in texts)
    return told, (time.process_time() - begun) * 1000 / max(sentences, 1)


def word_overlap(texts: Sequence[JudgedText]) -> list[float]:
    """The share of each text's informative words that its evidence holds, mean over its sentences."""
    return [fmean(covered) if (covered := _covered(text)) else 0.0 for text in texts]


def weakest_sentence(texts: Sequence[JudgedText]) -> list[float]:
    """The same share of the sentence that has least of it."""
    return [min(_covered(text), default=0.0) for text in texts]


def cosine(texts: Sequence[JudgedText], embed: Embed) -> list[float]:
    """The cosine of each sentence with the nearest of the evidence, the weakest of a text."""
    wanted = {s for text in texts for t in (text.text, *text.evidence) for s in split(t)}
    order = sorted(wanted)
    vectors = dict(zip(order, np.array(embed(order), dtype=np.float32), strict=True))
    told = []
    for text in texts:
        printed = [vectors[s] for t in text.evidence for s in split(t)]
        said = [vectors[s] for s in split(text.text)]
        told.append(
            float((np.array(said) @ np.array(printed).T).max(axis=1).min()) if said and printed else 0.0
        )
    return told


def misread(texts: Sequence[JudgedText], share: float) -> list[JudgedText]:
    """The texts with that share of their evidence's letters printed as other letters, the same every time.

    Digits stay: a figure that OCR misread is for the rules about figures.
    """
    chance = Random(SEED)
    letters = {
        True: sorted({c for text in texts for t in text.evidence for c in t if is_cjk(c)}),
        False: list(ascii_lowercase),
    }

    def printed(char: str) -> str:
        return chance.choice(letters[is_cjk(char)]) if char.isalpha() and chance.random() < share else char

    return [replace(text, evidence=tuple("".join(map(printed, t)) for t in text.evidence)) for text in texts]


def _covered(text: JudgedText) -> list[float]:
    return [sentence.signs[_COVERED] for sentence in align(text.text, text.evidence, text.question)]


def measure(told: Sequence[float], texts: Sequence[JudgedText], threshold: float, *, rated: bool) -> Measured:
    """What these scores (0..1, more is more borne out) are worth on the set."""
    scores, gold = np.array(told), np.array([text.gold for text in texts])
    if rated:
        return Measured({}, spearman=correlation(scores, gold))
    kinds = sorted({text.kind for text in texts} - {""})
    both = bool(0 < gold.sum() < len(gold))
    areas: dict[str, float | None] = {"all": area(scores, gold) if both else None}
    for kind in kinds:
        here = np.array([text.kind == kind for text in texts])
        if 0 < gold[here].sum() < here.sum():
            areas[kind] = area(scores[here], gold[here])
    wrong, blocked = gold < 0.5, scores < threshold
    hit = float((blocked & wrong).sum())
    f1 = 2 * hit / max(float(blocked.sum() + wrong.sum()), 1.0)
    balanced = float((blocked[wrong].mean() + (~blocked[~wrong]).mean()) / 2) if both else None
    bins = reliability(scores, gold)
    error = sum(b.n * abs(b.said - b.found) for b in bins) / len(texts)
    return Measured(areas, balanced, f1, error, bins)


def reliability(scores: Floats, gold: Floats) -> tuple[Bin, ...]:
    """Ten bins of equal width; empty ones are left out (Guo et al. 2017, arXiv 1706.04599)."""
    which = np.minimum((scores * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(int((which == n).sum()), float(scores[which == n].mean()), float(gold[which == n].mean()))
        for n in range(BINS)
        if (which == n).any()
    )


def area(scores: Sequence[float] | Floats, gold: Sequence[float] | Floats) -> float:
    """Area under the ROC curve by the rank sum (Mann & Whitney 1947): a right text above a wrong one."""
    right = np.array(gold) > 0.5
    ranks, n = ranked(np.array(scores)), int(right.sum())
    return float((ranks[right].sum() - n * (n + 1) / 2) / (n * (len(right) - n)))


def correlation(one: Floats, other: Floats) -> float | None:
    """Spearman's rank correlation; None where one of them is the same throughout."""
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(ranked(one), ranked(other))[0, 1])


def ranked(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    means: Floats = (last - (counts - 1) / 2)[where]
    return means
