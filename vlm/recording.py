"""Recordings: every request to a model and what came of it, one JSON object a line.

A picture stands there as the sha256 of its bytes and its size, never as itself; no setting and no key is
written. The words of a prompt are: record what may be shown. models/recorded.py replays a recording.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb_sources import errors
from kb_sources.errors import ModelUnavailable, SettingsInvalid
from vlm.model import Completion, Deadline, Picture, Prompt, Sampling, Usage, VisionModel

Outcome = Completion | ModelUnavailable
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its outcome; `digest` is that of everything the model could see of the request."""

    digest: str
    request: dict[str, Any]
    outcome: Outcome
    seconds: float
    version: str = ""  # of the prompt


class Recorder:
    """Any model, with all that passes through it appended to a file. Threads may share one."""

    def __init__(self, model: VisionModel, path: Path) -> None:
        self.model = model
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        began = time.monotonic()
        try:
            said = self.model.complete(prompt, sampling, deadline)
        except ModelUnavailable as error:
            self._keep(prompt, sampling, error, began)
            raise
        self._keep(prompt, sampling, said, began)
        return said

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        """A stream nobody reads to its end leaves nothing in the file."""
        began = time.monotonic()
        try:
            for piece in self.model.stream(prompt, sampling, deadline):
                if isinstance(piece, Completion):
                    self._keep(prompt, sampling, piece, began)
                yield piece
        except ModelUnavailable as error:
            self._keep(prompt, sampling, error, began)
            raise

    def _keep(self, prompt: Prompt, sampling: Sampling, outcome: Outcome, began: float) -> None:
        request = request_of(prompt, sampling)
        entry: dict[str, Any] = {"digest": digest_of(request), "version": prompt.version, "request": request}
        if isinstance(outcome, Completion):
            entry["reply"] = asdict(outcome)
        else:
            entry["error"] = {
                "kind": type(outcome).__name__,
                "message": outcome.message,
                "hint": outcome.hint,
            }
        entry["seconds"] = round(time.monotonic() - began, 3)
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        try:
            with self._lock, open(self._path, "a", encoding="utf-8", opener=_private) as file:
                file.write(line)
        except OSError as error:  # a full disk must not cost an answer that is there
            _log.error("an exchange with the model was not recorded in %s: %s", self._path, error)


def _private(path: str, flags: int) -> int:
    """For its owner alone: it holds customers' words."""
    return os.open(path, flags, 0o600)


def request_of(prompt: Prompt, sampling: Sampling) -> dict[str, Any]:
    """What the model can see of a request; names and prompt versions are for people."""
    turns = [{"role": turn.role, "parts": [_part(part) for part in turn.parts]} for turn in prompt.turns]
    return {"turns": turns, "schema": prompt.schema, "sampling": asdict(sampling)}


def digest_of(request: dict[str, Any]) -> str:
    """sha256 of the request, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(request, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_recording(path: Path) -> list[Entry]:
    """The entries in the order they were written. Raises SettingsInvalid naming the line that is none.

    A last line without an end was cut by a kill and is left out.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"The recording cannot be read: {error}.") from error
    entries = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise SettingsInvalid(
                f"Line {number} of the recording {path.name} is none: {error!r}.", hint="Record it anew."
            ) from error
    return entries


def _part(part: str | Picture) -> str | dict[str, Any]:
    if isinstance(part, str):
        return part
    sha256 = hashlib.sha256(part.data).hexdigest()
    return {"picture": sha256, "kind": part.kind, "width": part.width, "height": part.height}


def _entry(kept: dict[str, Any]) -> Entry:
    outcome: Outcome
    if "reply" in kept:
        reply = kept["reply"]
        outcome = Completion(**{**reply, "usage": Usage(**reply["usage"])})
    else:
        kind = getattr(errors, kept["error"]["kind"])
        if not (isinstance(kind, type) and issubclass(kind, ModelUnavailable)):
            raise ValueError(f"{kind} is no error of a model")
        outcome = kind(kept["error"]["message"], hint=kept["error"]["hint"])
    if digest_of(kept["request"]) != kept["digest"]:
        raise ValueError("the request was changed after it was written")
    return Entry(kept["digest"], kept["request"], outcome, kept["seconds"], kept["version"])
