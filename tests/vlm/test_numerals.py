"""Chinese numerals are read as what they say."""

from __future__ import annotations

import pytest

from vlm.numerals import read_zh


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十五", 15), ("两百零五", 205), ("一点五", 1.5), ("半", 0.5), ("二〇二六", 2026), ("三千", 3000)],
)
def test_a_numeral_has_its_value(numeral: str, value: float) -> None:
    assert read_zh(numeral) == value
