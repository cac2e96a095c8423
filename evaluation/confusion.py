"""Which action was wanted and which came: the matrix, and precision, recall and F1 of each action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ACTIONS = ("answer", "clarify", "refuse", "handoff")


@dataclass(frozen=True, slots=True)
class Hits:
    """Of one action; None where nothing of it was wanted, or came."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Confusion:
    counts: dict[tuple[str, str], int]  # (wanted, got)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Confusion:
        return cls(dict(Counter(pairs)))

    def count(self, wanted: str, got: str) -> int:
        return self.counts.get((wanted, got), 0)

    @property
    def columns(self) -> tuple[str, ...]:
        """What may come; `error` only where it did."""
        return (*ACTIONS, "error") if any(got == "error" for _, got in self.counts) else ACTIONS

    def hits(self, action: str) -> Hits:
        right = self.count(action, action)
        wanted = sum(n for (w, _), n in self.counts.items() if w == action)
        came = sum(n for (_, g), n in self.counts.items() if g == action)
        precision = right / came if came else None
        recall = right / wanted if wanted else None
        f1 = 2 * right / (wanted + came) if wanted + came else None
        return Hits(precision, recall, f1)
