"""Vectors of texts, kept so that no text is embedded twice; those of two embedders are never mixed.

It does not know what makes them nor how they are searched.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, select

from kb_sources import schema
from kb_sources.errors import Conflict

_ROWS = 500  # in one statement: SQLite bounds its parameters


class Vectors:
    """Those of one embedder (model and revision) and one dimension, by the hash of what was embedded."""

    def __init__(self, engine: Engine, embedder: str, dimension: int) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._embedder = embedder
        self._dimension = dimension

    def held(self, hashes: Sequence[str]) -> dict[str, tuple[float, ...]]:
        """Those of the hashes that are known, as they were kept (32-bit floats)."""
        table, found = schema.vectors, {}
        with self._reader.connect() as db:
            for some in _some(list(dict.fromkeys(hashes))):
                wanted = and_(self._mine(), table.c.text_hash.in_(some))
                for row in db.execute(select(table.c.text_hash, table.c.vector).where(wanted)):
                    found[row.text_hash] = struct.unpack(f"<{self._dimension}f", row.vector)
        return found

    def keep(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Add or replace, in one transaction. Raises Conflict for a vector of another length."""
        for vector in vectors.values():
            if len(vector) != self._dimension:
                raise Conflict(
                    f"{self._embedder} gave a vector of {len(vector)} numbers, not {self._dimension}.",
                    hint="Set KB_RETRIEVAL_EMBEDDER_DIMENSION to what the model gives.",
                )
        rows = [
            {
                "text_hash": text_hash,
                "embedder": self._embedder,
                "dimension": self._dimension,
                "vector": struct.pack(f"<{self._dimension}f", *vector),
            }
            for text_hash, vector in vectors.items()
        ]
        with self._engine.begin() as db:
            for some in _some(list(vectors)):
                db.execute(delete(schema.vectors).where(self._mine(), schema.vectors.c.text_hash.in_(some)))
            if rows:
                db.execute(insert(schema.vectors), rows)

    def _mine(self) -> ColumnElement[bool]:
        table = schema.vectors
        return and_(table.c.embedder == self._embedder, table.c.dimension == self._dimension)


def _some(hashes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(hashes), _ROWS):
        yield hashes[start : start + _ROWS]
