"""The search as a LlamaIndex retriever, for those who build on LlamaIndex; needs the extra `llamaindex`.

It checks no citation and drafts nothing: what is made of its nodes has not passed the gate that answers pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from kb_sources.codes import codes_in
from kb_sources.manual import Language
from kb_sources.tongue import language_of
from retrieval.query import Evidence, Hit, Query

# What a model should read beside the text; the rest of the metadata is for citing.
_READ_BY_MODEL = frozenset(("title", "section", "pages", "kind"))


class Finder(Protocol):
    def find(self, query: Query) -> Evidence: ...


class PassageRetriever(BaseRetriever):
    """Passages as nodes, best first; then the rest of their procedures and the warnings that belong to them.

    A node's id is the passage's; its metadata is what a citation needs, `places` being pages (1-based) with
    boxes in page fractions. With `products` (as the manuals name them) only their manuals are searched.
    """

    def __init__(
        self,
        search: Finder,
        tenant: str,
        *,
        products: Sequence[str] = (),
        language: Language | None = None,
        limit: int = 8,
        related: bool = True,
    ) -> None:
        self._search = search
        self._tenant = tenant
        self._products = tuple(products)
        self._language = language
        self._limit = limit
        self._related = related
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        text = query_bundle.query_str
        query = Query(
            self._tenant,
            text,
            self._language or language_of(text),
            self._products,
            codes_in(text, self._products),
            limit=self._limit,
        )
        evidence = self._search.find(query)
        hits = (*evidence.hits, *evidence.related) if self._related else evidence.hits
        return [NodeWithScore(node=_node(hit), score=hit.fused) for hit in hits]


def _node(hit: Hit) -> TextNode:
    passage, manual, edition = hit.passage, hit.manual, hit.edition
    places = [
        {"page": place.page, "boxes": [[b.x0, b.y0, b.x1, b.y1] for b in place.boxes]}
        for place in passage.places
    ]
    metadata: dict[str, Any] = {
        "title": manual.title,
        "section": " > ".join(passage.section),
        "pages": [place["page"] for place in places],
        "kind": passage.level or passage.kind,
        "manual": manual.id,
        "maker": manual.maker,
        "products": list(manual.products),
        "edition": edition.id,
        "revision": edition.revision,
        "language": edition.language,
        "source_name": edition.source_name,
        "places": places,
        "read_by": passage.read_by,
        "warned_by": list(passage.warned_by),
        "found_by": list(hit.found_by),
    }
    citing = [key for key in metadata if key not in _READ_BY_MODEL]
    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        excluded_llm_metadata_keys=citing,
        excluded_embed_metadata_keys=list(metadata),
    )
