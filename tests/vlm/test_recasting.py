from __future__ import annotations

import pytest

from vlm.recasting import plainly_denied, recast


@pytest.mark.parametrize(
    ("claim", "quote", "meant"),
    [
        ("Metal must not be used.", "Do not use metal.", "do not use Metal."),
        (
            "Use water; grease is prohibited.",
            "Use water; do not use grease.",
            "Use water; do not use grease.",
        ),
        ("It is forbidden to bend it.", "Never bend it.", "do not bend it."),
        (
            "Bending or piercing it is forbidden.",
            "Never bend or pierce it.",
            "do not Bending or piercing it.",
        ),
        (
            "Leave a cell under 3.00 V unconnected.",
            "Do not connect it.",
            "do not connect a cell under 3.00 V.",
        ),
        ("If 5.50 V is absent, stop.", "Without 5.50 V stop.", "If there is no 5.50 V, stop."),
        ("The bolts only need 15 N·m.", "Bolts: 15 N·m.", "The bolts need 15 N·m."),
        ("用牙签，不用金属物。", "不得使用金属物。", "用牙签，不得用金属物。"),
        ("鼓包就别再充电。", "停止充电。", "鼓包就停止充电。"),
        ("3 秒内显示 E0，不再加热。", "显示 E0 并停止加热。", "3 秒内显示 E0，停止加热。"),
        ("不要在面板冷却之前触摸。", "面板冷却之前不要触摸。", "面板冷却之前，不要触摸。"),
        ("不得充电的情况：进水或鼓包。", "进水或鼓包时不得充电。", "进水或鼓包时，不得充电。"),
        ("不要触摸未冷却的面板。", "面板冷却之前不要触摸。", "面板冷却之前不要触摸。"),
        ("要远离电磁炉。", "不得靠近电磁炉。", "不得靠近电磁炉。"),
        ("TP4 测不到 1.80 V。", "没有出现 1.80 V。", "TP4 没有 1.80 V。"),
        (
            "表中没有另外说明时，手机已开机。",
            "除表中另有说明外，手机已开机。",
            "除表中另有说明外，手机已开机。",
        ),
        ("It comes from a missing laser.", "Cause: no laser", "It comes from no laser."),
        ("It must no longer rub off.", "It must not rub off.", "It must not rub off."),
        ("It no longer rubs off.", "It must not rub off.", "It does not rubs off."),
        (
            "Check whether the cover is lifted; if so, stop.",
            "If the cover is lifted, stop.",
            "if the cover is lifted, stop.",
        ),
        ("检查后盖是否翘起，如果是，停止充电。", "如果后盖翘起，停止充电。", "如果后盖翘起，停止充电。"),
        (
            "Do not connect a battery below 3.00 V.",
            "Do not connect a battery whose voltage is below 3.00 V.",
            "Do not connect a battery whose voltage is below 3.00 V.",
        ),
        (
            "If it is still locked, pull the cord.",
            "If it stays locked, pull the cord.",
            "If it stays locked, pull the cord.",
        ),
        (
            "Remove the bolts that hold the tub.",
            "Remove the bolts of the tub.",
            "Remove the bolts of the tub.",
        ),
        ("It is hot, so there is a risk of burns.", "Burns. It is hot.", "It is hot, so burns."),
        ("取出旧电池。", "取出电池。", "取出电池。"),
        ("Take off the old belt.", "Take off the belt.", "Take off the belt."),
        ("绕手机一圈。", "绕手机一周。", "绕手机一周。"),
        (
            "Check the door gasket; if it is torn, renew it.",
            "Cause: Door gasket torn | Remedy: Renew the gasket",
            "if the door gasket is torn, renew it.",
        ),
        (
            "Never open the unit or look into the slot.",
            "Never open the unit and never look into the slot.",
            "Never open the unit and never look into the slot.",
        ),
    ],
)
def test_a_denial_takes_the_form_of_the_quote(claim: str, quote: str, meant: str) -> None:
    assert recast(claim, [quote]).replace(" .", ".").strip() == meant


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("显示 E0 时不用拆机。", "显示 E0 时不必拆机。"),
        ("不用冲洗机身。", "不得用水冲洗机身。"),
        ("3 秒内不再显示 E0。", "显示 E0 并停止加热。"),
        ("不必远离电磁炉。", "不得靠近电磁炉。"),
        ("不得远离电磁炉。", "不得靠近电磁炉。"),
        ("Wait only 15 minutes.", "Wait at least 15 minutes."),
        ("Metal must not be used.", "Loosen lint with metal."),
        ("Press the key only after 2 seconds.", "Press the key for 2 seconds."),
        ("Keep it no longer than 5 seconds.", "Do not keep it for more than 5 seconds."),
        ("Open the unit or look into the slot.", "Never open the unit and never look into the slot."),
        ("Never open the unit or touch the slot.", "Never open the unit and never look into the slot."),
        ("Do not connect a battery below 3.001 V.", "Never connect a battery whose voltage is below 3.00 V."),
        ("装入旧电池。", "装入电池。"),
        ("Fit the old belt.", "Fit the belt."),
        ("Check the gasket; if it is torn, renew it.", "The gasket is torn."),
        ("There is a risk of burns.", "Let it cool down."),
        ("Check whether the cover is lifted.", "If the cover is lifted, stop."),
        ("没有图像时更换主板。", "除表中另有说明外，有图像。"),
    ],
)
def test_what_says_something_else_stays(claim: str, quote: str) -> None:
    assert recast(claim, [quote]) == claim


def test_an_empty_negation_goes() -> None:
    assert plainly_denied("没接电池之前测量。") == "接电池之前测量。"
    assert plainly_denied("未粘合前不要开机。") == "粘合前不要开机。"
    assert plainly_denied("没接电池之后测量。") == "没接电池之后测量。"
    assert plainly_denied("缺少它手机会进水。") == "缺少它，手机会进水。"
    assert plainly_denied("A hair dryer is unsuitable.") == "A hair dryer is not suitable."
    assert plainly_denied("The indicator has gone red.") == "The indicator is red."
