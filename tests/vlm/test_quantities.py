"""Whether a text tells a value of what is asked for."""

from __future__ import annotations

import pytest

from vlm.quantities import measures, tells

ROW = "Code: E21 | Fault: No current | Value (Ω): 158 | Remedy: Check the plug"


@pytest.mark.parametrize(
    ("text", "quantity", "told", "measured"),
    [
        ("Tighten the screws to 1.8 N·m.", "torque", True, True),
        ("Position: Pump | Torque (N·m): 1.8", "torque", True, True),
        (ROW, "resistance", True, True),
        (ROW, "torque", True, False),
        ("Weighs 31 kg.", "torque", False, False),
        ("3. Lift it.", "torque", False, False),
        ("", "torque", False, False),
    ],
)
def test_a_value_is_told_by_its_unit(text: str, quantity: str, told: bool, measured: bool) -> None:
    assert tells(text, frozenset({quantity})) is told
    assert measures(text, frozenset({quantity})) is measured
