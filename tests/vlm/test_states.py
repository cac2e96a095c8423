"""What find_turned_state promises: a state, a condition or a lack turned round is found, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.states import find_turned_state, find_worn

DIRTY = "Error: Fuser too hot | Cause: Thermistor dirty | Remedy: Clean the thermistor"
BLOCKED = "Fault: Water does not drain | Possible cause: Pump filter blocked | Remedy: Clean the filter"
LOOSE = "Symptom: Water under the machine | Cause: Clamp of the sump hose loose | Remedy: Renew the clamp"
CURRENT = "Code: E23 | Fault: Drain pump: current too high | Remedy: Replace pump WM-21405"
BROKEN = "故障现象: 加热断续 | 原因: 谐振电容 C5 容量下降 | 措施: 更换 C5"
CRACK = "面板有裂纹时立即停止使用，不得通电检查。"
DELAY = "In test mode the drum starts without delay."
FEET = "Symptom: Machine wanders | Cause: Feet not level | Remedy: Level the feet"
TONER = "Wash toner off skin and clothes with cold water; warm water sets it."


@pytest.mark.parametrize(
    ("printed", "claim"),
    [
        (DIRTY, "A clean thermistor makes the fuser too hot."),
        (BLOCKED, "With a clear pump filter as the cause, clean the filter."),
        (LOOSE, "Water under the machine comes from a well-tightened clamp of the sump hose."),
        (CURRENT, "E23 stands for a drain pump that draws too little current."),
        (BROKEN, "谐振电容 C5 容量下降使加热连续不断。"),
        (TONER, "Cold water sets the toner."),
        ("缺少密封圈，手机将失去防溅能力。", "装有密封圈，手机将失去防溅能力。"),
        (CRACK, "面板没有裂纹时不得通电检查。"),
        ("If the lock is not closed, replace it.", "Replace it if the lock is closed."),
        (DELAY, "In test mode the drum starts after a delay."),
        (DELAY, "In test mode the drum never starts without delay."),
        ("灯泡常亮说明仍有短路。", "灯泡常亮说明短路已经排除。"),
    ],
)
def test_what_is_turned_is_found(printed: str, claim: str) -> None:
    assert find_turned_state(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("printed", "claim"),
    [
        (DIRTY, "A dirty thermistor makes the fuser too hot: clean it."),
        (DIRTY, "Clean the thermistor when the fuser is too hot."),
        (FEET, "A machine that wanders may have uneven feet: level the feet."),
        (CURRENT, "With E23 the current of the drain pump is too large."),
        (BROKEN, "加热时断时续，是因为谐振电容 C5 容量下降。"),
        (TONER, "Toner is washed off with cold water, as warm water sets it."),
        (CRACK, "面板一旦有裂纹就停止使用，不得通电检查。"),
        (CRACK, "面板没有裂纹时才可以通电检查。"),
        ("通电测量时使用隔离变压器，示波器不得接地。", "示波器不得接地，通电测量时要使用隔离变压器。"),
        ("灯泡不亮时断电。", "灯泡没亮就断电。"),
        ("Open the cover. Push the levers up and close the cover.", "The cover has to be open before that."),
        ("Never pull against the direction.", "Pulling against the direction is not allowed at any time."),
        (DELAY, "The drum starts without delay in test mode."),
    ],
)
def test_the_same_in_other_words_stays_free(printed: str, claim: str) -> None:
    assert find_turned_state(claim, [printed]) is None
    assert find_turned_state(printed, [printed]) is None


@given(
    st.lists(
        st.sampled_from(["if", "not", "clean", "dirty", "a", "filter", "|", ":", "无", "时", "堵塞", "，"])
    )
)
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = " ".join(words)
    find_turned_state(text, [text, DIRTY])


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Tighten the used pulley bolt to 24 N·m.", "Fit the pulley with a new bolt; 24 N·m.", True),
        ("Fit a used charging board.", "Replace the charging board.", True),
        ("装上二手充电小板。", "更换充电小板。", True),
        ("Used cells go to recycling; fit a new battery.", "Fit a new battery.", False),
        ("Recycle the old battery.", "Hand the old battery over for recycling; fit the new battery.", False),
        ("Pull off the hoses, put the old springs back on.", "Throw the old springs away.", True),
        ("把用过的弹簧装回去。", "旧弹簧报废，装上新卡箍。", True),
        ("Tape the contacts of the old battery.", "Hand the old battery over for recycling. Tape it.", False),
        ("Fit the new pulley bolt.", "Fit the pulley with a new bolt; 24 N·m.", False),
        ("更换充电小板。", "更换充电小板。", False),
    ],
)
def test_a_used_part_is_no_new_one(claim: str, printed: str, stopped: bool) -> None:
    assert (find_worn(claim, [printed]) is not None) is stopped
