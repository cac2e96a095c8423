"""What needs no numeral to be counted: a thing, a pair, a list; and "one" where it counts or numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.counting import find_at_once, find_distributed, find_lone, is_counted
from vlm.measures import read_figures


def _counts(clause: str, text: str) -> bool:
    return is_counted(read_figures(clause)[0], clause, text)


def test_a_thing_and_a_pair_are_counted_without_a_numeral() -> None:
    assert _counts("2 hands hold it", "hold it with both hands")
    assert _counts("用2只手扶住", "用双手扶住")
    assert not _counts("3 hands hold it", "hold it with both hands")


@pytest.mark.parametrize(
    "clause", ["鼓包、进水或过热，这三种情况都不得充电", "不得充电的情况有三种：鼓包、进水或过热"]
)
def test_a_list_is_counted_where_the_text_lists_as_many(clause: str) -> None:
    assert _counts(clause, "电池鼓包、进水或温度高于 45 °C 时，不得给手机充电。")
    assert not _counts(clause.replace("三", "四"), "电池鼓包、进水或温度高于 45 °C 时，不得给手机充电。")
    assert not _counts(clause, "电池鼓包、进水、变形或温度高于 45 °C 时不得充电。"), "one was left out"


def test_a_limit_a_measure_and_a_place_in_order_count_no_list() -> None:
    text = "鼓包、进水或过热时不得充电"
    assert not _counts("等 3 分钟：鼓包、进水或过热", text)
    assert not _counts("第三种情况：鼓包、进水或过热", text)
    assert not _counts("至少三种情况：鼓包、进水或过热", text)


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Set position one and hold Start.", "Set position 8 and hold Start."),
        ("Two screws for positions one and 8.", "Positions 7 and 8: two screws."),
        ("Pull the sheet out with only one of the hands.", "Pull the sheet out with both hands."),
        ("All one screws are undone.", "Loosen the ten screws."),
        ("Push one green lever down.", "Push both green levers down."),
        ("Push either green lever down.", "Push both green levers down."),
        ("Push any green lever down.", "Push both green levers down."),
        ("Push the green lever down.", "Push both green levers down."),
        ("Turn a knob to zero.", "Turn both knobs to zero."),
        ("Turn whichever knob to zero.", "Turn both knobs to zero."),
        ("Pull one pull tab.", "Pull the two pull tabs one after the other."),
        ("Loosen one screw of the clamp.", "Loosen the two screws with one hand."),
        ("一颗长螺钉要分开放。", "两颗长螺钉分开放置。"),
        ("其中一颗短的要分开放。", "两颗短螺钉分开放置。"),
    ],
)
def test_another_count_is_told(claim: str, printed: str) -> None:
    reason = find_lone(claim, [printed])
    assert reason is not None and reason.code == "figure_not_in_quote"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Set position one and hold Start.", "Set position 1 and hold Start."),
        ("The middle one comes last.", "Pull the three tabs, the middle one last."),
        ("Use one of the two keys.", "Either of the two keys will do."),
        ("Connect the new lock and tighten the screws.", "Connect the lock WM-21520 and tighten the screws."),
        ("The middle tab comes last.", "Pull the two tabs slowly, the middle one last."),
        ("Push the levers down.", "Push both green levers down."),
        ("A code that is steady is stored.", "Two codes: repair the lower first. A steady code is stored."),
        ("Pull one tab after the other.", "Pull the two tabs one after the other."),
        ("Connect the new lock, tighten the screws.", "Connect the lock WM-21520 and tighten the screws."),
        ("The middle tab comes last.", "Pull the two tabs slowly, the middle one last."),
        ("Push the levers down.", "Push both green levers down."),
        ("A code that is steady is stored.", "Two codes: repair the lower first. A steady code is stored."),
        ("One filter belongs to each pump.", "The machine has two pumps, each pump one filter."),
        ("贴一层胶膜。", "在碎屏上贴一层胶膜，共两处。"),
    ],
)
def test_one_that_counts_nothing_is_in_order(claim: str, printed: str) -> None:
    assert find_lone(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        (
            "It shows the letter H and four digits.",
            "It beeps four times and shows the letter H and one digit.",
            True,
        ),
        ("Fit 2 seals.", "Fit a seal with 2 screws.", True),
        ("显示字母 H 和四位数字。", "蜂鸣四声，显示字母 H 和一位数字。", True),
        ("蜂鸣器响两声。", "蜂鸣器响五声，闪烁两次。", True),
        ("Push one blue lever down.", "Push both blue levers down.", True),
        (
            "It shows the letter H and one digit.",
            "It beeps four times and shows the letter H and one digit.",
            False,
        ),
        ("Fit 2 seals.", "Part: a seal | Quantity: 2", False),
        ("Two keys are held.", "Hold a key, then another key.", False),
        ("Two fuses are checked.", "Check a fuse of each phase and both other fuses.", False),
        ("显示字母 H 和一位数字，蜂鸣四声。", "蜂鸣四声，显示字母 H 和一位数字。", False),
        ("共两颗螺钉。", "装入一颗螺钉，另一颗螺钉在背面。", False),
    ],
)
def test_a_count_goes_with_what_is_counted(claim: str, printed: str, wrong: bool) -> None:
    assert (find_lone(claim, [printed]) is not None) is wrong


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("Positions 5 and 6 take 2 screws each.", "Positions 5 and 6 | Quantity: 2", True),
        ("Each position takes two screws.", "Positions 5 and 6: two screws.", True),
        ("5 号位和 6 号位各装 2 颗螺钉。", "位置 5 和 6，共 2 颗螺钉。", True),
        ("Positions 5 and 6 take 2 screws.", "Positions 5 and 6: two screws.", False),
        ("Positions 5 and 6 take 2 screws each.", "Put 2 screws into each position.", False),
        ("5 号位和 6 号位各装 1 颗螺钉。", "位置 5 和 6，共 2 颗螺钉。", False),
        ("两侧各有 2 颗螺钉。", "每侧 2 颗螺钉。", False),
    ],
)
def test_a_whole_number_is_not_each_one(claim: str, printed: str, wrong: bool) -> None:
    assert (find_distributed(claim, [printed]) is not None) is wrong


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_lone(claim, [printed])


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Pull the two tabs both at once.", "Pull the two tabs one after the other.", True),
        ("Pull both tabs in one go.", "Pull the tabs one by one.", True),
        ("Press Start and Stop one after the other.", "Press Start and Stop together.", True),
        ("Pull one tab after the other.", "Pull the tabs one by one.", False),
        ("Stop at once.", "Pull the tabs one by one.", False),
        ("一次拉出两条易拉胶。", "逐条拉出两条易拉胶。", True),
        ("再一次全部拉出两条易拉胶。", "逐条拉出两条易拉胶。", True),
        ("先后按住两键。", "同时按住两键。", True),
        ("依次拉出两条易拉胶。", "逐条拉出两条易拉胶。", False),
        ("再试一次。", "逐条拉出两条易拉胶。", False),
    ],
)
def test_at_once_is_not_one_by_one(claim: str, printed: str, stopped: bool) -> None:
    assert (find_at_once(claim, [printed]) is not None) is stopped
    assert find_at_once(printed, [printed]) is None
