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
        "First: {0}. Then: {1}.",
        "First, {0}. Second, {1}.",
        "{0} — and with that seen to, {1}.",
        "{0}. The step that comes after it is this: {1}.",
        "{0}. It is now time to {1}.",
        "{0}. You can then {1}.",
        "{0}; {1} is what follows.",
        "{0} first; {1} second.",
        "{0} (first), {1} (second).",
        "{0}. Do this first. Then {1}.",
        "In this order: {0}; {1}.",
        "One after the other: {0}; {1}.",
        "{0} → {1}.",
        'First this: "{0}." Then this: "{1}."',
        "The manual first says: {0}. It then says: {1}.",
        "{0}. Once that is taken care of, move on to the next step: {1}.",
        "{0}. Last of all, {1}.",
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
        "首先，{0}。其次，{1}。",
        "{0}，下一步则是{1}。",
        "{0}，接下来的一步是{1}。",
        "{0}，这步完了轮到{1}。",
        "{0}完了再{1}。",
        "{0}在先，{1}在后。",
        "{0}（先），{1}（后）。",
        "{0}，完成这步后再进行：{1}。",
        "{0}，最后{1}。",
        "{0}，末了{1}。",
        "先后两步：{0}；{1}。",
        "手册先要求{0}，再要求{1}。",
        "“{0}。”之后是“{1}。”",
        "{0}——下一步：{1}。",
    ],
)
def test_a_chinese_joint_says_then_and_hides_no_order(joint: str) -> None:
    straight = told_plainly(joint.format("打开后盖", "装上电池"), _ZH)
    turned = told_plainly(joint.format("装上电池", "打开后盖"), _ZH)
    assert "然后" in straight and not find_swapped(straight, _ZH)
    assert find_swapped(turned, _ZH)


@pytest.mark.parametrize(
    ("joint", "first", "second", "printed"),
    [
        ("{1}. Before that, {0}.", "open the cover", "close the plug J4", _EN),
        ("{1}. Before doing so, {0}.", "open the cover", "close the plug J4", _EN),
        ("{1}; but first, {0}.", "open the cover", "close the plug J4", _EN),
        ("{1}. This comes after: {0}.", "open the cover", "close the plug J4", _EN),
        ("{1}。此前先{0}。", "打开后盖", "装上电池", _ZH),
        ("{1}，但在此之前先{0}。", "打开后盖", "装上电池", _ZH),
        ("{1}，前提是先{0}。", "打开后盖", "装上电池", _ZH),
        ("{1}要等{0}之后。", "打开后盖", "装上电池", _ZH),
    ],
)
def test_a_joint_that_turns_the_order_is_read_as_turned(
    joint: str, first: str, second: str, printed: tuple[str, ...]
) -> None:
    assert not find_swapped(told_plainly(joint.format(first, second), printed), printed)
    assert find_swapped(told_plainly(joint.format(second, first), printed), printed)


@pytest.mark.parametrize(
    ("joint", "plain"),
    [
        ("Open it. In addition, close it.", "Open it. Close it."),
        ("Open it, and also note that: close it.", "Open it, close it."),
        ("Open it. At the same time, the manual says: close it.", "Open it. Close it."),
        ("Open it. One more thing: close it.", "Open it. Close it."),
        ("打开后盖。还有一点：装上电池。", "打开后盖。装上电池。"),
        ("打开后盖。与此同时，手册还说：装上电池。", "打开后盖。装上电池。"),
    ],
)
def test_what_adds_a_statement_tells_no_order(joint: str, plain: str) -> None:
    assert told_plainly(joint, ()) == plain


@pytest.mark.parametrize(
    "claim",
    [
        "Close it before that.",
        "Slide it, first to the right, then to the left.",
        "Wash it in the first stage, then in the second stage.",
        "Press the second one, then the first one.",
        "The first digit is the kind, the second the place.",
        "After you open it, close it.",
        "The next is 5 mm long.",
        "Start: press it.",
        "Two codes in turn: repair the lower number last of all.",
        "Go to the next step.",
        "Remove it and check it afterwards.",
        "开头字母为版本号。",
        "最先那个字母代表版本。",
        "用下面的螺钉固定，往下拉。",
        "最后一颗螺钉",
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


def test_last_stays_last_where_something_is_printed_as_first() -> None:
    assert told_plainly("Finally, close it.", ("Close it first.",)) == "Finally, close it."
    assert told_plainly("打开它，最后装上电池。", ("先装上电池。",)) == "打开它，最后装上电池。"


def test_a_printed_joint_stays() -> None:
    claim = "Once this step is completed, close the cover."
    assert told_plainly(claim, (claim,)) == claim
    assert told_plainly("完成这一步后装上电池。", ("完成这一步后装上电池。",)) == "完成这一步后装上电池。"
