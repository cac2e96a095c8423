"""A part stays with the thing that it is printed as a part of."""

from __future__ import annotations

import pytest

from vlm.owners import find_other_owner

ZH = ["打开插座 P6 之前先拔掉风扇。", "取下 P6，用放大镜检查触点，再用酒精擦净。"]
EN = [
    "Unplug the fan before you open socket P6.",
    "Take off P6, inspect the contacts with a lens and clean them.",
]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("拔掉风扇，用酒精擦净风扇触点。", ZH),
        ("检查风扇的触点。", ZH),
        ("Clean the fan contacts.", EN),
        ("Inspect the contacts of the fan with a lens.", EN),
        ("Inspect the fan's contacts.", EN),
    ],
)
def test_a_part_is_not_told_of_another_thing(claim: str, evidence: list[str]) -> None:
    reason = find_other_owner(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("拔掉风扇后检查 P6 的触点。", ZH),
        ("拔掉风扇，用酒精擦净触点。", ZH),
        ("用放大镜检查插座触点。", ZH),
        ("Unplug the fan, then inspect the contacts with a lens.", EN),
        ("Clean the socket contacts.", EN),
        ("Inspect the contacts of P6.", EN),
    ],
)
def test_a_part_of_its_own_thing_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_other_owner(claim, evidence) is None
