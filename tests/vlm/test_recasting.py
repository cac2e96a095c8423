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
    ],
)
def test_what_says_something_else_stays(claim: str, quote: str) -> None:
    assert recast(claim, [quote]) == claim


def test_an_empty_negation_goes() -> None:
    assert plainly_denied("没接电池之前测量。") == "接电池之前测量。"
    assert plainly_denied("未粘合前不要开机。") == "粘合前不要开机。"
    assert plainly_denied("没接电池之后测量。") == "没接电池之后测量。"
    assert plainly_denied("A hair dryer is unsuitable.") == "A hair dryer is not suitable."
    assert plainly_denied("The indicator has gone red.") == "The indicator is red."
