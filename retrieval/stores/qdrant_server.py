"""A Qdrant server or cluster by URL; without one, qdrant-client's own local mode (small sets, tests).

It does not manage the server: snapshots, shards and access are its operator's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException

from kb_sources.errors import IndexUnavailable
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
        self._delete(_scope(tenant, reading=reading))

    def clear(self, tenant: str) -> None:
        self._delete(_scope(tenant))

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        if not lookup.words.indices or lookup.manuals == frozenset():
            return ()
        found = self._call(
            self._client.query_points,
            COLLECTION,
            query=_sparse(lookup.words.indices, lookup.words.values),
            using="words",
            limit=lookup.limit,
            query_filter=_scope(lookup.tenant, manuals=lookup.manuals, excluded=lookup.excluded),
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
                using="words",
                limit=1,
                filter=_scope(tenant),
                params=_tenant_idf(tenant),
                with_vector=["words"],
            )
            for term in terms
        ]
        found = [r.points for r in self._call(self._client.query_batch_points, COLLECTION, requests)]
        unseen = 0.0
        if not all(found):
            counted = self._call(self._client.count, COLLECTION, count_filter=_scope(tenant), exact=True)
            unseen = rarity(counted.count, 0)
        return tuple(_idf(points, term, unseen) for term, points in zip(terms, found, strict=True))

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        found: set[str] = set()
        offset = None
        while True:
            records, offset = self._call(
                self._client.scroll,
                COLLECTION,
                scroll_filter=_scope(tenant, reading=reading),
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
            sparse_vectors_config={"words": words},
        )
        if self._local:
            return  # local mode has no payload indexes
        for field in ("tenant", "manual", "reading"):
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
    payload = {
        "passage": point.id,
        "tenant": point.tenant,
        "manual": point.manual,
        "edition": point.edition,
        "reading": point.reading,
        "language": point.language,
        "kind": point.kind,
    }
    words = _sparse(point.words.indices, point.words.values)
    return models.PointStruct(id=point_id(point.tenant, point.id), vector={"words": words}, payload=payload)


def _sparse(indices: Sequence[int], values: Sequence[float]) -> models.SparseVector:
    return models.SparseVector(indices=list(indices), values=list(values))


def _is(field: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=field, match=models.MatchValue(value=value))


def _among(field: str, values: frozenset[str]) -> models.FieldCondition:
    return models.FieldCondition(key=field, match=models.MatchAny(any=sorted(values)))


def _scope(
    tenant: str,
    *,
    reading: str | None = None,
    manuals: frozenset[str] | None = None,
    excluded: frozenset[str] = frozenset(),
) -> models.Filter:
    must: list[models.Condition] = [_is("tenant", tenant)]
    if reading is not None:
        must.append(_is("reading", reading))
    if manuals is not None:
        must.append(_among("manual", manuals))
    return models.Filter(must=must, must_not=[_among("reading", excluded)] if excluded else None)


def _tenant_idf(tenant: str) -> models.SearchParams:
    return models.SearchParams(idf=models.IdfCorpusParams(corpus=_scope(tenant)))


def _idf(points: Sequence[models.ScoredPoint], term: int, unseen: float) -> float:
    if not points:
        return unseen
    vector = points[0].vector
    words = vector["words"] if isinstance(vector, dict) else None
    if not isinstance(words, models.SparseVector):
        raise IndexUnavailable("The index holds a point without words.", hint="Run kb-ingest reindex.")
    return float(points[0].score / words.values[words.indices.index(term)])


def build(settings: StoreSettings) -> ServerStore:
    if settings.url:
        client = QdrantClient(url=settings.url, api_key=settings.key or None)
        return ServerStore(client, settings.url, local=False)
    if settings.path is not None:
        return ServerStore(QdrantClient(path=str(settings.path)), str(settings.path), local=True)
    return ServerStore(QdrantClient(":memory:"), "memory", local=True)
