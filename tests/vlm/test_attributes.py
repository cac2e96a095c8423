"""What is said right beside a figure stays beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.attributes import find_other_attribute

MODE = ["Point: TP8 | Nominal (V): 12.0 | Limits / min. (V): 11.4 | Condition: Charger in 12 V mode"]
ZH_MAINS = ["辅助电源标称 15.0 V。", "测量时接 220 V 市电。"]
SIZE = ["The case measures 160.5 × 71.2 × 8.0 mm."]
SIDES = ["Item: Dimensions (H × W × D) | Value: 160.5 × 71.2 × 8.0 mm"]
ZH_SIDES = ["项目: 外形尺寸（高×宽×厚） | 数值: 160.5 × 71.2 × 8.0 mm"]
LAMP = ["Item: Lamp | Value: 165 °C, 180 °C for thick film"]
ZH_LAMP = ["项目: 灯 | 数值: 165 °C，180 °C（厚膜）"]
NEW = ["Item: 5 | Part: Battery | Part number: KX-7021-B | Quantity: 1 | Remark: Replaces KX-7021-A"]
ZH_NEW = ["序号: 5 | 零件: 电池 | 零件号: KX-7021-B | 备注: 替代 KX-7021-A"]
TIME = ["Parts: coil KX-3507, bridge KX-3508. Time: 40 minutes.", "Parts: fan KX-3530. Time: 15 minutes."]
ZH_TIME = ["零件：线圈 KX-3507。工时：40 分钟。", "零件：风扇 KX-3530。工时：15 分钟。"]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("TP8 is measured in 11.4 V mode.", MODE),
        ("接 15.0 V 市电测量。", ZH_MAINS),
        ("The case measures 71.2 × 160.5 × 8.0 mm.", SIZE),
        ("The case measures 160.5 mm by 8.0 mm by 71.2 mm.", SIZE),
        ("It is 71.2 mm high.", SIDES),
        ("Its width is 160.5 mm and its height 71.2 mm.", SIDES),
        ("KX 的高度为 71.2 mm。", ZH_SIDES),
        ("宽 16.05 cm、高 7.12 cm", ZH_SIDES),
        ("The lamp runs at 180 °C, and at 165 °C with thick film.", LAMP),
        ("With thick film it takes 165 °C.", LAMP),
        ("厚膜用 165 °C。", ZH_LAMP),
        ("The battery KX-7021-B is replaced by KX-7021-A.", NEW),
        ("KX-7021-A replaces KX-7021-B.", NEW),
        ("KX-7021-A is the successor of KX-7021-B.", NEW),
        ("KX-7021-B 已由 KX-7021-A 替代。", ZH_NEW),
        ("KX-7021-A 取代 KX-7021-B。", ZH_NEW),
        ("The coil KX-3507 takes 15 minutes, the fan KX-3530 40 minutes.", TIME),
        ("线圈 KX-3507 的工时为 15 分钟。", ZH_TIME),
    ],
)
def test_what_is_beside_another_figure_is_told(claim: str, evidence: list[str]) -> None:
    assert find_other_attribute(claim, evidence) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("TP8 is measured in 12 V mode.", MODE),
        ("接 220 V 市电，辅助电源标称 15.0 V。", ZH_MAINS),
        ("It measures 160.5 × 71.2 × 8.0 mm.", SIZE),
        ("The case is 160.5 mm by 71.2 mm by 8.0 mm.", SIZE),
        ("It is 160.5 mm high, 71.2 mm wide and 8 mm thick.", SIDES),
        ("高 16.05 cm、宽 7.12 cm、厚 0.8 cm", ZH_SIDES),
        ("机身厚度只有 8.0 mm。", ZH_SIDES),
        ("The lamp runs at 165 °C, and at 180 °C with thick film.", LAMP),
        ("For thick film 180 °C, else 165 °C.", LAMP),
        ("一般 165 °C，厚膜用 180 °C。", ZH_LAMP),
        ("The battery KX-7021-B replaces KX-7021-A.", NEW),
        ("KX-7021-A has been replaced by KX-7021-B.", NEW),
        ("KX-7021-A 已由 KX-7021-B 替代。", ZH_NEW),
        ("The coil KX-3507 takes 40 minutes, the fan KX-3530 15 minutes.", TIME),
        ("KX-3507 and KX-3508 take 40 minutes.", TIME),
        ("风扇 KX-3530 的工时为 15 分钟。", ZH_TIME),
    ],
)
def test_what_is_beside_its_own_figure_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_other_attribute(claim, evidence) is None


@given(st.sampled_from([*MODE, *ZH_MAINS, *SIZE, *NEW, *ZH_NEW, *TIME, *ZH_TIME]))
def test_a_quote_never_contradicts_itself(text: str) -> None:
    assert find_other_attribute(text, [text]) is None


@given(st.text(st.sampled_from("5 V ×x74.mode替代 KX-1-A|"), max_size=40), st.text(max_size=20))
def test_any_text_can_be_compared(claim: str, printed: str) -> None:
    find_other_attribute(claim, [printed, claim])
