"""What an embedder is, and the vectors of passages: each text embedded once, then remembered.

It does not know a model (embedders/ do) nor how vectors are searched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    pictures: bool = False  # whether pictures are put into the same space

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


class SeeingEmbedder(Embedder, Protocol):
    """One whose `embedding.pictures` is true: pictures, texts and both together are near what they mean.

    Pictures are PNG or JPEG bytes.
    """

    def figures(self, shown: Sequence[tuple[bytes, str]]) -> list[Dense]: ...
    def photo(self, picture: bytes, text: str = "") -> Dense: ...


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


class Sights:
    """Vectors of figures: the crop together with its caption, from memory where there, else made and kept."""

    def __init__(self, embedder: SeeingEmbedder, memory: Memory, crop: Callable[[str], bytes]) -> None:
        """`crop` gives the picture of a figure by its key."""
        self._embedder = embedder
        self._memory = memory
        self._crop = crop

    def of(self, passages: Sequence[Passage]) -> dict[str, Dense]:
        """By passage id, for those that are figures with a picture."""
        figures = {_sight(p): p for p in passages if p.kind == "figure" and p.figure}
        found = dict(self._memory.held(list(figures)))
        for some in _batches([key for key in figures if key not in found]):
            shown = [(self._crop(figures[key].figure), figures[key].text) for key in some]
            fresh = dict(zip(some, self._embedder.figures(shown), strict=True))
            self._memory.keep(fresh)
            found.update(fresh)
        return {p.id: found[_sight(p)] for p in passages if p.kind == "figure" and p.figure}


def _sight(passage: Passage) -> str:
    """What a figure's vector is remembered by; no text has the same hash."""
    return hashlib.sha256(f"figure\0{passage.figure}\0{passage.text}".encode()).hexdigest()


def _batches(hashes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(hashes), BATCH):
        yield hashes[start : start + BATCH]
