"""Numbers side by side: a range in two units, a unit carried over, a value joined by a slash."""

from __future__ import annotations

import pytest

from tests.vlm.gated import leaves
from vlm.measures import read_figures

CHARGING = "项目: 充电 | 参数: 5 V / 3 A 或 9 V / 2.77 A，最大 25 W"
HOSE = "Code: E18 | Remedy: Lay the drain hose without kinks, 0.6 to 1.0 m high"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("60 cm to 1 m", [(0.6, 1.0, "metre")]),
        ("500 µm to 1 mm", [(0.5, 1.0, "millimetre")]),
        ("零度到 35 ℃", [(0.0, 35.0, "celsius")]),
        ("from 5 V to 400 mV", [(5.0, 5.0, "volt"), (400.0, 400.0, "millivolt")]),  # it falls
        ("5 V/3 A", [(5.0, 5.0, "volt"), (3.0, 3.0, "ampere")]),
    ],
)
def test_units_and_ranges_are_shared(text: str, read: list[tuple[float, float, str]]) -> None:
    assert [(f.low, f.high, f.unit) for f in read_figures(text)] == read


@pytest.mark.parametrize(
    ("claim", "quote", "right"),
    [
        ("充电参数为 5 V/3 A 或 9 V/2.77 A。", CHARGING, True),
        ("充电参数为 5 V/2.77 A 或 9 V/3 A。", CHARGING, False),
        ("充电参数为 5 V/4 A 或 9 V/2.77 A。", CHARGING, False),
        ("工作温度在零度到 35 ℃ 之间。", "项目: 工作温度 | 参数: 0 °C 至 35 °C", True),
        ("工作温度在零度到 35 ℃ 之间。", "项目: 工作温度 | 参数: 5 °C 至 35 °C", False),
        ("For E18, lay the drain hose without kinks at a height of 60 cm to 1 m.", HOSE, True),
        ("For E18, lay the drain hose without kinks at a height of 6 cm to 1 m.", HOSE, False),
        ("For E18, lay the drain hose with kinks at a height of 60 cm to 1 m.", HOSE, False),
    ],
)
def test_a_value_told_another_way_leaves_and_another_does_not(claim: str, quote: str, right: bool) -> None:
    assert leaves(claim, quote) is right
