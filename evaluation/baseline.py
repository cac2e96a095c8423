"""Stock LlamaIndex beside our retrieval: a page's text → SentenceSplitter → the very same search.

The chunks know no section, table, step or product, and nothing is filtered. It needs llama-index-core
(the extra `llamaindex`).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from api.wiring import Service
from evaluation.case import Case
from evaluation.scorer import Result
from evaluation.shelf import PageText, Shelf, opened
from kb_sources.errors import SettingsInvalid

CHUNK_TOKENS = 512
OVERLAP_TOKENS = 20


def pages_of(service: Service) -> Iterator[PageText]:
    """The pages of all live manuals as they were read: with our OCR, which stock readers do not have."""
    for reading, (_, edition) in service.catalogue.live(service.settings.tenant).items():
        for page in service.workshop.sheets.pages(reading):
            text = "\n".join(line.text for line in page.lines)
            yield PageText(edition.source_name, page.number, text, edition.language)


def search_stock(pages: Iterable[PageText], cases: Sequence[Case], limit: int) -> list[Result]:
    """Every question against the chunks; a result has a trail and no answer. Photos are not looked at."""
    plain = [replace(page, text="\n".join((*page.titles, page.text)), titles=()) for page in pages]
    shelf = Shelf(plain, cut=_splitter().split_text, apart=True)
    with opened(shelf) as desk:
        return list(desk.find([replace(case, product=None) for case in cases], limit))


def _splitter() -> Any:
    try:
        parser = importlib.import_module("llama_index.core.node_parser")
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            f"The LlamaIndex baseline needs {error.name}, which is not installed.",
            hint="pip install 'fixcite[llamaindex]'",
        ) from error
    return parser.SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
