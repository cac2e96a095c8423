"""What a model's server sends back becomes a completion or one of our errors.

It does not know how the bytes came. Read defensively: content types lie, envelopes differ (OpenAI,
DashScope's own, Ollama's), events end with or without [DONE], text comes in pieces or as a growing whole.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb_sources.errors import (
    AnswerCut,
    AnswerEmpty,
    AnswerUnusable,
    ContentBlocked,
    ContextTooLong,
    EngineFault,
    ModelBusy,
    ModelMisconfigured,
    ModelTimeout,
    ModelUnavailable,
    SchemaRefused,
)
from vlm.loops import exclaims
from vlm.model import Completion, Finish, Usage

MOST_BYTES = 16_000_000  # of one reply

_TOO_LONG = (
    re.compile(r"maximum context length is (?P<limit>\d+) tokens.{0,80}?requested (?P<needed>\d+)", re.S),
    re.compile(
        r"(?:length|requested)\D{0,12}(?P<needed>\d+).{0,80}?"
        r"maximum (?:model|context|input) length\D{0,20}(?P<limit>\d+)",
        re.DOTALL,
    ),
    re.compile(r"maximum (?:context|model|input) length|context (?:size|window|length) (?:is )?exceed|"
               r"exceeds? the (?:available )?context|Mismatch in `image` token count"),
)  # fmt: skip
_BLOCKED = re.compile(
    r"data_inspection_failed|inappropriate content|content_filter|content_policy", re.IGNORECASE
)
_SLOW = re.compile(r"RequestTimeOut|read operation timed out|upstream request timeout", re.IGNORECASE)
_NO_SCHEMA = re.compile(r"response_format|json_schema|guided|structured", re.IGNORECASE)
_WAYWARD = 10  # needing more than this times the limit: pictures were counted as text
_FIELD = re.compile(r"(data|event|id|retry)\s?:\s?(.*)", re.DOTALL)


@dataclass(slots=True)
class _Said:
    """What has been read of a reply so far."""

    text: str = ""
    reasoning: str = ""
    finish: str = ""
    model: str = ""
    prompt: int | None = None
    completion: int | None = None
    ended: bool = False  # a whole body, or the end of a stream was told
    whole: bool = False  # each event brings all the text so far


def read_reply(chunks: Iterator[bytes], headers: Mapping[str, str], name: str) -> Iterator[str | Completion]:
    """Pieces of text as they come, then the completion. `name` is the model's, for messages.

    Raises AnswerUnusable, AnswerEmpty, AnswerCut, ContentBlocked, EngineFault, ModelMisconfigured, or what
    an error within the reply says.
    """
    said = _Said()
    told = False
    for document in _documents(chunks):
        told = True
        _refuse(document, name)
        piece = _take(said, document)
        if piece:
            yield piece
    if not told:
        raise AnswerUnusable(f"The server of {name} sent neither JSON nor events.", hint=_CHECK_SERVER)
    yield _completed(said, {k.lower(): v for k, v in headers.items()}, name)


def error_of(status: int, body: bytes, headers: Mapping[str, str], name: str) -> ModelUnavailable:
    """Our error for a reply with an error status."""
    text = body[:20_000].decode("utf-8", "replace")
    return _error(status, text, {k.lower(): v for k, v in headers.items()}, name)


# documents of a reply


def _documents(chunks: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """The JSON objects of a body, of server-sent events, or of lines; told apart by how they begin."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    waiting: list[str] = []
    is_lines: bool | None = None
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise AnswerUnusable(f"The model's server sent more than {MOST_BYTES} bytes.")
        waiting.append(decoder.decode(chunk))
        if is_lines is None:
            opening = "".join(waiting).lstrip("\ufeff \r\n")
            is_lines = None if len(opening) < 7 else not opening.startswith(("{", "["))
        if is_lines and "\n" in waiting[-1]:
            *lines, rest = "".join(waiting).split("\n")
            waiting = [rest]
            yield from _events(lines)
    left = "".join(waiting)
    if is_lines:
        yield from _events(left.split("\n"))
    else:
        yield from _bodies(left)


def _events(lines: list[str]) -> Iterator[dict[str, Any]]:
    """Each data line is a document of its own: no server splits one. [DONE] is {}."""
    for line in lines:
        field = _FIELD.match(line.strip("\r\ufeff "))
        if field is None or field[1] != "data" or not field[2].strip():
            continue
        if field[2].strip() == "[DONE]":
            yield {}
            continue
        try:
            document = json.loads(field[2])
        except (ValueError, RecursionError) as error:
            raise AnswerUnusable("The model's server sent a broken event.", hint=_CHECK_SERVER) from error
        if isinstance(document, dict):
            yield document


def _bodies(text: str) -> Iterator[dict[str, Any]]:
    """One JSON object and the end, or an object a line (Ollama, as text/plain)."""
    text = text.strip("\ufeff \r\n\t")
    if not text:
        raise AnswerEmpty("The model's server sent an empty reply.", hint=_CHECK_SERVER)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        for line in text.split("\n"):
            try:
                each = json.loads(line) if line.strip() else None
            except (ValueError, RecursionError) as error:
                raise AnswerUnusable("The model's server sent no JSON.", hint=_CHECK_SERVER) from error
            if isinstance(each, dict):
                yield each
        return
    if not isinstance(whole, dict):
        raise AnswerUnusable("The model's server sent JSON of another kind.", hint=_CHECK_SERVER)
    yield whole
    yield {}


_CHECK_SERVER = "Is KB_VLM_URL the address of an OpenAI-compatible server, ending in /v1?"


# what a document says


def _take(said: _Said, document: dict[str, Any]) -> str:
    """Adds a document to what was said; the new piece of text."""
    said.ended |= not document or document.get("done") is True
    output = document.get("output")
    native = isinstance(output, dict)
    choice = _first((output if isinstance(output, dict) else document).get("choices"))
    message = choice.get("delta") or choice.get("message") or document.get("message") or {}
    message = message if isinstance(message, dict) else {}
    said.model = _string(document.get("model")) or said.model
    said.reasoning += _string(message.get("reasoning_content")) or _string(
        message.get("reasoning") or message.get("thinking")
    )
    finish = _string(choice.get("finish_reason")) or _string(document.get("done_reason"))
    if finish and finish != "null":
        said.finish = finish
    _count(said, document)
    text = _words(message.get("content"))
    if native and (said.whole or (said.text and text.startswith(said.text))):
        said.whole, text = True, text.removeprefix(said.text) if text.startswith(said.text) else ""
    said.text += text
    return text


def _first(choices: object) -> dict[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _words(content: object) -> str:
    """The text of a content: a string, or a list of parts."""
    if isinstance(content, list):
        return "".join(
            _string(part.get("text")) if isinstance(part, dict) else _string(part) for part in content
        )
    return _string(content)


def _count(said: _Said, document: dict[str, Any]) -> None:
    usage = document.get("usage")
    counts = usage if isinstance(usage, dict) else document
    for key, names in (
        ("prompt", ("prompt_tokens", "input_tokens", "prompt_eval_count")),
        ("completion", ("completion_tokens", "output_tokens", "eval_count")),
    ):
        value = next((counts[n] for n in names if isinstance(counts.get(n), int)), None)
        if value is not None:
            setattr(said, key, value)


# what it comes to


def _completed(said: _Said, headers: Mapping[str, str], name: str) -> Completion:
    if said.finish in ("content_filter", "content-filter", "sensitive"):
        raise ContentBlocked(f"The content filter of {name} refused.", hint=_NO_RETRY)
    if not said.ended and not said.finish:
        raise AnswerCut(
            f"The answer of {name} broke off after {len(said.text)} characters.", hint="Ask again."
        )
    finish: Finish = "stop" if said.finish in ("stop", "eos", "end_turn") else "unknown"
    if said.finish in ("length", "max_tokens") or headers.get("x-dashscope-partialresponse") == "true":
        finish = "length"
    usage = Usage(said.prompt, said.completion)
    return completion_of(said.text, finish, usage, said.model, name, said.reasoning)


def completion_of(
    text: str, finish: Finish, usage: Usage, model: str, name: str, reasoning: str = ""
) -> Completion:
    """The completion of a text as a model wrote it: its thoughts split off, what is no answer refused.

    `name` is for messages. Raises AnswerEmpty, AnswerCut, EngineFault, ModelMisconfigured.
    """
    if "</think>" in text:
        thought, text = text.split("</think>", 1)
        reasoning += thought.removeprefix("<think>")
    text = text.strip()
    if not text:
        raise _empty(finish, reasoning.strip(), name)
    if exclaims(text):
        raise EngineFault(
            f"{name} answers exclamation marks only: its engine computes no numbers.",
            hint="Restart it with bfloat16 weights, or another version; see the server's log.",
        )
    return Completion(text, finish, usage, model, reasoning.strip())


_NO_RETRY = "Asking the same again does not help."


def _empty(finish: Finish, reasoning: str, name: str) -> ModelUnavailable:
    if reasoning and finish == "length":
        return AnswerCut(
            f"{name} spent all its tokens thinking.", hint="Use the Instruct model, or allow more tokens."
        )
    if reasoning:
        return ModelMisconfigured(
            f"{name} put its answer where thoughts belong.",
            hint="Start the server without --reasoning-parser for an Instruct model.",
        )
    return AnswerEmpty(
        f"{name} answered nothing.", hint="The picture may be unreadable; this does not mean a blank page."
    )


def _refuse(document: dict[str, Any], name: str) -> None:
    """Raises what an error within a reply of status 200 says."""
    error = document.get("error")
    code = document.get("code")
    is_error = document.get("object") == "error" or (
        isinstance(code, str) and "choices" not in document and code
    )
    if not error and not is_error:
        return
    inner = error.get("code") if isinstance(error, dict) else code
    status = inner if isinstance(inner, int) else 500
    raise _error(status, json.dumps(error or document, ensure_ascii=False)[:20_000], {}, name)


def _error(status: int, text: str, headers: Mapping[str, str], name: str) -> ModelUnavailable:
    told = _told(text)
    if _BLOCKED.search(text):
        return ContentBlocked(f"The content filter of {name} refused.", hint=_NO_RETRY)
    if status in (400, 413, 422, 500) and (too_long := _too_long(text, name)) is not None:
        return too_long
    if status == 429:
        busy = ModelBusy(
            f"{name} has too much to do: {told}", hint="Ask again later, or allow more requests."
        )
        busy.retry_after = _seconds(headers.get("retry-after"))
        return busy
    if status in (408, 504) or _SLOW.search(text):
        return ModelTimeout(f"{name} did not answer in time: {told}", hint="Ask again, or give it more time.")
    if status in (401, 403):
        return ModelMisconfigured(
            f"The server of {name} refuses us ({status}): {told}", hint="Check KB_VLM_KEY."
        )
    if status == 404:
        return ModelMisconfigured(
            f"The server knows no {name} ({status}): {told}", hint="Check KB_VLM_URL and KB_VLM_NAME."
        )
    if 300 <= status < 500:
        kind = SchemaRefused if _NO_SCHEMA.search(text) else ModelMisconfigured
        return kind(f"The server of {name} refuses the request ({status}): {told}", hint=_CHECK_SERVER)
    return ModelUnavailable(
        f"The server of {name} is in trouble ({status}): {told}", hint="Ask again; see the server's log."
    )


def _too_long(text: str, name: str) -> ContextTooLong | None:
    match = next((m for each in _TOO_LONG if (m := each.search(text)) is not None), None)
    if match is None:
        return None
    counts = match.groupdict()
    limit, needed = (int(counts[k][:12]) if counts.get(k) else None for k in ("limit", "needed"))
    much = f": {needed} tokens of at most {limit}" if limit and needed else ""
    wayward = bool(limit and needed and needed > _WAYWARD * limit)
    error = ContextTooLong(
        f"{name} takes less than it was sent{much}.",
        hint="The pictures were counted as text: the server may not see pictures at all."
        if wayward
        else "Send fewer or smaller pictures, fewer passages, or start the server with a longer context.",
    )
    error.limit, error.needed = limit, needed
    return error


def _told(text: str) -> str:
    """The server's own words, short; a page of HTML says nothing."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    inner = document.get("error", document) if isinstance(document, dict) else document
    words = inner.get("message") or inner.get("detail") if isinstance(inner, dict) else inner
    said = words if isinstance(words, str) else "" if text.lstrip().startswith(("<", "{", "[")) else text
    said = " ".join(said.split())
    return (said[:200] or "it says no more") + ("…" if len(said) > 200 else "")


def _seconds(value: str | None) -> float | None:
    """Retry-After as seconds; a date is not worth waiting for."""
    return float(value) if value and re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?", value.strip()) else None
