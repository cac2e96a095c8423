from __future__ import annotations

import pytest

from tests.vlm.gated import leaves
from vlm.measures import read_figures
from vlm.partners import (
    alike,
    find_crossed,
    find_misnamed,
    find_more_than_both,
    find_other_letter,
    find_repeated,
    find_told_again,
    nearest,
    neighbours,
)

LIMITS = ["Above 0.10 A: go to step 5", "Below 0.02 A: continue with step 4"]


def test_figures_keep_their_partners() -> None:
    right = "Above 0.10 A go to step 5, below 0.02 A continue with step 4"
    assert find_crossed(read_figures(right), right, LIMITS) is None
    wrong = "Above 0.10 A continue with step 4"
    reason = find_crossed(read_figures(wrong), wrong, LIMITS)
    assert reason is not None and reason.code == "figure_elsewhere"


def test_equal_figures_are_alike_in_other_units() -> None:
    assert alike(read_figures("20 mA")[0], read_figures("0.02 A")[0])
    assert not alike(read_figures("20 mA")[0], read_figures("20 A")[0])


def test_a_code_is_not_told_for_its_sibling() -> None:
    printed = read_figures("Connect CN21 first, then CN20")
    assert find_repeated(read_figures("Connect CN21 first, then CN21"), printed) is not None
    assert find_repeated(read_figures("CN20 comes after CN21"), printed) is None


def test_a_bare_number_has_neighbours() -> None:
    text = "Set position 8 and hold Start for 3 seconds"
    eight, three = read_figures(text)
    assert neighbours(text, eight) and not neighbours(text, three)


def test_a_number_of_a_list_is_not_told_twice() -> None:
    printed = read_figures("Positions 7 and 8")
    assert find_repeated(read_figures("Positions 7 and 7"), printed) is not None
    assert find_repeated(read_figures("Positions 8 and 7"), printed) is None


def test_the_nearest_printed_figures_are_of_the_same_measure() -> None:
    text = "Tighten NV-7090-A to 0.25 N·m, wait 10 minutes, then 0.5 N·m."
    claimed = read_figures("0.52 N·m")[0]
    assert nearest(claimed, [(text, read_figures(text))]) == "0.5 N·m, 0.25 N·m"
    assert nearest(read_figures("NV-7091-A")[0], [(text, read_figures(text))]) == "NV-7090-A"
    assert nearest(claimed, [("Tighten it.", ())]) == "Tighten it."
    assert nearest(claimed, []) == ""


@pytest.mark.parametrize(
    ("claimed", "row", "told"),
    [
        ("185 Ω", "Code: E21 | Connector: CN5: 1–2 | Value (Ω): 158 | Remedy: Replace WM-21405", "158 Ω"),
        ("1.85 kΩ", "Code: E21 | Connector: CN5: 1–2 | Value (Ω): 158", "158"),
        ("0.21 N·m", "位置: 中框上部 | 图 8-1: 1 至 4 | 数量: 4 | 扭矩（N·m）: 0.12", "0.12 N·m"),
        ("185 Ω", "Code: E21 | Connector: CN5: 1–2 | Value: 158", "158, 1–2"),
        (
            "4.85 V",
            "TP1 | VBAT | Nominal (V): 3.87 | Limits, min. (V): 3.40 | max. (V): 4.45",
            "4.45 V, 3.87 V, 3.40 V",
        ),
    ],
)
def test_the_unit_of_a_heading_tells_the_nearest_figure(claimed: str, row: str, told: str) -> None:
    assert nearest(read_figures(claimed)[0], [(row, read_figures(row))]) == told


@pytest.mark.parametrize(
    ("claim", "evidence", "wrong"),
    [
        ("Fit a new fan XJ4.", "Check plug XJ4; replace fan AB-2200.", True),
        ("Check plug XJ4.", "Check plug XJ4; replace fan AB-2200.", False),
        ("Check socket XJ4.", "Check plug XJ4; replace fan AB-2200.", False),
        ("Replace fan AB-2200.", "Check plug XJ4; replace fan AB-2200.", False),
        ("Fit a new fan XJ4.", "Connector: XJ4: 1–2 | Remedy: Replace fan AB-2200", True),
        ("Check connector XJ4.", "Connector: XJ4: 1–2 | Remedy: Replace fan AB-2200", False),
        ("Put seal AB-2201 on pump AB-2202.", "Put seal AB-2202 on pump AB-2201.", True),
        ("Put pump AB-2201 under seal AB-2202.", "Put seal AB-2202 on pump AB-2201.", False),
        ("将密封AB-2201装在水泵AB-2202上。", "将密封AB-2202装在水泵AB-2201上。", True),
        ("更换风扇XJ4。", "检查插头XJ4；更换风扇AB-2200。", True),
        ("检查插头XJ4。", "检查插头XJ4；更换风扇AB-2200。", False),
        ("更换电容 C3。", "电容 C3 短路：更换 C3，检查 AB-2200。", False),
    ],
)
def test_a_code_keeps_its_noun(claim: str, evidence: str, wrong: bool) -> None:
    assert (find_misnamed(claim, [evidence]) is not None) == wrong


COIL = "Code: F2 | Connector: XN3: 1–2 | Value (Ω): 3 | Remedy: Check plug XN3; replace coil AB-1140"
ZH_COIL = "代码: F2 | 原因: 线圈插头 XN3 松脱 | 措施: 插紧 XN3，更换线圈 AB-1140"


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("F2: the AB-1140 plug is off.", COIL, True),
        ("Measure 3 Ω at AB-1140, pins 1 and 2.", COIL, True),
        ("Measure 3 Ω between pins 1 and 2 of AB-1140.", COIL, True),
        ("Measure 3 Ω at AB-1140 (pins 1 and 2).", COIL, True),
        ("F2 时 AB-1140 插头松了。", ZH_COIL, True),
        ("在 AB-1140 的 1、2 脚测量。", "在 XN3 的 1、2 脚测量，更换线圈 AB-1140。", True),
        ("F2: the XN3 plug is off; replace the AB-1140 coil.", COIL, False),
        ("Measure 3 Ω at XN3, pins 1 and 2.", COIL, False),
        ("F2 时 XN3 插头松了，更换 AB-1140 线圈。", ZH_COIL, False),
        ("It does forty K300 pages per minute.", "Model: K300 | Speed: 40 pages per minute, A4", True),
        ("It does forty A4 pages per minute.", "Model: K300 | Speed: 40 pages per minute, A4", False),
        ("Undo the two M2×5 screws.", "Undo the two screws M2×5.", False),
    ],
)
def test_a_code_stays_with_what_it_names(claim: str, printed: str, wrong: bool) -> None:
    assert (find_misnamed(claim, [printed]) is not None) is wrong


@pytest.mark.parametrize(
    ("text", "number", "noun"),
    [
        ("Positions 7 and 8 are long.", "8", "position"),
        ("位置 7 和 8", "8", "位置"),
        ("Six screws in positions 1 to 6 and 2 clips", "2", "clip"),
    ],
)
def test_a_number_of_a_list_stands_beside_the_noun_of_the_list(text: str, number: str, noun: str) -> None:
    figure = next(f for f in read_figures(text) if f.text == number)
    assert noun in neighbours(text, figure)


def test_what_is_counted_ends_a_list() -> None:
    text = "Screws in positions 1 to 6 and 2 clips"
    assert "position" not in neighbours(text, read_figures(text)[-1])
    zh = "位置 1 至 6 和 2 颗螺钉"
    assert "位置" not in neighbours(zh, read_figures(zh)[-1])


def test_a_code_is_not_told_again_for_its_sibling() -> None:
    printed = ["Measure VIN at XP3.", "If it is low while XP1 is in order, the coil is faulty."]
    assert find_told_again("VIN is measured at XP3. Low, with XP3 in order, means the coil.", printed)
    assert find_told_again("VIN is measured at XP3. Low, with XP1 in order, means the coil.", printed) is None
    zh = ["在XP3处测VIN。", "XP1正常而VIN偏低，说明线圈有故障。"]
    assert find_told_again("VIN在XP3处测量。XP3正常而VIN偏低时，线圈有故障。", zh)
    assert find_told_again("在XP3处测量。VIN在XP3处偏低。", zh[:1]) is None


@pytest.mark.parametrize(
    ("claim", "printed", "wrong"),
    [
        ("Clean the USB-A socket.", "Clean the USB-C socket.", True),
        ("清洁 USB-A 接口。", "清洁 USB-C 接口。", True),
        ("Clean the USB‑C socket.", "Clean the USB-C socket.", False),  # another hyphen
        ("Clean the USB-A socket.", "Clean the USB-A or the USB-C socket.", False),
        ("Press BACK-UP.", "Clean the USB-C socket.", False),
    ],
)
def test_a_letter_tells_names_apart(claim: str, printed: str, wrong: bool) -> None:
    assert (find_other_letter(claim, [printed]) is not None) is wrong


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Slide it in until all four guide pins engage.", True),
        ("Three guide pins must engage.", True),
        ("Slide it in until the two guide pins engage.", False),
        ("Slide it in, then tighten four screws.", False),
    ],
)
def test_both_are_two(claim: str, wrong: bool) -> None:
    printed = ["Slide it in until both guide pins engage.", "Tighten the four screws."]
    assert (find_more_than_both(claim, printed) is not None) is wrong


FIT = "Fit the pump and tighten the three screws to 1.8 N·m."
PUMP_ROW = "Position: Drain pump screws | Thread: 4.2x16 | Quantity: 3 | Torque (N·m): 1.8"
HINGE_ROW = "Position: Door hinge screws | Thread: 4.2x16 | Quantity: 2 | Torque (N·m): 1.8"
HALVES = "Remove the 14 bolts of the tub halves and lift the front half off."
HALVES_ROW = "Position: Tub half bolts | Thread: M6x30 | Quantity: 14 | Torque (N·m): 6.0"
MOTOR_ROW = "Position: Motor bolts | Thread: M6x30 | Quantity: 4 | Torque (N·m): 6.0"


@pytest.mark.parametrize(
    ("claim", "quotes", "right"),
    [
        ("Fit the pump and tighten its three 4.2x16 screws to 1.8 N·m.", (FIT, PUMP_ROW), True),
        ("Fit the pump and tighten its four 4.2x16 screws to 1.8 N·m.", (FIT, PUMP_ROW), False),
        ("Fit the pump and tighten its three 4.2x16 screws to 1.8 N·m.", (FIT, HINGE_ROW), False),
        ("The tub halves are held by 14 M6x30 bolts.", (HALVES, HALVES_ROW), True),
        ("The tub halves are held by 12 M6x30 bolts.", (HALVES, HALVES_ROW), False),
        ("The tub halves are held by 14 M6x30 bolts.", (HALVES, MOTOR_ROW), False),
    ],
)
def test_a_count_with_a_thread_is_that_of_one_part(claim: str, quotes: tuple[str, ...], right: bool) -> None:
    assert leaves(claim, *quotes) is right
