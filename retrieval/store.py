"""What a passage store is: points go in, a lookup by words and meaning comes out, one tenant at a time.

It does not know what a dimension means (lexical.py and the embedder do) nor which reading is live (the
catalogue does).
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kb_sources.errors import IndexUnavailable
from kb_sources.manual import Language, PassageKind
from retrieval.embedder import Dense, Embedding


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse vector: distinct dimensions 0..2³²-1 and the weight of each."""

    indices: tuple[int, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.indices) != len(self.values):
            raise ValueError(f"{len(self.indices)} dimensions but {len(self.values)} weights")
        if len(set(self.indices)) != len(self.indices):
            raise ValueError("a dimension occurs twice")


@dataclass(frozen=True, slots=True)
class Point:
    """One passage as the store sees it."""

    id: str  # of the passage; any string, unique within the tenant
    words: Sparse
    tenant: str
    manual: str
    edition: str
    reading: str
    language: Language
    kind: PassageKind
    dense: Dense = ()  # a unit vector; none when nothing embeds the text
    picture: Dense = ()  # … of a figure's picture


@dataclass(frozen=True, slots=True)
class Sum:
    """Score by words plus `weight` times the cosine where that is above 0."""

    weight: float


@dataclass(frozen=True, slots=True)
class Ranks:
    """Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009) as Qdrant weighs it.

    The n-th of a ranking, n from 0, counts 1 / (k - 1 + (n + 1) / w), w being 1 for the words.
    """

    weight: float
    k: int = 60


Fusion = Sum | Ranks
DEPTH = 100  # of each ranking that are fused


@dataclass(frozen=True, slots=True)
class Lookup:
    """One search; the score of a point by words is Σ weight · idf · value over the shared dimensions."""

    tenant: str
    words: Sparse
    manuals: frozenset[str] | None = None  # None: all
    excluded: frozenset[str] = frozenset()  # readings that must not come back
    limit: int = 50
    dense: Dense = ()  # of the question; none: by words alone
    fusion: Fusion = Sum(0.0)


@dataclass(frozen=True, slots=True)
class Sight:
    """A search for figures that look like a photo; the score of a point is the cosine."""

    tenant: str
    picture: Dense
    manuals: frozenset[str] | None = None  # None: all
    excluded: frozenset[str] = frozenset()  # readings that must not come back
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Scored:
    id: str
    reading: str
    score: float


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What a store may need to open; each takes its part."""

    path: Path | None = None  # folder or file of an embedded store; None: in memory where it can be
    url: str = ""
    key: str = ""
    embedding: Embedding | None = None  # of the vectors it is to hold; None: words alone


class PassageStore(Protocol):
    """Every call is within one tenant but `close`. IndexUnavailable when it cannot be used."""

    def put(self, points: Sequence[Point]) -> None:
        """Add or replace by (tenant, id); durable on return, and doing it again changes nothing.

        IndexUnavailable when what is held was embedded otherwise than the settings say, see `renew`.
        """

    def remove(self, tenant: str, reading: str) -> None:
        """Forget a reading; none is no error. Durable on return."""

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        """Best first; points that share no dimension do not come back, unless they are close in meaning.

        IndexUnavailable for a lookup by meaning when what is held was embedded otherwise, see `renew`.
        """

    def look(self, sight: Sight) -> tuple[Scored, ...]:
        """The nearest figures first; none where the index holds no pictures.

        IndexUnavailable when what is held was embedded otherwise than the settings say, see `renew`.
        """

    def rarities(self, tenant: str, terms: Sequence[int]) -> tuple[float, ...]:
        """The idf of each dimension among the tenant's points, see `rarity`."""

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        """The ids of a reading, or of the whole tenant."""

    def clear(self, tenant: str) -> None:
        """Forget everything of the tenant. Durable on return."""

    def renew(self) -> bool:
        """Forget everything of every tenant if it was embedded otherwise than the settings say; whether.

        An empty store is renewed by opening it.
        """

    def close(self) -> None:
        """Write what is pending and let go; the store is not used afterwards."""


def rarity(points: int, holding: int) -> float:
    """Inverse document frequency of BM25 (Robertson & Zaragoza 2009), as Qdrant's IDF modifier has it."""
    return math.log((points - holding + 0.5) / (holding + 0.5) + 1)


def same(held: Embedding | None, wanted: Embedding | None) -> None:
    """Raises IndexUnavailable unless both are vectors of one model: they cannot be compared."""
    if held != wanted:
        raise IndexUnavailable(
            f"The index was made with {held or 'no embedder'}, the settings say {wanted or 'no embedder'}.",
            hint="Run kb-ingest reindex, or set KB_RETRIEVAL_EMBEDDER as it was.",
        )


NAMES = uuid.UUID("6b3f7a70-3c1e-5e0a-9a52-0d6f5b7c1c11")


def point_id(tenant: str, passage: str) -> str:
    """A UUID for stores that want one; the same passage of the same tenant always gets the same."""
    return str(uuid.uuid5(NAMES, f"{tenant}\x00{passage}"))
