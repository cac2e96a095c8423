"""A model that says what a script tells it to: for tests and demonstrations. It sees and knows nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kb_sources.errors import ModelTimeout, ModelUnavailable, SettingsInvalid
from vlm.model import Completion, Deadline, ModelSettings, Prompt, Sampling, in_pieces

Line = str | Completion | ModelUnavailable


class Scripted:
    """Answers by a function of the prompt, or line after line; the last line is said for ever.

    `asked` keeps every prompt and sampling, so that a test can look at what was sent.
    """

    def __init__(self, script: Callable[[Prompt], Line] | Sequence[Line]) -> None:
        self._script = script
        self._lock = threading.Lock()
        self.asked: list[tuple[Prompt, Sampling]] = []

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion:
        line = self._next(prompt, sampling)
        if deadline.left <= 0:
            raise ModelTimeout("No time was left to ask the scripted model.", hint="Give it more time.")
        if isinstance(line, ModelUnavailable):
            raise line
        return Completion(line, "stop", model="scripted") if isinstance(line, str) else line

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        yield from in_pieces(self.complete(prompt, sampling, deadline))

    def _next(self, prompt: Prompt, sampling: Sampling) -> Line:
        with self._lock:
            self.asked.append((prompt, sampling))
            if callable(self._script):
                return self._script(prompt)
            return self._script[min(len(self.asked), len(self._script)) - 1]


def build(settings: ModelSettings) -> Scripted:
    """`settings.url` names a file with a JSON list of answers. Raises SettingsInvalid."""
    path = Path(settings.url.removeprefix("file://"))
    try:
        lines = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsInvalid(f"The script of the scripted model cannot be read: {error}.") from error
    if not isinstance(lines, list) or not lines or not all(isinstance(x, str) and x.strip() for x in lines):
        raise SettingsInvalid("The script of the scripted model must be a JSON list of answers.")
    return Scripted(lines)
