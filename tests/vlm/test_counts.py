""" "One" where it counts or numbers something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.counts import find_lone


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Set position one and hold Start.", "Set position 8 and hold Start."),
        ("Two screws for positions one and 8.", "Positions 7 and 8: two screws."),
        ("Pull the sheet out with only one of the hands.", "Pull the sheet out with both hands."),
        ("All one screws are undone.", "Loosen the ten screws."),
        ("一颗长螺钉要分开放。", "两颗长螺钉分开放置。"),
    ],
)
def test_another_count_is_told(claim: str, printed: str) -> None:
    reason = find_lone(claim, [printed])
    assert reason is not None and reason.code == "figure_not_in_quote"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Set position one and hold Start.", "Set position 1 and hold Start."),
        ("The middle one comes last.", "Pull the three tabs, the middle one last."),
        ("Use one of the two keys.", "Either of the two keys will do."),
        ("贴一层胶膜。", "在碎屏上贴一层胶膜，共两处。"),
    ],
)
def test_one_that_counts_nothing_is_in_order(claim: str, printed: str) -> None:
    assert find_lone(claim, [printed]) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_lone(claim, [printed])
