"""Any text model that sentence-transformers loads, by folder or name; Qwen3-Embedding for Chinese, say.

It does not choose a model nor a prompt: the model's own prompts for questions and passages are used.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Sequence
from typing import Any

from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.manual import Language
from retrieval.embedder import Dense, EmbedderSettings, Embedding

TOGETHER = 16


class SentenceModel:
    """Loads with the first text. Threads may share one."""

    languages: frozenset[Language] = frozenset({"en", "zh"})

    def __init__(self, embedding: Embedding) -> None:
        self.embedding = embedding
        self._lock = threading.Lock()
        self._model: Any = None

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        return self._unit(self._load().encode_document, list(texts)) if texts else []

    def question(self, text: str) -> Dense:
        return self._unit(self._load().encode_query, [text])[0]

    def _unit(self, encode: Any, texts: list[str]) -> list[Dense]:
        found = encode(
            texts, batch_size=TOGETHER, normalize_embeddings=True, show_progress_bar=False,
            truncate_dim=self.embedding.dimension,
        )  # fmt: skip
        if found.shape[1] != self.embedding.dimension:
            raise SettingsInvalid(
                f"{self.embedding.model} gives {found.shape[1]} dimensions, not {self.embedding.dimension}.",
                hint="Set KB_RETRIEVAL_EMBEDDER_DIMENSION to what the model gives, or less.",
            )
        return [tuple(vector) for vector in found.tolist()]

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                from sentence_transformers import SentenceTransformer

                try:
                    self._model = SentenceTransformer(
                        self.embedding.model, revision=self.embedding.revision or None
                    )
                except (OSError, ValueError) as error:
                    raise SettingsInvalid(
                        f"The embedding model {self.embedding.model!r} cannot be loaded: {error}",
                        hint="Set KB_RETRIEVAL_EMBEDDER_NAME to the folder of a model that is there.",
                    ) from error
            return self._model


def build(settings: EmbedderSettings) -> SentenceModel:
    """The name and dimension are needed before loading, which takes long: an index is opened by them."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise PluginUnknown(
            "The embedder sentence_transformers needs that package, not installed here.",
            hint="pip install 'fixcite[local]'",
        )
    if not settings.name or settings.dimension < 1:
        raise SettingsInvalid(
            "The embedder sentence_transformers needs a model's name and its dimension.",
            hint="Set KB_RETRIEVAL_EMBEDDER_NAME and KB_RETRIEVAL_EMBEDDER_DIMENSION.",
        )
    return SentenceModel(Embedding(settings.name, settings.revision, settings.dimension))
