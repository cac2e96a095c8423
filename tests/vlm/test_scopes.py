from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlm.denials import find_uncontrasted, find_unlocked
from vlm.scopes import find_turned, segments_of


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Never bypass the door lock.", "The door lock must not be bypassed."),
        (
            "Let the water cool before you open the filter.",
            "Do not open the filter until the water has cooled.",
        ),
        ("Do not tilt the machine by more than 45°.", "Tilt the machine by 45° at most."),
        (
            "Do not tilt it by more than 45° to the left.",
            "Do not tilt the unit to the left by more than 45°.",
        ),
        ("原因: 风扇不转 | 措施: 清理风道", "风扇不转引起过热时，要清理风道。"),
        ("Moisten the seal with water; do not use grease.", "Use water, not grease, to moisten the seal."),
        ("更换 NV-7060-A 之前，须取得书面同意。", "没有书面同意，不能更换 NV-7060-A。"),
        ("加热不得超过 90 °C，否则面板发黄。", "加热不能高于 90 °C，不然面板发黄。"),
        ("锅内无水，炉面过热。", "锅内没水、炉面过热。"),
        ("原因: 风扇不转，散热片积灰", "风扇不转且散热片积灰，就是原因。"),
        (
            "Place: Tray 1: no paper fed | Remedy: Clean or replace roller OR-3201",
            "With no paper fed from tray 1, clean or replace roller OR-3201.",
        ),
    ],
)
def test_what_is_denied_alike_is_no_turn(quote: str, claim: str) -> None:
    assert find_turned(claim, [quote]) is None


@pytest.mark.parametrize(
    ("quote", "claim", "code"),
    [
        ("Never bypass the door lock.", "The door lock may be bypassed.", "negation_lost"),
        ("Close the tap.", "You do not have to close the tap.", "negation_added"),
        ("Close the tap.", "Do not close the tap.", "negation_added"),
        ("Do not bend, crush or pierce the cell.", "Crush the cell.", "negation_lost"),
        ("Let it cool before you open the filter.", "Open the filter until it has cooled.", "negation_lost"),
        ("将电路板烘干。不得使用电吹风。", "用电吹风把电路板烘干。", "negation_lost"),
        ("佩戴手套。", "无需佩戴手套。", "negation_added"),
        ("Slide it under the clip.", "It is not under the clip that it is slid.", "negation_added"),
    ],
)
def test_what_is_turned_round_is_told(quote: str, claim: str, code: str) -> None:
    reason = find_turned(claim, [quote])
    assert reason is not None and reason.code == code


def test_a_segment_is_put_off_or_excused() -> None:
    assert segments_of("Do not touch it until it is cold.")[0].sense == "later"
    assert segments_of("You need not wait.")[0].sense == "need not"
    assert segments_of("Hold it until it clicks.")[0].sense == "so long"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, quote: str) -> None:
    find_turned(claim, [quote])


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("It has IP54 only after 24 hours of curing.", "IP54 is reached until the display has cured."),
        ("The menu opens only while the phone is offline.", "The menu opens unless the phone is offline."),
        ("The menu opens only while the phone is offline.", "Go offline, otherwise the menu opens."),
    ],
)
def test_until_and_unless_do_not_stand_for_only(quote: str, claim: str) -> None:
    assert find_unlocked(claim, [quote]) is not None
    assert find_unlocked(quote, [quote]) is None


def test_what_is_ruled_out_is_not_offered() -> None:
    quote = "Sort them by position, not by length."
    assert find_uncontrasted("Sort them by position or by length.", [quote]) is not None
    assert find_uncontrasted("Sort them by position, not by length.", [quote]) is None


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("如果 2 秒内没有出现 1.80 V，更换排线。", "2 秒内 TP4 没有 1.80 V，更换排线。"),
        ("If 1.80 V does not appear, replace the flex.", "If there is no 1.80 V, replace the flex."),
        ("Use no sprays with gas. They explode.", "Sprays with gas explode; do not use them."),
        ("Keep sprays with gas away.", "Do not use sprays with gas."),
        ("Keep the screws apart. Lift off the frame.", "Keep the screws apart and lift off the frame."),
    ],
)
def test_what_is_missing_or_ruled_out_in_other_words_is_no_turn(quote: str, claim: str) -> None:
    assert find_turned(claim, [quote]) is None


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("如果 2 秒内没有出现 1.80 V，更换排线。", "2 秒内 TP4 测到 1.80 V，更换排线。"),
        ("If 1.80 V does not appear, replace the flex.", "If there is 1.80 V, replace the flex."),
        ("Use no sprays with gas. They explode.", "Use sprays with gas."),
        ("标称值为 5.50 V；没有 5.50 V 说明芯片损坏。", "标称值不是 5.50 V。"),
    ],
)
def test_what_is_there_instead_of_missing_is_a_turn(quote: str, claim: str) -> None:
    assert find_turned(claim, [quote]) is not None
