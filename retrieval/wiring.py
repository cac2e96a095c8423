"""Builds the retrieval side from settings; the only place in the package that reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from kb_sources.catalogue import Catalogue
from kb_sources.plugins import load
from kb_sources.settings import Settings
from kb_sources.vectors import Vectors
from retrieval.checkpoint import Prepare, nothing
from retrieval.elsewhere import Elsewhere
from retrieval.embedder import Embedder, EmbedderSettings, Meanings, SeeingEmbedder, Sights
from retrieval.fusion import Fusing
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.looking import Looking
from retrieval.products import Products
from retrieval.question import Reader, Weights
from retrieval.reranker import RerankerSettings, Reranking, build_reranker
from retrieval.search import Search
from retrieval.store import PassageStore, StoreSettings, Sum


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Everything the retrieval side consists of."""

    store: PassageStore
    index: Index
    search: Search
    elsewhere: Elsewhere
    products: Products
    glossary: Glossary

    def close(self) -> None:
        self.store.close()


def build(
    settings: Settings,
    catalogue: Catalogue,
    prepare: Prepare = nothing,
    crop: Callable[[str], bytes] | None = None,
) -> Retrieval:
    """Open the index; one that lost points to damage or was never filled is filled from the catalogue.

    `prepare` is called before a Qwen3-VL is loaded, see retrieval.checkpoint. `crop` gives the pictures of
    figures by their keys; without it photos find none.
    """
    url = settings.retrieval_url
    embedder = _embedder(settings, prepare)
    place = StoreSettings(
        None if url else settings.data.resolve() / "index",
        url,
        settings.retrieval_key,
        embedder.embedding if embedder else None,
    )
    store: PassageStore = load("retrieval.stores", settings.retrieval_store).build(place)
    encoder = Encoder()
    own = [Path(settings.retrieval_glossary)] if settings.retrieval_glossary else []
    glossary = Glossary.load(*own)
    reader = Reader(encoder, glossary, Weights())
    meanings = fusing = sights = looking = None
    if embedder:
        kind = embedder.embedding
        memory = Vectors(catalogue.engine, kind.name, kind.dimension)
        meanings = Meanings(embedder, memory)
        if kind.pictures and crop:
            seeing = cast(SeeingEmbedder, embedder)
            sights, looking = Sights(seeing, memory, crop), Looking(seeing, store)
        fusing = Fusing(embedder, store, encoder, Sum(settings.retrieval_dense_weight))
    index = Index(store, encoder, (settings.tenant,), meanings, sights)
    if not index.agrees(catalogue):
        index.rebuild(catalogue)
    search = Search(store, catalogue, encoder, reader, fusing, _reranking(settings, prepare), looking)
    products = Products(catalogue, settings.tenant, partial(search.knows, settings.tenant))
    elsewhere = Elsewhere(store, catalogue, reader, settings.tenant)
    return Retrieval(store, index, search, elsewhere, products, glossary)


def _embedder(settings: Settings, prepare: Prepare) -> Embedder | None:
    if settings.retrieval_embedder == "none":
        return None
    chosen = EmbedderSettings(
        settings.retrieval_embedder_name,
        settings.retrieval_embedder_revision,
        settings.retrieval_embedder_dimension,
        prepare,
    )
    embedder: Embedder = load("retrieval.embedders", settings.retrieval_embedder).build(chosen)
    return embedder


def _reranking(settings: Settings, prepare: Prepare) -> Reranking | None:
    if settings.retrieval_reranker == "none":
        return None
    chosen = RerankerSettings(settings.retrieval_reranker_name, settings.retrieval_reranker_revision, prepare)
    return Reranking(build_reranker(settings.retrieval_reranker, chosen))
