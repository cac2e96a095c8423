"""A safety limit that a claim restates without its number is missed; what tells a number is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from vlm.answer import Reason
from vlm.limits import find_late, find_left_out, find_reversed, find_unreached, other_sides
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
        (find_late, "水在 6 分钟之后才沸腾。", "水在 6 分钟内沸腾。"),
        (find_late, "The door locks only after 2 seconds.", "The door locks within 2 seconds."),
        (find_unreached, "面板温度达不到 300 °C。", "面板温度可达 300 °C。"),
        (find_unreached, "24 小时后仍达不到 IP54。", "24 小时后才达到 IP54。"),
    ],
)
def test_a_limit_turned_round_is_told(find: Find, claim: str, sentence: str) -> None:
    assert find(claim, [sentence]) is not None
    assert find(sentence, [sentence]) is None
    assert find(claim, [claim]) is None


def test_what_has_not_come_after_a_time_has_not_come_within_it() -> None:
    assert find_late("两秒后仍不出现电压。", ["2 秒内没有出现电压。"]) is None


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("加热板最低可达 180 °C。", "加热板温度可达 180 °C。"),
        ("The plate gets at least 180 °C hot.", "The plate reaches 180 °C."),
        ("电压最高不得低于 4.5 V。", "电压 4.8 V，允许范围 4.5 V 至 5.1 V。"),
        ("The voltage is at most not below 4.5 V.", "Voltage 4.8 V, allowed 4.5 to 5.1 V."),
    ],
)
def test_the_most_is_not_told_as_the_least(claim: str, sentence: str) -> None:
    assert find_reversed(claim, [sentence]) is not None


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("加热板最高可达 180 °C。", "加热板温度可达 180 °C。"),
        ("The plate gets up to 180 °C hot.", "The plate reaches 180 °C."),
        ("电压最低 4.5 V，最高 5.1 V。", "电压 4.8 V，允许范围 4.5 V 至 5.1 V。"),
        ("Wait at least 5 minutes.", "Wait 5 minutes."),
    ],
)
def test_the_most_stays_the_most(claim: str, sentence: str) -> None:
    assert find_reversed(claim, [sentence]) is None


def test_a_denial_of_another_sentence_turns_no_time() -> None:
    printed = ["The flap clicks within 6 s.", "The lid is not checked."]
    assert find_late("The flap clicks only after 6 s. The lid is not checked.", printed) is not None
    assert find_late("The flap has not clicked after 6 s.", printed) is None


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
