"""What vlm/branches.py promises: the deed of one side of a limit stays there; what is last is not first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.branches import find_first_for_last, find_other_branch, find_other_case, find_other_label
from vlm.ellipses import spelled_out

CURRENT = "Measure the current. Above 0.15 A: go to step 4. Below: replace the charging board."
STROM = "测量充电电流。高于 0.10 A：转到步骤 5。低于 0.02 A：更换充电小板。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Replace the charging board if the current is above 0.15 A.", CURRENT, True),
        ("If it is not below 0.15 A, replace the charging board.", CURRENT, True),
        ("Go to step 4 if the current is below 0.15 A.", CURRENT, True),
        ("Replace the charging board if the current is below 0.15 A.", CURRENT, False),
        ("Go to step 4 if it is above 0.15 A.", CURRENT, False),
        ("Replace the charging board.", CURRENT, False),
        ("电流高于 0.10 A 时更换充电小板。", STROM, True),
        ("电流低于 0.02 A 时更换充电小板。", STROM, False),
        ("高于 0.10 A 就转到步骤 5。", STROM, False),
    ],
)
def test_a_deed_stays_on_its_side_of_a_limit(claim: str, printed: str, stopped: bool) -> None:
    assert (find_other_branch(claim, [printed]) is not None) is stopped


VSYS = "Measure VSYS. Below 3.55 V: replace the main board. Above 3.55 V: go to step 2."


@pytest.mark.parametrize(
    ("claim", "stopped"),
    [
        ("Replace the main board if the current is below 0.15 A.", True),
        ("Replace the charging board if the current is below 0.15 A.", False),
        ("Go to step 4 below 0.15 A and replace the charging board above that.", True),
    ],
)
def test_a_limit_keeps_the_deed_of_its_own_text(claim: str, stopped: bool) -> None:
    texts = [spelled_out(CURRENT), VSYS]
    assert (find_other_branch(claim, texts) is not None) is stopped


COLOURS = "Read the liquid indicator. White: dry. Red: liquid has entered."
FARBEN = "查看液体指示。白色：干燥。红色：进过液体。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("On the indicator, red means dry and white means that liquid has entered.", COLOURS, True),
        ("White means dry, red that liquid has entered.", COLOURS, False),
        ("Read the liquid indicator.", COLOURS, False),
        ("红色表示干燥，白色表示进过液体。", FARBEN, True),
        ("白色表示干燥，红色表示进过液体。", FARBEN, False),
    ],
)
def test_a_label_keeps_what_it_stands_for(claim: str, printed: str, stopped: bool) -> None:
    assert (find_other_label(claim, [printed]) is not None) is stopped


PICTURE = "If the picture appears, replace the display; if not, replace the main board."
TONE = "Connect a good driver. With a tone, replace the horn; without a tone, replace the motor."
TON = "接上一块良好的驱动板。有响声则更换喇叭（第 3.1 节）；没有响声则更换电机。"
BILD = "如果出现图像，更换显示屏；否则更换主板。"


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("If the picture does not appear, replace the display.", PICTURE, True),
        ("Check the plug and replace the main board if the picture appears.", PICTURE, True),
        ("Replace the display unless the picture appears.", PICTURE, True),
        ("If the picture does not appear, replace the main board.", PICTURE, False),
        ("Replace the display if the picture appears, or the main board if it does not.", PICTURE, False),
        ("Replace the display if the picture appears, or the main board if it does.", PICTURE, True),
        ("If the plug is loose, replace the main board.", PICTURE, False),
        ("没有出现图像时更换显示屏。", BILD, True),
        ("出现图像时更换主板。", BILD, True),
        ("没有出现图像时更换主板。", BILD, False),
        ("如果出现图像，更换显示屏。", BILD, False),
        ("接上后有响声，就更换电机。", TON, True),
        ("无响声则更换喇叭。", TON, True),
        ("没有响声时更换电机。", TON, False),
        ("没有响声就更换电机，有响声就更换喇叭。", TON, False),
        ("Replace the motor if there is a tone.", TONE, True),
        ("When there is no tone, replace the horn.", TONE, True),
        ("When there is no tone, the motor must be replaced.", TONE, False),
        ("Replace the horn when there is a tone.", TONE, False),
    ],
)
def test_a_deed_stays_with_what_it_is_done_for(claim: str, printed: str, stopped: bool) -> None:
    assert (find_other_case(spelled_out(claim), [spelled_out(printed)]) is not None) is stopped


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("Pull the middle one of the three tabs first.", "Pull the three tabs, the middle one last.", True),
        ("Pull the middle one last.", "Pull the three tabs, the middle one last.", False),
        ("First clean it, the middle one last.", "Clean it, the middle one last.", False),
        ("最先拉中间的易拉胶。", "逐条拉出易拉胶，最后拉中间的。", True),
        ("中间的易拉胶最后拉。", "逐条拉出易拉胶，最后拉中间的。", False),
        ("最后一次充电时，将手机放在防火垫上。", "首次充电时，将手机放在防火垫上。", True),
        ("第一次充电时，将手机放在防火垫上。", "首次充电时，将手机放在防火垫上。", False),
    ],
)
def test_what_is_last_is_not_first(claim: str, printed: str, stopped: bool) -> None:
    assert (find_first_for_last(claim, [printed]) is not None) is stopped


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared(claim: str, printed: str) -> None:
    find_other_branch(claim, [printed])
    find_first_for_last(claim, [printed])


@given(st.sampled_from([CURRENT, STROM]), st.integers(0, 40), st.integers(0, 80))
def test_a_text_never_goes_the_other_way_than_itself(text: str, start: int, end: int) -> None:
    parts = text.split(" ")
    assert find_first_for_last(" ".join(parts[start:end]), [text]) is None
    assert find_other_branch(text, [text]) is None
