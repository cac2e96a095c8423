from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vlm.measures import mentions, read_figures
from vlm.units import load_units


def _only(text: str) -> tuple[float, float, str, str]:
    (figure,) = read_figures(text)
    return figure.low, figure.high, figure.unit, figure.bound


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("拧紧至 0.25 N·m", (0.25, 0.25, "newtonmetre", "")),
        ("0.25牛·米", (0.25, 0.25, "newtonmetre", "")),
        ("25 N·cm", (25, 25, "newtoncentimetre", "")),
        ("3.7–4.2V", (3.7, 4.2, "volt", "")),
        ("3.7~4.2 伏", (3.7, 4.2, "volt", "")),
        ("between 3 and 5 V", (3, 5, "volt", "")),
        ("３至５秒", (3, 5, "second", "")),
        ("等待十五秒", (15, 15, "second", "")),
        ("两百零五毫米", (205, 205, "millimetre", "")),
        ("一点五毫米", (1.5, 1.5, "millimetre", "")),
        ("半圈", (0.5, 0.5, "turn", "")),
        ("百分之二十五", (25, 25, "percent", "")),
        ("百分之99.5以上", (99.5, 99.5, "percent", ">=")),
        ("不到八成时", (80, 80, "percent", "<")),
        ("四分之一以下", (25, 25, "percent", "<=")),
        ("四分之一圈", (0.25, 0.25, "turn", "")),
        ("绕手机一周", (1, 1, "turn", "")),
        ("保修一周", (1, 1, "week", "")),
        ("一个半小时", (1.5, 1.5, "hour", "")),
        ("½ turn", (0.5, 0.5, "turn", "")),
        ("1½ turns", (1.5, 1.5, "turn", "")),
        ("half a turn", (0.5, 0.5, "turn", "")),
        ("3/8 inch", (0.375, 0.375, "inch", "")),
        ("1,500 rpm", (1500, 1500, "rpm", "")),
        ("-10℃", (-10, -10, "celsius", "")),
        ("ten seconds", (10, 10, "second", "")),
        ("不超过10次", (10, 10, "", "<=")),
        ("至少等待15秒", (15, 15, "second", ">=")),
        ("less than 8 LEDs", (8, 8, "", "<")),
        ("no longer than 5 s", (5, 5, "second", "<=")),
        ("5 minutes or more", (5, 5, "minute", ">=")),
        ("最大 2.5A", (2.5, 2.5, "ampere", "<=")),
        ("最多带少于8颗", (8, 8, "", "<")),
    ],
)
def test_numbers_are_read_with_unit_and_bound(text: str, read: tuple[float, float, str, str]) -> None:
    assert _only(text) == read


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("M1.4x3.0 and M1.4×3 and M1.4 * 3 mm", ["M1.4x3"] * 3),
        ("E21、E-21", ["E21", "E-21"]),
        ("part 90-1234-A", ["90-1234-A"]),
        ("copy firmware.bin to the card", ["FIRMWARE.BIN"]),
        ("STM32G0B1RET6 on PC14", ["STM32G0B1RET6", "PC14"]),
        ("2019-11-28, 28 Nov 2019, 2019年11月28日", ["date:2019-11-28"] * 3),
        ("V3.0", ["V3.0"]),
        ("version 1.1.2", ["1.1.2"]),
        ("serial 0012", ["0012"]),
        ("12V, 5mm, 3~5s, 220x220x250mm, 6h", []),
    ],
)
def test_codes_are_no_numbers(text: str, codes: list[str]) -> None:
    assert [f.code for f in read_figures(text) if f.code] == codes


def test_the_last_unit_goes_for_a_list() -> None:
    assert [(f.low, f.unit) for f in read_figures("12/24 V")] == [(12, "volt"), (24, "volt")]
    assert [f.unit for f in read_figures("103.75*70.25mm")] == ["millimetre", "millimetre"]
    assert [f.unit for f in read_figures("2 screws and 5 mm")] == ["", "millimetre"]


@pytest.mark.parametrize("text", ["1.75 V～1.85 V", "1.75 V-1.85 V", "1.75V–1.85V", "1.75 V - 1.85 V"])
def test_a_range_may_have_its_unit_twice(text: str) -> None:
    (span,) = read_figures(f"允许范围 {text}。")
    assert (span.low, span.high, span.unit, span.code) == (1.75, 1.85, "volt", "")


def test_two_limits_of_one_value_share_the_unit_of_the_last() -> None:
    least, most = read_figures("at no less than 400 and no more than 1200 rpm")
    assert (least.unit, least.bound, most.unit, most.bound) == ("rpm", ">=", "rpm", "<=")
    assert [f.unit for f in read_figures("use at least 4 screws and at most 1200 rpm")][:1] == [""]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It turns for up to a minute.", [(1, "minute", "a minute")]),
        ("Dry it for under an hour", [(1, "hour", "an hour")]),
        ("The code goes after a second.", [(1, "second", "a second")]),
        ("Connect it to a second screen; it takes half an hour.", [(0.5, "hour", "half an hour")]),
        ("Wait for an hour and a half, or a minute or two.", []),
    ],
)
def test_an_article_before_a_time_is_one(text: str, read: list[tuple[float, str, str]]) -> None:
    assert [(f.low, f.unit, f.text) for f in read_figures(text) if f.unit] == read


def test_a_limit_may_be_denied_for_ever() -> None:
    text = "never less than 5 V, never more than 9 V, never above 10 bar"
    assert [f.bound for f in read_figures(text)] == [">=", "<=", "<="]


def test_a_tolerance_is_told_from_a_value() -> None:
    value, tolerance = read_figures("0.25 ± 0.02 N·m")
    assert (value.tolerance, value.unit) == (False, "newtonmetre")
    assert (tolerance.tolerance, tolerance.low) == (True, 0.02)


def test_words_that_count_nothing_are_no_figures() -> None:
    assert read_figures("一般情况下十分重要，千万注意，沿四周划开，八成是成功了，the other one") == ()


def test_offsets_point_at_the_figure_in_the_text_as_given() -> None:
    text = "电压（Ｖ）：３．７ Ｖ，①按 ½ turn"
    for figure in read_figures(text):
        assert text[figure.start : figure.end] == figure.text
    assert [f.text for f in read_figures(text)] == ["３．７ Ｖ", "①", "½ turn"]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for figure in read_figures(text):
        assert 0 <= figure.start < figure.end <= len(text)


def test_a_number_that_looks_like_a_month_has_its_unit() -> None:
    assert [(f.code, f.unit) for f in read_figures("2074.01 V")] == [("", "volt")]
    assert [f.code for f in read_figures("修订 2024.05")] == ["date:2024-5"]


@example(Decimal("2074.01"), "mm")
@given(st.decimals(min_value=0, max_value=99999, places=2), st.sampled_from(sorted(load_units().by_symbol)))
def test_a_printed_quantity_is_read_back(value: object, symbol: str) -> None:
    figures = read_figures(f"x: {value} {symbol}")
    assert figures[0].low == float(str(value))
    assert figures[0].unit == load_units().by_symbol[symbol]


def test_a_code_is_found_whole_however_it_is_spaced() -> None:
    assert mentions("E21", "Fault E 21 or e-21")
    assert mentions("EXP1", "EXP1-EXP2")
    assert not mentions("E21", "E210, E21-A, VE21, E2 1x")
    assert not mentions("V3", "SKR mini V3.0")


def test_letters_that_only_match_whatever_their_case_spell_no_number() -> None:
    for word in ("s\u0131x", "S\u0130X", "f\u0131ve"):
        assert [figure.text for figure in read_figures(f"five and {word} screws")] == ["five"]


def test_at_least_as_much_as_is_no_upper_limit() -> None:
    assert read_figures("at least as deep as 2 mm")[0].bound == ">="
    assert read_figures("as deep as 2 mm")[0].bound == "<="


@pytest.mark.parametrize("text", ["47kΩ", "2MΩ", "1kΩ10W", "3MΩ-5MΩ", "100µF"])
def test_the_latin_part_of_a_unit_makes_no_code(text: str) -> None:
    assert not any(f.code for f in read_figures(text))
    assert all(f.unit for f in read_figures(text))


def test_a_number_with_a_letter_alone_stays_a_code() -> None:
    assert [f.code for f in read_figures("2M, 47K")] == ["2M", "47K"]
