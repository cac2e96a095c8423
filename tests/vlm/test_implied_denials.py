"""A denial told by a verb, as what is looked for, or of what was just told; and what turns it round."""

from __future__ import annotations

import pytest

from tests.vlm.gated import leaves
from vlm.implied_denials import told_as_finding, told_with_denial

LOOK = "目视检查：面板无裂纹，电源线无破损，螺钉齐全。"
SEE = "Visual check: no cracks in the panel, no damage to the mains cable."
TILT = "Do not tilt the machine by more than 45° to the left. Remaining water runs into the motor control."
FLEX = (
    "Symptom: Fingerprint not recognised | Possible cause: Flex of the power key damaged"
    " | Remedy: Replace NV-7551-A"
)
OPEN = "The phone has two battery connectors, J3 and J13. Both carry voltage until both are open."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("目视检查面板有无裂纹、电源线有无破损、螺钉是否齐全。", LOOK),
        ("检查面板是否有裂纹。", LOOK),
        ("看一看面板有没有裂纹，电源线有没有破损。", LOOK),
        ("Check the panel for cracks.", SEE),
        ("Inspect the mains cable for damage.", SEE),
        ("Remaining water runs into the motor control if you tilt the machine by more than 45° to the left,"
         " so do not do it.", TILT),
        ("Tilting the machine by more than 45° to the left lets remaining water run into the motor control,"
         " so avoid that.", TILT),
        ("Replace NV-7551-A if the damaged flex of the power key stops the phone from recognising"
         " fingerprints.", FLEX),
        ("If the phone fails to recognise the fingerprint, replace NV-7551-A.", FLEX),
        ("As long as J3 and J13 are not both open, both battery connectors carry voltage.", OPEN),
        ("The clamps have to stay free of drops of water for 2 minutes.",
         "No drop of water may appear at the clamps for 2 minutes."),
        ("Don't keep the old springs.", "Pull off the hoses and throw the old springs away."),
        ("If the voltage still does not reach 3.4 V, replace the battery.",
         "If the voltage stays below 3.40 V, replace the battery."),
        ("Replace the flex if TP4 does not reach 1.8 V.",
         "Watch TP4. If 1.80 V does not appear, replace the flex."),
    ],
)  # fmt: skip
def test_a_denial_told_another_way_leaves(claim: str, quote: str) -> None:
    assert leaves(claim, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("目视检查面板，应有裂纹。", LOOK),
        ("不要检查面板有无裂纹。", LOOK),
        ("检查后，无论面板有无裂纹都可使用。", LOOK),
        ("Check the panel has cracks.", SEE),
        ("If nothing stops the phone from recognising the fingerprint, replace NV-7551-A.", FLEX),
        ("If the phone recognises the fingerprint, replace NV-7551-A.", FLEX),
        ("If the phone never fails to recognise the fingerprint, replace NV-7551-A.", FLEX),
        ("Remaining water runs into the motor control if you tilt the machine by more than 45° to the left,"
         " so do not turn it off.", TILT),
        ("Remaining water runs into the motor control if you tilt the machine, so do not do it.",
         "Tilt the machine by 45°. Remaining water runs into the motor control."),
        ("Keep the old springs.", "Pull off the hoses and throw the old springs away."),
        ("If the voltage reaches 3.4 V, replace the battery.",
         "If the voltage stays below 3.40 V, replace the battery."),
        ("If the voltage does not reach 3.4 V, replace the battery.",
         "If the voltage is above 3.40 V, replace the battery."),
        ("Replace the flex if TP4 does not reach 1.8 V.", "If TP4 reaches 1.8 V, replace the flex."),
        ("The wireless coil does not reach the edge.", "The wireless coil reaches up to the edge."),
    ],
)  # fmt: skip
def test_what_is_turned_round_stays(claim: str, quote: str) -> None:
    assert not leaves(claim, quote)


def test_nothing_is_recast_that_no_quote_denies() -> None:
    for claim in (
        "The lock stops the drum from turning.",
        "Check the panel for cracks.",
        "The lamp fails to light.",
    ):
        assert told_with_denial(claim, "The drum turns; check the panel.") == claim
    assert told_as_finding("检查面板有无裂纹。", "检查面板。") == "检查面板有无裂纹。"
    assert told_as_finding("检查排线有无翘起。", "检查排线有无翘起。") == "检查排线有无翘起。"
