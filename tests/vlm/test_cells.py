"""The cells of a row stay with what the row is about."""

from __future__ import annotations

import pytest

from vlm.answer import Reason
from vlm.cells import find_item_as_quantity, find_other_cell, find_other_code

CLIP = ["Item: 4 | Part: Clip, long | Part number: KX-110-B | Quantity: 2 | Remark: Front"]
ZH_CLIP = ["序号: 4 | 零件: 长卡扣 | 零件号: KX-110-B | 数量: 2 | 备注: 前部"]
REV = [
    "Rev.: B | Date: 2024-03 | Change: Lid torque raised from 2.0 N·m to 2.6 N·m (leaks)",
    "Rev.: A | Date: 2023-01 | Change: First issue",
]
WORDS = [
    "Word: Stop | Meaning: Must not be used at all",
    "Word: Mind | Meaning: May be used with gloves",
    "Word: Note | Meaning: May be used at any time",
]
SCREWS = [
    "Place: Lid | Screw: M4x8 | Quantity: 6 | Torque (N·m): 1.2",
    "Place: Base | Screw: ST4.2x16 | Quantity: 4 | Torque (N·m): 2.0",
    "Fit the lid and tighten the M4x8 screws to 1.2 N·m.",
]
ZH_DISCHARGE = ["项目: 放电截止电压 | 参数: 3.0 V", "项目: 放电 | 参数: 最大 10 A"]
CHARGE = ["Item: Charge cut-off voltage | Value: 4.2 V", "Item: Charge | Value: 2 A max."]


def _find(claim: str, evidence: list[str]) -> Reason | None:
    rows = [text for text in evidence if " | " in text]
    return (
        find_other_cell(claim, rows) or find_item_as_quantity(claim, rows) or find_other_code(claim, evidence)
    )


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Four long clips KX-110-B are needed.", CLIP),
        ("You need 4 of the long clips.", CLIP),
        ("KX-110-B, long clip: order 4.", CLIP),
        ("4 pcs KX-110-B.", CLIP),
        ("The list asks for four long clips.", CLIP),
        ("长卡扣 KX-110-B 需要 4 个。", ZH_CLIP),
        ("需要四个长卡扣。", ZH_CLIP),
        ("长卡扣数量为 4。", ZH_CLIP),
        ("长卡扣共 4 件。", ZH_CLIP),
        ("In Rev. A the lid torque was raised from 2.0 to 2.6 N·m.", REV),
        ("Rev A raised it to 2.6 N·m.", REV),
        ("Stop: may be used with gloves.", WORDS),
        ("“Mind” means it may be used at any time.", WORDS),
        ("After fitting the lid, tighten the ST4.2x16 screws to 1.2 N·m.", SCREWS),
        ("Torque the M4x8 screws to 2.0 N·m.", SCREWS),
        ("The ST4.2x16 screws get 120 N·cm.", SCREWS),
        ("放电是 3.0 V。", ZH_DISCHARGE),
        ("放电：3.0 V。", ZH_DISCHARGE),
        ("The charge is 4.2 V.", CHARGE),
    ],
)
def test_a_cell_of_another_row_or_column_is_told(claim: str, evidence: list[str]) -> None:
    assert _find(claim, evidence) is not None


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Two long clips KX-110-B are needed.", CLIP),
        ("The long clip is item 4.", CLIP),
        ("No. 4 in the list is the long clip, KX-110-B.", CLIP),
        ("Item 4, two long clips.", CLIP),
        ("4: long clip KX-110-B", CLIP),
        ("Position 4 is the long clip, and two of them are needed.", CLIP),
        ("长卡扣 KX-110-B 需要 2 个。", ZH_CLIP),
        ("4 号零件是长卡扣。", ZH_CLIP),
        ("序号 4 为长卡扣，数量 2。", ZH_CLIP),
        ("第 4 项是长卡扣。", ZH_CLIP),
        ("Rev. B raised the lid torque from 2.0 to 2.6 N·m.", REV),
        ("The lid torque went from 2.0 N·m to 2.6 N·m with Rev. B; Rev. A was the first issue.", REV),
        ("“Mind” means it may be used with gloves.", WORDS),
        ("What may be used at any time is marked Note.", WORDS),
        ("Stop means it must not be used at all, Note that it may be used at any time.", WORDS),
        ("Tighten the M4x8 screws to 1.2 N·m.", SCREWS),
        ("M4x8 gets 1.2 N·m, ST4.2x16 gets 2 N·m.", SCREWS),
        ("Tighten the M4x8 screws to 120 N·cm.", SCREWS),
        ("放电截止电压是 3.0 V。", ZH_DISCHARGE),
        ("放电最大 10 A，放电截止电压为 3.0 V。", ZH_DISCHARGE),
        ("The charge cut-off voltage is 4.2 V.", CHARGE),
        ("The charge is 2 A at most.", CHARGE),
    ],
)
def test_a_cell_of_its_own_row_stays_free(claim: str, evidence: list[str]) -> None:
    assert _find(claim, evidence) is None
