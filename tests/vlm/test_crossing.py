"""The cells of two rows must not be told as one row."""

from __future__ import annotations

import pytest

from vlm.crossing import find_crossed_rows, find_misnumbered

BLOCKED = "Code: E5 | Fault: No flow | Cause: Pump blocked by hair | Remedy: Remove hair from the wheel"
OFF = "Code: E5 | Fault: No flow | Cause: Pump plug loose | Remedy: Check plug XN5; replace pump AB-2200"
ZH_BLOCKED = "代码: E5 | 故障: 不排水 | 原因: 水泵被毛发堵塞 | 措施: 清除叶轮上的毛发"
ZH_OFF = "代码: E5 | 故障: 不排水 | 原因: 插头松脱 | 措施: 插紧插头，更换密封圈"
DOOR = "Step: 1 | Check: 12 | Function: Door switch | Time (s): 8"
FAN = "Step: 5 | Check: 17 | Function: Cooling fan | Time (s): 90"
ZH_ONE = "颜色: 红灯常亮 | 含义: 滤网堵塞 | 措施: 清洗滤网"
ZH_TWO = "颜色: 蓝灯闪烁 | 含义: 水箱缺水 | 措施: 加注纯净水"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("Check 12, the cooling fan, takes a while.", [DOOR, FAN]),
        ("The cooling fan is tested by check 12.", [DOOR, FAN]),
        ("红灯常亮时，加注纯净水。", [ZH_ONE, ZH_TWO]),
        ("Check plug XN5 and replace pump AB-2200 when E5 comes from a blocked pump.", [BLOCKED, OFF]),
        ("水泵被毛发堵塞而出现 E5 时，插紧插头，更换密封圈。", [ZH_BLOCKED, ZH_OFF]),
        ("水箱缺水的，颜色为红灯常亮。", [ZH_ONE, ZH_TWO]),
    ],
)
def test_one_row_does_not_take_the_cells_of_another(claim: str, rows: list[str]) -> None:
    reason = find_crossed_rows(claim, rows)
    assert reason is not None and reason.code == "figures_of_different_rows"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("Check 17, the cooling fan, takes 90 s.", [DOOR, FAN]),
        ("Check 12 is for the door switch, check 17 for the cooling fan.", [DOOR, FAN]),
        ("Check 12 takes 8 s. The cooling fan is tested next.", [DOOR, FAN]),
        ("Check 12, the cooling fan.", [FAN]),
        ("For E5 remove the hair that blocks the pump, or check plug XN5 if it is loose.", [BLOCKED, OFF]),
        ("出现 E5 时，毛发堵塞的要清除毛发，插头松脱的要插紧。", [ZH_BLOCKED, ZH_OFF]),
        ("The cooling fan takes 1.2 A at check 12.", [DOOR, "Part: Cooling fan | Current (A): 1.2"]),
        ("红灯常亮表示滤网堵塞，蓝灯闪烁表示水箱缺水。", [ZH_ONE, ZH_TWO]),
        ("蓝灯闪烁时加注纯净水；红灯常亮时清洗滤网。", [ZH_ONE, ZH_TWO]),
        (DOOR, [DOOR, FAN]),
    ],
)
def test_rows_told_side_by_side_stay_free(claim: str, rows: list[str]) -> None:
    assert find_crossed_rows(claim, rows) is None


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("The fan is run in check 12.", [FAN]),
        ("The fan is run in check twelve.", [FAN]),
        ("Class C shells are made of tin.", ["Class: D | Shell: tin"]),
        ("型号C用锡壳。", ["型号: D | 外壳: 锡壳"]),
        ("步骤3检查风机。", ["步骤: 5 | 部件: 风机"]),
    ],
)
def test_a_number_behind_a_heading_is_the_cells(claim: str, rows: list[str]) -> None:
    reason = find_misnumbered(claim, rows)
    assert reason is not None and reason.code == "figure_not_in_quote"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("The fan is run in check 17.", [FAN]),
        ("Check 3 times that the fan runs.", [FAN]),
        ("Class D shells are made of tin.", ["Class: D | Shell: tin"]),
        ("In class A shell is tin.", ["Class of shell: D | Shell: tin"]),
        ("型号D用锡壳。", ["型号: D | 外壳: 锡壳"]),
        ("检查3次风机。", ["检查: 5 | 部件: 风机"]),
        ("步骤5检查风机。", ["步骤: 5 | 部件: 风机"]),
    ],
)
def test_the_cells_own_number_stays_free(claim: str, rows: list[str]) -> None:
    assert find_misnumbered(claim, rows) is None
