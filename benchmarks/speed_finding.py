"""Speed of a search among many synthetic passages, filtered by product; and by meaning too, before and after
the graph of the vectors is built."""

from __future__ import annotations

import random
import time
from itertools import accumulate
from typing import Any, cast

import numpy as np
from figure import Figure, Stage, p50, p95

from evaluation.shelf import TENANT, PageText, Shelf
from kb_sources.plugins import load
from retrieval.embedder import Dense, Embedding
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Query
from retrieval.question import Reader, Weights
from retrieval.search import Search
from retrieval.store import Lookup, PassageStore, Point, Scored, Sparse, StoreSettings, Sum
from retrieval.stores.qdrant_edge import TIDY_FROM, EdgeStore

_MANUALS = 50
_QUERIES = 200
_SYLLABLES = [
    f"{a}{b}{c}" for a in "bcdfgklmnprst" for b in ("an", "el", "or", "ui") for c in ("ta", "mo", "ix", "ed")
]
_WORDS = [a + b for a in _SYLLABLES for b in _SYLLABLES][:20_000]  # as many as large manuals use
_CHANCES = list(accumulate(1 / rank for rank in range(1, len(_WORDS) + 1)))  # Zipf: a few are everywhere
_STORE = "qdrant_edge"


class Timed:
    """A store that notes how long its lookups took, in milliseconds; all else it passes on."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self.spent: list[float] = []

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        began = time.perf_counter()
        found = self._store.search(lookup)
        self.spent.append(1000 * (time.perf_counter() - began))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def search(stage: Stage) -> list[Figure]:
    """Eight words among the passages of one product of fifty, and among all: the lookup, the whole search."""
    settings = StoreSettings(stage.folder / "many")
    timed = Timed(load("retrieval.stores", _STORE).build(settings))
    store = cast(PassageStore, timed)
    encoder, chance = Encoder(), random.Random(0)
    shelf = Shelf(_synthetic(stage.passages, chance))
    began = time.perf_counter()
    shelf.fill(Index(store, encoder, (TENANT,)))
    filled = time.perf_counter() - began
    finder = Search(store, shelf, encoder, Reader(encoder, Glossary.load(), Weights()))
    finder.find(Query(TENANT, _WORDS[0], "en"))  # what is read once is read
    whole: dict[bool, list[float]] = {True: [], False: []}
    alone: dict[bool, list[float]] = {True: [], False: []}
    for n in range(_QUERIES):
        words = " ".join(chance.choices(_WORDS, cum_weights=_CHANCES, k=8))
        for filtered in (True, False):
            timed.spent.clear()
            products = (f"m{n % _MANUALS}",) if filtered else ()
            began = time.perf_counter()
            assert finder.find(Query(TENANT, words, "en", products)).hits
            whole[filtered].append(1000 * (time.perf_counter() - began))
            alone[filtered].append(sum(timed.spent))
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


def _synthetic(passages: int, chance: random.Random) -> list[PageText]:
    """Pages of one passage each, of words as unequal as those of a language, in fifty manuals."""
    return [
        PageText(
            f"m{number % _MANUALS}",
            number,
            "\n".join(" ".join(chance.choices(_WORDS, cum_weights=_CHANCES, k=12)) for _ in range(7)),
            "en",
            (chance.choice(_WORDS),),
        )
        for number in range(passages)
    ]


_DIMENSION = 384  # of all-MiniLM-L6-v2
_BATCH = 1000
_NEVER = 10**9


class Cloud:
    """Random points, the same each run: unit vectors, and words as unequal as those of a language."""

    def __init__(self) -> None:
        self._chance, self._normal = random.Random(0), np.random.default_rng(0)
        self._made = 0

    def points(self, count: int) -> list[Point]:
        self._made += count
        return [self._point(n) for n in range(self._made - count, self._made)]

    def lookup(self, manual: str | None) -> Lookup:
        manuals = frozenset({manual}) if manual else None
        return Lookup(TENANT, self._words(24), manuals, dense=self._unit(), fusion=Sum(30.0))

    def _point(self, number: int) -> Point:
        manual = f"m{number % _MANUALS}"
        return Point(
            f"p{number}", self._words(60), TENANT, manual, manual, manual, "en", "text", self._unit()
        )

    def _words(self, count: int) -> Sparse:
        drawn = {int(len(_WORDS) ** self._chance.random()) for _ in range(count)}
        return Sparse(tuple(drawn), tuple(self._chance.uniform(0.2, 2.0) for _ in drawn))

    def _unit(self) -> Dense:
        drawn = self._normal.standard_normal(_DIMENSION)
        return tuple((drawn / np.linalg.norm(drawn)).tolist())


def hybrid(stage: Stage) -> list[Figure]:
    """One fused lookup of words and a vector: no graph yet, graph built, and as many newer points as wait."""
    folder, kind, cloud = stage.folder / "hybrid", Embedding("random", "", _DIMENSION), Cloud()
    store = EdgeStore(folder, kind, tidy_from=_NEVER)
    for start in range(0, stage.passages, _BATCH):
        store.put(cloud.points(min(_BATCH, stage.passages - start)))
    figures = _fused(store, cloud, f"{stage.passages:,} vectors, before the graph", None)
    store.close()
    store = EdgeStore(folder, kind, tidy_from=1)
    began = time.perf_counter()
    store.put(cloud.points(1))
    figures.append(Figure("hybrid", "the graph built in a child, searches going on", _since(began), "s"))
    figures += _fused(store, cloud, "with the graph", 10)
    store.close()
    store = EdgeStore(folder, kind, tidy_from=_NEVER)
    store.put(cloud.points(min(stage.passages, TIDY_FROM) - 1))
    figures += _fused(store, cloud, f"and {TIDY_FROM:,} newer ones outside it, the most there are", 10)
    store.close()
    return figures


def _fused(store: PassageStore, cloud: Cloud, when: str, at_most: float | None) -> list[Figure]:
    figures = []
    for manual, who in (("m7", "product filter"), (None, "no filter")):
        walls, works = [], []
        for _ in range(_QUERIES):
            lookup = cloud.lookup(manual)
            began, worked = time.perf_counter(), time.process_time()
            store.search(lookup)
            walls.append(1000 * _since(began))
            works.append(1000 * (time.process_time() - worked))
        figures += [
            Figure("hybrid", f"{when}, {who}, lookup: p50", p50(walls), "ms", at_most if manual else None),
            Figure("hybrid", "… p95", p95(walls), "ms"),
            Figure("hybrid", "… p50 of processor time", p50(works), "ms"),
        ]
    return figures


def _since(began: float) -> float:
    return time.perf_counter() - began
