"""What a manual is about: the kinds of device it is for, and the families of concepts it speaks of; who asks
about a washer seldom says so.

It does not know the question; what is heard in a manual's words is all it goes by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from kb_sources.manual import Passage
from retrieval.glossary import Widening

MOST_PASSAGES = (
    300  # from the beginning of a manual: its subject shows at once, and a long one must not cost seconds
)
OPENING = 3  # passages of a manual's beginning that tell what device it is for: its cover and imprint
CLEAR = 0.4  # of the passages must speak of a family for it to be the subject


class Passages(Protocol):
    def passages_of(self, reading: str, first: int = ..., last: int = ...) -> Iterable[Passage]: ...


@dataclass(frozen=True, slots=True)
class Held:
    """Which readings are for a kind of device that a text names; all may be where it names none, or one that
    none is for."""

    kinds: frozenset[str]
    sure: frozenset[str]
    readings: frozenset[str]  # with those of which no kind is known


class Subjects:
    """Remembers every reading it was asked about: what one holds never changes. Threads may share one."""

    def __init__(self, library: Passages, hear: Callable[[str], Iterable[Widening]]) -> None:
        self._library = library
        self._hear = hear
        self._known: dict[str, frozenset[str]] = {}
        self._devices: dict[str, frozenset[str]] = {}

    def of(self, titles: Mapping[str, str]) -> frozenset[str]:
        """The families that readings, given with their titles, are about."""
        for reading in titles.keys() - self._known.keys():
            self._known[reading] = self._about(reading, titles[reading])
        return frozenset().union(*(self._known[reading] for reading in titles))

    def held_to(self, text: str, titles: Mapping[str, str]) -> Held:
        """What a text's name for a device says of readings, given with their titles."""
        named = {w.concept for w in self._hear(text) if w.kind == "device"}
        devices = {reading: self._devices_of(reading, titles[reading]) for reading in titles if named}
        kinds = frozenset(named).intersection(frozenset().union(*devices.values()))
        sure = frozenset(r for r, known in devices.items() if known & kinds)
        return Held(kinds, sure, sure | {r for r in titles if not kinds or not devices[r]})

    def _devices_of(self, reading: str, title: str) -> frozenset[str]:
        """The kinds of device that a reading is for, as its title and its cover name them; maybe none.

        What is called a "3D printer" there is a printer, too.
        """
        if reading not in self._devices:
            opening = self._library.passages_of(reading, 0, OPENING - 1)
            text = "\n".join((title, *(line for p in opening for line in (*p.section, p.text))))
            names = {w.matched for w in self._hear(text) if w.kind == "device"}
            ends = {name[cut:] for name in names for cut in range(len(name))}
            self._devices[reading] = frozenset(
                w.concept for end in ends for w in self._hear(end) if w.kind == "device" and w.matched == end
            )
        return self._devices[reading]

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
            w.concept.partition(".")[0] for w in self._hear(text) if w.kind in ("device", "part", "symptom")
        )
