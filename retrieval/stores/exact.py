"""Brute force over every point: the oracle the other stores are compared with, and enough for small sets.

With a path the points are kept in an SQLite file, without one in memory only.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from operator import attrgetter, itemgetter, mul

from retrieval.embedder import Embedding
from retrieval.fusion import fuse
from retrieval.store import Lookup, Point, Scored, Sight, Sparse, StoreSettings, rarity, same

SCHEMA = """
CREATE TABLE IF NOT EXISTS points(tenant TEXT, id TEXT, reading TEXT, point TEXT, PRIMARY KEY(tenant, id));
CREATE TABLE IF NOT EXISTS label(embedding TEXT);
"""


class ExactStore:
    def __init__(self, path: str, embedding: Embedding | None = None) -> None:
        self._lock = threading.RLock()
        self._wanted = embedding
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.executescript(SCHEMA)
        kept = self._database.execute("SELECT embedding FROM label").fetchone()
        self._held = Embedding(**json.loads(kept[0])) if kept else None
        self._points: dict[str, dict[str, Point]] = defaultdict(dict)
        for (row,) in self._database.execute("SELECT point FROM points"):
            point = _read(row)
            self._points[point.tenant][point.id] = point
        if not self._points:
            self.renew()

    def put(self, points: Sequence[Point]) -> None:
        same(self._held, self._wanted)
        with self._lock, self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO points VALUES (?,?,?,?)", [_row(p) for p in points]
            )
            for point in points:
                self._points[point.tenant][point.id] = point

    def remove(self, tenant: str, reading: str) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM points WHERE tenant=? AND reading=?", (tenant, reading))
            kept = {i: p for i, p in self._points[tenant].items() if p.reading != reading}
            self._points[tenant] = kept

    def search(self, lookup: Lookup) -> tuple[Scored, ...]:
        with self._lock:
            points = list(self._points[lookup.tenant].values())
        weights = dict(zip(lookup.words.indices, lookup.words.values, strict=True))
        terms = list(weights)
        idf = dict(zip(terms, _rarities(points, terms), strict=True))
        seen = _within(points, lookup)
        by_words = []
        for point in seen:
            parts = [
                weights[i] * idf[i] * value
                for i, value in zip(point.words.indices, point.words.values, strict=True)
                if i in weights
            ]
            if parts:
                by_words.append((point.id, sum(parts)))
        found = sorted(by_words, key=itemgetter(1), reverse=True)
        if lookup.dense and weights:
            same(self._held, self._wanted)
            near = [(p.id, sum(map(mul, lookup.dense, p.dense))) for p in seen if p.dense]
            found = fuse(found, sorted(near, key=itemgetter(1), reverse=True), lookup.fusion)
        readings = {p.id: p.reading for p in seen}
        return tuple(Scored(id_, readings[id_], score) for id_, score in found[: lookup.limit])

    def look(self, sight: Sight) -> tuple[Scored, ...]:
        same(self._held, self._wanted)
        with self._lock:
            points = list(self._points[sight.tenant].values())
        seen = [
            Scored(p.id, p.reading, sum(map(mul, sight.picture, p.picture)))
            for p in _within(points, sight)
            if p.picture
        ]
        return tuple(sorted(seen, key=attrgetter("score"), reverse=True)[: sight.limit])

    def rarities(self, tenant: str, terms: Sequence[int]) -> tuple[float, ...]:
        with self._lock:
            return _rarities(list(self._points[tenant].values()), terms)

    def ids(self, tenant: str, reading: str | None = None) -> frozenset[str]:
        with self._lock:
            return frozenset(p.id for p in self._points[tenant].values() if reading in {None, p.reading})

    def clear(self, tenant: str) -> None:
        with self._lock, self._database:
            self._database.execute("DELETE FROM points WHERE tenant=?", (tenant,))
            self._points[tenant] = {}

    def renew(self) -> bool:
        with self._lock, self._database:
            if self._held == self._wanted:
                return False
            self._database.execute("DELETE FROM points")
            self._database.execute("DELETE FROM label")
            if self._wanted:
                self._database.execute("INSERT INTO label VALUES (?)", (json.dumps(asdict(self._wanted)),))
            self._points.clear()
            self._held = self._wanted
            return True

    def close(self) -> None:
        with self._lock:
            self._database.close()


def _within(points: Sequence[Point], asked: Lookup | Sight) -> list[Point]:
    return [
        p
        for p in points
        if (asked.manuals is None or p.manual in asked.manuals) and p.reading not in asked.excluded
    ]


def _rarities(points: Sequence[Point], terms: Sequence[int]) -> tuple[float, ...]:
    holding = dict.fromkeys(terms, 0)
    for point in points:
        for index in point.words.indices:
            if index in holding:
                holding[index] += 1
    return tuple(rarity(len(points), holding[term]) for term in terms)


def _row(point: Point) -> tuple[str, str, str, str]:
    return point.tenant, point.id, point.reading, json.dumps(asdict(point))


def _read(row: str) -> Point:
    fields = json.loads(row)
    words, *vectors = fields.pop("words"), fields.pop("dense", ()), fields.pop("picture", ())
    dense, picture = map(tuple, vectors)
    sparse = Sparse(tuple(words["indices"]), tuple(words["values"]))
    return Point(words=sparse, dense=dense, picture=picture, **fields)


def build(settings: StoreSettings) -> ExactStore:
    if settings.path is None:
        return ExactStore(":memory:", settings.embedding)
    settings.path.parent.mkdir(parents=True, exist_ok=True)
    return ExactStore(str(settings.path.with_suffix(".sqlite")), settings.embedding)
