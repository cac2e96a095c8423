"""A word and its opposite beside the same neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vlm.gated import leaves
from vlm.slots import find_opposed


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("屏幕由下边缘起压合。", "从上边缘开始压合屏幕。"),
        ("不一并更换。", "不单独更换。"),
        ("Fit the toner cartridge through the front.", "Open the front, take out the toner cartridge."),
        ("Even a full tank shows this.", "An empty tank shows this."),
        ("Between 700 and 1500 Ω the lock is faulty.", "Outside 700 to 1500 Ω the lock is faulty."),
        ("Keep the charging board.", "Replace the charging board."),
        ("Keep the flex if no voltage appears.", "If no voltage appears, replace the flex."),
        ("Wipe the rollers with a dry cloth.", "Wipe the rollers with a cloth moistened with water."),
        ("Pull the tabs, the middle one first.", "Pull the tabs, the middle one last."),
        ("Begin with the greater number.", "Repair the lower number first."),
        ("先修较大的数字。", "先修较小的数字。"),
        ("焊下旧 IGBT，清除新硅脂。新 IGBT 涂硅脂。", "焊下旧 IGBT，清除旧硅脂。新 IGBT 涂硅脂。"),
    ],
)  # fmt: skip
def test_the_opposite_beside_the_same_word_is_told(claim: str, printed: str) -> None:
    reason = find_opposed(claim, [printed])
    assert reason is not None and reason.code == "opposite_in_quote"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Pull the tabs, the middle one last.", "Pull the tabs slowly, the middle one last."),
        ("把旧 IGBT 焊下，装新 IGBT。", "焊下旧 IGBT，装上新 IGBT。"),
        ("Let it dry; wipe with a dry cloth.", "Wipe it with a dry cloth, wet the brush and let it dry."),
        ("从上边缘压合。", "从上边缘开始压合屏幕。"),
        ("Never open the filter.", "Keep the filter closed."),
        ("Turn it to the left, then to the right.", "Turn it first to the left, then to the right."),
        ("The lower edge comes first.", "Start at the lower edge, then press the upper edge."),
        ("Charge the full battery.", "A drained battery shows nothing. A full battery can be charged."),
    ],
)
def test_the_word_itself_or_a_denied_opposite_is_in_order(claim: str, printed: str) -> None:
    assert find_opposed(claim, [printed]) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_opposed(claim, [printed])
    assert find_opposed(claim, [claim]) is None


TURN, BACK = (
    "Turn the filter anticlockwise and pull it out.",
    "Screw the filter in clockwise until the grip stands.",
)


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("The filter comes out when you turn it anticlockwise and is screwed back in clockwise.", True),
        ("Turn the filter anticlockwise to pull it out and clockwise to screw it in.", True),
        ("The filter comes out when you turn it clockwise and is screwed back in anticlockwise.", False),
        ("Turn the filter clockwise to pull it out and anticlockwise to screw it in.", False),
    ],
)
def test_two_ways_told_in_turn_are_each_of_their_own_deed(claim: str, right: bool) -> None:
    assert leaves(claim, TURN, BACK) is right
