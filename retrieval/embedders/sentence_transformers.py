"""Any model that sentence-transformers loads, by folder or name: Qwen3-Embedding for Chinese, or
Qwen3-VL-Embedding, which puts pictures, texts and both together into one space.

It does not choose a model nor a prompt: the model's own prompts for questions and passages are used.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from kb_sources.errors import SettingsInvalid
from kb_sources.manual import Language
from retrieval.checkpoint import QWEN_VL, Checkpoint, model_type, require
from retrieval.embedder import Dense, EmbedderSettings, Embedding

TOGETHER = 16


class SentenceModel:
    """Loads with the first text. Threads may share one."""

    languages: frozenset[Language] = frozenset({"en", "zh"})

    def __init__(self, embedding: Embedding, checkpoint: Checkpoint) -> None:
        self.embedding = embedding
        self._checkpoint = checkpoint

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        return self._unit(self._checkpoint.load().encode_document, list(texts)) if texts else []

    def question(self, text: str) -> Dense:
        return self._unit(self._checkpoint.load().encode_query, [text])[0]

    def figures(self, shown: Sequence[tuple[bytes, str]]) -> list[Dense]:
        """Raises SettingsInvalid for a model that sees nothing."""
        return self._unit(self._seeing().encode_document, [_both(*each) for each in shown]) if shown else []

    def photo(self, picture: bytes, text: str = "") -> Dense:
        return self._unit(self._seeing().encode_query, [_both(picture, text)])[0]

    def _seeing(self) -> Any:
        model = self._checkpoint.load()
        if "image" not in model.modalities:
            raise SettingsInvalid(
                f"{self.embedding.model} embeds no pictures, only {', '.join(model.modalities)}.",
                hint="Set KB_RETRIEVAL_EMBEDDER_NAME to a Qwen3-VL-Embedding.",
            )
        return model

    def _unit(self, encode: Callable[..., Any], inputs: list[Any]) -> list[Dense]:
        with self._checkpoint.alone:
            found = encode(
                inputs, batch_size=TOGETHER, normalize_embeddings=True, show_progress_bar=False,
                truncate_dim=self.embedding.dimension,
            )  # fmt: skip
        if found.shape[1] != self.embedding.dimension:
            raise SettingsInvalid(
                f"{self.embedding.model} gives {found.shape[1]} dimensions, not {self.embedding.dimension}.",
                hint="Set KB_RETRIEVAL_EMBEDDER_DIMENSION to what the model gives, or less.",
            )
        return [tuple(vector) for vector in found.tolist()]


def _both(picture: bytes, text: str) -> dict[str, Any]:
    """A picture, and its words where it has any, as the library takes them."""
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
        pixels = opened.convert("RGB")
    return {"image": pixels, "text": text} if text else {"image": pixels}


def build(settings: EmbedderSettings) -> SentenceModel:
    """The name and dimension are needed before loading, which takes long: an index is opened by them.

    Pictures are embedded where the name is the folder of a Qwen3-VL: only there it is known unloaded.
    """
    require("embedder")
    if not settings.name or settings.dimension < 1:
        raise SettingsInvalid(
            "The embedder sentence_transformers needs a model's name and its dimension.",
            hint="Set KB_RETRIEVAL_EMBEDDER_NAME and KB_RETRIEVAL_EMBEDDER_DIMENSION.",
        )
    checkpoint = Checkpoint(
        "SentenceTransformer",
        settings.name,
        settings.revision,
        "KB_RETRIEVAL_EMBEDDER_NAME",
        settings.prepare,
    )
    sees = model_type(settings.name) == QWEN_VL
    return SentenceModel(Embedding(settings.name, settings.revision, settings.dimension, sees), checkpoint)
