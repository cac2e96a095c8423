"""Talks to Qwen3-VL-WEBUI or another Gradio app whose `predict` takes picture, prompt and sampling.

It carries one picture and one text: the system turn stands before the text, earlier turns are written out in
it with their roles, and a second picture is refused by name (ContextTooLong), never dropped. It cannot carry
a JSON schema, a presence penalty or a seed, and Gradio tells neither usage nor why an answer ended.

Gradio 3 and 4 answer POST /api/predict; 5 and 6, and apps that queue, give an event id to POST
/gradio_api/call/predict (4: /call/predict), whose events are then read.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Generator, Iterator
from typing import Any

from kb_sources.errors import AnswerCut, AnswerUnusable, ContextTooLong, ModelBusy, ModelUnavailable
from vlm.caller import Caller, Pieces, address, told
from vlm.exchange import Head
from vlm.model import Completion, Deadline, ModelSettings, Picture, Prompt, Sampling, Turn, Usage
from vlm.pixels import PixelBudget, data_uri, fitted
from vlm.replies import MOST_BYTES, completion_of, error_of

_DIRECT = "/api/predict"
_WAYS = (_DIRECT, "/gradio_api/call/predict", "/call/predict")
_ELSEWHERE = (404, 405)  # not here, or only through the queue
_OTHER_FORM = re.compile(r"ImageData|FileData|preprocess", re.IGNORECASE)
_EVENT_ID = re.compile(r"[\w.-]{1,200}", re.ASCII)
_CHECK = "Is KB_VLM_URL the address of the web UI, such as http://127.0.0.1:7860?"


class WebuiPredict:
    """One web UI; any number of threads may ask at once. It remembers which way and form were understood."""

    def __init__(self, settings: ModelSettings, caller: Caller | None = None) -> None:
        parsed = address(settings.url, "http://127.0.0.1:7860")
        self._url = re.sub(r"(?:/gradio_api)?/(?:api|call|run)/predict$", "", str(parsed).rstrip("/"))
        self._name = settings.name or "Qwen3-VL-WEBUI"
        self._pixels = PixelBudget(most=settings.most_pixels)
        self._ways: tuple[str, ...] = _WAYS
        self._as_file = False
        self._caller = caller or Caller(self._name, settings.key)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        return self._caller.complete(lambda: self._ask(prompt, sampling, deadline), deadline)

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        return self._caller.stream(lambda: self._ask(prompt, sampling, deadline), deadline)

    def _ask(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Pieces:
        """One call; a second at once where the app wants the picture as Gradio's own component does."""
        text, picture = _carried(prompt, self._name)
        shown = fitted(picture, self._pixels) if picture else None
        rest = (text, sampling.temperature, sampling.top_p, sampling.max_tokens)
        try:
            yield from self._any_way((self._form(shown), *rest), deadline)
        except ModelUnavailable as error:
            if shown is None or self._as_file or not _OTHER_FORM.search(error.message):
                raise
            self._as_file = True
            yield from self._any_way((self._form(shown), *rest), deadline)

    def _form(self, picture: Picture | None) -> dict[str, Any] | None:
        if picture is None:
            return None
        if self._as_file:
            return {"url": data_uri(picture), "meta": {"_type": "gradio.FileData"}}
        return {"image": data_uri(picture)}

    def _any_way(self, data: tuple[object, ...], deadline: Deadline) -> Pieces:
        """The text by the first way there is, the one that worked last before the others."""
        refused: ModelUnavailable | None = None
        for way in self._ways:
            head, chunks = self._caller.send("POST", self._url + way, deadline, {"data": data})
            if head.status in _ELSEWHERE:
                refused = self._refusal(head, chunks)
                continue
            if head.status != 200:
                raise self._refusal(head, chunks)
            reply = _document(chunks, self._name)
            if way == _DIRECT and reply.get("is_generating") is True:
                continue  # the first piece of many: only the queue brings the others
            self._ways = (way, *(w for w in _WAYS if w != way))
            yield from self._read(reply, way, deadline)
            return
        raise refused or AnswerCut(f"{self._name} gives only the beginning of its answer.", hint=_CHECK)

    def _read(self, reply: dict[str, Any], way: str, deadline: Deadline) -> Pieces:
        if way == _DIRECT:
            text = _text(reply.get("data"), self._name)
            yield text
        else:
            text = yield from self._events(reply.get("event_id"), way, deadline)
        yield completion_of(text, "unknown", Usage(), self._name, self._name)

    def _events(self, event: object, way: str, deadline: Deadline) -> Generator[str, None, str]:
        """Pieces as they are told; returns the whole text."""
        if not isinstance(event, str) or not _EVENT_ID.fullmatch(event):
            raise AnswerUnusable(f"{self._name} gave no event to wait for.", hint=_CHECK)
        head, chunks = self._caller.send("GET", f"{self._url}{way}/{event}", deadline)
        if head.status != 200:
            raise self._refusal(head, chunks)
        so_far = ""
        for kind, data in _told_events(chunks, self._name):
            if kind == "error":
                raise error_of(500, json.dumps(data).encode(), {}, self._name)
            if kind not in ("generating", "complete"):
                continue
            text = _text(data, self._name) if data or kind == "complete" else so_far
            if text != so_far:
                yield text.removeprefix(so_far)
            so_far = text
            if kind == "complete":
                return text
        raise AnswerCut(f"The answer of {self._name} broke off.", hint="Ask again.")

    def _refusal(self, head: Head, chunks: Iterator[bytes]) -> ModelUnavailable:
        said = told(chunks)
        if head.status == 503 and b"ueue" in said:
            return ModelBusy(f"The queue of {self._name} is full.", hint="Ask again later.")
        return error_of(head.status, said, head.headers, self._name)


def _carried(prompt: Prompt, name: str) -> tuple[str, Picture | None]:
    """One text and at most one picture. Raises ContextTooLong for more pictures."""
    pictures = [part for turn in prompt.turns for part in turn.parts if isinstance(part, Picture)]
    if len(pictures) > 1:
        raise ContextTooLong(
            f"{name} takes one picture at a time, not {len(pictures)}.",
            hint="Send one photo, or serve the model with vLLM and KB_VLM_MODEL=openai_http.",
        )
    spoken = [turn for turn in prompt.turns if turn.role != "system"]
    said = [_words(turn) for turn in prompt.turns if turn.role == "system"]
    said += [_words(turn) if len(spoken) == 1 else f"[{turn.role}]\n{_words(turn)}" for turn in spoken]
    return "\n\n".join(text for text in said if text), pictures[0] if pictures else None


def _words(turn: Turn) -> str:
    return "\n\n".join(part for part in turn.parts if isinstance(part, str))


def _document(chunks: Iterator[bytes], name: str) -> dict[str, Any]:
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise AnswerUnusable(f"{name} sent more than {MOST_BYTES} bytes.")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AnswerUnusable(f"{name} sent no JSON.", hint=_CHECK) from error
    if not isinstance(document, dict):
        raise AnswerUnusable(f"{name} sent JSON of another kind.", hint=_CHECK)
    return document


def _text(data: object, name: str) -> str:
    """The first output of the app."""
    if isinstance(data, list) and data and isinstance(data[0], str):
        return data[0]
    raise AnswerUnusable(f"{name} answered with something else than a text.", hint=_CHECK)


def _told_events(chunks: Iterator[bytes], name: str) -> Iterator[tuple[str, object]]:
    """Kind and data of each server-sent event."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    size, kind, waiting = 0, "", ""
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise AnswerUnusable(f"{name} sent more than {MOST_BYTES} bytes.")
        *lines, waiting = (waiting + decoder.decode(chunk)).split("\n")
        for line in lines:
            field, _, value = line.rstrip("\r").partition(":")
            if field == "event":
                kind = value.strip()
            elif field == "data":
                try:
                    yield kind, json.loads(value)
                except (ValueError, RecursionError) as error:
                    raise AnswerUnusable(f"{name} sent a broken event.", hint=_CHECK) from error


def build(settings: ModelSettings) -> WebuiPredict:
    """Needs the address; the name only stands in messages and answers. Raises SettingsInvalid."""
    return WebuiPredict(settings)
