"""Chinese numerals are read as what they say."""

from __future__ import annotations

import pytest

from vlm.measures import read_figures
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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("every one hundred thousand pages", 100_000, ""),
        ("every 100 thousand pages", 100_000, ""),
        ("每 1.5 万页", 15_000, ""),
        ("每十万页", 100_000, ""),
        ("for two thirds of an hour", 2 / 3, "hour"),
        ("for a third of an hour", 1 / 3, "hour"),
        ("for as long as a minute", 1, "minute"),
        ("11 800 g", 11_800, "gram"),
    ],
)
def test_large_numbers_and_parts_in_words_are_read(text: str, value: float, unit: str) -> None:
    figure = read_figures(text)[0]
    assert figure.low == pytest.approx(value)
    assert figure.unit == unit


@pytest.mark.parametrize("text", ["万用表", "千万别碰", "the third screw", "万一"])
def test_what_only_sounds_like_a_number_is_none(text: str) -> None:
    assert not read_figures(text)


@pytest.mark.parametrize(
    "text",
    ["82 µH, give or take 3 µH", "82 µH，误差正负 3 µH", "82 µH，允许偏差 3 µH", "82 plus or minus 3 µH"],
)
def test_a_tolerance_in_words_is_one(text: str) -> None:
    value, spread = read_figures(text)
    assert (value.low, spread.low, spread.tolerance) == (82, 3, True)
