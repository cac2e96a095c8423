"""Texts on a shelf in memory, searched by the very Search the service uses.

It knows no files, no readings and no answers; the shelf stands in for the catalogue.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.case import Case
from evaluation.scorer import Result
from kb_sources.manual import Box, Edition, Language, Manual, Passage, Span
from kb_sources.plugins import load
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Hit, Query
from retrieval.question import Reader, Weights, Widener
from retrieval.search import Search
from retrieval.store import PassageStore, StoreSettings

TENANT = "shelf"
PASSAGE_WORDS = 90
_STORE = "qdrant_edge"
Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class PageText:
    """One page's or section's text in reading order. `manual` is a file name, or what stands for one."""

    manual: str
    page: int
    text: str
    language: Language
    titles: tuple[str, ...] = ()


def cut_lines(text: str) -> list[str]:
    """Whole lines up to about PASSAGE_WORDS words; two Chinese characters count as one."""
    pieces: list[str] = []
    size = PASSAGE_WORDS
    for line in filter(str.strip, text.split("\n")):
        words = len(line.split()) + len(re.findall("[\u4e00-\u9fff]", line)) // 2
        if size + words > PASSAGE_WORDS:
            pieces.append(line)
            size = words
        else:
            pieces[-1] += "\n" + line
            size += words
    return pieces or [" "]


@dataclass
class Shelf:
    """The pages of manuals, each manual one live reading for the product of its name.

    With `apart` every piece has a place of its own: the text around it does not help to find it.
    """

    pages: Sequence[PageText]
    cut: Cut = cut_lines
    apart: bool = False
    readings: dict[str, tuple[Manual, Edition]] = field(default_factory=dict)
    held: dict[str, Passage] = field(default_factory=dict)
    page_of: dict[str, tuple[str, int]] = field(default_factory=dict)

    def fill(self, index: Index) -> None:
        by_manual: dict[str, list[PageText]] = {}
        for page in self.pages:
            by_manual.setdefault(page.manual, []).append(page)
        for name, pages in by_manual.items():
            language = pages[0].language
            manual = Manual(name, TENANT, "", "", (name,), language)
            self.readings[name] = (manual, Edition(name, name, "", language, "live", name, len(pages)))
            passages = list(self._passages(name, pages))
            self.held.update({p.id: p for p in passages})
            index.publish(name, manual, passages)

    def _passages(self, name: str, pages: Iterable[PageText]) -> Iterator[Passage]:
        order = 0
        for page in pages:
            for text in self.cut(page.text):
                order += 1
                id_ = f"{name}#{order}"
                self.page_of[id_] = (name, page.page)
                place = order if self.apart else page.page
                spans = (Span(0, len(text), place, Box(0, 0, 1, 1)),)
                yield Passage(id_, name, name, "text", page.titles, order, text, spans, "textlayer")

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return self.readings

    def excluded(self, tenant: str) -> frozenset[str]:
        return frozenset()

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        return {i: self.held[i] for i in ids}

    def passages_of(self, reading: str, first: int = 0, last: int = sys.maxsize) -> list[Passage]:
        return [p for p in self.held.values() if p.reading == reading and first <= p.order <= last]

    def part(self, reading: str, part_of: str) -> Sequence[Passage]:
        return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """An opened shelf: `find` asks it."""

    shelf: Shelf
    search: Search

    def find(self, cases: Iterable[Case], limit: int) -> Iterator[Result]:
        """Every question in its words and product alone; a result has a trail and no answer. It is timed."""
        for case in cases:
            asked = Query(
                TENANT, case.question, case.lang, (case.product,) if case.product else (), limit=limit
            )
            began = time.perf_counter()
            hits = self.search.find(asked).hits if case.question else ()
            seconds = time.perf_counter() - began
            yield Result(case.id, {}, {"hits": [self._told(hit) for hit in hits]}, seconds)

    def _told(self, hit: Hit) -> dict[str, Any]:
        """A hit as the audit record tells it, with the places of equal texts that it stands for."""
        (name, page), *others = (self.shelf.page_of[h.passage.id] for h in (hit, *hit.also))
        also = [{"source_name": other, "pages": [at]} for other, at in others]
        return {"source_name": name, "pages": [page], "also": also}


@contextmanager
def opened(shelf: Shelf, *, store: str = _STORE, glossary: Widener | None = None) -> Iterator[Desk]:
    """The shelf in an index of its own, gone afterwards; without `glossary` the built-in one widens."""
    encoder = Encoder()
    with tempfile.TemporaryDirectory() as folder:
        settings = StoreSettings(Path(folder) / "index")
        index: PassageStore = load("retrieval.stores", store).build(settings)
        try:
            shelf.fill(Index(index, encoder, (TENANT,)))
            reader = Reader(encoder, glossary or Glossary.load(), Weights())
            yield Desk(shelf, Search(index, shelf, encoder, reader))
        finally:
            index.close()
