"""A heading's unit goes with the values under it."""

from __future__ import annotations

import pytest

from vlm.headings import prefix_of, unit_of_heading
from vlm.measures import read_figures


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ("Value (Ω): 340 k | Remedy: Clean", "kiloohm"),
        ("Value (Ω): 340 | Remedy: Clean", "ohm"),
        ("检测值（V）: 1.8 | 措施: 清洁", "volt"),
        ("Quantity: 3 | Value (Ω): 340", ""),
        ("Value (Ω): about 340", ""),
    ],
)
def test_the_unit_stands_in_the_heading(row: str, unit: str) -> None:
    assert unit_of_heading(row, read_figures(row)[0]) == unit


def test_a_letter_of_a_word_is_no_prefix() -> None:
    assert prefix_of("340 k |", read_figures("340 k |")[0]) == "k"
    assert prefix_of("340 keys", read_figures("340 keys")[0]) == ""
