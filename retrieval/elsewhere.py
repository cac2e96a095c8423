"""Looks where the other live editions and manuals of a product speak of what a passage speaks of.

It does not compare what they say: vlm/disputes.py does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kb_sources.manual import Edition, Manual, Passage
from retrieval.query import Hit
from retrieval.question import Reader
from retrieval.store import Lookup, PassageStore

NEAREST = 24  # passages looked at, those of the passage's own reading included
_MOST_CHARS = 600  # of a passage that are looked for


class Library(Protocol):
    """What the catalogue tells."""

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]: ...
    def excluded(self, tenant: str) -> frozenset[str]: ...
    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]: ...


class Elsewhere:
    """Threads may share one. It costs nothing where a product has one manual of one edition."""

    def __init__(self, store: PassageStore, library: Library, reader: Reader, tenant: str) -> None:
        self._store = store
        self._library = library
        self._reader = reader
        self._tenant = tenant

    def find(self, passages: Sequence[Passage]) -> list[tuple[Hit, ...]]:
        """For each, the passages most like it, best first, of its own reading and of the others; nothing
        where no other live reading is about one of its products. Those in another language come last, found
        by the names that the glossary has for its words.
        """
        live = self._library.live(self._tenant)
        return [self._near(passage, live) for passage in passages]

    def _near(self, passage: Passage, live: Mapping[str, tuple[Manual, Edition]]) -> tuple[Hit, ...]:
        if passage.reading not in live:
            return ()
        manual, edition = live[passage.reading]
        kin = {r: about for r, about in live.items() if set(about[0].products) & set(manual.products)}
        if len(kin) < 2:
            return ()
        spoken = {r: about for r, about in kin.items() if about[1].language == edition.language}
        return self._like(passage, spoken, foreign=False) + self._like(
            passage, {r: about for r, about in kin.items() if r not in spoken}, foreign=True
        )

    def _like(
        self, passage: Passage, beside: Mapping[str, tuple[Manual, Edition]], *, foreign: bool
    ) -> tuple[Hit, ...]:
        if not beside:
            return ()
        words = self._reader.read(passage.text[:_MOST_CHARS], foreign=foreign).words
        manuals = frozenset(about[0].id for about in beside.values())
        excluded = self._library.excluded(self._tenant)
        scored = self._store.search(Lookup(self._tenant, words, manuals, excluded, NEAREST))
        passages = self._library.passages([s.id for s in scored if s.id != passage.id])
        found = ((passages.get(s.id), s) for s in scored if s.reading in beside)
        return tuple(
            Hit(other, *beside[s.reading], s.score, ("elsewhere",))
            for other, s in found
            if other is not None and not other.hint
        )

    def bound(self, hit: Hit) -> tuple[Hit, ...]:
        """The warnings that must come with a hit."""
        warnings = self._library.passages(hit.passage.warned_by)
        return tuple(Hit(w, hit.manual, hit.edition, hit.score, ("warning",)) for w in warnings.values())
