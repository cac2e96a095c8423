"""Causes and remedies of rows keep their sides."""

from __future__ import annotations

import pytest

from vlm.remedies import find_miscaused, find_other_part, find_unnamed_part

BOLTS = "Symptom: Machine wanders | Cause: Transport bolts not removed | Remedy: Remove the bolts"
FILM = "Symptom: Keys react late | Possible cause: Cover film too stiff | Remedy: Peel it off"
HAIR = "Code: E5 | Fault: No flow | Cause: Pump jammed by hair | Remedy: Take the hair out of the wheel"
ZH_BOLTS = "故障现象: 整机移位 | 原因: 运输螺栓未拆除 | 措施: 拆除螺栓"
ZH_FILM = "故障现象: 按键迟钝 | 可能原因: 保护膜太硬 | 措施: 揭掉保护膜"
ZH_HAIR = "代码: E5 | 故障: 不出水 | 原因: 水泵被毛发卡住 | 措施: 取出毛发"


@pytest.mark.parametrize(
    ("claim", "row"),
    [
        ("It wanders because the transport bolts were removed.", BOLTS),
        ("The machine wanders since its transport bolts have been removed.", BOLTS),
        ("The keys react late because the cover film has been peeled off.", FILM),
        ("There is no flow, for instance since its plug has come loose.", HAIR),
        ("No flow is due to a blown fuse.", HAIR),
        ("Peeling off the cover film makes the keys react late.", FILM),
        ("The machine wanders when the transport bolts are removed.", BOLTS),
        ("拆除运输螺栓后整机移位。", ZH_BOLTS),
        ("整机移位是因为运输螺栓已经拆除。", ZH_BOLTS),
        ("按键迟钝，原因是揭掉了保护膜。", ZH_FILM),
        ("不出水是由于保险丝熔断。", ZH_HAIR),
    ],
)
def test_what_is_no_cause_is_told(claim: str, row: str) -> None:
    assert find_miscaused(claim, [row]) is not None


@pytest.mark.parametrize(
    ("claim", "row"),
    [
        ("It wanders because the transport bolts were not removed.", BOLTS),
        ("It wanders because the bolts are not removed; remove them.", BOLTS),
        ("Remove the transport bolts.", BOLTS),
        ("The machine wanders when the transport bolts are not removed.", BOLTS),
        ("The machine no longer wanders when the transport bolts are removed.", BOLTS),
        ("If the machine wanders, remove the bolts.", BOLTS),
        ("运输螺栓未拆除时，整机移位。", ZH_BOLTS),
        ("The keys react late because the cover film is too stiff, so peel it off.", FILM),
        ("There is no flow because hair jams the pump.", HAIR),
        ("Since there is no flow, look at the wheel.", HAIR),
        ("整机移位是因为运输螺栓没有拆除。", ZH_BOLTS),
        ("按键迟钝，原因是保护膜太硬，揭掉即可。", ZH_FILM),
        ("不出水是由于毛发卡住了水泵。", ZH_HAIR),
    ],
)
def test_the_printed_cause_stays_free(claim: str, row: str) -> None:
    assert find_miscaused(claim, [row]) is None


def test_another_quote_may_tell_the_cause() -> None:
    fuse = "A blown fuse stops the pump."
    assert find_miscaused("No flow is due to a blown fuse.", [HAIR, fuse]) is None


WORN = "Code: F3 | Cause: Brushes worn | Connector: XN4 | Remedy: Renew the brushes AB-1180"
HOT = "Symptom: Gets hot | Cause: Cell swollen | Remedy: Stop charging; replace AB-2021"
ZH_HOT = "故障现象: 充电时发烫 | 原因: 电芯鼓包 | 措施: 停止充电；更换 AB-2021"


def test_a_part_of_another_cell_is_not_put_in() -> None:
    assert find_other_part("For F3 fit new ones, XN4.", [WORN])
    assert find_other_part("F3 时更换 XN4。", ["代码: F3 | 插头: XN4 | 措施: 更换电刷 AB-1180"])
    assert find_other_part("For F3 fit new ones, AB-1180.", [WORN]) is None
    assert find_other_part("For F3 renew the brushes AB-1180 at XN4.", [WORN]) is None
    assert find_other_part("Renew the brushes, then plug in XN4.", [WORN]) is None


def test_a_part_that_nothing_names_is_not_put_in() -> None:
    assert find_unnamed_part("It gets hot: replace the charger.", [HOT])
    assert find_unnamed_part("充电时发烫，更换充电器。", [ZH_HOT])
    assert find_unnamed_part("It gets hot: replace the cell AB-2021.", [HOT]) is None
    assert find_unnamed_part("It gets hot: replace part AB-2021.", [HOT]) is None
    assert find_unnamed_part("充电时发烫，更换电芯。", [ZH_HOT]) is None
    assert find_unnamed_part("充电时发烫，更换之前停止充电。", [ZH_HOT]) is None
