"""What a manual is about, in the glossary's families of concepts: who asks about a washer seldom says so.

It does not know the question; what is heard in a manual's words is all it goes by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Protocol

from kb_sources.manual import Passage
from retrieval.glossary import Widening

MOST_PASSAGES = (
    300  # from the beginning of a manual: its subject shows at once, and a long one must not cost seconds
)


CLEAR = 0.4  # of the passages must speak of a family for it to be the subject


class Passages(Protocol):
    def passages_of(self, reading: str) -> Iterable[Passage]: ...


class Subjects:
    """Remembers every reading it was asked about: what one holds never changes. Threads may share one."""

    def __init__(self, library: Passages, hear: Callable[[str], Iterable[Widening]]) -> None:
        self._library = library
        self._hear = hear
        self._known: dict[str, frozenset[str]] = {}

    def of(self, titles: Mapping[str, str]) -> frozenset[str]:
        """The families that readings, given with their titles, are about."""
        for reading in titles.keys() - self._known.keys():
            self._known[reading] = self._about(reading, titles[reading])
        return frozenset().union(*(self._known[reading] for reading in titles))

    def _about(self, reading: str, title: str) -> frozenset[str]:
        """What the title names, and the family that most passages speak of, where one stands out."""
        spoken: Counter[str] = Counter()
        passages = list(islice(self._library.passages_of(reading), MOST_PASSAGES))
        for passage in passages:
            spoken.update(self._families("\n".join((*passage.section, passage.text))))
        clear = (family for family, count in spoken.most_common(1) if count >= CLEAR * len(passages))
        return self._families(title).union(clear)

    def _families(self, text: str) -> frozenset[str]:
        return frozenset(
            w.concept.partition(".")[0] for w in self._hear(text) if w.kind in ("part", "symptom")
        )
