"""What an embedder is, and the vectors of passages: each text embedded once, then remembered.

It does not know a model (embedders/ do) nor how vectors are searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb_sources.manual import Language, Passage
from retrieval.checkpoint import Prepare, nothing

BATCH = 64  # texts embedded and remembered at once: what a kill can cost

Dense = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Embedding:
    """Whose vectors they are; those of two models, revisions or dimensions cannot be compared."""

    model: str
    revision: str
    dimension: int

    @property
    def name(self) -> str:
        return f"{self.model}@{self.revision}" if self.revision else self.model

    def __str__(self) -> str:
        return f"{self.name} ({self.dimension} dimensions)"


@dataclass(frozen=True, slots=True)
class EmbedderSettings:
    """What an embedder may need; each takes its part."""

    name: str = ""  # a folder, or a name that its library knows
    revision: str = ""
    dimension: int = 0  # 0: the model's own
    prepare: Prepare = nothing  # called before a Qwen3-VL is loaded


class Embedder(Protocol):
    """Unit vectors of `embedding.dimension` numbers, so that their dot product is the cosine."""

    @property
    def embedding(self) -> Embedding:
        """Known before the model is loaded."""

    @property
    def languages(self) -> frozenset[Language]:
        """Those whose texts it understands; others are neither embedded nor asked."""

    def passages(self, texts: Sequence[str]) -> list[Dense]: ...
    def question(self, text: str) -> Dense: ...


class Memory(Protocol):
    """Where vectors are kept, by the hash of the text; see kb_sources.vectors."""

    def held(self, hashes: Sequence[str]) -> Mapping[str, Dense]: ...
    def keep(self, vectors: Mapping[str, Sequence[float]]) -> None: ...


class Meanings:
    """Vectors of passages, from memory where there, else made and kept."""

    def __init__(self, embedder: Embedder, memory: Memory) -> None:
        self._embedder = embedder
        self._memory = memory

    def of(self, passages: Sequence[Passage], language: Language) -> dict[str, Dense]:
        """By text hash. The text alone is embedded: titles helped no more (benchmarks/fusion.md)."""
        if language not in self._embedder.languages:
            return {}
        texts = {p.text_hash: p.text for p in passages}
        found = dict(self._memory.held(list(texts)))
        for some in _batches([text_hash for text_hash in texts if text_hash not in found]):
            vectors = self._embedder.passages([texts[text_hash] for text_hash in some])
            fresh = dict(zip(some, vectors, strict=True))
            self._memory.keep(fresh)
            found.update(fresh)
        return found


def _batches(hashes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(hashes), BATCH):
        yield hashes[start : start + BATCH]
