"""Talks to any OpenAI-compatible server: vLLM, `transformers serve`, SGLang, llama.cpp, DashScope.

It does not know what it is asked, nor whether the answer is true. Pictures travel as base64 only: a server
that fetches addresses could be sent anywhere.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

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
    SchemaRefused,
    SettingsInvalid,
)
from vlm.breaker import Breaker, RetryBudget
from vlm.exchange import Head, fetch
from vlm.model import Completion, Deadline, ModelSettings, Picture, Prompt, Sampling, Turn
from vlm.pixels import PixelBudget, fitted
from vlm.replies import error_of, read_reply

_ERROR_BYTES = 20_000
_PATIENT_S = 2.0  # a server that was given less time is not down because it did not answer
_LEAST_RETRY_S = 1.0  # time that must be left for a second attempt to be worth it

T = TypeVar("T")


class OpenAIHttp:
    """One server and one model of it; any number of threads may ask at once."""

    def __init__(
        self,
        settings: ModelSettings,
        *,
        breaker: Breaker | None = None,
        budget: RetryBudget | None = None,
        patient_s: float = _PATIENT_S,
    ) -> None:
        self._name = settings.name
        self._url = _address(settings.url)
        self._pixels = PixelBudget(most=settings.most_pixels)
        self._breaker = breaker or Breaker()
        self._budget = budget or RetryBudget()
        self._patient_s = patient_s
        self._takes_schema = True
        headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
        self._client = httpx.Client(headers=headers, follow_redirects=False)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        """Asks once, and once more where that may help and time and the retry budget allow."""

        def ask() -> Completion:
            *_, last = self._ask(prompt, sampling, deadline, stream=False)
            return _whole(last)

        return self._retried(ask, deadline)

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        """As `complete`; only what fails before the first piece is asked again."""

        def ask() -> tuple[str | Completion, Iterator[str | Completion]]:
            pieces = self._ask(prompt, sampling, deadline, stream=True)
            return next(pieces), pieces

        first, rest = self._retried(ask, deadline)
        yield first
        yield from rest

    def _retried(self, ask: Callable[[], T], deadline: Deadline) -> T:
        self._budget.earn()
        again = _Again(self._budget, deadline)
        for attempt in stamina.retry_context(on=again, attempts=2, timeout=None, wait_jitter=0.4):
            with attempt:
                return ask()
        raise AssertionError("a retry context returns or raises")

    def _ask(
        self, prompt: Prompt, sampling: Sampling, deadline: Deadline, *, stream: bool
    ) -> Iterator[str | Completion]:
        """One call, the breaker kept informed; a second at once where the server knows no schema."""
        ticket = self._breaker.enter()
        if ticket.wait > 0:
            raise ModelResting(
                f"{self._name} failed several times in a row and is left alone for {ticket.wait:.0f} s.",
                hint="See the log of its server.",
            )
        given = deadline.left
        try:
            try:
                yield from self._call(prompt, sampling, deadline, stream)
            except SchemaRefused:
                if not self._takes_schema or not prompt.schema:
                    raise
                self._takes_schema = False
                yield from self._call(prompt, sampling, deadline, stream)
            self._breaker.passed()
        except ModelUnavailable as error:
            if _is_outage(error, given >= self._patient_s):
                self._breaker.failed(ticket)
            elif not isinstance(error, ModelTimeout):
                self._breaker.passed()
            raise
        finally:
            self._breaker.leave(ticket)

    def _call(
        self, prompt: Prompt, sampling: Sampling, deadline: Deadline, stream: bool
    ) -> Iterator[str | Completion]:
        body = self._body(prompt, sampling, stream)
        request = self._client.build_request("POST", self._url, json=body)
        chunks = fetch(self._client, request, deadline, self._name)
        head = next(chunks)
        if not isinstance(head, Head):
            raise AnswerUnusable(f"The server of {self._name} sent no status.")
        data = (chunk for chunk in chunks if isinstance(chunk, bytes))
        if head.status != 200:
            told = b""
            for chunk in data:
                told += chunk
                if len(told) > _ERROR_BYTES:
                    break
            raise error_of(head.status, told, head.headers, self._name)
        yield from read_reply(data, head.headers, self._name)

    def _body(self, prompt: Prompt, sampling: Sampling, stream: bool) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._name,
            "messages": [self._message(turn) for turn in prompt.turns],
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "presence_penalty": sampling.presence_penalty,
            "seed": sampling.seed,
            "max_tokens": sampling.max_tokens,
            "stream": stream,
        }
        if stream:
            body["stream_options"] = {"include_usage": True}
        if prompt.schema and self._takes_schema:
            schema = {"name": "answer", "strict": True, "schema": json.loads(prompt.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body

    def _message(self, turn: Turn) -> dict[str, Any]:
        if all(isinstance(part, str) for part in turn.parts):
            return {"role": turn.role, "content": "\n\n".join(str(part) for part in turn.parts)}
        return {"role": turn.role, "content": [self._part(part) for part in turn.parts]}

    def _part(self, part: str | Picture) -> dict[str, Any]:
        if isinstance(part, str):
            return {"type": "text", "text": part}
        picture = fitted(part, self._pixels)
        data = base64.b64encode(picture.data).decode("ascii")
        return {"type": "image_url", "image_url": {"url": f"data:{picture.kind};base64,{data}"}}


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


def _is_outage(error: ModelUnavailable, was_patient: bool) -> bool:
    """Faults of the server rather than of the request."""
    if isinstance(error, ModelTimeout):
        return was_patient
    return type(error) is ModelUnavailable or isinstance(error, AnswerCut | AnswerUnusable | EngineFault)


def _whole(last: str | Completion) -> Completion:
    if isinstance(last, Completion):
        return last
    raise AnswerCut("The model's server ended its answer without an end.", hint="Ask again.")


def _address(url: str) -> str:
    """Where completions are asked for. Raises SettingsInvalid."""
    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise SettingsInvalid(f"KB_VLM_URL is no address: {error}.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsInvalid(
            "KB_VLM_URL must be the address of an OpenAI-compatible server.",
            hint="For example http://127.0.0.1:8000/v1.",
        )
    if parsed.userinfo:
        raise SettingsInvalid("KB_VLM_URL must not hold a password.", hint="Put the key into KB_VLM_KEY.")
    path = parsed.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path = (path if re.search(r"/v\d+$", path) else f"{path}/v1") + "/chat/completions"
    return str(parsed.copy_with(path=path))


def build(settings: ModelSettings) -> OpenAIHttp:
    """Needs the name and the address. Raises SettingsInvalid."""
    if not settings.name:
        raise SettingsInvalid(
            "KB_VLM_NAME is not set.", hint="Name the model as its server does: GET /v1/models."
        )
    return OpenAIHttp(settings)
