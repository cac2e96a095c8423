"""Calls a model's server with care: a breaker spares one that is down, retries are few, a deadline holds.

It does not know what is sent: one attempt is its caller's, as an iterator of pieces and a completion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import httpx
import stamina

from kb_sources.errors import (
    AnswerCut,
    AnswerUnusable,
    EngineFault,
    ModelBusy,
    ModelResting,
    ModelTimeout,
    ModelUnavailable,
    SettingsInvalid,
)
from vlm.breaker import Breaker, RetryBudget
from vlm.exchange import Head, fetch
from vlm.model import Completion, Deadline

_ERROR_BYTES = 20_000
PATIENT_S = 2.0  # a server that was given less time is not down because it did not answer
_LEAST_RETRY_S = 1.0  # time that must be left for a second attempt to be worth it

T = TypeVar("T")
Pieces = Iterator[str | Completion]
Attempt = Callable[[], Pieces]


class Caller:
    """One server; any number of threads may call at once. `name` is the model's, for messages."""

    def __init__(
        self,
        name: str,
        key: str = "",
        *,
        breaker: Breaker | None = None,
        budget: RetryBudget | None = None,
        patient_s: float = PATIENT_S,
    ) -> None:
        self._name = name
        self._breaker = breaker or Breaker()
        self._budget = budget or RetryBudget()
        self._patient_s = patient_s
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, follow_redirects=False)

    def complete(self, attempt: Attempt, deadline: Deadline) -> Completion:
        """Asks once, and once more where that may help and time and the retry budget allow."""

        def ask() -> Completion:
            *_, last = self._guarded(attempt, deadline)
            return _whole(last)

        return self._retried(ask, deadline)

    def stream(self, attempt: Attempt, deadline: Deadline) -> Pieces:
        """As `complete`; only what fails before the first piece is asked again."""

        def ask() -> tuple[str | Completion, Pieces]:
            pieces = self._guarded(attempt, deadline)
            return next(pieces), pieces

        first, rest = self._retried(ask, deadline)
        yield first
        yield from rest

    def send(
        self, method: str, url: str, deadline: Deadline, body: object = None
    ) -> tuple[Head, Iterator[bytes]]:
        """The head of the reply, and its bytes as they come; `body` goes as JSON. Raises as `fetch`."""
        request = self._client.build_request(method, url, json=body)
        chunks = fetch(self._client, request, deadline, self._name)
        head = next(chunks)
        if not isinstance(head, Head):
            raise AnswerUnusable(f"The server of {self._name} sent no status.")
        return head, (chunk for chunk in chunks if isinstance(chunk, bytes))

    def _retried(self, ask: Callable[[], T], deadline: Deadline) -> T:
        self._budget.earn()
        again = _Again(self._budget, deadline)
        for attempt in stamina.retry_context(on=again, attempts=2, timeout=None, wait_jitter=0.4):
            with attempt:
                return ask()
        raise AssertionError("a retry context returns or raises")

    def _guarded(self, attempt: Attempt, deadline: Deadline) -> Pieces:
        """One attempt, the breaker kept informed."""
        ticket = self._breaker.enter()
        if ticket.wait > 0:
            raise ModelResting(
                f"{self._name} failed several times in a row and is left alone for {ticket.wait:.0f} s.",
                hint="See the log of its server.",
            )
        given = deadline.left
        try:
            yield from attempt()
            self._breaker.passed()
        except ModelUnavailable as error:
            if _is_outage(error, given >= self._patient_s):
                self._breaker.failed(ticket)
            elif not isinstance(error, ModelTimeout):
                self._breaker.passed()
            raise
        finally:
            self._breaker.leave(ticket)


class _Again:
    """Whether an error is worth a second attempt, and after how many seconds."""

    def __init__(self, budget: RetryBudget, deadline: Deadline) -> None:
        self._budget, self._deadline, self._asked = budget, deadline, False

    def __call__(self, error: Exception) -> bool | float:
        wait = error.retry_after or 0.0 if isinstance(error, ModelBusy) else 0.0
        may = (
            not self._asked
            and may_pass(error)
            and self._deadline.left - wait >= _LEAST_RETRY_S
            and self._budget.spend()
        )
        self._asked = True
        return (wait or True) if may else False


def may_pass(error: Exception) -> bool:
    """Faults that may be gone a moment later. A timeout is none: the time is spent."""
    return type(error) is ModelUnavailable or isinstance(error, ModelBusy | AnswerCut | AnswerUnusable)


def told(data: Iterator[bytes]) -> bytes:
    """The beginning of a reply that says what is wrong; the rest is not waited for."""
    said = b""
    for chunk in data:
        said += chunk
        if len(said) > _ERROR_BYTES:
            break
    return said


def address(url: str, example: str) -> httpx.URL:
    """Where a model's server is, without a slash at the end. Raises SettingsInvalid."""
    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise SettingsInvalid(f"KB_VLM_URL is no address: {error}.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsInvalid(
            "KB_VLM_URL must be the address of the model's server.", hint=f"For example {example}."
        )
    if parsed.userinfo:
        raise SettingsInvalid("KB_VLM_URL must not hold a password.", hint="Put the key into KB_VLM_KEY.")
    return parsed.copy_with(path=re.sub(r"/+$", "", parsed.path))


def _is_outage(error: ModelUnavailable, was_patient: bool) -> bool:
    """Faults of the server rather than of the request."""
    if isinstance(error, ModelTimeout):
        return was_patient
    return type(error) is ModelUnavailable or isinstance(error, AnswerCut | AnswerUnusable | EngineFault)


def _whole(last: str | Completion) -> Completion:
    if isinstance(last, Completion):
        return last
    raise AnswerCut("The model's server ended its answer without an end.", hint="Ask again.")
