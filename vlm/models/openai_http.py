"""Talks to any OpenAI-compatible server: vLLM, `transformers serve`, SGLang, llama.cpp, DashScope.

It does not know what it is asked, nor whether the answer is true. Pictures travel as base64 only: a server
that fetches addresses could be sent anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kb_sources.errors import SchemaRefused, SettingsInvalid
from vlm.caller import Caller, Pieces, address, told
from vlm.model import Completion, Deadline, ModelSettings, Picture, Prompt, Sampling, Turn
from vlm.pixels import PixelBudget, data_uri, fitted
from vlm.replies import error_of, read_reply


class OpenAIHttp:
    """One server and one model of it; any number of threads may ask at once."""

    def __init__(self, settings: ModelSettings, caller: Caller | None = None) -> None:
        self._name = settings.name
        self._url = _address(settings.url)
        self._pixels = PixelBudget(most=settings.most_pixels)
        self._takes_schema = True
        self._caller = caller or Caller(settings.name, settings.key)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        return self._caller.complete(lambda: self._ask(prompt, sampling, deadline, stream=False), deadline)

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        return self._caller.stream(lambda: self._ask(prompt, sampling, deadline, stream=True), deadline)

    def _ask(self, prompt: Prompt, sampling: Sampling, deadline: Deadline, *, stream: bool) -> Pieces:
        """One call; a second at once where the server knows no schema."""
        try:
            yield from self._call(prompt, sampling, deadline, stream)
        except SchemaRefused:
            if not self._takes_schema or not prompt.schema:
                raise
            self._takes_schema = False
            yield from self._call(prompt, sampling, deadline, stream)

    def _call(self, prompt: Prompt, sampling: Sampling, deadline: Deadline, stream: bool) -> Pieces:
        head, data = self._caller.send("POST", self._url, deadline, self._body(prompt, sampling, stream))
        if head.status != 200:
            raise error_of(head.status, told(data), head.headers, self._name)
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
        return {"type": "image_url", "image_url": {"url": data_uri(fitted(part, self._pixels))}}


def _address(url: str) -> str:
    """Where completions are asked for. Raises SettingsInvalid."""
    parsed = address(url, "http://127.0.0.1:8000/v1")
    path = parsed.path
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
