"""What a reranker is, and the order it gives to passages that were found.

It does not know a model (rerankers/ do) nor how passages are found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kb_sources.plugins import load
from retrieval.checkpoint import Prepare, nothing
from retrieval.query import Hit

RERANKERS = "retrieval.rerankers"
LOOKED_AT = 24  # hits that are read together with the question; each costs a pass of the model


class Reranker(Protocol):
    """One score a passage, higher for what answers better; comparable within one call only."""

    def scores(self, question: str, passages: Sequence[str]) -> list[float]: ...


@dataclass(frozen=True, slots=True)
class RerankerSettings:
    """What a file of retrieval/rerankers may need to know."""

    name: str = ""  # a folder, or a name that its library knows
    revision: str = ""
    prepare: Prepare = nothing


def build_reranker(name: str, settings: RerankerSettings) -> Reranker:
    """The reranker of that name in retrieval/rerankers. Raises PluginUnknown, SettingsInvalid."""
    reranker: Reranker = load(RERANKERS, name).build(settings)
    return reranker


class Reranking:
    """Puts the best hits into the order of a reranker. Threads may share one."""

    def __init__(self, reranker: Reranker, looked_at: int = LOOKED_AT) -> None:
        self._reranker = reranker
        self._looked_at = looked_at

    def order(self, question: str, hits: Sequence[Hit], text: Callable[[Hit], str]) -> list[Hit]:
        """The same hits; those beyond the first `looked_at` keep their places, and no score is changed.

        A hit that holds a code of the question is never overtaken by one that does not: a model that reads
        E12 as much like E21 must not decide.
        """
        first, rest = list(hits[: self._looked_at]), list(hits[self._looked_at :])
        if not question.strip() or len(first) < 2:
            return [*first, *rest]
        scores = self._reranker.scores(question, [text(hit) for hit in first])
        ranked = sorted(
            zip(scores, first, strict=True),
            key=lambda each: ("code" in each[1].found_by, each[0]),
            reverse=True,
        )
        return [*(replace(hit, reranked=score) for score, hit in ranked), *rest]
