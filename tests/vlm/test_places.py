"""Lists of numbered places keep their numbers."""

from __future__ import annotations

import pytest

from vlm.places import find_unplaced

ROW = "No.: 3 | Part: Screw M2×5 | Quantity: 2 | Remark: Positions 11 and 12"
SIX = "No.: 4 | Part: Screw M2×3 | Quantity: 4 | Remark: Positions 1 to 4"
FIGURE = "Position: Cover | Figure 2-1: 5, 6 | Quantity: 2"
PINS = "Code: F2 | Connector: XN3: 1–2 | Value (Ω): 3"
TORQUE = "Position: Cover | Figure 2-1: 5, 6 | Quantity: 2 | Torque (N·m): 0.2"
ZH_TORQUE = "位置: 盖板 | 图 2-1: 5、6 | 数量: 2 | 扭矩（N·m）: 0.2"
ORDER = "Tighten the screws in the order 1 to 6 (table 4-1)."
ZH_ROW = "序号: 3 | 零件: 螺钉 M2×5 | 数量: 2 | 备注: 位置 11 和 12"
ZH_SIX = "序号: 4 | 零件: 螺钉 M2×3 | 数量: 4 | 备注: 位置 1 至 4"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Positions 11 and 2 take a screw M2×5.", [ROW]),
        ("Two M2×5 screws go into holes 3 and 12.", [ROW]),
        ("The cover has its screws at positions five and two.", [FIGURE]),
        ("Positions 1 to 4 take M2×3, positions 11 and 3 M2×5.", [ROW, SIX]),
        ("Measure 3 Ω between pin 1 and pin 3 of XN3.", [PINS]),
        ("Screws 1 and 8 are tightened.", [ORDER]),
        ("11 号和 2 号位装 M2×5 螺钉。", [ZH_ROW]),
        ("位置 3 和 12 装两颗 M2×5 螺钉。", [ZH_ROW]),
        ("二号、十二号孔位各一颗。", [ZH_ROW]),
        ("位置 1 至 4 用 M2×3，位置 11 和 3 用 M2×5。", [ZH_ROW, ZH_SIX]),
        ("Positions 1 to 4 are tightened to 0.2 N·m.", [SIX, TORQUE]),
        ("位置 1 至 4 的螺钉拧到 0.2 N·m。", [ZH_SIX, ZH_TORQUE]),
        ("在 3 号脚测量。", ["测量引脚 1 和 2 之间的电阻。"]),
    ],
)
def test_a_number_of_no_place_is_told(claim: str, evidence: list[str]) -> None:
    reason = find_unplaced(claim, evidence)
    assert reason is not None and reason.code in ("figure_not_in_quote", "figure_elsewhere")


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Positions 11 and 12 take 2 screws M2×5.", [ROW]),
        ("At positions 11 and 12, 2 screws go in.", [ROW]),
        ("Positions 1 to 4, 11 and 12 are screwed.", [ROW, SIX]),
        ("Screws 2 and 3 are short.", [SIX]),
        ("A screw in position 1 to 4 pierces the case.", [SIX]),
        ("The screw is 5 mm long.", [ROW]),
        ("Measure 3 Ω at pins 1 and 2 of XN3.", [PINS]),
        ("Screws 1 to 6 are tightened in turn.", [ORDER]),
        ("11 号和 12 号位装 M2×5 螺钉，共 2 颗。", [ZH_ROW]),
        ("位置 11、12 装两颗螺钉。", [ZH_ROW]),
        ("3 号位装 M2×3。", [ZH_SIX]),
        ("Positions 5 and 6 are tightened to 0.2 N·m, positions 1 to 4 take M2×3.", [SIX, TORQUE]),
        ("位置 5 和 6 的螺钉拧到 0.2 N·m。", [ZH_SIX, ZH_TORQUE]),
        ("位置 7 的螺钉", ["拧下全部螺钉。"]),
    ],
)
def test_printed_places_stay_free(claim: str, evidence: list[str]) -> None:
    assert find_unplaced(claim, evidence) is None
