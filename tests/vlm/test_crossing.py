"""The cells of two rows must not be told as one row."""

from __future__ import annotations

import pytest

from vlm.crossing import find_crossed_rows, find_misnumbered, find_other_remedy

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


LOOSE = "Symptom: Heats on and off | Cause: Capacitor C5 weak | Remedy: Replace C5, 0.33 µF"
BENT = "Symptom: Heats on and off | Cause: Pan bent | Remedy: Use another pan"
DEAD = "Symptom: No reaction | Cause: No 18 V at the supply | Remedy: Check U2, replace main board AB-3510"
BLOWN = "Symptom: No reaction | Cause: Fuse F1 blown | Remedy: Check the bridge, then replace F1"
ZH_LOOSE = "故障: 加热断续 | 原因: 谐振电容 C5 容量下降 | 措施: 更换 C5"
ZH_BENT = "故障: 加热断续 | 原因: 锅底变形 | 措施: 换用平底锅"
ZH_FILM = "故障: 触点偏移 | 原因: 贴膜太厚 | 措施: 取下贴膜，厚度不得超过 0.3 mm"
ZH_RAW = "故障: 触点偏移 | 原因: 触控层未校准 | 措施: 校准"
FILM = "Fault: Touch is off | Cause: Film too thick | Remedy: Peel off the film"
RAW = "Fault: Touch is off | Cause: Touch layer not calibrated | Remedy: Calibrate"
ZH_SMALL = "代码: E7 | 故障: 无锅 | 原因: 锅底太小 | 措施: 换用导磁锅具"
ZH_OPEN = "代码: E7 | 故障: 无锅 | 原因: 互感器开路 | 措施: 更换主板 AB-3510"
SMALL = "Code: E7 | Fault: No pan | Cause: Base too small | Remedy: Use a magnetic pan"
OPEN = "Code: E7 | Fault: No pan | Cause: Transformer open | Remedy: Replace main board AB-3510"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("If it heats on and off because the pan is bent, replace C5.", [LOOSE, BENT]),
        ("锅底变形造成加热断续时，更换 C5。", [ZH_LOOSE, ZH_BENT]),
        ("No reaction, no 18 V at the supply: check F1, replace the main board.", [DEAD, BLOWN]),
        ("触控层未校准的，取下贴膜。", [ZH_FILM, ZH_RAW]),
        ("触控层未校准时，把贴膜取下。", [ZH_FILM, ZH_RAW]),
        ("With a touch layer that is not calibrated, peel off the film.", [FILM, RAW]),
        ("With E7 the main board AB-3510 is replaced.", [SMALL, OPEN]),
        ("The base is too small. Use a new pan and main board AB-3510.", [SMALL, OPEN]),
        ("锅底太小；换用锅具和 AB-3510。", [ZH_SMALL, ZH_OPEN]),
        ("出现 E7 时更换主板 AB-3510。", [ZH_SMALL, ZH_OPEN]),
    ],
)
def test_the_remedy_of_another_cause_is_told(claim: str, rows: list[str]) -> None:
    reason = find_other_remedy(claim, rows)
    assert reason is not None and reason.code == "figures_of_different_rows"


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("If it heats on and off because the pan is bent, use another pan.", [LOOSE, BENT]),
        ("Heating on and off: a bent pan is replaced, a weak capacitor C5 too.", [LOOSE, BENT]),
        ("锅底变形造成加热断续时，换用平底锅；C5 容量下降时，更换 C5。", [ZH_LOOSE, ZH_BENT]),
        ("No reaction, no 18 V at the supply: check U2, replace the main board.", [DEAD, BLOWN]),
        ("With E7, when the transformer is open, the main board AB-3510 is replaced.", [SMALL, OPEN]),
        ("With the film too thick, peel off the film.", [FILM, RAW]),
        ("The base is too small; the transformer is open: main board AB-3510.", [SMALL, OPEN]),
        ("With E7 use a magnetic pan or replace the main board AB-3510.", [SMALL, OPEN]),
        ("互感器开路而出现 E7 时更换主板 AB-3510。", [ZH_SMALL, ZH_OPEN]),
        ("出现 E7 时更换主板 AB-3510。", [ZH_OPEN]),
        ("触控层未校准的，要校准；贴膜太厚的，取下贴膜。", [ZH_FILM, ZH_RAW]),
    ],
)
def test_a_cause_with_its_own_remedy_stays_free(claim: str, rows: list[str]) -> None:
    assert find_other_remedy(claim, rows) is None
