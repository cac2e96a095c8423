"""What find_turned_mark promises: an event put on the other side of what is done is found, in any wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.governed import find_turned_mark

TAP = "Close the water tap before you open a hose."
DISPLAY = "Disconnect the battery again before you press the display home."
ROW = "测试点: TP4 | 标称值（V）: 1.80 | 条件: 按电源键后 2 秒"


@pytest.mark.parametrize(
    ("printed", "claim"),
    [
        ("Measure it before you connect the battery.", "Measure it with the battery connected."),
        (TAP, "The water tap is closed after a hose is opened."),
        (DISPLAY, "The battery must be disconnected once more after the display is pressed into place."),
        (
            "Touch the roller only after it has cooled for 30 minutes.",
            "Touch it before 30 minutes of cooling.",
        ),
        (ROW, "TP4 在按电源键前 2 秒测量。"),
        ("开盖之前必须拔下电源插头。", "打开机盖后一定要拔下电源插头。"),
        ("微晶面板在使用后温度可达 300 °C。", "使用前微晶面板温度可达 300 °C。"),
        ("测得低于 10 V 后方可接触。", "测得低于 10 V 以前可以接触。"),
        ("The lock clicks within 6 seconds.", "The lock clicks after 6 seconds."),
        ("门锁在 6 秒内吸合。", "门锁在 6 秒之后吸合。"),
    ],
)
def test_the_other_side_is_found(printed: str, claim: str) -> None:
    assert find_turned_mark(claim, [printed]) is not None
    assert find_turned_mark(printed, [claim]) is not None


@pytest.mark.parametrize(
    ("printed", "claim"),
    [
        ("Measure it after you connect the battery.", "Measure it with the battery connected."),
        (TAP, "Open a hose after you have closed the water tap."),
        (TAP, "Do not open a hose before the water tap is closed."),
        ("Do not touch it before it has cooled.", "Touch it after it has cooled."),
        (DISPLAY, "Only after the battery has been disconnected may you press the display home."),
        ("面板冷却之前不要触摸。", "面板冷却之后才能触摸。"),
        ("开盖之前必须拔下电源插头。", "拔下电源插头之后才能开盖。"),
        ("如果 2 秒内没有出现 1.80 V，更换排线。", "2 秒后仍没有出现 1.80 V 就更换排线。"),
        ("字母靠后的版本可替代靠前的版本。", "靠前的版本可由靠后的版本替代。"),
    ],
)
def test_the_same_told_from_the_other_end_stays_free(printed: str, claim: str) -> None:
    assert find_turned_mark(claim, [printed]) is None
    assert find_turned_mark(printed, [printed]) is None


@given(
    st.lists(
        st.sampled_from(["before", "after", "the", "a", "not", ",", "之前", "后", "2 s", "开", "within"])
    )
)
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = " ".join(words)
    find_turned_mark(text, [text])
