"""What vlm/referring.py promises: the same is not another, the next not the last, a meter set as printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.answer import Reason
from vlm.referring import find_other_neighbour, find_other_setting, find_same_for_other

Find = Callable[[str, Sequence[str]], Reason | None]

BEFORE = "Replace it if its voltage differs from the value before."
CABLE = "Clean the socket and try a second cable."
KABEL = "清洁接口并换另一根数据线。"
DIODE = "用万用表二极管挡测量 C、E 极。"
METER = "Set the multimeter to the diode range and measure C and E."


@pytest.mark.parametrize(
    ("find", "claim", "printed"),
    [
        (find_other_neighbour, "Replace it if it differs from the value following.", BEFORE),
        (find_other_neighbour, "Replace it if it differs from the next value.", BEFORE),
        (find_other_neighbour, "与之后的值相差较大时更换。", "与之前的值相差较大时更换。"),
        (find_same_for_other, "Clean the socket and try the same cable once more.", CABLE),
        (find_same_for_other, "Clean the socket and try the cable again.", CABLE),
        (find_same_for_other, "清洁接口，再用同一根数据线试。", KABEL),
        (find_same_for_other, "清洁接口，继续用原来的数据线。", KABEL),
        (find_other_setting, "用万用表电阻挡测量 C、E 极。", DIODE),
        (find_other_setting, "将万用表置于通断档，测量 C、E 极。", DIODE),
        (find_other_setting, "Set the multimeter to the resistance range and measure C and E.", METER),
        (find_other_setting, "Measure C and E with the multimeter in continuity mode.", METER),
    ],
)
def test_another_one_is_told(find: Find, claim: str, printed: str) -> None:
    assert find(claim, [printed]) is not None
    assert find(printed, [printed]) is None


@pytest.mark.parametrize(
    ("find", "claim", "printed"),
    [
        (find_other_neighbour, "Replace it if it differs from the previous value.", BEFORE),
        (
            find_other_neighbour,
            "A later letter stands for an earlier letter.",
            "A later letter replaces an earlier one.",
        ),
        (find_other_neighbour, "Go to the next step.", BEFORE),
        (find_same_for_other, "Clean the socket and try another cable.", CABLE),
        (find_same_for_other, "Clean the same socket again.", CABLE),
        (find_same_for_other, "清洁接口，原来的数据线换一根。", KABEL),
        (find_other_setting, "万用表打到二极管档，测量 C、E 极。", DIODE),
        (find_other_setting, "Put the multimeter in diode mode and measure C and E.", METER),
        (find_other_setting, "用万用表蜂鸣挡测量。", "用万用表通断挡测量。"),
        (find_other_setting, "Set the multimeter to the right range.", METER),
    ],
)
def test_the_one_meant_is_free(find: Find, claim: str, printed: str) -> None:
    assert find(claim, [printed]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(claim: str, printed: str) -> None:
    for find in (find_other_neighbour, find_same_for_other, find_other_setting):
        find(claim, [printed])
