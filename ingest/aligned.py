"""Tables without drawn columns, found by how words line up; prose and lists must not become tables.

It does not read headers (tables.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.blocks import Piece
from ingest.figures import Picture
from ingest.page import PageRead
from ingest.tables import Found


def find_aligned(page: PageRead, pieces: Sequence[Piece], pictures: Sequence[Picture]) -> list[Found]:
    return []
