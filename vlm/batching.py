"""Gathers the requests that wait at the same time and has them answered together, one batch after another.

It does not know what a request is: `run` is given a batch and answers its requests itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Waiting(Protocol):
    @property
    def kind(self) -> Hashable:
        """Only requests of one kind are answered together."""
        ...

    @property
    def size(self) -> int:
        """What it takes alone; a batch takes its largest size for each."""
        ...

    @property
    def given_up(self) -> bool:
        """Nobody waits for it any more."""
        ...


R = TypeVar("R", bound=Waiting)


class Batcher(Generic[R]):
    """One thread that runs batches, the oldest request first; it ends when there is nothing to do."""

    def __init__(self, run: Callable[[list[R]], None], *, most: int, room: int) -> None:
        """At most `most` requests a batch, whose padded size is at most `room` (one request always fits)."""
        self._run, self._most, self._room = run, most, room
        self._lock = threading.Lock()
        self._waiting: list[R] = []
        self._busy = False

    def add(self, request: R) -> None:
        with self._lock:
            self._waiting.append(request)
            if not self._busy:
                self._busy = True
                threading.Thread(target=self._work, name="model-batches", daemon=True).start()

    def _work(self) -> None:
        while batch := self._next():
            self._run(batch)

    def _next(self) -> list[R]:
        with self._lock:
            self._waiting = [request for request in self._waiting if not request.given_up]
            batch: list[R] = []
            for request in self._waiting:
                padded = max([request.size, *(each.size for each in batch)]) * (len(batch) + 1)
                if batch and (request.kind != batch[0].kind or padded > self._room):
                    continue
                batch.append(request)
                if len(batch) == self._most:
                    break
            chosen = {id(request) for request in batch}
            self._waiting = [request for request in self._waiting if id(request) not in chosen]
            self._busy = bool(batch)
            return batch
