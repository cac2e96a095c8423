"""What every passage store must do, whichever it is; scores are compared with the brute-force one."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb_sources.plugins import load, names
from retrieval.store import Lookup, PassageStore, Point, Sparse, StoreSettings, rarity

SERVER = "KB_TEST_QDRANT_URL"
STORES = (*names("retrieval.stores"), SERVER)
Opener = Callable[[], PassageStore]


@pytest.fixture(params=STORES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same place again and again; what is open at the end is closed."""
    opened: list[PassageStore] = []
    name, settings = request.param, StoreSettings(path=tmp_path / "index")
    if name == SERVER:
        if SERVER not in os.environ:
            pytest.skip(f"set {SERVER} to the URL of a Qdrant server to prove it too")
        name, settings = "qdrant_server", StoreSettings(url=os.environ[SERVER])

    def open_again() -> PassageStore:
        if opened:
            opened.pop().close()
        store: PassageStore = load("retrieval.stores", name).build(settings)
        opened.append(store)
        return store

    if request.param == SERVER:
        for tenant in ("t", "u", "other"):
            open_again().clear(tenant)
    yield open_again
    if opened:
        opened.pop().close()


@pytest.fixture
def store(opener: Opener) -> PassageStore:
    return opener()


def point(
    name: str, words: dict[int, float], tenant: str = "t", reading: str = "r", manual: str = "m"
) -> Point:
    sparse = Sparse(tuple(words), tuple(words.values()))
    return Point(name, sparse, tenant, manual, "e", reading, "en", "text")


def look(
    words: dict[int, float],
    *,
    manuals: frozenset[str] | None = None,
    excluded: frozenset[str] = frozenset(),
    limit: int = 50,
) -> Lookup:
    return Lookup("t", Sparse(tuple(words), tuple(words.values())), manuals, excluded, limit)


def found(store: PassageStore, lookup: Lookup) -> list[str]:
    return [hit.id for hit in store.search(lookup)]


def test_a_store_that_was_just_made_is_empty(store: PassageStore) -> None:
    assert store.ids("t") == frozenset()
    assert store.search(look({1: 1.0})) == ()


def test_best_first_and_nothing_without_a_shared_dimension(store: PassageStore) -> None:
    store.put([point("a", {1: 1.0, 2: 1.0}), point("b", {1: 0.5}), point("c", {9: 1.0})])
    assert found(store, look({1: 1.0, 2: 1.0})) == ["a", "b"]
    assert found(store, look({7: 1.0})) == []
    assert found(store, look({})) == []


def test_the_weights_of_the_lookup_count(store: PassageStore) -> None:
    store.put([point("a", {1: 1.0}), point("b", {2: 1.0})])
    assert found(store, look({1: 1.0, 2: 0.1})) == ["a", "b"]
    assert found(store, look({1: 0.1, 2: 1.0})) == ["b", "a"]


def test_putting_twice_changes_nothing_and_putting_again_replaces(store: PassageStore) -> None:
    store.put([point("a", {1: 1.0})])
    store.put([point("a", {1: 1.0})])
    assert store.ids("t") == {"a"}
    store.put([point("a", {2: 1.0}, reading="r2")])
    assert found(store, look({1: 1.0})) == []
    assert [(h.id, h.reading) for h in store.search(look({2: 1.0}))] == [("a", "r2")]


def test_a_tenant_sees_only_its_own(store: PassageStore) -> None:
    store.put(
        [point("a", {1: 1.0}), point("a", {1: 1.0}, tenant="other"), point("b", {1: 1.0}, tenant="other")]
    )
    assert found(store, look({1: 1.0})) == ["a"]
    assert store.ids("t") == {"a"}
    store.remove("t", "r")
    assert store.ids("other") == {"a", "b"}


def test_a_tenant_does_not_learn_how_rare_a_word_is_elsewhere(store: PassageStore) -> None:
    mine = [point("a", {1: 1.0}), point("b", {2: 1.0})]
    store.put(mine)
    before = (store.search(look({1: 1.0})), store.rarities("t", [1, 2, 3]))
    store.put([point(f"x{i}", {1: 1.0, 3: 1.0}, tenant="other") for i in range(20)])
    after = (store.search(look({1: 1.0})), store.rarities("t", [1, 2, 3]))
    assert [h.score for h in after[0]] == pytest.approx([h.score for h in before[0]])
    assert after[1] == pytest.approx(before[1])


def test_manuals_and_excluded_readings_are_filtered_in_the_call(store: PassageStore) -> None:
    points = [point(f"{m}{r}", {1: 1.0}, manual=m, reading=r) for m in "ab" for r in "12"]
    store.put(points)
    assert set(found(store, look({1: 1.0}, manuals=frozenset("a")))) == {"a1", "a2"}
    assert set(found(store, look({1: 1.0}, excluded=frozenset("1")))) == {"a2", "b2"}
    assert found(store, look({1: 1.0}, manuals=frozenset("a"), excluded=frozenset("1"), limit=1)) == ["a2"]
    assert found(store, look({1: 1.0}, manuals=frozenset())) == []


def test_removing_a_reading_leaves_the_others(store: PassageStore) -> None:
    store.put([point("a", {1: 1.0}, reading="old"), point("b", {1: 1.0}, reading="new")])
    store.remove("t", "old")
    store.remove("t", "never there")
    assert store.ids("t") == {"b"}
    assert store.ids("t", "old") == frozenset()
    assert found(store, look({1: 1.0})) == ["b"]


def test_rarities_are_the_idf_of_the_formula(store: PassageStore) -> None:
    store.put([point(f"p{i}", {1: 2.0, 10 + i: 0.5}) for i in range(5)])
    assert store.rarities("t", [1, 12, 99]) == pytest.approx(
        [rarity(5, 5), rarity(5, 1), rarity(5, 0)], rel=1e-4
    )
    assert store.rarities("t", []) == ()


def test_what_was_put_is_there_after_reopening(opener: Opener) -> None:
    store = opener()
    store.put([point("a", {1: 1.0}), point("零件-é", {1: 0.5})])
    store = opener()
    assert store.ids("t") == {"a", "零件-é"}
    assert found(store, look({1: 1.0})) == ["a", "零件-é"]


def test_clearing_forgets_one_tenant_and_the_store_goes_on(opener: Opener) -> None:
    store = opener()
    store.put([point("a", {1: 1.0}), point("b", {1: 1.0}, tenant="other")])
    store.clear("t")
    assert store.ids("t") == frozenset()
    store.put([point("c", {1: 1.0})])
    assert opener().ids("t") == {"c"}
    assert opener().ids("other") == {"b"}


def test_scores_equal_those_of_brute_force(store: PassageStore) -> None:
    rng = random.Random(7)
    points = [
        point(
            f"p{i}",
            {d: rng.uniform(0.1, 2.0) for d in rng.sample(range(40), 8)},
            tenant=rng.choice("tu"),
            manual=rng.choice("mn"),
            reading=rng.choice("rs"),
        )
        for i in range(300)
    ]
    oracle: PassageStore = load("retrieval.stores", "exact").build(StoreSettings())
    oracle.put(points)
    store.put(points)
    for _ in range(20):
        words = {d: rng.uniform(0.1, 3.0) for d in rng.sample(range(45), 5)}
        lookup = look(
            words,
            manuals=rng.choice([None, frozenset("m")]),
            excluded=rng.choice([frozenset(), frozenset("s")]),
            limit=20,
        )
        expected, got = oracle.search(lookup), store.search(lookup)
        assert [h.score for h in got] == pytest.approx([h.score for h in expected], rel=1e-4)
    oracle.close()


def test_points_that_make_no_sense_are_refused_before_any_store_sees_them() -> None:
    with pytest.raises(ValueError, match="twice"):
        Sparse((1, 1), (1.0, 2.0))
    with pytest.raises(ValueError, match="weights"):
        Sparse((1, 2), (1.0,))
