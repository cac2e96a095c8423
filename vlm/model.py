"""The words between us and a vision-language model: pictures and text go in, a completion comes out.

It knows no server, no library and no prompt; models/ talk to a model, prompts are others' business.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from kb_sources.plugins import load

MODELS = "vlm.models"

Role = Literal["system", "user", "assistant"]
# "length": the text was cut, by the token limit or by the server; "unknown": the server did not tell.
Finish = Literal["stop", "length", "unknown"]


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture whose size is known without opening it."""

    data: bytes
    width: int  # pixels
    height: int
    name: str  # for messages: "page 3", "photo 1"
    kind: Literal["image/png", "image/jpeg"] = "image/png"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the conversation; its parts are sent in order."""

    role: Role
    parts: tuple[str | Picture, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    turns: tuple[Turn, ...]
    version: str = ""
    schema: str = ""  # JSON schema of the wanted answer; a server may ignore it, so validate what comes back


@dataclass(frozen=True, slots=True)
class Sampling:
    """All of it is always sent: servers fall back on the checkpoint's own defaults (temperature 0.7)."""

    temperature: float = 0.0
    top_p: float = 1.0
    presence_penalty: float = 0.0
    max_tokens: int = 1024
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them; None where it did not tell."""

    prompt: int | None = None
    completion: int | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model said. `text` is never blank: an empty answer is an error."""

    text: str
    finish: Finish = "unknown"
    usage: Usage = Usage()
    model: str = ""  # as the server names it
    reasoning: str = ""  # what a thinking model wrote before it answered; never shown to anybody


def in_pieces(said: Completion, size: int = 8) -> Iterator[str | Completion]:
    """A completion that is already there as a stream of it: pieces of `size` characters, then the whole."""
    for at in range(0, len(said.text), size):
        yield said.text[at : at + size]
    yield said


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment (time.monotonic) by which whoever waits wants to know."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds, never negative."""
        return max(0.0, self.at - time.monotonic())


class VisionModel(Protocol):
    """Answers a prompt before the deadline, or raises a ModelUnavailable that tells why not."""

    def complete(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Completion: ...

    def stream(self, prompt: Prompt, sampling: Sampling, deadline: Deadline) -> Iterator[str | Completion]:
        """Pieces of the answer as they come, and as the last item the whole Completion.

        Pieces tell progress: only the completion has been looked at, and a thinking model's thoughts may
        be among them. An error may come after pieces; they are then worth nothing.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What a file of vlm/models may need to know."""

    name: str = ""  # as the server names it
    revision: str = ""
    url: str = ""
    key: str = ""
    most_pixels: int = 2048 * 32 * 32  # of one picture; more is not always read better
    quantization: str = ""  # int8 or int4, of a model in process
    adapter: str = ""  # folder of a LoRA adapter, for a model in process


def build_model(name: str, settings: ModelSettings) -> VisionModel:
    """The model of that name in vlm/models. Raises PluginUnknown."""
    model: VisionModel = load(MODELS, name).build(settings)
    return model
