from __future__ import annotations

import pytest

from tests.vlm.gated import leaves
from vlm.ellipses import spelled_out, told_apart, with_units, with_values


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("If it rings, stop; if not, go on.", "If it rings, stop; if not it rings, go on."),
        ("If the pump runs, stop. Otherwise go on.", "If the pump runs, stop. if not the pump runs, go on."),
        ("If the pump runs, stop; if it doesn't, go.", "If the pump runs, stop; if not the pump runs, go."),
        ("如果出现图像，停止；否则更换主板。", "如果出现图像，停止；如果没有出现图像，更换主板。"),
        ("若水泵运转，停止。若不，更换。", "若水泵运转，停止。如果没有水泵运转，更换。"),
        ("Measure VSYS. If it is low, stop.", "Measure VSYS. If VSYS is low, stop."),
        ("测量 VSYS。如果低于 3 V，停止。", "测量 VSYS。如果VSYS低于 3 V，停止。"),
        ("Above 5 V: stop. Below: go on.", "Above 5 V: stop. Below 5 V: go on."),
        ("More than 5 V: stop. Less: go on.", "More than 5 V: stop. Less than 5 V: go on."),
        ("高于 5 V：停止。低于：继续。", "高于 5 V：停止。低于 5 V：继续。"),
    ],
)
def test_what_was_just_said_is_said_again(text: str, meant: str) -> None:
    assert spelled_out(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Switch it off, otherwise the board burns.",
        "If the cover is warm, lift it slowly, otherwise it cracks.",
        "Above 5 V: stop. Below 3 V: go on.",
        "取下后盖，否则会损坏。",
        "如果后盖是热的，慢慢掀开，否则会裂。",
        "高于 5 V：停止。低于 3 V：继续。",
    ],
)
def test_what_leaves_nothing_out_stays(text: str) -> None:
    assert spelled_out(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nominal is 5.50 V; without it stop.", "Nominal is 5.50 V; without 5.50 V, stop."),
        ("标称值为 5.50 V；没有该电压须更换。", "标称值为 5.50 V；没有5.50 V的该电压须更换。"),
    ],
)
def test_a_value_that_is_taken_up_is_said_again(text: str, meant: str) -> None:
    assert with_values(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The bolt and the nut take 4 and 5 N·m, respectively.", "The bolt take 4, the nut take 5 N·m."),
        ("上部和中部的扭矩分别为 1 和 2 N·m。", "上部的扭矩为 1，中部的扭矩为 2 N·m。"),
        ("Bolt and nut are tight.", "Bolt and nut are tight."),
    ],
)
def test_two_things_with_two_values_are_told_apart(text: str, meant: str) -> None:
    assert told_apart(text) == meant


FUSER = "Item: Fuser temperature | Value: 195 °C, 210 °C for thick paper"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("195 °C, and at 210 for thick paper", "195 °C, and at 210 °C for thick paper"),
        ("195 degrees Celsius, up to 210", "195 degrees Celsius, up to 210 degrees Celsius"),
        ("195 °C, and at 220 for thick paper", "195 °C, and at 220 for thick paper"),
        ("195 °C, and go to 210", "195 °C, and go to 210"),
        ("195 s, and at 210 for thick paper", "195 s, and at 210 for thick paper"),
    ],
)
def test_a_value_has_the_unit_of_the_one_before_it(claim: str, told: str) -> None:
    assert with_units(claim, [FUSER]) == told
    assert with_units(claim, [claim]) == claim


def test_a_carried_unit_frees_no_other_value() -> None:
    assert leaves("The fuser is at 195 °C, and at 210 for thick paper.", FUSER)
    assert not leaves("The fuser is at 195 °C, and at 220 for thick paper.", FUSER)
    assert not leaves("The fuser is at 210 °C, and at 195 for thick paper.", FUSER)
