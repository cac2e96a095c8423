"""Finds the figures that look like a customer's photo.

It does not know what a figure shows; an embedder that sees does. What it finds joins what words found, it
decides nothing: figures have no score by words.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.embedder import SeeingEmbedder
from retrieval.store import PassageStore, Scored, Sight

MOST = 3  # figures that join the hits
LEAST = 0.3  # cosine of a figure that may be of the same thing; not fitted: there are no photos with gold


class Looking:
    """Threads may share one."""

    def __init__(self, embedder: SeeingEmbedder, store: PassageStore) -> None:
        self._embedder = embedder
        self._store = store

    def find(
        self,
        tenant: str,
        photos: Sequence[bytes],
        text: str,
        manuals: frozenset[str] | None,
        excluded: frozenset[str],
    ) -> list[Scored]:
        """The nearest figures to any of the photos, each asked together with the words; best first."""
        best: dict[str, Scored] = {}
        for photo in photos:
            sight = Sight(tenant, self._embedder.photo(photo, text), manuals, excluded, MOST)
            for found in self._store.look(sight):
                known = best.get(found.id)
                if found.score >= LEAST and (known is None or found.score > known.score):
                    best[found.id] = found
        return sorted(best.values(), key=lambda found: -found.score)[:MOST]
