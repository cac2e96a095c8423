"""What stands under a limit's heading is told as a limit."""

from __future__ import annotations

import pytest

from tests.vlm.gated import leaves
from vlm.columns import find_limit_as_value, has_limits

ROW = "Point: TP8 | Net: VMOT | Nominal (V): 12.0 | Limits / min. (V): 11.4 | Limits / max. (V): 12.6"
OTHER = "Point: TP9 | Net: VLED | Nominal (V): 3.30 | Limits / min. (V): 3.14 | Limits / max. (V): 3.47"
RATED = "Name: Pump | Rated current (A): 2.0 | Lowest (A): 1.6 | Highest (A): 2.4"
ZH_ROW = (
    "测试点: TP8 | 名称: 电机 | 标称值（V）: 12.0 | 允许范围 / 最小（V）: 11.4 | 允许范围 / 最大（V）: 12.6"
)
ZH_OTHER = (
    "测试点: TP9 | 名称: 背光 | 标称值（V）: 3.30 | 允许范围 / 最小（V）: 3.14 | 允许范围 / 最大（V）: 3.47"
)


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("VMOT at TP8 is nominally 11.4 V.", [ROW]),
        ("TP8 should have 12.6 V.", [ROW]),
        ("The target at TP8 is 12.6 V, with limits of 11.4 V and 12.6 V.", [ROW]),
        ("TP8 carries VMOT, normally 11400 mV.", [ROW]),
        ("TP8 is nominally 12.0 V, TP9 3.14 V.", [ROW, OTHER]),
        ("The nominal value of TP8 is 12.0 V and that of TP9 is 3.47 V.", [ROW, OTHER]),
        ("The pump's rated current is 1.6 A.", [RATED]),
        ("The maximum at TP8 is 12.6 V, that at TP9 3.30 V.", [ROW, OTHER]),
        ("TP8 的最小值是 11.4 V，TP9 的是 3.30 V。", [ZH_ROW, ZH_OTHER]),
        ("TP8 的标称值是 12.0 V，TP9 的是 3.47 V。", [ZH_ROW, ZH_OTHER]),
        ("TP8 电机正常为 11.4 伏。", [ZH_ROW]),
        ("TP8 上应测得 12.6 V。", [ZH_ROW]),
        ("TP8 额定 12.6，允许 11.4 到 12.6。", [ZH_ROW]),
    ],
)
def test_a_limit_is_no_value(claim: str, rows: list[str]) -> None:
    reason = find_limit_as_value(claim, rows)
    assert reason is not None and reason.code == "figure_not_in_quote"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("VMOT at TP8 is nominally 12.0 V.", [ROW]),
        ("VMOT: nominal 12 V, min. 11.4 V, max. 12.6 V.", [ROW]),
        ("TP8 may drop to 11.4 V and climb to 12.6 V.", [ROW]),
        ("TP8 is nominally 12.0 V, with limits of 11.4 V and 12.6 V.", [ROW]),
        ("The maximum at TP8 is 12.6 V, that at TP9 3.47 V.", [ROW, OTHER]),
        ("TP9's lower limit is 3.14 V, TP8's is 11.4 V.", [ROW, OTHER]),
        ("11.4 V is the lowest that TP8 tolerates.", [ROW]),
        ("TP8 has 11.4 V.", [ROW, "Measure TP8: 11.4 V with the motor stopped."]),
        ("The pump's rated current is 2.0 A, 1.6 A its lowest.", [RATED]),
        ("TP8 的标称值是 12.0 V，最小 11.4 V、最大 12.6 V。", [ZH_ROW]),
        ("TP8 的上限是 12.6 V，TP9 的是 3.47 V。", [ZH_ROW, ZH_OTHER]),
        ("TP8 正常 12 伏，不得低于 11.4 伏。", [ZH_ROW]),
        (ROW, [ROW]),
    ],
)
def test_a_limit_told_as_one_stays_free(claim: str, rows: list[str]) -> None:
    assert find_limit_as_value(claim, rows) is None


def test_a_row_has_limits_by_its_headings() -> None:
    assert has_limits(ROW) and has_limits(ZH_ROW) and has_limits(RATED)
    assert not has_limits("Item: Max. current | Value: 2.5 A")


SW1 = (
    "Name: SW1 | Function: Front cover interlock | Voltage (V) / off: 24.0 | Voltage (V) / on: 0.0"
    " | Test: Close the cover: voltage falls to 0"
)


@pytest.mark.parametrize(
    ("claim", "quotes", "right"),
    [
        ("The voltage of SW1 falls from 24 V to 0 V when the cover is closed.", (SW1,), True),
        ("The voltage of SW1 drops from 24.0 V to zero when you close the cover.", (SW1,), True),
        ("The voltage of SW1 rises from 0 V to 24 V when the cover is closed.", (SW1,), False),
        ("The voltage of SW1 falls from 24 V to 0.8 V when the cover is closed.", (SW1,), False),
        ("The voltage of SW1 falls from 24 V to 0 V when the cover is opened.", (SW1,), False),
        ("The voltage of SW1 falls from 24 V to 0 V when SW1 is off.", (SW1,), False),
    ],
)
def test_what_is_switched_goes_from_off_to_on(claim: str, quotes: tuple[str, ...], right: bool) -> None:
    assert leaves(claim, *quotes) is right
