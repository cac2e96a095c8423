"""A copied claim with another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.edits import find_edited

STEP = "Tighten the two screws to 0.10 N·m and press J9 home."


@pytest.mark.parametrize(
    "claim",
    [
        "Tighten the two screws to 0.12 N·m and press J9 home.",
        "Tighten the two screws to 2 N·m and press J9 home.",
    ],
)
def test_another_number_in_a_copy_is_told(claim: str) -> None:
    assert find_edited(claim, [STEP]) is not None


@pytest.mark.parametrize(
    "claim",
    [STEP, "Tighten the two screws to 10 N·cm and press J9 home.", "Press J9 home with 12 N."],
)
def test_a_converted_number_or_another_sentence_is_in_order(claim: str) -> None:
    assert find_edited(claim, [STEP]) is None


def test_degrees_are_converted() -> None:
    quote = "Warm the rear cover on the heating mat at 80 °C for 4 minutes."
    assert find_edited("Warm the rear cover on the heating mat at 176 °F for 4 minutes.", [quote]) is None
    assert find_edited("Warm the rear cover on the heating mat at 170 °F for 4 minutes.", [quote]) is not None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, quote: str) -> None:
    find_edited(claim, [quote])
    assert find_edited(quote, [quote]) is None
