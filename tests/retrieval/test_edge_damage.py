"""What Qdrant Edge's folder survives: kill, second owner, flipped bytes, leftovers of a killed optimiser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb_sources.errors import IndexUnavailable
from retrieval.store import Lookup, Point, Sparse, StoreSettings
from retrieval.stores.qdrant_edge import EdgeStore, build

WRITER = """
import sys, time
from pathlib import Path
from retrieval.store import Point, Sparse
from retrieval.stores.qdrant_edge import EdgeStore
store = EdgeStore(Path(sys.argv[1]))
for n in range(1000):
    store.put([Point(f"p{n}", Sparse((1, 2 + n), (1.0, 1.0)), "t", "m", "e", "r", "en", "text")])
    print(n, flush=True)
"""


def point(name: str) -> Point:
    return Point(name, Sparse((1, 2), (1.0, 0.5)), "t", "m", "e", "r", "en", "text")


def opened(folder: Path) -> EdgeStore:
    return build(StoreSettings(path=folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of 50 points, closed well."""
    store = opened(tmp_path / "index")
    store.put([point(f"p{n}") for n in range(50)])
    store.close()
    return tmp_path / "index"


def test_every_acknowledged_point_survives_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(5)]
        os.kill(writer.pid, signal.SIGKILL)
    store = opened(folder)
    assert {f"p{n}" for n in acknowledged} <= store.ids("t")
    store.close()


def test_a_second_owner_is_refused_and_the_first_is_unharmed(folder: Path) -> None:
    first = opened(folder)
    with pytest.raises(IndexUnavailable, match="Another process"):
        opened(folder)
    assert len(first.ids("t")) == 50
    first.close()
    opened(folder).close()


@pytest.mark.parametrize("kind", ["mappings", "page_0.dat", "segment.json"])
def test_a_flipped_byte_in_a_closed_folder_empties_it(folder: Path, kind: str) -> None:
    victim = next(p for p in sorted(folder.rglob(f"*{kind}")) if p.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(bytes(data))
    store = opened(folder)
    assert store.ids("t") == frozenset()  # the caller sees that it differs from the catalogue and fills it
    store.put([point("again")])
    store.close()
    store = opened(folder)
    assert store.ids("t") == {"again"}
    store.close()


def test_a_folder_that_kills_who_opens_it_does_not_kill_us(folder: Path) -> None:
    folder.with_name("index.sealed.json").unlink()  # as after a crash
    for victim in folder.rglob("*.mappings"):
        victim.write_bytes(os.urandom(max(victim.stat().st_size, 512)))
    store = opened(folder)
    assert store.ids("t") == frozenset()
    store.close()


def test_leftovers_of_a_killed_optimiser_are_swept(folder: Path) -> None:
    (folder / "temp_segments" / "x").mkdir(parents=True)
    store = opened(folder)
    assert not (folder / "temp_segments").exists()
    assert len(store.ids("t")) == 50
    store.close()


def test_after_a_crash_whole_data_is_kept(folder: Path) -> None:
    folder.with_name("index.sealed.json").unlink()
    store = opened(folder)
    assert len(store.search(Lookup("t", Sparse((1,), (1.0,)), limit=100))) == 50
    store.close()


def test_it_needs_a_folder() -> None:
    with pytest.raises(IndexUnavailable, match="needs a folder"):
        build(StoreSettings())
