"""Keeps a bounded number of slow questions in flight, each in a thread of its own.

It does not know what is asked. Threads are daemons: who is killed or gives up waits for none of them.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class InFlight(Generic[Q, A]):
    """`ask` is run for what is put in, at most `most` at once; answers come as they are ready.

    One thread puts and takes. The asking threads take the next question by themselves, so that a server is
    kept full while the owner does something else; at most `most` answers wait to be taken, for a killed owner
    loses these.
    """

    def __init__(self, most: int, ask: Callable[[Q], A]) -> None:
        self._most, self._ask = most, ask
        self._waiting: queue.SimpleQueue[Q] = queue.SimpleQueue()
        self._ready: queue.Queue[A | BaseException] = queue.Queue(most)
        self._over = threading.Event()
        self._threads = 0
        self.pending = 0  # put in and not taken out

    def put(self, question: Q) -> None:
        self.pending += 1
        self._waiting.put(question)
        if self._threads < self._most:
            self._threads += 1
            threading.Thread(target=self._run, name="in-flight", daemon=True).start()

    def take(self, wait_s: float) -> A | None:
        """The next answer; None when none is ready within `wait_s` seconds. Raises what asking raised."""
        if not self.pending:
            return None
        try:
            answer = self._ready.get(block=wait_s > 0, timeout=wait_s or None)
        except queue.Empty:
            return None
        self.pending -= 1
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def recall(self) -> None:
        """Take back what nobody has begun to ask."""
        while True:
            try:
                self._waiting.get_nowait()
            except queue.Empty:
                return
            self.pending -= 1

    def close(self) -> None:
        """Ask nothing more. What is in flight ends by itself and is forgotten."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                question = self._waiting.get(timeout=1.0)
            except queue.Empty:
                continue
            try:
                self._hand_over(self._ask(question))
            except BaseException as error:  # the owner's thread is where it is dealt with
                self._hand_over(error)

    def _hand_over(self, answer: A | BaseException) -> None:
        while True:
            try:
                self._ready.put(answer, timeout=1.0)
            except queue.Full:
                if not self._over.is_set():
                    continue
            return
