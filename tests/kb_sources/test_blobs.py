"""Blobs: same bytes, same key; keys from outside cannot leave the folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.blobs import Blobs
from kb_sources.errors import NotFound


def test_round_trip_and_removal(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "blobs"))
    key = blobs.put(b"page")
    assert blobs.put(b"page") == key
    assert blobs.get(key) == b"page"
    assert len([f for f in tmp_path.rglob("*") if f.is_file()]) == 1
    blobs.remove(key)
    assert not blobs.has(key)
    with pytest.raises(NotFound):
        blobs.get(key)


@given(st.text())
def test_no_key_from_outside_reaches_a_path(tmp_path_factory: pytest.TempPathFactory, key: str) -> None:
    blobs = Blobs(str(tmp_path_factory.getbasetemp() / "blobs"))
    with pytest.raises(NotFound):
        blobs.get(f"../{key}")
