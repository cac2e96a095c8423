"""What is printed as the cause is not told as what comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.causation import find_turned_cause

OIL = "Oil on the belt causes grey stripes."
ROW = "Symptom: Grey stripes on the sheet | Cause: Blade damaged | Remedy: Renew the blade"
CODED = "Code: H7 | Fault: Lid sensor open | Possible cause: Plug loose | Remedy: Fit the plug"
ZH_OIL = "皮带上有油会造成条纹。"
ZH_ROW = "故障现象: 风扇不转 | 原因: 插座进水 | 措施: 烘干插座"
ZH_CODED = "代码: H7 | 故障: 锅盖传感器开路 | 原因: 插头松脱 | 措施: 插紧"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Grey stripes cause oil on the belt.", OIL),
        ("Oil on the belt is caused by grey stripes.", OIL),
        ("Because of grey stripes, there is oil on the belt.", OIL),
        ("Grey stripes damage the blade.", ROW),
        ("Grey stripes on the sheet lead to a damaged blade.", ROW),
        ("An open lid sensor makes the plug come loose.", CODED),
        ("条纹会使皮带上有油。", ZH_OIL),
        ("皮带上有油是由条纹引起的。", ZH_OIL),
        ("风扇不转导致插座进水。", ZH_ROW),
        ("因风扇不转而插座进水。", ZH_ROW),
        ("锅盖传感器开路使插头松脱。", ZH_CODED),
    ],
)
def test_an_effect_told_as_the_cause_is_found(claim: str, printed: str) -> None:
    reason = find_turned_cause(claim, [printed])
    assert reason is not None and reason.code == "effect_as_cause"


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Grey stripes are caused by oil on the belt.", OIL),
        ("Grey stripes come from oil on the belt.", OIL),
        ("Because of oil on the belt, there are grey stripes.", OIL),
        ("A damaged blade makes grey stripes on the sheet.", ROW),
        ("A loose plug can lead to H7, the lid sensor is open.", CODED),
        ("If there are grey stripes on the sheet, renew the blade.", ROW),
        ("条纹是由皮带上的油造成的。", ZH_OIL),
        ("因皮带上有油，会出现条纹。", ZH_OIL),
        ("插座进水导致风扇不转。", ZH_ROW),
        ("风扇不转，原因是插座进水。", ZH_ROW),
        ("插头松脱使锅盖传感器开路，出现 H7。", ZH_CODED),
    ],
)
def test_a_cause_in_its_place_stays_free(claim: str, printed: str) -> None:
    assert find_turned_cause(claim, [printed]) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_turned_cause(claim, [printed])
