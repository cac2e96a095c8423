"""The graph of the embedded index is built in a child on a copy; what is held and searched stays the same."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from retrieval.embedder import Embedding
from retrieval.store import Lookup, Point, Sparse, Sum
from retrieval.stores import qdrant_edge
from retrieval.stores.qdrant_edge import EdgeStore

KIND = Embedding("toy", "1", 8)
RNG = random.Random(3)


def points(first: int, last: int) -> list[Point]:
    return [
        Point(
            f"p{n}", Sparse((n % 7,), (1.0,)), "t", "m", "e", "r", "en", "text",
            dense=tuple(RNG.uniform(-1, 1) for _ in range(8)),
        )
        for n in range(first, last)
    ]  # fmt: skip


def lookup(dense: tuple[float, ...]) -> Lookup:
    return Lookup("t", Sparse((1,), (1.0,)), dense=dense, fusion=Sum(5.0))


def folders(place: Path) -> set[str]:
    return {p.name for p in place.iterdir() if p.is_dir()}


def test_tidying_changes_nothing_that_is_found(tmp_path: Path) -> None:
    store = EdgeStore(tmp_path / "index", KIND, tidy_from=60)
    some = points(0, 50)
    store.put(some)
    before = store.search(lookup(some[3].dense))
    more = points(50, 70)
    store.put(more)
    assert store.ids("t") == {p.id for p in (*some, *more)}
    assert folders(tmp_path) == {"index"}, "neither the copy nor the old folder is left"
    assert before[0].id in {hit.id for hit in store.search(lookup(some[3].dense))}
    store.put(points(70, 75))
    store.close()
    again = EdgeStore(tmp_path / "index", KIND, tidy_from=60)
    assert len(again.ids("t")) == 75
    again.close()


def test_below_the_threshold_and_without_vectors_there_is_no_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(qdrant_edge, "_child", lambda task, *_: calls.append(task) or "")
    store = EdgeStore(tmp_path / "dense", KIND, tidy_from=60)
    store.put(points(0, 59))
    store.close()
    words = EdgeStore(tmp_path / "words", None, tidy_from=10)
    words.put([Point(f"p{n}", Sparse((1,), (1.0,)), "t", "m", "e", "r", "en", "text") for n in range(20)])
    words.close()
    assert calls == []


def test_a_child_that_dies_costs_nothing_but_speed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(qdrant_edge, "_child", lambda task, *_: calls.append(task) or "it died")
    store = EdgeStore(tmp_path / "index", KIND, tidy_from=20)
    store.put(points(0, 30))
    store.put(points(30, 40))
    assert calls == ["tidy"], "and it is not tried again before as many points have come"
    assert len(store.ids("t")) == 40
    assert folders(tmp_path) == {"index"}
    store.close()


@pytest.mark.parametrize("lost", [True, False])
def test_a_kill_while_switching_is_made_good_at_the_next_start(tmp_path: Path, lost: bool) -> None:
    folder = tmp_path / "index"
    store = EdgeStore(folder, KIND)
    store.put(points(0, 30))
    store.close()
    if lost:  # killed between the renames
        folder.rename(tmp_path / "index.old")
        (tmp_path / "index.draft").mkdir()
    else:  # killed after them
        (tmp_path / "index.old").mkdir()
    again = EdgeStore(folder, KIND)
    assert len(again.ids("t")) == 30
    assert folders(tmp_path) == {"index"}
    again.close()


def test_searches_go_on_while_it_is_tidied(tmp_path: Path) -> None:
    store = EdgeStore(tmp_path / "index", KIND, tidy_from=80)
    some = points(0, 40)
    store.put(some)
    writer = threading.Thread(target=store.put, args=(points(40, 90),))
    writer.start()
    searched = 0
    while writer.is_alive():
        assert store.search(lookup(some[0].dense))
        searched += 1
    writer.join()
    assert searched > 1
    assert len(store.ids("t")) == 90
    store.close()
