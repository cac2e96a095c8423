"""A safety limit that a claim restates without its number is missed; what tells a number is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.vlm.gated import leaves
from vlm.answer import Reason
from vlm.limits import (
    both_ban,
    find_left_out,
    find_unlike,
    find_unreached,
    other_sides,
    tolerated,
)
from vlm.measures import read_figures

Find = Callable[[str, Sequence[str]], Reason | None]

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


@pytest.mark.parametrize(
    ("find", "claim", "sentence"),
    [
        (find_unreached, "面板温度达不到 300 °C。", "面板温度可达 300 °C。"),
        (find_unreached, "24 小时后仍达不到 IP54。", "24 小时后才达到 IP54。"),
    ],
)
def test_a_limit_turned_round_is_told(find: Find, claim: str, sentence: str) -> None:
    assert find(claim, [sentence]) is not None
    assert find(sentence, [sentence]) is None
    assert find(claim, [claim]) is None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Above 5 V: stop. Below: go on.", ["<"]),
        ("Below 5 V: stop. Higher: go on.", [">"]),
        ("Above 5 V: stop. Below 3 V: go on.", []),
        ("Below 5 V: stop. Lay the board below.", []),
        ("高于 5 V：停止。低于：继续。", ["<"]),
        ("低于 5 V：停止。若高于，继续。", [">"]),
        ("低于 5 V：停止。高于 8 V：继续。", []),
    ],
)
def test_a_bare_below_is_the_other_side_of_the_limit(text: str, bounds: list[str]) -> None:
    assert [figure.bound for figure in other_sides(read_figures(text), text)] == bounds


@pytest.mark.parametrize(
    ("claim", "printed", "same"),
    [
        ("Never charge a cell with less than 3 V.", "Do not charge a cell below 3 V.", True),
        ("禁止接入电压不到 3 V 的电池。", "电压低于 3 V 的电池不得接入。", True),
        ("Never charge a cell with more than 3 V.", "Do not charge a cell below 3 V.", False),
        ("Charge a cell with less than 3 V.", "Do not charge a cell below 3 V.", False),
    ],
)
def test_a_ban_of_the_same_side_is_one(claim: str, printed: str, same: bool) -> None:
    assert both_ban(read_figures(claim)[0], claim, read_figures(printed)[0], printed) is same


NOMINAL = "Measure VDISP at TP5. Nominal is 5.50 V."


@pytest.mark.parametrize(
    ("claim", "printed", "stopped"),
    [
        ("VDISP is not nominally 5500 mV.", NOMINAL, True),
        ("VDISP must not be 5.50 V.", NOMINAL, True),
        ("If VDISP is not 5.50 V, the board is faulty.", NOMINAL, False),
        ("VDISP is nominally 5.50 V.", NOMINAL, False),
        ("It is not 5.5 N·m but 4.0 N·m.", "The torque is 5.5 N·m, later 4.0 N·m.", False),
        ("标称电压不是 5.50 V。", "标称电压 5.50 V。", True),
        ("电压不为 5.50 V 时更换主板。", "标称电压 5.50 V。", False),
    ],
)
def test_a_printed_value_is_not_denied(claim: str, printed: str, stopped: bool) -> None:
    assert (find_unlike(claim, [printed]) is not None) is stopped


def test_a_value_with_its_tolerance_is_a_range() -> None:
    (found,) = tolerated(read_figures("82 µH ± 3 µH"))
    assert (found.low, found.high, found.is_range) == (79, 85, True)
    assert not tolerated(read_figures("82 µH, 3 µH"))


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Do not charge a phone whose battery is swollen.", True),
        ("Do not charge the phone.", False),
        ("Do not charge a warm phone whose battery is new.", False),
    ],
)
def test_another_case_than_the_limit_may_stand_alone(claim: str, told: bool) -> None:
    quote = "Do not charge a phone whose battery is swollen, wet or warmer than 45 °C."
    assert (find_left_out(claim, [quote]) is None) == told


TP2 = "Test point: TP2 | Nominal (V): 9.00 | Limits / min. (V): 8.60 | Limits / max. (V): 9.40"
ZH_TP2 = "测试点: TP2 | 标称（V）: 9.00 | 最小（V）: 8.60 | 最大（V）: 9.40"


@pytest.mark.parametrize(
    ("claim", "quotes", "right"),
    [
        ("TP2 must not drop under 8.6 V or rise over 9.4 V.", (TP2,), True),
        ("TP2 is never under 8.6 V nor above 9.4 V.", (TP2,), True),
        ("TP2 may neither fall below 8.6 V nor exceed 9.4 V.", (TP2,), True),
        ("TP2 must neither exceed 9.4 V nor fall under 8.6 V.", (TP2,), True),
        ("TP2 must drop under 8.6 V or rise over 9.4 V.", (TP2,), False),
        ("TP2 must not drop under 9.4 V or rise over 8.6 V.", (TP2,), False),
        ("TP2 must not drop under 8.6 V or rise over 9.0 V.", (TP2,), False),
        ("TP2 must not drop under 8.6 V and rise over 9.4 V.", (TP2,), False),
        ("TP2 电压不得低于 8.6 V 或高于 9.4 V。", (ZH_TP2,), True),
        ("TP2 电压不得低于 9.4 V 或高于 8.6 V。", (ZH_TP2,), False),
    ],
)
def test_a_ban_before_or_holds_for_both_limits(claim: str, quotes: tuple[str, ...], right: bool) -> None:
    assert leaves(claim, *quotes) is right
