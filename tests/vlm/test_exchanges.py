"""Two things that changed places are told; things told in another order are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.exchanges import find_crossed_clauses, find_other_object, find_turned_place, find_turned_roles

PULL = "Pull off the pipes and throw the old rings away."
WIPE = "Wipe the axle with a dry rag; do not oil it."
SLIDE = "Slide the new wheel on until the tab clicks."
KEEP = "Keep a fire blanket and a steel box at the workplace."
ROW = "Symptom: No light | Remedy: Check the bridge and the coil, then replace F2"
ZH = "拧下支架上的螺钉，焊下旧线圈，清除焊锡。"
ZH_FIT = "装上新风扇，标签面朝向支架。"
ZH_ROW = "故障: 不亮 | 措施: 检查整流桥后更换 F2"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Throw the pipes away and pull off the old rings.", [PULL]),
        ("Wipe the wheel with a dry rag and slide the new axle on.", [WIPE, SLIDE]),
        ("Check F2, then replace the bridge and the coil.", [ROW]),
        (
            "Remove the gauge and read the tray in the slot.",
            ["Remove the tray and read the gauge in the slot."],
        ),
        ("拧下旧线圈，焊下支架上的螺钉。", [ZH]),
        ("装上支架，标签面朝向新风扇。", [ZH_FIT]),
        ("检查 F2 后更换整流桥。", [ZH_ROW]),
    ],
)
def test_the_deed_for_one_is_not_done_to_the_other(claim: str, evidence: list[str]) -> None:
    reason = find_crossed_clauses(claim, evidence)
    assert reason is not None and reason.code == "tied_otherwise"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Throw the old rings away after pulling off the pipes.", [PULL]),
        ("The pipes are pulled off and the old rings thrown away.", [PULL]),
        ("Keep a steel box and a fire blanket at the workplace.", [KEEP]),
        ("Slide the new wheel on and wipe the axle with a dry rag.", [WIPE, SLIDE]),
        ("Check the coil and the bridge, then replace F2.", [ROW]),
        ("旧线圈焊下之前，拧下支架上的螺钉。", [ZH]),
        ("标签面朝向支架，装上新风扇。", [ZH_FIT]),
        ("更换 F2 之前，检查整流桥。", [ZH_ROW]),
    ],
)
def test_another_order_exchanges_nothing(claim: str, evidence: list[str]) -> None:
    assert find_crossed_clauses(claim, evidence) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Pull the flap behind the red cord.", "Pull the red cord behind the flap."),
        ("The board runs into the water.", "Water runs into the board."),
        ("Put the new pump on the ring.", "Put the new ring on the pump."),
        ("Loosen the stick with fluff.", "Loosen fluff with a wooden stick."),
        ("将弹簧套在挂钩上。", "将挂钩套在弹簧上。"),
        ("将小板 AB-22 套在密封圈上。", "将密封圈套在小板 AB-22 上。"),
    ],
)
def test_what_lies_on_another_does_not_lie_under_it(claim: str, printed: str) -> None:
    assert find_turned_place(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Behind the flap there is a red cord; pull it.", "Pull the red cord behind the flap."),
        ("Into the board runs water.", "Water runs into the board."),
        ("The new ring is put on the pump.", "Put the new ring on the pump."),
        ("With a wooden stick loosen the fluff.", "Loosen fluff with a wooden stick."),
        ("The groove is aligned with the mark.", "Align the mark with the groove."),
        ("挂钩要套在弹簧上。", "将挂钩套在弹簧上。"),
    ],
)
def test_a_thing_in_its_place_stays_free(claim: str, printed: str) -> None:
    assert find_turned_place(claim, [printed]) is None


SHORT = "Measure from the frame to earth. Below 10 Ω there is a short: replace the board."
ZH_SHORT = "测量机架对地电阻。低于 10 Ω 说明短路：更换主板。"


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("A short: replace the frame.", SHORT, True),
        ("A short: replace the board.", SHORT, False),
        ("A short to the frame: the board must be replaced.", SHORT, False),
        ("Remove coins and hair.", "Remove lint, coins and hair.", False),
        ("短路时更换机架。", ZH_SHORT, True),
        ("短路时更换主板。", ZH_SHORT, False),
        ("测量保险丝。", "测量整流桥和保险丝。", False),
    ],
)
def test_a_deed_has_its_own_object(claim: str, printed: str, wrong: bool) -> None:
    assert (find_other_object(claim, [printed]) is not None) == wrong


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, printed: str) -> None:
    find_crossed_clauses(claim, [printed])
    find_turned_place(claim, [printed])


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("An earlier letter replaces a later one.", "A later letter replaces an earlier one.", True),
        ("A later letter replaces an earlier one.", "A later letter replaces an earlier one.", False),
        ("An earlier letter is replaced by a later one.", "A later letter replaces an earlier one.", False),
        ("旧型号可以替代新型号。", "新型号可以替代旧型号。", True),
        ("旧型号可由新型号替代。", "新型号可以替代旧型号。", False),
    ],
)
def test_who_does_it_stays(claim: str, printed: str, stopped: bool) -> None:
    assert (find_turned_roles(claim, [printed]) is not None) is stopped
