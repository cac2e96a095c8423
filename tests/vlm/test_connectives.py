"""What vlm/connectives.py promises: where either is enough, both are not asked for; and the reverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.connectives import find_other_connective

EITHER = "Replace the battery if its label is wet or its voltage differs by more than 0.20 V."
ODER = "如果标签受潮或电压相差超过 0.20 V，更换电池。"
BOTH = "Store the drum in the dark and at a temperature below 35 °C."


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Replace the battery if its label is wet and its voltage differs by over 0.20 V.", EITHER, True),
        ("If the voltage differs by over 0.20 V and the label is also wet, replace it.", EITHER, True),
        ("Replace the battery if its voltage differs by over 0.20 V or its label is wet.", EITHER, False),
        ("Replace it if the label is wet and if the voltage differs.", EITHER, False),
        ("If the label is wet, replace the battery and measure its voltage.", EITHER, False),
        ("A wet label and a voltage that differs are both reasons.", EITHER, False),
        ("标签受潮且电压相差超过 0.20 V 时更换电池。", ODER, True),
        ("只有标签受潮并且电压相差超过 0.20 V 时才更换电池。", ODER, True),
        ("标签受潮或者电压相差超过 0.20 V 就更换电池。", ODER, False),
        ("Store the drum in the dark or at a temperature below 35 °C.", BOTH, True),
        ("Store the drum in the dark, below 35 °C.", BOTH, False),
        ("Wash toner off skin or clothes.", "Wash toner off skin and clothes.", False),
        ("Never use water or oil.", "Water and oil are forbidden.", False),
        ("清洁触点或更换电池。", "清洁触点并且更换电池。", True),
    ],
)
def test_one_is_not_told_as_both(claim: str, printed: str, stopped: bool) -> None:
    assert (find_other_connective(claim, [printed]) is not None) is stopped
    assert find_other_connective(printed, [printed]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(claim: str, printed: str) -> None:
    find_other_connective(claim, [printed])
