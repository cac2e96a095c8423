"""A Qdrant server or cluster by URL; without one, qdrant-client's own local mode (small sets, tests).

It does not manage the server: snapshots, shards and access are its operator's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from kb_sources.errors import IndexUnavailable
from retrieval.embedder import Embedding
from retrieval.qdrant import (
    DENSE,
    FILTERED,
    PASSAGE,
    PICTURE,
    WORDS,
    dense_names,
    idf,
    payload,
    scope,
    vectors,
)
from retrieval.store import (
    DEPTH,
    Fusion,
    Lookup,
    Point,
    Ranks,
    Scored,
    Sight,
    StoreSettings,
    point_id,
    rarity,
    same,
)

COLLECTION = "passages"
BATCH = 500


class ServerStore:
    def __init__(self, client: QdrantClient, where: str, embedding: Embedding | None, *, local: bool) -> None:
        self._client = client
        self._where = where
        self._wanted = embedding
        self._local = local
        if not self._call(client.collection_exists, COLLECTION):
            self._create()
        self._held = self._embedding()
        if not self._call(client.count, COLLECTION).count:
            self.renew()

    def put(self, points: Sequence[Point]) -> None:
        same(self._held, self._wanted)
        for start in range(0, len(points), BATCH):
            batch = [_struct(p) for p in points[start : start + BATCH]]
            self._call(self._client.upsert, COLLECTION, batch, wait=True)

    def remove(self, tenant: str, reading: str) -> None:
        self._delete(scope(models, tenant, reading=reading))

    def clear(self, tenant: str) -> None:
        self._delete(scope(models, tenant))

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        if not lookup.words.indices or lookup.manuals == frozenset():
            return ()
        within = scope(models, lookup.tenant, manuals=lookup.manuals, excluded=lookup.excluded)
        words = _sparse(lookup.words.indices, lookup.words.values)
        how: dict[str, Any] = {"query": words, "using": WORDS, "query_filter": within}
        how["search_params"] = _tenant_idf(lookup.tenant)
        if lookup.dense:
            same(self._held, self._wanted)
            by_words = models.Prefetch(
                query=words, using=WORDS, filter=within, params=how["search_params"], limit=DEPTH
            )
            by_meaning = models.Prefetch(
                query=list(lookup.dense), using=DENSE, filter=within, score_threshold=0.0, limit=DEPTH
            )
            how = {"prefetch": [by_words, by_meaning], "query": _fused(lookup.fusion)}
        return self._scored(lookup.limit, how)

    def look(self, sight: Sight) -> tuple[Scored, ...]:
        same(self._held, self._wanted)
        if PICTURE not in dense_names(self._held) or sight.manuals == frozenset():
            return ()
        within = scope(models, sight.tenant, manuals=sight.manuals, excluded=sight.excluded)
        how = {"query": list(sight.picture), "using": PICTURE, "query_filter": within}
        return self._scored(sight.limit, how)

    def _scored(self, limit: int, how: dict[str, Any]) -> tuple[Scored, ...]:
        found = self._call(self._client.query_points, COLLECTION, limit=limit, with_payload=PASSAGE, **how)
        return tuple(Scored(p.payload["passage"], p.payload["reading"], p.score) for p in found.points)

    def rarities(self, tenant: str, terms: Sequence[int]) -> tuple[float, ...]:
        if not terms:
            return ()
        requests = [
            models.QueryRequest(
                query=_sparse([term], [1.0]),
                using=WORDS,
                limit=1,
                filter=scope(models, tenant),
                params=_tenant_idf(tenant),
                with_vector=[WORDS],
            )
            for term in terms
        ]
        found = [r.points for r in self._call(self._client.query_batch_points, COLLECTION, requests)]
        unseen = 0.0
        if not all(found):
            counted = self._call(
                self._client.count, COLLECTION, count_filter=scope(models, tenant), exact=True
            )
            unseen = rarity(counted.count, 0)
        return tuple(idf(points, term, unseen) for term, points in zip(terms, found, strict=True))

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        found: set[str] = set()
        offset = None
        while True:
            records, offset = self._call(
                self._client.scroll,
                COLLECTION,
                scroll_filter=scope(models, tenant, reading=reading),
                limit=BATCH,
                offset=offset,
                with_payload=["passage"],
            )
            found.update(record.payload["passage"] for record in records)
            if offset is None:
                return frozenset(found)

    def renew(self) -> bool:
        """Every tenant's points: on a shared server all processes change their settings together."""
        if self._held == self._wanted:
            return False
        self._call(self._client.delete_collection, COLLECTION)
        self._create()
        self._held = self._wanted
        return True

    def close(self) -> None:
        self._client.close()

    def _delete(self, scope: models.Filter) -> None:
        self._call(self._client.delete, COLLECTION, models.FilterSelector(filter=scope), wait=True)

    def _embedding(self) -> Embedding | None:
        kept = self._call(self._client.get_collection, COLLECTION).config.metadata or {}
        return Embedding(**kept["embedding"]) if "embedding" in kept else None

    def _create(self) -> None:
        wanted = self._wanted
        size = wanted.dimension if wanted else 0
        dense = {
            name: models.VectorParams(size=size, distance=models.Distance.COSINE)
            for name in dense_names(wanted)
        }
        self._call(
            self._client.create_collection,
            COLLECTION,
            vectors_config=dense,
            sparse_vectors_config={WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            metadata={"embedding": asdict(wanted)} if wanted else None,
        )
        if self._local:
            return  # local mode has no payload indexes
        for field in FILTERED:
            schema = models.KeywordIndexParams(
                type=models.KeywordIndexType.KEYWORD, is_tenant=field == "tenant"
            )
            self._call(self._client.create_payload_index, COLLECTION, field, schema, wait=True)

    def _call(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(*args, **kwargs)
        except (ApiException, ResponseHandlingException) as error:
            raise IndexUnavailable(
                f"Qdrant at {self._where} did not do {operation.__name__}: {error}",
                hint="Check that it runs and that KB_RETRIEVAL_URL and KB_RETRIEVAL_KEY are right.",
            ) from error


def _struct(point: Point) -> models.PointStruct:
    name = point_id(point.tenant, point.id)
    return models.PointStruct(id=name, vector=vectors(models, point), payload=payload(point))


def _fused(fusion: Fusion) -> models.Query:
    if isinstance(fusion, Ranks):
        return models.RrfQuery(rrf=models.Rrf(k=fusion.k, weights=[1.0, fusion.weight]))
    formula = models.SumExpression(
        sum=["$score[0]", models.MultExpression(mult=[fusion.weight, "$score[1]"])]
    )
    return models.FormulaQuery(formula=formula, defaults={"$score[0]": 0.0, "$score[1]": 0.0})


def _sparse(indices: Sequence[int], values: Sequence[float]) -> models.SparseVector:
    return models.SparseVector(indices=list(indices), values=list(values))


def _tenant_idf(tenant: str) -> models.SearchParams:
    return models.SearchParams(idf=models.IdfCorpusParams(corpus=scope(models, tenant)))


def build(settings: StoreSettings) -> ServerStore:
    if settings.url:
        client = QdrantClient(url=settings.url, api_key=settings.key or None)
        return ServerStore(client, settings.url, settings.embedding, local=False)
    if settings.path is not None:
        client = QdrantClient(path=str(settings.path))
        return ServerStore(client, str(settings.path), settings.embedding, local=True)
    return ServerStore(QdrantClient(":memory:"), "memory", settings.embedding, local=True)
