"""Batch reading keeps a model's server full: pages in flight are counted where they arrive."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.ingest.flown import measure


@pytest.mark.parametrize("most", [2, 5])
def test_the_server_has_as_many_pages_as_it_may_have(tmp_path: Path, most: int) -> None:
    chance = random.Random(most)
    found = measure(tmp_path, pages=3 * most, most=most, latency_s=lambda: chance.uniform(1.0, 2.0))
    assert found.highest == most
    assert found.calls == 3 * most
