"""What a claim ties to TP1 must not be what its quotes tie to TP3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.binding import find_rebound, told_of

SENSE = "Measure VSYS at TP3. If VSYS is below 3.50 V while TP1 is in order, U5 is faulty."
COLOURS = "Read the liquid indicator in the slot. White: dry. Red: liquid has entered."
ZH_COLOURS = "查看卡槽内的液体指示标。白色：干燥。红色：已进液。"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("VSYS is measured at TP1.", [SENSE]),
        ("If the indicator is white, liquid has entered.", [COLOURS]),
        ("白色说明已进液。", [ZH_COLOURS]),
        ("At 9 V the current is 3 A.", ["The phone charges with 5 V / 3 A or 9 V / 2.77 A."]),
        (
            "Drive bearing 6204 out from behind.",
            ["Drive bearing 6205 out from behind, bearing 6204 from the front."],
        ),
    ],
)
def test_what_is_tied_to_another_thing_of_its_kind_is_told(claim: str, evidence: list[str]) -> None:
    reason = find_rebound(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("VSYS is measured at TP3.", [SENSE]),
        ("A red indicator tells you that liquid has entered.", [COLOURS]),
        ("红色表示已进液，白色表示干燥。", [ZH_COLOURS]),
        ("J13 is disconnected after J3.", ["Disconnect J3 and then J13."]),
        ("Between pin 1 and pin 3 the PTC has 1100 Ω.", ["Measure the PTC between pins 1 and 3: 1100 Ω."]),
        ("White or green corrosion: replace the board.", ["Replace boards with green or white corrosion."]),
        ("Bearing 6204 comes out from the front.", ["Drive 6205 out from behind, 6204 from the front."]),
    ],
)
def test_a_reordered_claim_keeps_its_ties(claim: str, evidence: list[str]) -> None:
    assert find_rebound(claim, evidence) is None


def test_a_sentence_is_compared_with_what_is_printed_of_its_own_thing() -> None:
    evidence = ["A code that flashes is present now.", "A steady code is stored and no longer present."]
    assert told_of("A steady code is present now.", evidence) == [
        ("A steady code is present now", ["A steady code is stored and no longer present"])
    ]
    assert told_of("Turn the machine off.", evidence) == []


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=3))
def test_no_text_is_too_strange(claim: str, evidence: list[str]) -> None:
    find_rebound(claim, evidence)
    told_of(claim, evidence)


@given(st.sampled_from([SENSE, COLOURS, ZH_COLOURS]))
def test_a_quote_never_contradicts_itself(text: str) -> None:
    assert find_rebound(text, [text]) is None


EARTH = "Measure the earth resistance (below 0.2 Ω) and the insulation resistance (above 2 MΩ)."
ZH_RAIL = "在 TP8 测量 VCAM。如果 TP6 正常而 VCAM 低于 2.7 V，则 U9 损坏。"
POWER = "Item: Charging | Value: USB-C, 9 V / 4 A, 36 W max.; wireless 12 W"
LOW = ['"Idle": press any key.', '"Ink low": about 90 pages remain.']


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Measure the earth resistance (above 2 MΩ).", [EARTH]),  # a limit's word is no proof of its place
        ("如果 TP8 正常而 VCAM 低于 2.7 V，则 U9 损坏。VCAM 在 TP8 测量。", [ZH_RAIL]),
        ("Wireless charging takes up to 36 W.", [POWER]),  # what a row is about is of all its values
        ('"Ink low": press any key.', LOW),  # nor a word of the name itself
    ],
)
def test_a_thing_proves_nothing_by_itself_or_by_its_other_place(claim: str, evidence: list[str]) -> None:
    reason = find_rebound(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Measure the earth resistance (below 0.2 Ω).", [EARTH]),
        ("The insulation resistance must be above 2 MΩ.", [EARTH]),
        ("VCAM 在 TP8 测量。如果 TP6 正常而 TP8 上的 VCAM 低于 2.7 V，则 U9 损坏。", [ZH_RAIL]),
        ("TP8 是 VCAM 的测量点。在 TP8 测量 VCAM。", [ZH_RAIL]),
        ("Wireless charging takes 12 W.", [POWER]),
        ("Charging takes 36 W at most.", [POWER]),
        ('"Idle": press any key.', LOW),
        ('At "Ink low" about 90 pages remain.', LOW),
    ],
)
def test_what_stands_where_it_is_printed_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_rebound(claim, evidence) is None


BOARDS = ["Measure VCC at TP2. Below 3 V: replace the power board.", "If the lamp comes on, replace XK-2210."]
ZH_TOOLS = ["用海绵蘸酒精擦镜头。", "用吹球清理风道。"]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("If the lamp comes on, replace the power board.", BOARDS),
        ("用吹球蘸酒精擦镜头。", ZH_TOOLS),
        (
            "Use a sponge to clear the duct.",
            ["Use a blower to clear the duct.", "Use a sponge to wipe the lens."],
        ),
    ],
)
def test_one_deed_does_not_take_the_object_of_another(claim: str, evidence: list[str]) -> None:
    reason = find_rebound(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("If the lamp comes on, replace XK-2210.", BOARDS),
        ("Replace the power board if TP2 has less than 3 V.", BOARDS),
        ("If the lamp comes on, replace the board.", ["If the lamp comes on, replace the lamp board."]),
        ("用海绵蘸酒精擦镜头，用吹球清理风道。", ZH_TOOLS),
    ],
)
def test_a_deed_with_its_own_object_stays_free(claim: str, evidence: list[str]) -> None:
    assert find_rebound(claim, evidence) is None


def test_a_thing_that_opens_the_next_statement_is_no_part_of_a_list() -> None:
    rows = [
        "Name: PS3 | Function: Sensor | Connector: CN13",
        "Name: SW1 | Function: Interlock | Connector: CN10",
    ]
    right = "PS3, the sensor, is connected at CN13 and SW1, the interlock, at CN10."
    assert find_rebound(right, rows) is None
