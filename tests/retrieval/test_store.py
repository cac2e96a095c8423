"""The values of a store: sparse vectors are checked, ids are stable, rare words weigh more."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.store import Sparse, point_id, rarity


def test_a_sparse_vector_names_each_dimension_once_with_a_weight() -> None:
    with pytest.raises(ValueError, match="weights"):
        Sparse((1, 2), (0.5,))
    with pytest.raises(ValueError, match="twice"):
        Sparse((1, 1), (0.5, 0.5))


@given(st.integers(1, 10_000), st.data())
def test_rarer_words_weigh_more_and_never_less_than_nothing(points: int, data: st.DataObject) -> None:
    holding = data.draw(st.integers(0, points))
    assert rarity(points, holding) > 0
    assert holding == 0 or rarity(points, holding - 1) > rarity(points, holding)


def test_a_point_keeps_its_id_and_tenants_do_not_share_one() -> None:
    assert uuid.UUID(point_id("a", "p"))
    assert point_id("a", "p") == point_id("a", "p") != point_id("b", "p")
