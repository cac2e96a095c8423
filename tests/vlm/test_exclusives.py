"""What vlm/exclusives.py promises: what is done with one thing only is done with no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.exclusives import find_banned_only, find_one_sided, find_unguarded, find_unlimited

ROLLER = "Hold the transfer roller by its shaft only. Grease on the foam causes spots."
WATER = "Clean the rollers with water only. Alcohol hardens the rubber."
WASSER = "清洁辊子只能用清水。酒精会使橡胶变硬。"
WALZE = "只能握住转印辊的轴。海绵沾上油脂会产生白点。"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Hold the transfer roller by its foam.", ROLLER),
        ("By its foam may the transfer roller be held.", ROLLER),
        ("Hold the transfer roller by its shaft or by its foam.", ROLLER),
        ("The transfer roller may also be held by other parts than its shaft.", ROLLER),
        ("Clean the rollers with alcohol.", WATER),
        ("Clean the rollers with water or alcohol.", WATER),
        ("Use the driver at any setting.", "Use the driver at its lowest setting only."),
        ("Use acetone for the contacts.", "Use only isopropyl alcohol for the contacts."),
        ("Parts are ordered by part number or by name.", "Order parts by part number only."),
        ("用酒精清洁辊子。", WASSER),
        ("清洁辊子可用清水或酒精。", WASSER),
        ("清洁辊子可用清水，也可用别的。", WASSER),
        ("握住转印辊的海绵。", WALZE),
        ("从右侧撬起后盖。", "只能从左侧撬起后盖。"),
        ("订购时零件号和零件名称都要使用。", "订购时只使用零件号。"),
        ("订购时使用零件名称。", "订购时只使用零件号。"),
        ("前框既可单独供应，也可随屏幕总成供应。", "零件: 前框 | 备注: 仅随屏幕总成供应"),
    ],
)
def test_another_thing_is_told(claim: str, printed: str) -> None:
    assert find_unlimited(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("The transfer roller must be held by its shaft.", ROLLER),
        ("Only hold the transfer roller by its shaft, with clean hands.", ROLLER),
        ("Do not hold the transfer roller by its foam.", ROLLER),
        ("If you hold the transfer roller by its foam, you get spots.", ROLLER),
        ("Take the transfer roller out by hand.", "Slide the roller in by its shaft only."),
        ("Clean the rollers with clear water.", WATER),
        ("The menu opens by itself.", "The menu opens only while the phone is offline."),
        ("只用清水清洁辊子。", WASSER),
        ("不要用酒精清洁辊子。", WASSER),
        ("转印辊只能握轴。", WALZE),
        ("后盖仅从左侧撬起。", "只能从左侧撬起后盖。"),
    ],
)
def test_what_is_printed_is_free(claim: str, printed: str) -> None:
    assert find_unlimited(claim, [printed]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(claim: str, printed: str) -> None:
    find_unlimited(claim, [printed])


SERVICE = "Only the authorised service may open the scanner."
OFFLINE = "The test menu opens only while the phone is offline."
DIENST = "只有授权维修点才可打开扫描仪。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Anyone may open the scanner.", SERVICE, True),
        ("The customer may open the scanner.", SERVICE, True),
        ("The scanner may be opened only by the authorised service.", SERVICE, False),
        ("The customer must not open the scanner.", SERVICE, False),
        ("The test menu always opens.", OFFLINE, True),
        ("While the phone is offline the test menu can be opened.", OFFLINE, False),
        ("任何人都可打开扫描仪。", DIENST, True),
        ("用户可以打开扫描仪。", DIENST, True),
        ("扫描仪可由授权维修点打开。", DIENST, False),
        ("用户不可打开扫描仪。", DIENST, False),
    ],
)
def test_what_only_some_may_not_all_may(claim: str, printed: str, stopped: bool) -> None:
    assert (find_unguarded(claim, [printed]) is not None) is stopped


ROUND = "Slide the pick around, first to the left, then to the right."
RINGS = "撬片先向左、再向右绕一周。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Slide the pick to the left only.", ROUND, True),
        ("The pick only has to be slid to the right.", ROUND, True),
        ("Slide the pick to the left first.", ROUND, False),
        ("Only slide the pick, left and then right.", ROUND, False),
        ("Slide the pick to the left only.", "Slide the pick to the left only, not to the right.", False),
        ("撬片只需向左滑动。", RINGS, True),
        ("撬片先向左再向右绕一周。", RINGS, False),
    ],
)
def test_both_sides_stay_both(claim: str, printed: str, stopped: bool) -> None:
    assert (find_one_sided(claim, [printed]) is not None) is stopped


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Only after the test must it not be touched.", "Do not touch it during the test.", True),
        ("It must not be touched during the test.", "Do not touch it during the test.", False),
        ("只有在试验之后才不得接触机器。", "试验时不得接触机器。", True),
        ("只有右侧的插入深度不得超过 3 mm。", "插入深度不得超过 3 mm。", True),
        ("只要电池鼓包，就不得充电。", "电池鼓包时不得充电。", False),
        ("插入深度最多只能 3 mm。", "插入深度不得超过 3 mm。", False),
        ("只有右侧不得插入。", "仅右侧不得插入。", False),
    ],
)
def test_a_ban_is_not_narrowed(claim: str, printed: str, stopped: bool) -> None:
    assert (find_banned_only(claim, [printed]) is not None) is stopped
