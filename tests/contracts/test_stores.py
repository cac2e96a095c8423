"""What every passage store must do, whichever it is; scores are compared with the brute-force one."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from kb_sources.errors import IndexUnavailable
from kb_sources.plugins import load, names
from retrieval.embedder import Dense, Embedding
from retrieval.store import (
    DEPTH,
    Fusion,
    Lookup,
    PassageStore,
    Point,
    Ranks,
    Sight,
    Sparse,
    StoreSettings,
    Sum,
    rarity,
)

SERVER = "KB_TEST_QDRANT_URL"
STORES = (*names("retrieval.stores"), SERVER)
TOY = Embedding("toy", "1", 4)
TWICE = Sum(2.0)


class Opener(Protocol):
    def __call__(self, embedding: Embedding | None = None) -> PassageStore: ...


@pytest.fixture(params=STORES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same place again and again; what is open at the end is closed."""
    opened: list[PassageStore] = []
    name, place = request.param, StoreSettings(path=tmp_path / "index")
    if name == SERVER:
        if SERVER not in os.environ:
            pytest.skip(f"set {SERVER} to the URL of a Qdrant server to prove it too")
        name, place = "qdrant_server", StoreSettings(url=os.environ[SERVER])

    def open_again(embedding: Embedding | None = None) -> PassageStore:
        if opened:
            opened.pop().close()
        store: PassageStore = load("retrieval.stores", name).build(replace(place, embedding=embedding))
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
    name: str,
    words: dict[int, float],
    tenant: str = "t",
    reading: str = "r",
    manual: str = "m",
    dense: Dense = (),
) -> Point:
    sparse = Sparse(tuple(words), tuple(words.values()))
    return Point(name, sparse, tenant, manual, "e", reading, "en", "text", dense)


def look(
    words: dict[int, float],
    *,
    manuals: frozenset[str] | None = None,
    excluded: frozenset[str] = frozenset(),
    limit: int = 50,
    dense: Dense = (),
    fusion: Fusion = TWICE,
) -> Lookup:
    return Lookup("t", Sparse(tuple(words), tuple(words.values())), manuals, excluded, limit, dense, fusion)


def unit(rng: random.Random) -> Dense:
    drawn = [rng.gauss(0, 1) for _ in range(TOY.dimension)]
    length = math.hypot(*drawn)
    return tuple(x / length for x in drawn)


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


def test_what_was_removed_makes_no_word_more_common(store: PassageStore) -> None:
    store.put([point(f"p{i}", {1: 1.0}, reading="old") for i in range(20)])
    store.put([point("a", {1: 1.0, 2: 0.5}), point("b", {2: 1.0})])
    store.remove("t", "old")
    assert store.rarities("t", [1, 2, 3]) == pytest.approx([rarity(2, n) for n in (1, 2, 0)], rel=1e-4)


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


EAST, NORTH, WEST = (1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (-1.0, 0.0, 0.0, 0.0)


def test_what_is_close_in_meaning_comes_back_beside_what_shares_words(opener: Opener) -> None:
    store = opener(TOY)
    store.put(
        [point("words", {1: 1.0}), point("meaning", {2: 1.0}, dense=EAST), point("x", {2: 1.0}, dense=WEST)]
    )
    assert found(store, look({1: 1.0})) == ["words"]
    assert found(store, look({1: 1.0}, dense=EAST, fusion=Sum(9.0))) == ["meaning", "words"]
    assert found(store, look({1: 1.0}, dense=EAST, fusion=Sum(0.01))) == ["words", "meaning"]
    assert found(store, look({}, dense=EAST)) == [], "a question without words is no question"


def test_a_sum_adds_the_cosine_by_its_weight(opener: Opener) -> None:
    store = opener(TOY)
    store.put([point("a", {1: 1.0}, dense=NORTH), point("b", {2: 1.0}, dense=(0.6, 0.8, 0.0, 0.0))])
    (alone,) = store.search(look({1: 1.0}))
    scores = {hit.id: hit.score for hit in store.search(look({1: 1.0}, dense=NORTH, fusion=Sum(2.0)))}
    assert scores == pytest.approx({"a": alone.score + 2.0, "b": 1.6}, rel=1e-4)


def test_ranks_count_by_place_alone(opener: Opener) -> None:
    store = opener(TOY)
    store.put([point("a", {1: 5.0}, dense=(0.6, 0.8, 0.0, 0.0)), point("b", {1: 1.0}, dense=EAST)])
    scores = {h.id: h.score for h in store.search(look({1: 1.0}, dense=EAST, fusion=Ranks(3.0, k=60)))}
    expected = {"a": 1 / 60 + 1 / (59 + 2 / 3), "b": 1 / 61 + 1 / (59 + 1 / 3)}
    assert scores == pytest.approx(expected, rel=1e-4)


def test_meaning_crosses_no_tenant_manual_or_excluded_reading(opener: Opener) -> None:
    store = opener(TOY)
    store.put(
        [
            point("mine", {1: 1.0}, dense=EAST),
            point("theirs", {1: 1.0}, tenant="other", dense=EAST),
            point("elsewhere", {1: 1.0}, manual="n", dense=EAST),
            point("gone", {1: 1.0}, reading="old", dense=EAST),
        ]
    )
    lookup = look({9: 1.0}, dense=EAST, manuals=frozenset("m"), excluded=frozenset({"old"}))
    assert found(store, lookup) == ["mine"]


@pytest.mark.parametrize("fusion", [Sum(3.0), Ranks(1.0), Ranks(0.4, k=2)])
def test_fused_scores_equal_those_of_brute_force(opener: Opener, fusion: Fusion) -> None:
    rng = random.Random(11)
    points = [
        point(
            f"p{i}",
            {d: rng.uniform(0.1, 2.0) for d in rng.sample(range(60), 5)},
            manual=rng.choice("mn"),
            dense=unit(rng) if rng.random() < 0.8 else (),
        )
        for i in range(3 * DEPTH)
    ]
    oracle: PassageStore = load("retrieval.stores", "exact").build(StoreSettings(embedding=TOY))
    oracle.put(points)
    store = opener(TOY)
    store.put(points)
    for _ in range(10):
        lookup = look(
            {d: rng.uniform(0.1, 3.0) for d in rng.sample(range(60), 4)},
            manuals=rng.choice([None, frozenset("m")]),
            dense=unit(rng),
            fusion=fusion,
            limit=20,
        )
        expected, got = oracle.search(lookup), store.search(lookup)
        assert [h.score for h in got] == pytest.approx([h.score for h in expected], rel=1e-3)
    oracle.close()


SEEING = Embedding("toy-vl", "1", 4, pictures=True)


def sight(picture: Dense = EAST, **more: Any) -> Sight:
    return Sight("t", picture, **more)


HALFWAY = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)


def test_the_nearest_figures_come_first_and_points_without_a_picture_never(opener: Opener) -> None:
    store = opener(SEEING)
    store.put(
        [
            replace(point("a", {1: 1.0}), picture=EAST),
            replace(point("b", {1: 1.0}), picture=HALFWAY, dense=EAST),
            point("c", {1: 1.0}, dense=EAST),
        ]
    )
    found = store.look(sight())
    assert [s.id for s in found] == ["a", "b"]
    assert [s.score for s in found] == pytest.approx([1.0, math.sqrt(0.5)], abs=1e-4)
    assert [s.id for s in store.look(sight(limit=1))] == ["a"]
    reopened = opener(SEEING)
    assert [s.id for s in reopened.look(sight(NORTH))] == ["b", "a"]


def test_a_look_crosses_no_tenant_manual_or_excluded_reading(opener: Opener) -> None:
    store = opener(SEEING)
    store.put(
        [
            replace(point("a", {1: 1.0}), picture=EAST),
            replace(point("b", {1: 1.0}, manual="m2"), picture=EAST),
            replace(point("c", {1: 1.0}, reading="r2"), picture=EAST),
            replace(point("d", {1: 1.0}, tenant="u"), picture=EAST),
        ]
    )
    assert {s.id for s in store.look(sight())} == {"a", "b", "c"}
    assert {s.id for s in store.look(sight(manuals=frozenset({"m2"})))} == {"b"}
    assert {s.id for s in store.look(sight(excluded=frozenset({"r2"})))} == {"a", "b"}
    assert store.look(sight(manuals=frozenset())) == ()


def test_an_index_without_pictures_shows_none_and_is_not_mixed_with_one_that_has(opener: Opener) -> None:
    store = opener(TOY)
    store.put([point("a", {1: 1.0}, dense=EAST)])
    assert store.look(sight()) == ()
    seeing = opener(replace(TOY, pictures=True))
    with pytest.raises(IndexUnavailable, match="kb-ingest reindex"):
        seeing.look(sight())


def test_vectors_of_another_embedder_are_refused_with_the_command_that_helps(opener: Opener) -> None:
    store = opener(TOY)
    store.put([point("a", {1: 1.0}, dense=EAST)])
    for other in (replace(TOY, revision="2"), replace(TOY, dimension=2), None):
        store = opener(other)
        assert found(store, look({1: 1.0})) == ["a"], "words are words"
        with pytest.raises(IndexUnavailable, match=r"toy@1 \(4 dimensions\).*kb-ingest reindex"):
            store.put([point("b", {1: 1.0}, dense=(1.0, 0.0) if other else ())])
        with pytest.raises(IndexUnavailable, match="reindex"):
            store.search(look({1: 1.0}, dense=EAST))
    store = opener(TOY)
    assert found(store, look({9: 1.0}, dense=EAST)) == ["a"]
    assert not store.renew(), "nothing to take over"
    assert store.ids("t") == {"a"}


def test_renewing_takes_an_index_over_for_another_embedder(opener: Opener) -> None:
    opener(TOY).put([point("a", {1: 1.0}, dense=EAST), point("b", {1: 1.0}, tenant="other")])
    two = Embedding("two", "", 2)
    store = opener(two)
    assert store.renew()
    assert store.ids("t") == store.ids("other") == frozenset()
    store.put([point("c", {1: 1.0}, dense=(0.0, 1.0))])
    store = opener(two)
    assert found(store, look({9: 1.0}, dense=(0.0, 1.0))) == ["c"]
    store = opener(None)
    assert store.renew()
    store.put([point("d", {1: 1.0})])
    assert found(opener(None), look({1: 1.0})) == ["d"]


def test_points_that_make_no_sense_are_refused_before_any_store_sees_them() -> None:
    with pytest.raises(ValueError, match="twice"):
        Sparse((1, 1), (1.0, 2.0))
    with pytest.raises(ValueError, match="weights"):
        Sparse((1, 2), (1.0,))
