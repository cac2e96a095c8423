"""A number of a list keeps its item and its list."""

from __future__ import annotations

import pytest

from vlm.enumerations import find_misplaced, is_backwards

PLACES = "The second digit is the place (1 hopper, 2 belt, 3 cutter)."
ZH_PLACES = "第二位是位置（1 料斗，2 传送带，3 切刀）。"
ROW = "Position: Cover | Figure 2-1: 5, 6 | Quantity: 2"
SISTERS = "The cover of the K4 Plus is as thick as the frame of the K4."


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The digit 2 stands for the cutter.", PLACES),
        ("数字2表示切刀。", ZH_PLACES),
        ("The cover's screws, 2 and 6 in figure 2-1.", ROW),
        ("盖板螺钉为图中2和6。", ROW),
        ("The cover of the K4 Plus is as thick as the frame of the K4 Plus.", SISTERS),
        ("K4 Plus 的盖板与 K4 Plus 的中框等厚。", "K4 Plus 的盖板与 K4 的中框等厚。"),
        ("On the K4 the cover is sorted out.", f"{SISTERS} Sort out the cover."),
        ("K4 的盖板要分类。", "K4 Plus 的盖板与 K4 的中框等厚，盖板要分类。"),
        ("Mode 3 is run three times.", "Run mode 02 three times."),
        ("Mode three is run three times.", "Run mode 02 three times."),
        ("模式3要运行3次。", "将模式 02 运行 3 次。"),
    ],
)
def test_a_number_of_another_item_is_told(claim: str, evidence: str) -> None:
    assert find_misplaced(claim, [evidence]) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The digit 3 stands for the cutter.", PLACES),
        ("1 is the hopper, 2 the belt and 3 the cutter.", PLACES),
        ("数字3表示切刀，2表示传送带。", ZH_PLACES),
        ("The cover's 2 screws, 5 and 6 in figure 2-1.", ROW),
        ("盖板的2颗螺钉为图中5和6。", ROW),
        ("The cover of the K4 Plus is as thick as the frame of the K4.", SISTERS),
        ("On the K4 Plus the cover is sorted out.", f"{SISTERS} Sort out the cover."),
        ("Mode 02 is run 3 times.", "Run mode 02 three times."),
        ("Mode two is run three times.", "Run mode 02 three times."),
        ("Modes 3 and 4 are left out.", "Leave out modes 2 to 5."),
        ("模式2要运行3次。", "将模式 02 运行 3 次。"),
        ("The K4 Plus has a cover as thick as a K4's frame; keep the K4 Plus closed.", SISTERS),
    ],
)
def test_a_number_with_its_own_item_stays_free(claim: str, evidence: str) -> None:
    assert find_misplaced(claim, [evidence]) is None


@pytest.mark.parametrize("between", [" down to ", " and finish with ", "号依次拧到 ", " 号，最后 "])
def test_a_run_told_from_its_end_goes_backwards(between: str) -> None:
    assert is_backwards(between)


@pytest.mark.parametrize("between", [" and ", " V, at least ", "、", " 和 "])
def test_two_ends_side_by_side_have_no_direction(between: str) -> None:
    assert not is_backwards(between)
