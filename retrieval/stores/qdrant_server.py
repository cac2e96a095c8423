"""A Qdrant server or cluster by URL; without one, qdrant-client's own local mode (small sets, tests).

It does not manage the server: snapshots, shards and access are its operator's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from kb_sources.errors import IndexUnavailable
from retrieval.qdrant import FILTERED, WORDS, idf, payload, scope
from retrieval.store import Lookup, Point, Scored, StoreSettings, point_id, rarity

COLLECTION = "passages"
BATCH = 500


class ServerStore:
    def __init__(self, client: QdrantClient, where: str, *, local: bool) -> None:
        self._client = client
        self._where = where
        self._local = local
        self._ready()

    def put(self, points: Sequence[Point]) -> None:
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
        found = self._call(
            self._client.query_points,
            COLLECTION,
            query=_sparse(lookup.words.indices, lookup.words.values),
            using=WORDS,
            limit=lookup.limit,
            query_filter=scope(models, lookup.tenant, manuals=lookup.manuals, excluded=lookup.excluded),
            search_params=_tenant_idf(lookup.tenant),
            with_payload=["passage", "reading"],
        )
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

    def close(self) -> None:
        self._client.close()

    def _delete(self, scope: models.Filter) -> None:
        self._call(self._client.delete, COLLECTION, models.FilterSelector(filter=scope), wait=True)

    def _ready(self) -> None:
        if self._call(self._client.collection_exists, COLLECTION):
            return
        words = models.SparseVectorParams(modifier=models.Modifier.IDF)
        self._call(
            self._client.create_collection,
            COLLECTION,
            vectors_config={},
            sparse_vectors_config={WORDS: words},
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
    words = _sparse(point.words.indices, point.words.values)
    return models.PointStruct(
        id=point_id(point.tenant, point.id), vector={WORDS: words}, payload=payload(point)
    )


def _sparse(indices: Sequence[int], values: Sequence[float]) -> models.SparseVector:
    return models.SparseVector(indices=list(indices), values=list(values))


def _tenant_idf(tenant: str) -> models.SearchParams:
    return models.SearchParams(idf=models.IdfCorpusParams(corpus=scope(models, tenant)))


def build(settings: StoreSettings) -> ServerStore:
    if settings.url:
        client = QdrantClient(url=settings.url, api_key=settings.key or None)
        return ServerStore(client, settings.url, local=False)
    if settings.path is not None:
        return ServerStore(QdrantClient(path=str(settings.path)), str(settings.path), local=True)
    return ServerStore(QdrantClient(":memory:"), "memory", local=True)
