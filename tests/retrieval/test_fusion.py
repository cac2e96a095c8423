"""Two rankings become one, and no passage overtakes one that holds the code by being closer in meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_sources.manual import Language
from retrieval.embedder import Dense, Embedding
from retrieval.fusion import Fusing, fuse, raised
from retrieval.lexical import Encoder
from retrieval.store import DEPTH, Fusion, Lookup, Point, Ranks, Sparse, StoreSettings, Sum
from retrieval.stores.exact import ExactStore, build

ENCODER = Encoder()
KIND = Embedding("compass", "", 2)
CODE = ENCODER.code("E21")
ids = st.text("abcdef", min_size=1, max_size=2)
ranking = st.dictionaries(ids, st.floats(0.01, 9)).map(
    lambda scores: sorted(scores.items(), key=lambda pair: -pair[1])
)
cosines = st.dictionaries(ids, st.floats(-1, 1)).map(
    lambda scores: sorted(scores.items(), key=lambda pair: -pair[1])
)


class Compass:
    """Every text means east."""

    embedding = KIND
    languages: frozenset[Language] = frozenset({"en"})

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        return [(1.0, 0.0) for _ in texts]

    def question(self, text: str) -> Dense:
        return (1.0, 0.0)


def fusing(store: ExactStore, fusion: Fusion) -> Fusing:
    return Fusing(Compass(), store, ENCODER, fusion)


def look(words: dict[int, float]) -> Lookup:
    return Lookup("t", Sparse(tuple(words), tuple(words.values())))


@given(ranking, cosines, st.floats(0, 50))
def test_a_sum_never_takes_from_what_words_found(
    words: list[tuple[str, float]], dense: list[tuple[str, float]], weight: float
) -> None:
    fused = dict(fuse(words, dense, Sum(weight)))
    assert fused.keys() == {i for i, _ in words} | {i for i, cosine in dense if cosine >= 0}
    assert all(fused[i] >= score for i, score in words)


@given(ranking, cosines)
def test_both_are_best_first_and_agree_when_one_ranking_is_empty(
    words: list[tuple[str, float]], dense: list[tuple[str, float]]
) -> None:
    for fusion in (Sum(3.0), Ranks(0.5)):
        scores = [score for _, score in fuse(words, dense, fusion)]
        assert scores == sorted(scores, reverse=True)
        assert [i for i, _ in fuse(words, [], fusion)] == [i for i, _ in words]


def test_only_the_best_of_each_ranking_count() -> None:
    many = [(str(n), float(DEPTH * 2 - n)) for n in range(DEPTH * 2)]
    assert len(fuse(many, [], Sum(1.0))) == DEPTH


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 3), st.booleans(), st.floats(0, 2 * math.pi)), min_size=2, max_size=12),
    st.floats(0.1, 60),
)
def test_an_exact_code_is_never_lost(passages: list[tuple[float, bool, float]], weight: float) -> None:
    store = build(StoreSettings(embedding=KIND))
    points = []
    for n, (value, holds, angle) in enumerate(passages):
        words = {5: value + 0.01} | ({CODE: 1.0} if holds else {})
        dense = (math.cos(angle), math.sin(angle))
        sparse = Sparse(tuple(words), tuple(words.values()))
        points.append(Point(str(n), sparse, "t", "m", "e", "r", "en", "text", dense))
    store.put(points)
    alone = look({5: 1.0, CODE: 2.0})
    before = {hit.id: hit.score for hit in store.search(alone)}
    together = fusing(store, Sum(weight)).add(alone, "E21 on the display", ("E21",), "en")
    after = {hit.id: hit.score for hit in store.search(together)}
    holding = {str(n) for n, (_, holds, _) in enumerate(passages) if holds}
    for mine in holding:
        for other in before.keys() - holding:
            if before[mine] >= before[other]:
                assert after[mine] >= after[other] - 1e-6
    store.close()


def test_under_ranks_a_question_with_a_code_is_looked_up_by_words_alone() -> None:
    store = build(StoreSettings(embedding=KIND))
    alone = look({CODE: 2.0})
    assert fusing(store, Ranks(1.0)).add(alone, "what is E21", ("E21",), "en") == alone
    assert fusing(store, Ranks(1.0)).add(alone, "it is dead", (), "en").dense == (1.0, 0.0)


@pytest.mark.parametrize(("text", "language"), [("打不开", None), ("battery", "zh"), ("  ", "en")])
def test_what_the_embedder_does_not_understand_is_left_to_words(text: str, language: Language | None) -> None:
    alone = look({1: 1.0})
    assert fusing(build(StoreSettings(embedding=KIND)), Sum(5.0)).add(alone, text, (), language) == alone


@given(
    st.dictionaries(st.integers(0, 9), st.floats(0, 5)), st.dictionaries(st.integers(0, 9), st.floats(0, 5))
)
def test_raising_adds_to_what_is_there(words: dict[int, float], more: dict[int, float]) -> None:
    got = raised(Sparse(tuple(words), tuple(words.values())), more)
    assert dict(zip(got.indices, got.values, strict=True)) == {
        i: words.get(i, 0.0) + more.get(i, 0.0) for i in words.keys() | more.keys()
    }
