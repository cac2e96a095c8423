"""Chinese numerals are read as what they say."""

from __future__ import annotations

import pytest

from vlm.numerals import read_zh, read_zh_share, zh_unit


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十五", 15),
        ("两百零五", 205),
        ("一点五", 1.5),
        ("半", 0.5),
        ("二〇二六", 2026),
        ("三千", 3000),
        ("两个半", 2.5),
    ],
)
def test_a_numeral_has_its_value(numeral: str, value: float) -> None:
    assert read_zh(numeral) == value


@pytest.mark.parametrize(
    ("share", "percent"),
    [("百分之二十五", 25), ("百分之99.5", 99.5), ("百分之百", 100), ("四分之三", 75), ("八成", 80),
     ("七成五", 75), ("两成半", 25), ("一半", 50), ("半数", 50)],
)  # fmt: skip
def test_a_share_is_read_as_percent(share: str, percent: float) -> None:
    assert read_zh_share(share) == percent


def test_some_units_measure_nothing_or_something_else() -> None:
    assert zh_unit("十", "分", "这") == ""
    assert zh_unit("四", "周", "沿手机") == "" and zh_unit("四", "周", "等待") == "周"
    assert zh_unit("一", "周", "绕手机") == "圈"
