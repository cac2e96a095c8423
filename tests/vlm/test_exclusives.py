"""What vlm/exclusives.py promises: what is done with one thing only is done with no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.exclusives import find_unlimited

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
        ("Use acetone for the contacts.", "Use only isopropyl alcohol for the contacts."),
        ("Parts are ordered by part number or by name.", "Order parts by part number only."),
        ("用酒精清洁辊子。", WASSER),
        ("清洁辊子可用清水或酒精。", WASSER),
        ("清洁辊子可用清水，也可用别的。", WASSER),
        ("握住转印辊的海绵。", WALZE),
        ("从右侧撬起后盖。", "只能从左侧撬起后盖。"),
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
