"""Speed of a search among many synthetic passages, filtered by product."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from figure import Figure, Stage, p50, p95
from finding import Case, Shelf, Task, Unit

from kb_sources.plugins import load
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Query
from retrieval.question import Reader, Weights
from retrieval.search import Search
from retrieval.store import Lookup, PassageStore, Point, Scored, StoreSettings

_MANUALS = 50
_QUERIES = 200
_WORDS = [
    f"{a}{b}{c}" for a in "bcdfgklmnprst" for b in ("an", "el", "or", "ui") for c in ("ta", "mo", "ix", "ed")
]
_CHANCES = [1 / rank for rank in range(1, len(_WORDS) + 1)]  # Zipf: a few words are everywhere
_STORE = "qdrant_edge"


@dataclass
class Timed:
    """A store that notes how long its lookups took, in milliseconds."""

    store: PassageStore
    spent: list[float] = field(default_factory=list)

    def put(self, points: Sequence[Point]) -> None:
        self.store.put(points)

    def remove(self, tenant: str, reading: str) -> None:
        self.store.remove(tenant, reading)

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        began = time.perf_counter()
        found = self.store.search(lookup)
        self.spent.append(1000 * (time.perf_counter() - began))
        return found

    def rarities(self, tenant: str, terms: Sequence[int]) -> tuple[float, ...]:
        return self.store.rarities(tenant, terms)

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        return self.store.ids(tenant, reading)

    def clear(self, tenant: str) -> None:
        self.store.clear(tenant)

    def close(self) -> None:
        self.store.close()


def search(stage: Stage) -> list[Figure]:
    """Eight words among the passages of one product of fifty, and among all: the lookup, the whole search."""
    settings = StoreSettings(stage.folder / "many")
    store = Timed(load("retrieval.stores", _STORE).build(settings))
    encoder, chance = Encoder(), random.Random(0)
    shelf = Shelf(_synthetic(stage.passages, chance))
    began = time.perf_counter()
    shelf.fill(Index(store, encoder, ("t",)))
    filled = time.perf_counter() - began
    finder = Search(store, shelf, encoder, Reader(encoder, Glossary.load(), Weights()))
    finder.find(Query("t", _WORDS[0], "en"))  # what is read once is read
    whole: dict[bool, list[float]] = {True: [], False: []}
    alone: dict[bool, list[float]] = {True: [], False: []}
    for n in range(_QUERIES):
        words = " ".join(chance.choices(_WORDS, _CHANCES, k=8))
        for filtered in (True, False):
            store.spent.clear()
            products = (f"m{n % _MANUALS}",) if filtered else ()
            began = time.perf_counter()
            assert finder.find(Query("t", words, "en", products)).hits
            whole[filtered].append(1000 * (time.perf_counter() - began))
            alone[filtered].append(sum(store.spent))
    store.close()
    held = len(shelf.held)
    return [
        Figure(
            "search", f"{held:,} passages, {_STORE}, product filter, lookup: p50", p50(alone[True]), "ms", 10
        ),
        Figure("search", "… p95", p95(alone[True]), "ms"),
        Figure("search", "… whole search with passages, neighbours, coverage: p50", p50(whole[True]), "ms"),
        Figure("search", "without filter, lookup: p50", p50(alone[False]), "ms"),
        Figure("search", "… whole search: p50", p50(whole[False]), "ms"),
        Figure("search", "written, encoding included", held / filled, "passages/s"),
    ]


def _synthetic(passages: int, chance: random.Random) -> Task:
    """Pages of one passage each, of words as unequal as those of a language, in fifty manuals."""
    units = [
        Unit(
            f"m{number % _MANUALS}",
            str(number),
            (chance.choice(_WORDS),),
            "\n".join(" ".join(chance.choices(_WORDS, _CHANCES, k=12)) for _ in range(7)),
        )
        for number in range(passages)
    ]
    return Task("many", units, cases=list[Case](), language="en")
