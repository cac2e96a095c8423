"""A checkpoint that sentence-transformers loads: whether it can be, what it is, and loading it once.

It does not know what is made of it. No code of a checkpoint is run.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb_sources.errors import PluginUnknown, SettingsInvalid

QWEN_VL = "qwen3_vl"  # model_type of Qwen3-VL-Embedding and Qwen3-VL-Reranker
Prepare = Callable[[], None]


def nothing() -> None:
    """What most checkpoints need before they are loaded."""


def require(what: str) -> None:
    """Raises PluginUnknown where the library is missing; `what` is the plug-in, for the message."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise PluginUnknown(
            f"The {what} sentence_transformers needs that package, not installed here.",
            hint="pip install 'fixcite[local]'",
        )


def model_type(name: str) -> str:
    """What config.json of a folder calls itself; "" where there is none, as for a name of the hub."""
    try:
        config = json.loads((Path(name) / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(config.get("model_type", "")) if isinstance(config, dict) else ""


@dataclass(slots=True)
class Checkpoint:
    """Loads with the first use; threads may share one.

    Hold `alone` while it works: its tokenizer changes its own state while it reads, and a pass of the model
    takes all cores anyway. `prepare` is called before a Qwen3-VL is loaded: what its pictures need is not
    retrieval's to know.
    """

    kind: str  # the class of sentence_transformers
    name: str
    revision: str
    setting: str  # the name of the setting that holds the name
    prepare: Prepare = nothing
    options: dict[str, Any] = field(default_factory=dict)
    alone: threading.Lock = field(default_factory=threading.Lock)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _model: Any = None

    def load(self) -> Any:
        """Raises SettingsInvalid where there is no such checkpoint."""
        with self._lock:
            if self._model is None:
                import sentence_transformers

                if model_type(self.name) in ("", QWEN_VL):
                    self.prepare()
                try:
                    made = getattr(sentence_transformers, self.kind)
                    self._model = made(self.name, revision=self.revision or None, **self.options)
                except (OSError, ValueError) as error:
                    raise SettingsInvalid(
                        f"The model {self.name!r} cannot be loaded: {error}",
                        hint=f"Set {self.setting} to the folder of a model that is there.",
                    ) from error
            return self._model
