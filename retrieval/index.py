"""The write side: passages of a reading into the store, checked, and out again.

It does not decide what is live; the store can be filled anew from the catalogue at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from kb_sources.errors import IndexUnavailable
from kb_sources.manual import Edition, Manual, Passage
from retrieval.embedder import Dense, Meanings, Sights
from retrieval.lexical import Encoder
from retrieval.store import PassageStore, Point, Sparse

PAGE_WORDS = 600  # a page or section with more is cut: what stands further away says little about a passage


class Truth(Protocol):
    """What the catalogue tells about passages that belong in the index."""

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]: ...
    def passages_of(self, reading: str) -> Iterable[Passage]: ...


class Index:
    """`tenants` are those whose passages `agrees` and `rebuild` look after; no `meanings`: by words alone."""

    def __init__(
        self,
        store: PassageStore,
        encoder: Encoder,
        tenants: Sequence[str],
        meanings: Meanings | None = None,
        sights: Sights | None = None,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._tenants = tuple(tenants)
        self._meanings = meanings
        self._sights = sights

    def publish(self, reading: str, manual: Manual, passages: Iterable[Passage]) -> int:
        """Make the passages of one reading searchable; doing it again changes nothing. How many there are.

        They are on disk on return; what has to be embedded is kept as it is made, so a repeated call goes on.
        IndexUnavailable when the store then holds others than these.
        """
        points = list(self._points(reading, manual, list(passages)))
        self._store.put(points)
        stored = self._store.ids(manual.tenant, reading)
        if extra := stored - {p.id for p in points}:  # left by an earlier cut of the same reading
            self._store.remove(manual.tenant, reading)
            self._store.put(points)
            stored = self._store.ids(manual.tenant, reading)
            extra = stored - {p.id for p in points}
        if extra or len(stored) != len(points):
            raise IndexUnavailable(
                f"The index holds {len(stored)} passages of a reading that has {len(points)}.",
                hint="Run kb-ingest reindex.",
            )
        return len(points)

    def remove(self, tenant: str, reading: str) -> None:
        """Forget a reading; none is no error."""
        self._store.remove(tenant, reading)

    def agrees(self, truth: Truth) -> bool:
        """Whether the store holds the ids of all live passages; false after damage, then `rebuild`."""
        return all(
            self._store.ids(tenant, reading) == {p.id for p in truth.passages_of(reading)}
            for tenant in self._tenants
            for reading in truth.live(tenant)
        )

    def rebuild(self, truth: Truth) -> int:
        """Empty and fill with what is live; searches meanwhile find less. How many passages there are.

        It is also how an index that another embedder made is taken over.
        """
        self._store.renew()
        for tenant in self._tenants:
            self._store.clear(tenant)
        return sum(
            self.publish(reading, manual, truth.passages_of(reading))
            for tenant in self._tenants
            for reading, (manual, _) in truth.live(tenant).items()
        )

    def _points(self, reading: str, manual: Manual, passages: Sequence[Passage]) -> Iterator[Point]:
        meant: Mapping[str, Dense] = {}
        if self._meanings:
            meant = self._meanings.of(passages, manual.language)
        seen: Mapping[str, Dense] = self._sights.of(passages) if self._sights else {}
        for page, group in _pages(passages):
            around = self._encoder.page(page)
            for passage in group:
                yield Point(
                    id=passage.id,
                    words=self._words(passage, around),
                    tenant=manual.tenant,
                    manual=manual.id,
                    edition=passage.edition,
                    reading=reading,
                    language=manual.language,
                    kind=passage.kind,
                    dense=meant.get(passage.text_hash, ()),
                    picture=seen.get(passage.id, ()),
                )

    def _words(self, passage: Passage, around: Sparse) -> Sparse:
        return self._encoder.document(passage.text, around, passage.section)


def _pages(passages: Sequence[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """Passages by the page they begin on, or by section where there are no pages, with the text of each."""
    groups: dict[tuple[int | tuple[str, ...], int], list[Passage]] = {}
    sizes: dict[int | tuple[str, ...], int] = {}
    for passage in passages:
        place = passage.spans[0].page if passage.spans else passage.section
        size = sizes.get(place, 0)
        groups.setdefault((place, size // PAGE_WORDS), []).append(passage)
        sizes[place] = size + _length(passage.text)
    for group in groups.values():
        titles = dict.fromkeys(title for passage in group for title in passage.section)
        # A model's words about a figure find that figure, not what stands around it.
        yield "\n".join((*titles, *(passage.text for passage in group if not passage.hint))), group


def _length(text: str) -> int:
    """Words, two Chinese characters being about one."""
    wide = sum("㐀" <= character <= "鿿" for character in text)
    return len(text.split()) + wide // 2
