"""A model that answers from a recording what was answered then. It knows nothing that was not asked then."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb_sources.errors import ModelMisconfigured, ModelTimeout, ModelUnavailable, SettingsInvalid
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, in_pieces
from vlm.recording import Entry, Outcome, digest_of, read_recording, request_of


class Recorded:
    """What was asked several times is answered in that order; the last answer is given for ever."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, list[Outcome]] = defaultdict(list)
        for entry in entries:
            self._told[entry.digest].append(entry.outcome)

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        if deadline.left <= 0:
            raise ModelTimeout("No time was left to ask the recording.", hint="Give it more time.")
        outcome = self._next(digest_of(request_of(prompt, sampling)), prompt.version)
        if isinstance(outcome, ModelUnavailable):
            raise outcome
        return outcome

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        yield from in_pieces(self.complete(prompt, sampling, deadline))

    def _next(self, digest: str, version: str) -> Outcome:
        with self._lock:
            if digest not in self._told:
                which = f"{version or 'no version'}, {digest[:12]}"
                raise ModelMisconfigured(
                    f"The recording holds no answer to this request ({which}).",
                    hint="A prompt, a picture or the sampling changed since; record anew: make verify-qwen.",
                )
            waiting = self._told[digest]
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def build(settings: ModelSettings) -> Recorded:
    """`settings.url` names the file. Raises SettingsInvalid."""
    entries = read_recording(Path(settings.url.removeprefix("file://")))
    if not entries:
        raise SettingsInvalid("The recording is empty.", hint="Record one: make verify-qwen.")
    return Recorded(entries)
