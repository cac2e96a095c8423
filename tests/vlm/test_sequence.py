from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlm.governed import find_turned_mark
from vlm.sequence import events_of, find_swapped

RIGHT = [
    ("装上接头。取下中框。", "取下中框和装好这个接头都要做。"),
    ("Tighten in the order left, right, rear.", "First left, then right, then rear: tighten."),
    ("Warm the cover. Lift the frame.", "Warm the cover, after which you lift the frame."),
    ("面板冷却之前不要触摸。", "面板冷却之后才能触摸。"),
    ("维修结束后测量绝缘电阻。", "绝缘电阻在维修结束后测量。"),
    ("Close the tap before you open a hose.", "Before opening a hose, close the tap."),
    ("Connect CN21 first, then CN20.", "CN20 is connected after CN21."),
    (
        "Wait 30 minutes after switching off before you touch it.",
        "Do not touch it until 30 min after switching off.",
    ),
    ("Disconnect J3 and then J13.", "First disconnect J3, then J13."),
    ("打开机壳之前断开电源。", "先断开电源，再打开机壳。"),
    ("先向左、再向右绕一周。", "先往左再往右绕一周。"),
    ("加热后盖。取下中框。", "加热后盖，接下来取下中框。"),
    ("焊接引脚，然后装上散热片。", "焊接引脚，这之后才装上散热片。"),
    ("Warm the cover. Lift the frame.", "Warm the cover, and next lift the frame."),
    ("Warm the cover. Lift the frame next to it.", "Lift the frame next to it and warm the cover."),
    (
        "Connect CN21 first, then CN20. Fit the covers.",
        "Connect CN21, then CN20, and after that fit the covers.",
    ),
    ("面板无裂纹，电源线无破损，螺钉齐全。", "螺钉齐全，电源线无破损，面板无裂纹。"),
    ("Inspect the seal, the hose and the clamps.", "Inspect the clamps, the hose and the seal."),
    ("按 1 至 8 的顺序拧紧螺钉（表 8-1）。", "螺钉按 1 到 8 的顺序拧紧。"),
    ("停机 30 秒后方可打开门盖。", "停机 30 秒之后才能打开门盖。"),
]
WRONG = [
    (
        "Take the battery out, clean the compartment and stick in three new tabs.",
        "Stick in three new tabs, clean the compartment and take the battery out.",
    ),
    (
        "Clean the socket. Replace the charging board.",
        "Replace the charging board first; then clean the socket.",
    ),
    ("Clean the socket. Replace the charging board.", "Replace the charging board first; clean the socket."),
    ("拆下风扇，清理进风口，装回后盖。", "装回后盖，清理进风口，拆下风扇。"),
    ("按 1 至 8 的顺序拧紧螺钉（表 8-1）。", "螺钉按 8 到 1 的顺序拧紧。"),
    ("Tighten the screws in the order 1 to 8.", "Tighten the screws in the order 8 to 1."),
    ("Fit the pump. Connect the hoses.", "Connect the hoses to begin with; only afterwards fit the pump."),
    ("Clean the contacts of J4 and close it again.", "Close J4 again and only then clean its contacts."),
    ("不必拆机，先更换锅具再试。", "先试，再更换锅具，不必拆机。"),
    (
        "装上 IGBT，以 0.8 N·m 拧紧螺钉，然后焊接引脚。",
        "先以 0.8 N·m 拧紧螺钉，之后再装上 IGBT，然后焊接引脚。",
    ),
    (
        "Warm the cover for 4 minutes: 80 °C to 90 °C. Lift it.",
        "Lift it: 20 mm, and at that point warm the cover.",
    ),
    ("Tighten in the order left, right, rear.", "Tighten in the order rear, left, right."),
    ("Warm the cover. Lift the frame.", "Lift the frame; when that is done, warm the cover."),
    ("Warm the cover. Lift the frame.", "Lift the frame, and next warm the cover."),
    ("加热后盖。取下中框。", "取下中框，接下来加热后盖。"),
    ("焊接引脚，然后装上散热片。", "装上散热片，这之后才焊接引脚。"),
    ("加热后盖。取下中框。", "取下中框，做完这一步接着加热后盖。"),
    ("面板冷却之前不要触摸。", "面板冷却之后不要触摸。"),
    ("Close the tap before you open a hose.", "Open a hose before you close the tap."),
    ("Connect CN21 first, then CN20.", "Connect CN20 first, then CN21."),
    ("Fit the pump and tighten the screws.", "Tighten the screws, then fit the pump."),
    ("Disconnect J3 and then J13.", "J13 is disconnected before J3."),
    ("After a power failure the drum turns.", "Before a power failure the drum turns."),
    ("打开机壳之前断开电源。", "打开机壳之后断开电源。"),
    ("打开机壳之前断开电源。", "打开机壳以后，先断开电源，然后检查。"),
    ("先向左、再向右绕一周。", "先往右再往左绕一周。"),
    ("冷却之前不要触摸。", "冷却之前触摸。"),
    ("Warm the cover. Lift the frame.", "Lift the frame, and directly after that warm the cover."),
    ("加热后盖。取下中框。", "取下中框，做完这些接着加热后盖。"),
    ("Warm the cover. Lift the frame.", "As soon as the frame is lifted, warm the cover."),
    ("Warm the cover. Lift the frame.", "Lift the frame, and with this settled warm the cover."),
    ("装上电路板，然后焊接引脚。", "装上电路板，在此之前焊接引脚。"),
]


@pytest.mark.parametrize(("quote", "claim"), RIGHT)
def test_the_same_order_in_other_words(quote: str, claim: str) -> None:
    assert find_swapped(claim, [quote]) is None
    assert find_swapped(quote, [quote]) is None


@pytest.mark.parametrize(("quote", "claim"), WRONG)
def test_the_other_order_is_told(quote: str, claim: str) -> None:
    assert find_swapped(claim, [quote]) or find_turned_mark(claim, [quote])


def test_steps_are_done_in_the_order_of_their_quotes() -> None:
    steps = ["Pull plug CN5.", "Open the clamps."]
    assert find_swapped("Pull CN5, then open the clamps.", steps) is None
    assert find_swapped("Open the clamps, then pull CN5.", steps) is not None


def test_events_stand_in_time() -> None:
    (told,) = events_of("Wait after switching off before you touch it.")
    assert [part.strip() for part in told.parts] == ["switching off", "wait", "you touch it"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["before", "after", "then", "until", "a", "b", ",", "之前", "后", "再", "不要", "先"])
    )
)
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = " ".join(words)
    events_of(text, True)
    find_swapped(text, [text])
