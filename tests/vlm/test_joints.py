from __future__ import annotations

import pytest

from vlm.joints import told_plainly
from vlm.sequence import find_swapped

_EN = ("Open the cover.", "Close the plug J4.")
_ZH = ("打开后盖。", "装上电池。")


@pytest.mark.parametrize(
    "joint",
    [
        "First this: {0}; only then this: {1}.",
        "{0}, and only after that {1}.",
        "{0}; with that done, {1}.",
        "{0}, and next in line: {1}.",
        "{0}. This being finished, {1}.",
        "{0}. With that out of the way, {1}.",
        "{0}. As the next step {1}.",
        "{0} and in a second step {1}.",
        "{0}. Once you are through with that, {1}.",
        "{0}. Now that this is taken care of, {1}.",
        "{0}. The next step is to {1}.",
        "{0}. Upon finishing the above step, {1}.",
        "{0}. {1} as the next step.",
        "As the first step, {0}; step two: {1}.",
    ],
)
def test_an_english_joint_says_then_and_hides_no_order(joint: str) -> None:
    straight = told_plainly(joint.format("open the cover", "close the plug J4"), _EN)
    turned = told_plainly(joint.format("close the plug J4", "open the cover"), _EN)
    assert "then" in straight.lower() and not find_swapped(straight, _EN)
    assert find_swapped(turned, _EN)


@pytest.mark.parametrize(
    "joint",
    [
        "{0}，完事后{1}。",
        "先完成这一步：{0}；随后才是：{1}。",
        "{0}。下一步：{1}。",
        "{0}。紧跟着{1}。",
        "先{0}，弄妥后{1}。",
        "{0}，随即{1}。",
        "{0}，其后{1}。",
        "{0}。这一步做好了，再{1}。",
        "{0}。待上述操作完成后{1}。",
        "第一步{0}，第二步{1}。",
        "{0}。然后{1}。",
    ],
)
def test_a_chinese_joint_says_then_and_hides_no_order(joint: str) -> None:
    straight = told_plainly(joint.format("打开后盖", "装上电池"), _ZH)
    turned = told_plainly(joint.format("装上电池", "打开后盖"), _ZH)
    assert "然后" in straight and not find_swapped(straight, _ZH)
    assert find_swapped(turned, _ZH)


@pytest.mark.parametrize(
    "claim",
    [
        "Close it before that.",
        "This: close it.",
        "Close it, and only after that plug is in.",
        "In the previous step, open it.",
        "Next to the plug lies J4.",
        "Once you have finished cleaning the contacts, close it.",
        "Go to step 4 after the test.",
        "When it is over, replace it.",
        "拆下电池及其后盖。",
        "做完测试后，装上电池。",
        "表面处理后的零件",
        "进行下一步。",
        "在此之前装上电池。",
    ],
)
def test_what_says_more_stays(claim: str) -> None:
    assert told_plainly(claim, ()) == claim


def test_a_printed_joint_stays() -> None:
    claim = "Once this step is completed, close the cover."
    assert told_plainly(claim, (claim,)) == claim
    assert told_plainly("完成这一步后装上电池。", ("完成这一步后装上电池。",)) == "完成这一步后装上电池。"
