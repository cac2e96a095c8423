from __future__ import annotations

import pytest

from vlm.ellipses import spelled_out


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
