"""A safety limit that a claim restates without its number is missed; what tells a number is not."""

from __future__ import annotations

import pytest

from vlm.limits import find_left_out

HOT = "Open the cover only after the fuser has cooled down to below 40 °C."
WARN = "加热板温度降到低于 50 °C 之前，不要打开外壳。"


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Let the fuser cool down before you open the cover.", HOT),
        ("Do not heat the OLED layer.", "Do not heat the OLED layer above 90 °C."),
        ("加热板温度降下来之前不要打开外壳。", WARN),
    ],
)
def test_a_limit_left_out_is_named(claim: str, sentence: str) -> None:
    reason = find_left_out(claim, [sentence])
    assert reason is not None and reason.code == "limit_left_out"
    assert dict(reason.values)["figure"] in sentence


@pytest.mark.parametrize(
    ("claim", "sentences"),
    [
        ("Open the cover below 40 °C only.", [HOT]),  # it is told
        ("The fan must be clean.", [HOT]),  # something else
        ("The cover of the fuser opens to the left.", [HOT, "The cover of the fuser opens to the left."]),
        ("Fit the battery NV-7021-B.", ["Fit the battery NV-7021-B and wait for 5 minutes."]),  # no limit
        ("", [HOT]),
        ("Open the cover.", []),
    ],
)
def test_what_leaves_no_limit_out(claim: str, sentences: list[str]) -> None:
    assert find_left_out(claim, sentences) is None
