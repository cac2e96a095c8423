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
from operator import attrgetter

from retrieval.store import Lookup, Point, Scored, Sparse, StoreSettings, rarity

SCHEMA = """CREATE TABLE IF NOT EXISTS points(
    tenant TEXT, id TEXT, reading TEXT, point TEXT, PRIMARY KEY(tenant, id))"""


class ExactStore:
    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.execute(SCHEMA)
        self._points: dict[str, dict[str, Point]] = defaultdict(dict)
        for (row,) in self._database.execute("SELECT point FROM points"):
            point = _read(row)
            self._points[point.tenant][point.id] = point

    def put(self, points: Sequence[Point]) -> None:
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
        found = []
        for point in points:
            if lookup.manuals is not None and point.manual not in lookup.manuals:
                continue
            if point.reading in lookup.excluded:
                continue
            parts = [
                weights[i] * idf[i] * value
                for i, value in zip(point.words.indices, point.words.values, strict=True)
                if i in weights
            ]
            if parts:
                found.append(Scored(point.id, point.reading, sum(parts)))
        return tuple(sorted(found, key=attrgetter("score"), reverse=True)[: lookup.limit])

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

    def close(self) -> None:
        with self._lock:
            self._database.close()


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
    words = fields.pop("words")
    return Point(words=Sparse(tuple(words["indices"]), tuple(words["values"])), **fields)


def build(settings: StoreSettings) -> ExactStore:
    if settings.path is None:
        return ExactStore(":memory:")
    settings.path.parent.mkdir(parents=True, exist_ok=True)
    return ExactStore(str(settings.path.with_suffix(".sqlite")))
