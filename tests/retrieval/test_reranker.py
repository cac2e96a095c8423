"""A reranker orders what was found; it takes nothing away, changes no score and never overrules a code."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import PluginUnknown
from kb_sources.manual import Edition, Manual, Passage
from retrieval.query import Hit
from retrieval.reranker import RerankerSettings, Reranking, build_reranker

MANUAL = Manual("m", "t", "XR", "Acme", ("XR",), "en")
EDITION = Edition("e", "m", "1", "en", "live", "f.pdf", 1)


class Letters:
    """Scores by how often the question's first letter stands in a passage."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        self.asked.append((question, list(passages)))
        return [passage.count(question[0]) for passage in passages]


def hit(text: str, *found_by: str) -> Hit:
    passage = Passage(text, "e", "r", "text", (), 0, text, (), "textlayer")
    return Hit(passage, MANUAL, EDITION, 1.5, found_by or ("words",))


def order(hits: Sequence[Hit], question: str = "a?", looked_at: int = 24) -> list[Hit]:
    return Reranking(Letters(), looked_at).order(question, hits, lambda each: each.passage.text)


def texts(hits: Sequence[Hit]) -> list[str]:
    return [each.passage.text for each in hits]


def test_the_best_comes_first_and_ties_stay_as_they_were() -> None:
    ordered = order([hit("b"), hit("a"), hit("aaa"), hit("c")])
    assert texts(ordered) == ["aaa", "a", "b", "c"]
    assert [each.reranked for each in ordered] == [3, 1, 0, 0]
    assert {each.score for each in ordered} == {1.5}


def test_a_code_is_not_overtaken() -> None:
    assert texts(order([hit("aaaa"), hit("b", "code"), hit("a", "words", "code")])) == ["a", "b", "aaaa"]


def test_what_lies_further_down_is_not_looked_at() -> None:
    ordered = order([hit("b"), hit("a"), hit("aaa")], looked_at=2)
    assert texts(ordered) == ["a", "b", "aaa"]
    assert ordered[2].reranked is None


def test_nothing_to_order_asks_nobody() -> None:
    letters = Letters()
    reranking = Reranking(letters)
    one = [hit("a")]
    assert reranking.order("a", one, lambda each: "") == one
    assert reranking.order("  ", [*one, *one], lambda each: "") == [*one, *one]
    assert reranking.order("a", [], lambda each: "") == []
    assert letters.asked == []


@given(st.lists(st.tuples(st.text("ab", max_size=5), st.booleans()), max_size=12), st.integers(0, 9))
def test_nothing_is_lost_and_codes_stay_before_the_others(
    each: list[tuple[str, bool]], looked_at: int
) -> None:
    hits = [hit(text, "code" if coded else "words") for text, coded in each]
    ordered = order(hits, looked_at=looked_at)
    assert sorted(texts(ordered)) == sorted(texts(hits))
    first = ["code" in one.found_by for one in ordered[:looked_at]]
    if len(first) > 1:
        assert first == sorted(first, reverse=True)


def test_a_reranker_nobody_wrote_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PluginUnknown, match="sentence_transformers"):
        build_reranker("oracle", RerankerSettings())
