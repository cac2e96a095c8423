"""Stock LlamaIndex beside our retrieval: a page's text → SentenceSplitter → the very same search.

The chunks know no section, table, step or product, and nothing is filtered. It needs llama-index-core
(the extra `llamaindex`).
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.wiring import Service
from evaluation.case import Case
from evaluation.scorer import Result
from kb_sources.errors import SettingsInvalid
from kb_sources.manual import Box, Edition, Language, Manual, Passage, Span
from kb_sources.plugins import load
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Query
from retrieval.question import Reader, Weights
from retrieval.search import Search
from retrieval.store import PassageStore, StoreSettings

CHUNK_TOKENS = 512
OVERLAP_TOKENS = 20
_TENANT = "baseline"
_STORE = "qdrant_edge"
_HITS = 8  # as many as an Ask looks at


@dataclass(frozen=True, slots=True)
class PageText:
    """One page's text in reading order. `manual` is the file name as added."""

    manual: str
    page: int
    text: str
    language: Language


@dataclass
class _Chunks:
    """A catalogue in memory: every manual one reading, every chunk a passage with a place of its own."""

    live_readings: dict[str, tuple[Manual, Edition]] = field(default_factory=dict)
    held: dict[str, Passage] = field(default_factory=dict)
    page_of: dict[str, tuple[str, int]] = field(default_factory=dict)

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return self.live_readings

    def excluded(self, tenant: str) -> frozenset[str]:
        return frozenset()

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        return {i: self.held[i] for i in ids}

    def part(self, reading: str, part_of: str) -> Sequence[Passage]:
        return ()


def pages_of(service: Service) -> Iterator[PageText]:
    """The pages of all live manuals as they were read: with our OCR, which stock readers do not have."""
    for reading, (_, edition) in service.catalogue.live(service.settings.tenant).items():
        for page in service.workshop.sheets.pages(reading):
            text = "\n".join(line.text for line in page.lines)
            yield PageText(edition.source_name, page.number, text, edition.language)


def search_stock(pages: Iterable[PageText], cases: Sequence[Case], limit: int = _HITS) -> list[Result]:
    """Every question against the chunks; a result has a trail and no answer. Photos are not looked at."""
    encoder, chunks = Encoder(), _Chunks()
    with tempfile.TemporaryDirectory() as folder:
        store: PassageStore = load("retrieval.stores", _STORE).build(StoreSettings(Path(folder) / "index"))
        _fill(chunks, pages, Index(store, encoder, (_TENANT,)))
        search = Search(store, chunks, encoder, Reader(encoder, Glossary.load(), Weights()))
        results = []
        for case in cases:
            asked = Query(_TENANT, case.question, case.lang, limit=limit)
            hits = search.find(asked).hits if case.question else ()
            places = [chunks.page_of[hit.passage.id] for hit in hits]
            trail = {"hits": [{"source_name": manual, "pages": [page]} for manual, page in places]}
            results.append(Result(case.id, {}, trail, 0.0))
        store.close()
    return results


def _fill(chunks: _Chunks, pages: Iterable[PageText], index: Index) -> None:
    splitter = _splitter()
    by_manual: dict[str, list[PageText]] = {}
    for page in pages:
        by_manual.setdefault(page.manual, []).append(page)
    for name, own in by_manual.items():
        manual = Manual(name, _TENANT, name, "", (), own[0].language)
        edition = Edition(name, name, "", own[0].language, "live", name, len(own))
        chunks.live_readings[name] = (manual, edition)
        passages: list[Passage] = []
        for page in own:
            for text in splitter.split_text(page.text):
                place = len(passages) + 1  # a place each: the text around a chunk must not help to find it
                passage = Passage(
                    id=f"{name}#{place}",
                    edition=name,
                    reading=name,
                    kind="text",
                    section=(),
                    order=place,
                    text=text,
                    spans=(Span(0, len(text), place, Box(0, 0, 1, 1)),),
                    read_by="textlayer",
                )
                passages.append(passage)
                chunks.page_of[passage.id] = (page.manual, page.page)
        chunks.held.update({p.id: p for p in passages})
        index.publish(name, manual, passages)


def _splitter() -> Any:
    try:
        parser = importlib.import_module("llama_index.core.node_parser")
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            f"The LlamaIndex baseline needs {error.name}, which is not installed.",
            hint="pip install 'fixcite[llamaindex]'",
        ) from error
    return parser.SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
