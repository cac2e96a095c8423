"""Publishing, removing and rebuilding, against the brute-force store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb_sources.errors import IndexUnavailable
from kb_sources.manual import Box, Edition, Language, Manual, Passage, Span
from retrieval.embedder import Dense, Embedding, Meanings
from retrieval.index import Index
from retrieval.lexical import Encoder, Field, dimension
from retrieval.store import Lookup, Point, Sparse, StoreSettings, Sum
from retrieval.stores.exact import ExactStore, build

ENCODER = Encoder()
MANUAL = Manual("m", "t", "XR", "Acme", ("XR",), "en")
EDITION = Edition("e", "m", "1", "en", "live", "f.pdf", 2)


def passage(name: str, text: str, page: int = 1, section: tuple[str, ...] = ()) -> Passage:
    spans = (Span(0, len(text), page, Box(0, 0, 1, 1)),) if page else ()
    return Passage(name, "e", "r", "text", section, 0, text, spans, "textlayer")


class Truth:
    def __init__(self, passages: Sequence[Passage]) -> None:
        self.held = passages

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return {"r": (MANUAL, EDITION)} if tenant == "t" else {}

    def passages_of(self, reading: str) -> Sequence[Passage]:
        return self.held


class Keeper(ExactStore):
    """Remembers what was put."""

    def __init__(self) -> None:
        super().__init__(":memory:")
        self.points: dict[str, Point] = {}

    def put(self, points: Sequence[Point]) -> None:
        super().put(points)
        self.points.update({p.id: p for p in points})


@pytest.fixture
def store() -> Keeper:
    return Keeper()


def index(store: ExactStore) -> Index:
    return Index(store, ENCODER, ("t",))


TWO = [passage("a", "Open the cover."), passage("b", "Close the lid.", page=2)]


def test_publishing_tells_how_many_and_can_be_repeated(store: Keeper) -> None:
    assert index(store).publish("r", MANUAL, TWO) == 2
    assert index(store).publish("r", MANUAL, iter(TWO)) == 2
    assert store.ids("t", "r") == {"a", "b"}
    assert index(store).publish("r", MANUAL, []) == 0


def test_a_models_words_about_a_figure_do_not_find_what_stands_around_it(store: Keeper) -> None:
    hint = replace(passage("h", "A ribbon cable hangs loose."), kind="figure", hint=True)
    index(store).publish("r", MANUAL, [TWO[0], hint])
    page_field = dimension(Field.PAGE, ENCODER.terms("ribbon")[0].word)
    assert page_field not in store.points["a"].words.indices


def test_publishing_a_new_cut_leaves_nothing_of_the_old(store: Keeper) -> None:
    index(store).publish("r", MANUAL, TWO)
    index(store).publish("r", MANUAL, [passage("c", "Open the cover, then the lid.")])
    assert store.ids("t", "r") == {"c"}


def test_removing_forgets_one_reading(store: Keeper) -> None:
    index(store).publish("r", MANUAL, TWO)
    index(store).publish("r2", MANUAL, [passage("c", "x")])
    index(store).remove("t", "r")
    assert store.ids("t") == {"c"}


def test_it_agrees_with_the_catalogue_only_when_all_ids_are_there(store: Keeper) -> None:
    truth = Truth(TWO)
    assert not index(store).agrees(truth)
    assert index(store).rebuild(truth) == 2
    assert index(store).agrees(truth)
    store.remove("t", "r")
    assert not index(store).agrees(truth)


def test_rebuilding_drops_what_is_not_live(store: Keeper) -> None:
    index(store).publish("gone", MANUAL, [passage("x", "old")])
    index(store).rebuild(Truth(TWO))
    assert store.ids("t") == {"a", "b"}


def test_a_store_that_loses_points_is_found_out() -> None:
    class Leaky(ExactStore):
        def put(self, points: Sequence[Point]) -> None:
            super().put(points[1:])

    with pytest.raises(IndexUnavailable, match="1 passages of a reading that has 2"):
        index(Leaky(":memory:")).publish("r", MANUAL, TWO)


def test_a_passage_knows_the_words_of_its_page_and_no_other(store: Keeper) -> None:
    neighbours = [
        passage("a", "Open the cover."),
        passage("b", "Remove four screws."),
        passage("c", "Lubricate.", page=2),
    ]
    index(store).publish("r", MANUAL, neighbours)
    (screws,) = ENCODER.terms("screws")
    around = dimension(Field.PAGE, screws.word)
    assert {i for i, p in store.points.items() if around in p.words.indices} == {"a", "b"}


def test_without_pages_the_section_is_the_surroundings(store: Keeper) -> None:
    one, other = ("Pump",), ("Door",)
    passages = [
        passage("a", "Open.", 0, one),
        passage("b", "Four screws.", 0, one),
        passage("c", "x", 0, other),
    ]
    index(store).publish("r", MANUAL, passages)
    (screws,) = ENCODER.terms("screws")
    around = dimension(Field.PAGE, screws.word)
    assert {i for i, p in store.points.items() if around in p.words.indices} == {"a", "b"}


def test_a_very_long_page_is_cut(store: Keeper) -> None:
    long = [passage(f"p{n}", f"word{n} " + "filler " * 99) for n in range(20)]
    index(store).publish("r", MANUAL, long)
    (last,) = ENCODER.terms("word19")
    holders = {i for i, p in store.points.items() if dimension(Field.PAGE, last.word) in p.words.indices}
    assert "p19" in holders
    assert "p0" not in holders


def test_tenants_are_kept_apart(store: Keeper) -> None:
    index(store).publish("r", MANUAL, TWO)
    index(store).publish("r", replace(MANUAL, tenant="u"), TWO)
    index(store).rebuild(Truth([]))
    assert store.ids("t") == frozenset()
    assert store.ids("u") == {"a", "b"}


def test_brute_force_is_built_in_memory_by_default() -> None:
    assert build(StoreSettings()).ids("t") == frozenset()


class Lengths:
    """A text means how long it is."""

    embedding = Embedding("lengths", "1", 1)
    languages: frozenset[Language] = frozenset({"en"})

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        return [(float(len(text)),) for text in texts]

    def question(self, text: str) -> Dense:
        return (float(len(text)),)


class Kept(dict[str, Dense]):
    def held(self, hashes: Sequence[str]) -> Mapping[str, Dense]:
        return {h: self[h] for h in hashes if h in self}

    def keep(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self.update({h: tuple(v) for h, v in vectors.items()})


def test_passages_get_their_vectors_and_foreign_ones_none() -> None:
    store = ExactStore(":memory:", Lengths.embedding)
    meant = Index(store, ENCODER, ("t",), Meanings(Lengths(), Kept()))
    meant.publish("r", MANUAL, TWO)
    meant.publish("z", replace(MANUAL, id="z", language="zh"), [passage("c", "打开")])
    lookup = Lookup("t", Sparse((1,), (1.0,)), dense=(1.0,), fusion=Sum(1.0))
    assert {h.id: h.score for h in store.search(lookup)} == {"a": 15.0, "b": 14.0}


def test_an_index_of_another_embedder_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    index(build(StoreSettings(path=tmp_path / "index"))).publish("r", MANUAL, TWO)
    store = build(StoreSettings(path=tmp_path / "index", embedding=Lengths.embedding))
    kept = Kept()
    meant = Index(store, ENCODER, ("t",), Meanings(Lengths(), kept))
    with pytest.raises(IndexUnavailable, match="kb-ingest reindex"):
        meant.publish("r2", MANUAL, [passage("c", "x")])
    assert meant.rebuild(Truth(TWO)) == 2
    assert store.ids("t") == {"a", "b"}
    assert kept.keys() >= {p.text_hash for p in TWO}
