"""What the two Qdrant stores share: the payload of a point, the filter of a scope, a dimension's idf.

The library comes as an argument, since Edge and the client spell the same conditions alike; none is imported
here, and how one is opened, called or damaged is its store's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb_sources.errors import IndexUnavailable
from retrieval.embedder import Embedding
from retrieval.store import Point

WORDS = "words"  # the sparse vector of a point
DENSE = "dense"
PICTURE = "picture"
PASSAGE = ["passage", "reading"]  # what of its payload a hit tells
FILTERED = ("tenant", "manual", "reading")


def payload(point: Point) -> dict[str, Any]:
    return {
        "passage": point.id,
        "tenant": point.tenant,
        "manual": point.manual,
        "edition": point.edition,
        "reading": point.reading,
        "language": point.language,
        "kind": point.kind,
    }


def scope(
    library: Any,
    tenant: str,
    *,
    reading: str | None = None,
    manuals: frozenset[str] | None = None,
    excluded: frozenset[str] = frozenset(),
) -> Any:
    """The library's Filter for what may be seen of a tenant; manuals None are all."""

    def among(field: str, values: frozenset[str]) -> Any:
        return library.FieldCondition(key=field, match=library.MatchAny(any=sorted(values)))

    def equal(field: str, value: str) -> Any:
        return library.FieldCondition(key=field, match=library.MatchValue(value=value))

    must = [equal("tenant", tenant)]
    if reading is not None:
        must.append(equal("reading", reading))
    if manuals is not None:
        must.append(among("manual", manuals))
    return library.Filter(must=must, must_not=[among("reading", excluded)] if excluded else None)


def vectors(library: Any, point: Point) -> dict[str, Any]:
    """By name; a point whose text nothing embeds has no dense one, one that is no figure no picture."""
    words = library.SparseVector(indices=list(point.words.indices), values=list(point.words.values))
    dense = {DENSE: list(point.dense), PICTURE: list(point.picture)}
    return {WORDS: words} | {name: vector for name, vector in dense.items() if vector}


def dense_names(embedding: Embedding | None) -> tuple[str, ...]:
    """The dense vectors that an index of this embedding has."""
    if embedding is None:
        return ()
    return (DENSE, PICTURE) if embedding.pictures else (DENSE,)


def idf(hits: Sequence[Any], term: int, unseen: float) -> float:
    """A dimension's idf from the best hit of a search for it alone, which scores idf · value."""
    if not hits:
        return unseen
    vector = hits[0].vector
    words = vector.get(WORDS) if isinstance(vector, dict) else None
    if words is None:
        raise IndexUnavailable("The index holds a point without words.", hint="Run kb-ingest reindex.")
    return float(hits[0].score / words.values[words.indices.index(term)])
