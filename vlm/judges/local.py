"""Our own small checker: boosted trees over how a statement lies against its evidence. A CPU, no download.

It compares words, figures and their order, and does not understand: docs/checker.md is its model card.
A statement in another language than its evidence it cannot compare and does not support.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kb_sources.tongue import language_of
from vlm.alignment import SIGNS, Aligned, align
from vlm.forest import Floats, Forest, read_forest
from vlm.judge import Judgement, JudgeSettings, Statement
from vlm.model import Deadline

WEIGHTS = Path(__file__).with_name("local.npz")
_TOLD = 4  # words told against a statement
_WEAKEST = 3  # sentences that decide: a long text is not doubtful for being long


class LocalJudge:
    """Judges every sentence of a statement; the weakest decide.

    It is asked after every rule has let a claim pass, and most of those are right: the thresholds are low, so
    that few right claims are held back. Its model card is docs/checker.md.
    """

    passes_from = 0.25
    passes_from_ocr = 0.24
    crosses = False

    def __init__(self, forest: Forest) -> None:
        self._forest = forest

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        """Milliseconds a statement; the deadline is of no use to it."""
        found = [align(s.text, s.evidence, s.question) if _comparable(s) else () for s in statements]
        rows = [sentence.signs for sentences in found for sentence in sentences]
        odds = iter(self.odds(rows))
        return [_judgement(sentences, [next(odds) for _ in sentences]) for sentences in found]

    def odds(self, rows: Sequence[Sequence[float]]) -> Floats:
        """Log-odds that sentences with these signs are *not* borne out."""
        return self._forest.odds(np.array(rows, dtype=np.float64).reshape(len(rows), len(SIGNS)))


def _comparable(statement: Statement) -> bool:
    spoken = {language_of(statement.text), language_of(" ".join(statement.evidence))} - {None}
    return len(spoken) < 2


def _judgement(sentences: Sequence[Aligned], odds: Sequence[float]) -> Judgement:
    """Of a statement that says nothing, or nothing comparable, nothing is supported."""
    if not sentences:
        return Judgement(0.0)
    return Judgement(support_of(odds), 0.0, sentences[int(np.argmax(odds))].missing[:_TOLD])


def support_of(odds: Sequence[float] | Floats) -> float:
    """The probability that a text is borne out, of the log-odds that its sentences are not."""
    weakest = np.sort(odds)[-_WEAKEST:]
    return float(np.exp(-np.logaddexp(0, weakest).sum()))  # as if each sentence erred by itself


def build(settings: JudgeSettings) -> LocalJudge:
    """Raises SettingsInvalid where its weights are missing or of another version."""
    return LocalJudge(read_forest(WEIGHTS, SIGNS))
