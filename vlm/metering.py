"""Counts the calls of a model and their tokens for whoever is being answered meanwhile.

It knows no prices and changes no call. What a server did not tell is not guessed: the sum is then unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from vlm.model import Completion, Deadline, Prompt, Sampling, Usage, VisionModel


@dataclass(slots=True)
class Meter:
    """Calls that were answered, and tokens in and out; None where one of them was not counted."""

    calls: int = 0
    prompt: int | None = 0
    completion: int | None = 0

    def add(self, usage: Usage) -> None:
        self.calls += 1
        self.prompt = _sum(self.prompt, usage.prompt)
        self.completion = _sum(self.completion, usage.completion)


_running: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metering() -> Iterator[Meter]:
    """Calls made meanwhile, in this thread or task, are counted in what it gives."""
    meter = Meter()
    token = _running.set(meter)
    try:
        yield meter
    finally:
        _running.reset(token)


class Metered:
    """Any model, its completions counted. Threads may share one: each counts for itself."""

    def __init__(self, model: VisionModel) -> None:
        self.model = model

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        said = self.model.complete(prompt, sampling, deadline)
        count(said.usage)
        return said

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        for piece in self.model.stream(prompt, sampling, deadline):
            if isinstance(piece, Completion):
                count(piece.usage)
            yield piece


def count(usage: Usage) -> None:
    """One answered call, for whoever is being answered; for nobody where nobody is."""
    meter = _running.get()
    if meter is not None:
        meter.add(usage)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
