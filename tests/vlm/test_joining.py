"""Halves of two printed statements make no third one; statements told side by side are free."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.joining import find_joined, find_overreaching

HOLDER = "Unscrew the lamp holder with a ring spanner."
TRAY = "Take the glass tray out to the left and rinse it in warm water."
RUNNING = "With the fan running, measure the current of the blower: about 0.4 A."
STOPPED = "Switch the fan off and measure the resistance of its winding: 85 Ω."
BELT = "If the belt squeals, renew the idler."
LINT = "When lint collects behind the filter, vacuum the duct."
VALVE = "Before you open the valve, relieve the pressure."
SIEVE = "Remove the sieve, check its mesh under a lamp and wash it with vinegar."
PIPE = "Do not bend the pipe. Tighten the union nut to 15 N·m."
ZH_HOLDER = "用扳手拧下灯座。"
ZH_TRAY = "从左侧抽出玻璃托盘，用温水冲洗。"
ZH_IN = "插上 X4，通电后测量鼓风机电压：18 V。"
ZH_OUT = "拔下插头 X4，测量鼓风机绕组电阻：约 85 Ω。"
ZH_BELT = "皮带有异响时更换张紧轮。"
ZH_LINT = "过滤网后积有绒毛时用吸尘器清理风道。"
ZH_PIPE = "不得弯折铜管。以 15 N·m 拧紧接头螺母。"

DARK = ["If the lamp stays dark, go to section 4.", "Measure the coil at X3."]
HELD = ["Pull off plug X5 before you remove the pump.", "The pump is held by three screws."]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("If the belt squeals, vacuum the duct.", [BELT, LINT]),
        ("Renew the idler when lint collects behind the filter.", [BELT, LINT]),
        ("If the belt squeals, vacuum the duct.", [f"{BELT} {LINT}"]),
        ("皮带有异响时用吸尘器清理风道。", [ZH_BELT + ZH_LINT]),
        ("皮带有异响时用吸尘器清理风道。", [ZH_BELT, ZH_LINT]),
        ("如果过滤网后积有绒毛，更换张紧轮。", [ZH_BELT, ZH_LINT]),
    ],
)
def test_the_case_of_one_is_not_that_of_another(claim: str, evidence: list[str]) -> None:
    reason = find_joined(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("With the fan running, measure the resistance of its winding: 85 Ω.", [RUNNING, STOPPED]),
        ("Switch the fan off and measure the current of the blower: about 0.4 A.", [RUNNING, STOPPED]),
        ("With the fan running, measure the resistance of its winding: 85 Ω.", [f"{RUNNING} {STOPPED}"]),
        ("插上 X4，通电后测量鼓风机绕组电阻：约 85 Ω。", [ZH_IN, ZH_OUT]),
        ("插上 X4，通电后测量鼓风机绕组电阻：约 85 Ω。", [ZH_IN + ZH_OUT]),
        ("拔下插头 X4 后测量鼓风机电压：18 V。", [ZH_IN, ZH_OUT]),
    ],
)
def test_a_deed_is_done_in_the_state_its_own_sentence_asks_for(claim: str, evidence: list[str]) -> None:
    reason = find_joined(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Unscrew the lamp holder in warm water.", [HOLDER, TRAY]),
        ("The lamp holder is taken out to the left.", [HOLDER, TRAY]),
        ("用温水拧下灯座。", [ZH_HOLDER, ZH_TRAY]),
        ("从左侧拧下灯座。", [ZH_HOLDER, ZH_TRAY]),
    ],
)
def test_a_clause_has_no_halves_of_two_quotes(claim: str, evidence: list[str]) -> None:
    reason = find_joined(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    "claim", ["Relieve the pressure and wash it with vinegar.", "Open the valve and check its mesh."]
)
def test_a_pronoun_stands_for_a_thing_of_its_own_quote(claim: str) -> None:
    reason = find_joined(claim, [VALVE, SIEVE])
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Do not bend the pipe and tighten the union nut.", [PIPE]),
        ("Do not tighten the union nut or bend the pipe.", [PIPE]),
        ("Bending the pipe and tightening the union nut is forbidden.", [PIPE]),
        ("Never bend the pipe and open the valve.", [PIPE, "Open the valve slowly."]),
        ("不得弯折铜管并拧紧接头螺母。", [ZH_PIPE]),
        ("严禁弯折铜管、拧紧接头螺母。", [ZH_PIPE]),
        ("弯折铜管和拧紧接头螺母是不允许的。", [ZH_PIPE]),
    ],
)
def test_a_denial_reaches_no_printed_deed(claim: str, evidence: list[str]) -> None:
    reason = find_overreaching(claim, evidence)
    assert reason is not None and reason.code == "negation_added"
    assert find_joined(claim, evidence) == reason


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Renew the idler if the belt squeals, and vacuum the duct when lint collects.", [BELT, LINT]),
        ("When lint collects behind the filter, vacuum the duct.", [f"{BELT} {LINT}"]),
        ("Measure 85 Ω with the fan off and 0.4 A with the fan running.", [RUNNING, STOPPED]),
        ("Switch the fan off, measure its resistance, then unscrew the lamp holder.", [STOPPED, HOLDER]),
        ("Unscrew the lamp holder, then rinse the glass tray in warm water.", [HOLDER, TRAY]),
        ("Remove the sieve and wash it with vinegar.", [VALVE, SIEVE]),
        ("Lay in the new cell and press it down.", ["Lay in the new cell.", "Press it down for 10 s."]),
        ("When the lamp stays dark, measure the coil at X3.", DARK),
        ("The pump is held by three screws; pull off plug X5 first.", HELD),
        ("水泵用三颗螺钉固定，先拔下插头 X5。", ["拆水泵之前先拔下插头 X5。", "水泵用三颗螺钉固定。"]),
        ("Do not bend the pipe, and tighten the union nut.", [PIPE]),
        ("Do not bend the pipe; tighten the union nut.", [PIPE]),
        ("Do not charge it and go to section 5.", ["Do not charge it. Go to section 5 at once."]),
        ("Never bend the pipe or crush it.", ["Never bend or crush the pipe. Tighten the nut."]),
        ("拔下插头 X4 后测量鼓风机绕组电阻，再插上 X4 测量鼓风机电压。", [ZH_IN, ZH_OUT]),
        ("皮带有异响就更换张紧轮，过滤网后积有绒毛就用吸尘器清理风道。", [ZH_BELT, ZH_LINT]),
        ("用扳手拧下灯座，从左侧抽出玻璃托盘。", [ZH_HOLDER, ZH_TRAY]),
        ("不得弯折铜管，接头螺母以 15 N·m 拧紧。", [ZH_PIPE]),
        ("不得弯折或挤压铜管。", ["不得弯折、挤压铜管。以 15 N·m 拧紧接头螺母。"]),
    ],
)  # fmt: skip
def test_what_print_says_of_each_is_free(claim: str, evidence: list[str]) -> None:
    assert find_joined(claim, evidence) is None


ALL = [HOLDER, TRAY, RUNNING, STOPPED, BELT, LINT, VALVE, SIEVE, ZH_HOLDER, ZH_TRAY, ZH_IN, ZH_OUT, ZH_BELT]


@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=3, unique=True))
def test_quotes_put_side_by_side_are_free(quotes: list[str]) -> None:
    assert find_joined(" ".join(quotes), quotes) is None


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_read(claim: str, evidence: list[str]) -> None:
    find_joined(claim, evidence)
