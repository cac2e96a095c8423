from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import qdrant_edge as edge

from kb_sources.errors import IndexUnavailable
from retrieval.qdrant import idf, payload, scope
from retrieval.store import Point, Sparse


def hit(vector: Any, score: float = 6.0) -> Any:
    return SimpleNamespace(vector=vector, score=score)


WORDS = SimpleNamespace(indices=[3, 8], values=[1.5, 2.0])


def test_a_scope_names_the_tenant_and_what_is_left_out() -> None:
    def fields(conditions: Any) -> dict[str, str]:
        return {c.key: str(c.match) for c in conditions}

    within = scope(edge, "t", reading="r", manuals=frozenset("mn"), excluded=frozenset("x"))
    assert list(fields(within.must)) == ["tenant", "reading", "manual"]
    assert list(fields(within.must_not)) == ["reading"]
    assert fields(scope(edge, "t").must).keys() == {"tenant"}


def test_no_manual_is_not_every_manual() -> None:
    assert [c.key for c in scope(edge, "t", manuals=frozenset()).must] == ["tenant", "manual"]


def test_a_payload_holds_what_a_scope_filters_by() -> None:
    held = payload(Point("p", Sparse((), ()), "t", "m", "e", "r", "zh", "step"))
    assert (held["passage"], held["tenant"], held["manual"], held["reading"]) == ("p", "t", "m", "r")


def test_idf_is_the_score_without_the_value() -> None:
    assert idf([hit({"words": WORDS})], 8, 0.0) == 3.0
    assert idf([], 8, 0.7) == 0.7


def test_a_point_without_words_is_a_damaged_index() -> None:
    with pytest.raises(IndexUnavailable, match="reindex"):
        idf([hit({})], 8, 0.0)
