from __future__ import annotations

import pytest

from vlm.numbering import told_unnumbered


@pytest.mark.parametrize(
    "claim",
    [
        "Step 1: open it. Step 2: close it.",
        "Step one: open it. Step two: close it.",
        "(1) open it. (2) close it.",
        "1. open it. 2. close it.",
        "a) open it. b) close it.",
        "① open it. ② close it.",
        "1st: open it. 2nd: close it.",
        "#1: open it. #2: close it.",
        "One: open it. Two: close it.",
    ],
)
def test_a_run_of_numbers_says_first_and_then(claim: str) -> None:
    assert told_unnumbered(claim) == "First: open it. Then: close it."


@pytest.mark.parametrize(
    "claim",
    [
        "第一步：打开它。第二步：合上它。",
        "步骤1：打开它。步骤2：合上它。",
        "①打开它。②合上它。",
        "一、打开它。二、合上它。",
        "（1）打开它。（2）合上它。",
        "a）打开它。b）合上它。",
        "其一，打开它。其二，合上它。",
    ],
)
def test_a_chinese_run_does_too(claim: str) -> None:
    assert told_unnumbered(claim) == "先打开它。然后合上它。"


@pytest.mark.parametrize(
    "claim",
    [
        "Step 2: open it. Step 1: close it.",
        "Step 3: open it. Step 4: close it.",
        "Step 1: open it.",
        "Set 1 to 2, and 2 to 1.",
        "Do steps 1 and 2.",
        "Wait 1. 5 V is right.",
        "第二步打开它，第一步合上它。",
        "一颗螺钉，二颗垫片",
    ],
)
def test_other_numbers_stay(claim: str) -> None:
    assert told_unnumbered(claim) == claim
