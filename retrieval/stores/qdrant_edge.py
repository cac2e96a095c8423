"""Qdrant Edge in this process: the default store, one folder, one owner.

It does not keep the truth: a folder that was not closed well is tried in a child process first (a flipped
byte can abort the process that opens it); one that is damaged is emptied, to be filled from the catalogue.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import qdrant_edge as edge
import structlog

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

BATCH = 1000
PROBE_SECONDS = 120
TIDY_SECONDS = 3600
# Filtered points from which words are looked up in the inverted index. Edge reads up to 5,000 one by one:
# for 2,000 among 100,000 that takes half as long again.
SCAN_WORDS_BELOW = 500
TIDY_FROM = 20_000  # points without a graph: fewer are scanned in some 4 ms


class EdgeStore:
    def __init__(
        self, folder: Path, embedding: Embedding | None = None, *, tidy_from: int = TIDY_FROM
    ) -> None:
        """Opens or creates the folder; IndexUnavailable when another process has it open.

        The graph of the dense vectors is built anew when `tidy_from` points have come since the last time.
        """
        self._folder = folder
        self._wanted = embedding
        self._seal = folder.with_name(folder.name + ".sealed.json")
        self._label = folder.with_name(folder.name + ".embedding.json")
        self._draft, self._old = (folder.with_name(folder.name + end) for end in (".draft", ".old"))
        self._tidy_from = tidy_from
        self._tidied = 0  # points when the graph was last built, as far as this process knows
        self._owner = _own(folder.with_name(folder.name + ".lock"))
        self._writing = threading.Lock()
        self._shard = self._open()
        self._held = self._embedding()
        if not self._count(None):
            self.renew()
        elif self._held:
            info = self._shard.info()  # counts an indexed point once for its words, once for its graph
            self._tidied = max(0, info.indexed_vectors_count - info.points_count)

    def put(self, points: Sequence[Point]) -> None:
        same(self._held, self._wanted)
        with self._writing:
            for start in range(0, len(points), BATCH):
                batch = [_edge_point(p) for p in points[start : start + BATCH]]
                self._shard.update(edge.UpdateOperation.upsert_points(batch))
            self._shard.flush()  # Edge syncs nothing to disk before this
            if self._held and self._count(None) - self._tidied >= self._tidy_from:
                self._tidy()

    def remove(self, tenant: str, reading: str) -> None:
        self._delete(scope(edge, tenant, reading=reading))

    def clear(self, tenant: str) -> None:
        self._delete(scope(edge, tenant))

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        if not lookup.words.indices or lookup.manuals == frozenset():
            return ()
        within = scope(edge, lookup.tenant, manuals=lookup.manuals, excluded=lookup.excluded)
        words = _query(lookup.words.indices, lookup.words.values)
        rare = _tenant_idf(lookup.tenant)
        request = edge.QueryRequest(
            limit=lookup.limit, query=words, filter=within, params=rare, with_payload=PASSAGE
        )
        if lookup.dense:
            same(self._held, self._wanted)
            meaning = edge.Query.Nearest(list(lookup.dense), using=DENSE)
            by_words = edge.Prefetch(limit=DEPTH, query=words, filter=within, params=rare)
            by_meaning = edge.Prefetch(limit=DEPTH, query=meaning, filter=within, score_threshold=0.0)
            request = edge.QueryRequest(
                limit=lookup.limit,
                query=_fused(lookup.fusion),
                prefetches=[by_words, by_meaning],
                with_payload=PASSAGE,
            )
        return self._scored(request)

    def look(self, sight: Sight) -> tuple[Scored, ...]:
        same(self._held, self._wanted)
        if PICTURE not in dense_names(self._held) or sight.manuals == frozenset():
            return ()
        request = edge.QueryRequest(
            limit=sight.limit,
            query=edge.Query.Nearest(list(sight.picture), using=PICTURE),
            filter=scope(edge, sight.tenant, manuals=sight.manuals, excluded=sight.excluded),
            with_payload=PASSAGE,
        )
        return self._scored(request)

    def _scored(self, request: edge.QueryRequest) -> tuple[Scored, ...]:
        found = []
        for hit in self._shard.query(request):
            held = hit.payload or {}
            found.append(Scored(held["passage"], held["reading"], hit.score))
        return tuple(found)

    def rarities(self, tenant: str, terms: Sequence[int]) -> tuple[float, ...]:
        if not terms:
            return ()
        # A search for one dimension alone scores idf · value, and the best hit shows its value.
        requests = [
            edge.QueryRequest(
                limit=1,
                query=_query([term], [1.0]),
                filter=scope(edge, tenant),
                params=_tenant_idf(tenant),
                with_vector=[WORDS],
            )
            for term in terms
        ]
        found = self._shard.query_batch(edge.QueryBatchRequest(requests))
        unseen = 0.0 if all(found) else rarity(self._count(scope(edge, tenant)), 0)
        return tuple(idf(hits, term, unseen) for term, hits in zip(terms, found, strict=True))

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        within = scope(edge, tenant, reading=reading)
        return frozenset((record.payload or {})["passage"] for record in _scroll(self._shard, within))

    def renew(self) -> bool:
        if self._held == self._wanted:
            return False
        with self._writing:
            self._shard.close()
            shutil.rmtree(self._folder)
            _write_durably(self._label, json.dumps(asdict(self._wanted) if self._wanted else {}))
            self._shard = _create(self._folder, self._wanted)
            self._held, self._tidied = self._wanted, 0
        return True

    def close(self) -> None:
        with self._writing:
            self._shard.flush()
            self._shard.close()
            _write_durably(self._seal, json.dumps(_digests(self._folder)))
            self._owner.close()

    def _delete(self, within: edge.Filter) -> None:
        with self._writing:
            self._shard.update(edge.UpdateOperation.delete_points_by_filter(within))
            self._shard.flush()

    def _tidy(self) -> None:
        """Build the graph in a child on a copy, then switch folders: here it would stop all for minutes.

        Searches go on; the caller holds the lock, so writes wait. A child that fails costs speed, no more.
        """
        points = self._count(None)
        shutil.copytree(self._folder, self._draft)
        failure = _child("tidy", self._draft, TIDY_SECONDS)
        self._tidied = points
        if failure:
            structlog.get_logger().warning("index_not_tidied", folder=str(self._folder), reason=failure)
            shutil.rmtree(self._draft)
            return
        self._folder.rename(self._old)
        self._draft.rename(self._folder)
        # The old shard is not closed: searches under way hold it, and their last one lets it go.
        self._shard = edge.EdgeShard.load(str(self._folder))
        shutil.rmtree(self._old)

    def _embedding(self) -> Embedding | None:
        kept = json.loads(self._label.read_text()) if self._label.exists() else {}
        return Embedding(**kept) if kept else None

    def _count(self, within: edge.Filter | None) -> int:
        return int(self._shard.count(edge.CountRequest(exact=True, filter=within)))

    def _open(self) -> edge.EdgeShard:
        if self._old.exists() and not self._folder.exists():  # killed between the two renames
            self._old.rename(self._folder)
        for left in (self._old, self._draft):
            shutil.rmtree(left, ignore_errors=True)
        if not self._folder.exists():
            self._seal.unlink(missing_ok=True)
            return _create(self._folder, self._embedding())
        shutil.rmtree(self._folder / "temp_segments", ignore_errors=True)  # left by a killed optimiser
        damage = self._damage()
        self._seal.unlink(missing_ok=True)  # from here on a crash shows by its absence
        if damage:
            structlog.get_logger().warning("index_emptied", folder=str(self._folder), reason=damage)
            shutil.rmtree(self._folder)
            return _create(self._folder, self._embedding())
        return edge.EdgeShard.load(str(self._folder))

    def _damage(self) -> str:
        """Why the folder cannot be trusted, "" when it can."""
        if self._seal.exists():
            intact = json.loads(self._seal.read_text()) == _digests(self._folder)
            return "" if intact else "files changed since it was closed"
        # A probe on a copy: opening replays the log, and a child that dies must leave nothing half done.
        with tempfile.TemporaryDirectory(dir=self._folder.parent) as scratch:
            copy = Path(scratch) / "index"
            shutil.copytree(self._folder, copy)
            return _child("probe", copy, PROBE_SECONDS)


def _child(task: str, folder: Path, seconds: float) -> str:
    """Why a child process failed at `probe` or `tidy`, "" when it did not."""
    command = [sys.executable, "-m", "retrieval.stores.qdrant_edge", task, str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return f"a child process did not {task} it in {seconds} s"
    return "" if done.returncode == 0 else f"a child process died at {task} ({done.returncode})"


def _own(lock: Path) -> IO[str]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = lock.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise IndexUnavailable(
            f"Another process has the index {lock.parent} open.",
            hint="Stop it, or work through its HTTP API.",
        ) from None
    return handle


def _create(folder: Path, embedding: Embedding | None) -> edge.EdgeShard:
    size = embedding.dimension if embedding else 0
    dense = {
        name: edge.EdgeVectorParams(size=size, distance=edge.Distance.Cosine)
        for name in dense_names(embedding)
    }
    words = edge.EdgeSparseVectorParams(full_scan_threshold=SCAN_WORDS_BELOW, modifier=edge.Modifier.Idf)
    folder.mkdir(parents=True)
    shard = edge.EdgeShard.create(str(folder), edge.EdgeConfig(vectors=dense, sparse_vectors={WORDS: words}))
    for field in FILTERED:
        shard.update(edge.UpdateOperation.create_field_index(field, edge.PayloadSchemaType.Keyword))
    shard.flush()
    return shard


def _edge_point(point: Point) -> edge.Point:
    return edge.Point(point_id(point.tenant, point.id), vectors(edge, point), payload(point))


def _fused(fusion: Fusion) -> Any:  # the library's Fusion.Rrf is no Fusion to its own types
    if isinstance(fusion, Ranks):
        return edge.Fusion.Rrf(k=fusion.k, weights=[1.0, fusion.weight])
    both = edge.Expression.Sum(
        [
            edge.Expression.Variable("$score[0]"),
            edge.Expression.Mult(
                [edge.Expression.Constant(fusion.weight), edge.Expression.Variable("$score[1]")]
            ),
        ]
    )
    return edge.Formula(both, {"$score[0]": 0.0, "$score[1]": 0.0})


def _query(indices: Sequence[int], values: Sequence[float]) -> edge.Query:
    return edge.Query.Nearest(edge.SparseVector(list(indices), list(values)), using=WORDS)


def _tenant_idf(tenant: str) -> edge.SearchParams:
    """How rare a word is must not tell one tenant what another one holds."""
    return edge.SearchParams(idf=edge.IdfParams(corpus=scope(edge, tenant)))


def _scroll(shard: edge.EdgeShard, within: edge.Filter | None) -> Iterator[edge.Record]:
    offset: edge.PointId | None = None
    while True:
        request = edge.ScrollRequest(offset=offset, limit=BATCH, filter=within, with_payload=["passage"])
        records, offset = shard.scroll(request)
        yield from records
        if offset is None:
            return


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            found[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _write_durably(path: Path, text: str) -> None:
    draft = path.with_suffix(".tmp")
    with draft.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def probe(folder: str) -> None:
    """Reads a whole folder; ends the process by abort, error or 0. For the child process only."""
    shard = edge.EdgeShard.load(folder)
    read = sum(1 for _ in _scroll(shard, None))
    if read != shard.count(edge.CountRequest(exact=True)):
        raise SystemExit(f"counted and read points differ in {folder}")


def tidy(folder: str) -> None:
    """Builds the graph of a folder that nobody else has open. For the child process only."""
    os.nice(10)
    shard = edge.EdgeShard.load(folder)
    before = shard.count(edge.CountRequest(exact=True))
    shard.optimize()
    shard.flush()
    if shard.count(edge.CountRequest(exact=True)) != before:
        raise SystemExit(f"points were lost in {folder}")
    shard.close()


def build(settings: StoreSettings) -> EdgeStore:
    if settings.path is None:
        raise IndexUnavailable("Qdrant Edge needs a folder.", hint="Set KB_DATA.")
    return EdgeStore(settings.path, settings.embedding)


if __name__ == "__main__":
    {"probe": probe, "tidy": tidy}[sys.argv[1]](sys.argv[2])
