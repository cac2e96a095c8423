"""Spares a server that is down: after a row of failures calls fail at once, then one at a time may try again.

It does not know what a call is, nor what counts as a failure.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

State = Literal["closed", "open", "half-open"]


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """One call's leave to go ahead."""

    wait: float  # seconds; more than 0: it may not


class Breaker:
    """The circuit breaker of Nygard's "Release It!", for any number of threads."""

    def __init__(
        self,
        *,
        failures: int = 3,
        rest_s: float = 5.0,
        longest_rest_s: float = 60.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Opens after `failures` in a row; rests `rest_s` seconds, twice as long after each failed try."""
        self._lock = threading.Lock()
        self._most, self._first_rest, self._longest_rest, self._now = failures, rest_s, longest_rest_s, now
        self._failures = 0
        self._rest = rest_s
        self._opened_at: float | None = None
        self._trying: Ticket | None = None

    @property
    def state(self) -> State:
        with self._lock:
            return self._state()

    def enter(self) -> Ticket:
        """Asks to call: with a wait of 0 the call may go ahead, and `leave` must follow it."""
        with self._lock:
            if self._opened_at is None:
                return Ticket(0.0)
            wait = self._opened_at + self._rest - self._now()
            if wait > 0 or self._trying is not None:
                return Ticket(wait if wait > 0 else self._rest)
            self._trying = Ticket(0.0)
            return self._trying

    def leave(self, ticket: Ticket) -> None:
        """The call is over; without `passed` or `failed` before, nothing was learnt from it."""
        with self._lock:
            if self._trying is ticket:
                self._trying = None

    def passed(self) -> None:
        """A call went well: the server is there."""
        with self._lock:
            self._failures, self._rest = 0, self._first_rest
            self._opened_at = self._trying = None

    def failed(self, ticket: Ticket) -> None:
        with self._lock:
            self._failures += 1
            if self._trying is ticket:
                self._rest = min(2 * self._rest, self._longest_rest)
                self._opened_at, self._trying = self._now(), None
            elif self._failures >= self._most and self._opened_at is None:
                self._opened_at = self._now()

    def _state(self) -> State:
        if self._opened_at is None:
            return "closed"
        return "open" if self._now() < self._opened_at + self._rest else "half-open"


class RetryBudget:
    """Retries are at most a fifth of the calls: they never make an outage worse (Google SRE, ch. 21)."""

    def __init__(self, *, share: float = 0.2, most: float = 3.0) -> None:
        self._lock = threading.Lock()
        self._share, self._most = share, most
        self._saved = 0.0

    def earn(self) -> None:
        """A request came in."""
        with self._lock:
            self._saved = min(self._most, self._saved + self._share)

    def spend(self) -> bool:
        """Whether a retry is left."""
        with self._lock:
            # Five fifths are a hair less than one.
            if self._saved < 1 - 1e-9:
                return False
            self._saved = max(0.0, self._saved - 1)
            return True
