"""Speed of a search among many synthetic passages, filtered by product."""

from __future__ import annotations

import random
import time
from itertools import accumulate
from typing import Any, cast

from figure import Figure, Stage, p50, p95

from evaluation.shelf import TENANT, PageText, Shelf
from kb_sources.plugins import load
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Query
from retrieval.question import Reader, Weights
from retrieval.search import Search
from retrieval.store import Lookup, PassageStore, Scored, StoreSettings

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
