"""What several searches found is joined, nothing lost."""

from __future__ import annotations

import pytest

from retrieval.query import Evidence, Query, joined
from tests.api.bench import hit


def test_searches_are_joined_in_turns() -> None:
    one, other = hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.16 N·m.")
    small = Evidence(Query("t", "torque"), (one, one), contenders=(one,), uncovered=("a", "b"), rarest=7)
    large = Evidence(Query("t", "other"), (other,), (one,), contenders=(other,), uncovered=("b", "c"))
    both = joined([small, large])
    assert (both.hits, both.related, both.contenders) == ((one, other, one), (one,), (one, other))
    assert (both.query.text, both.uncovered, both.rarest) == ("torque", ("a", "b", "c"), 7)
    assert joined([small]) == small
    with pytest.raises(ValueError, match="searched"):
        joined([])
