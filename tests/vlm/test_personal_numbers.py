"""Personal numbers are found however they are written; the numbers a repair needs are left alone."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from vlm.personal_numbers import HIDDEN, hide_numbers, may_hold_number, numbers_in

FULL_WIDTH = str.maketrans("0123456789X ", "０１２３４５６７８９Ｘ　")


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2024, 12, 31)))
    body = (
        draw(st.sampled_from(["110105", "440305", "510107", "650102"])) + f"{born:%Y%m%d}" + draw(digits(3))
    )
    return body + ric.calc_check_digit(body + "0")


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    issuer, length = draw(
        st.sampled_from([("622202", 19), ("621700", 16), ("4", 16), ("5187", 16), ("34", 15)])
    )
    body = issuer + draw(digits(length - 1 - len(issuer)))
    return body + luhn.calc_check_digit(body)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return "1" + draw(st.sampled_from("3456789")) + draw(digits(9))


def grouped(number: str, *sizes: int) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return " ".join([*parts, number[at:]]).strip()


@given(resident_ids(), st.sampled_from([(18,), (6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2)]), st.booleans())
def test_a_resident_id_is_found_in_any_grouping_and_width(
    number: str, sizes: tuple[int, ...], wide: bool
) -> None:
    written = grouped(number, *sizes)
    text = f"公民身份号码 {written.translate(FULL_WIDTH) if wide else written}。"
    assert hide_numbers(text) == f"公民身份号码 {HIDDEN}。"


@given(resident_ids())
def test_a_resident_id_needs_no_label_but_its_check_digit(number: str) -> None:
    assert [n.kind for n in numbers_in(number)] == ["resident_id"]
    wrong = number[:-1] + str((int(number[-1], 11) + 1) % 10 if number[-1] != "X" else 0)
    assert numbers_in(wrong) == ()
    assert numbers_in(wrong, doubtful=True) != ()
    assert hide_numbers("身份证：" + wrong) == "身份证：" + HIDDEN


@given(bank_cards(), st.booleans())
def test_a_bank_card_is_found_whole_or_in_fours(number: str, in_fours: bool) -> None:
    written = grouped(number, 4, 4, 4, 4) if in_fours and len(number) != 15 else number
    assert [n.kind for n in numbers_in(f"card {written} valid")] == ["bank_card"]
    assert [n.kind for n in numbers_in(written)] == ["bank_card"]


@given(mobiles(), st.sampled_from(["{}", "+86 {}", "0086{}", "Tel{}", "请打{}找我", "电话：{}", "{}转8001"]))
def test_a_mobile_number_is_found_with_and_without_its_country(number: str, phrase: str) -> None:
    for written in (number, grouped(number, 3, 4), grouped(number, 3, 4).replace(" ", "-")):
        hidden = hide_numbers(phrase.format(written))
        assert HIDDEN in hidden
        assert number[-4:] not in hidden


@pytest.mark.parametrize("text", ["11O105I9491231002X", "电话 138l2345678", "41l1 1111 1111 1111"])
def test_digits_read_as_letters_do_not_hide_a_number(text: str) -> None:
    assert numbers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "IMEI: 490154203237518",
        "356938035643809",  # an IMEI without its label
        "IMEI1 867646727204291 / IMEI2 867646727204309",
        "S/N 4111111111111111",
        "SN:13812345678",
        "序列号：13812345678",
        "Serial No. 6222021234567890128",
        "出厂编号 110105194912310021",
        "P/N 923-00123",
        "GH8213812345678",
        "料号 15012345678",
        "订单号：13900001111",
        "4006381333931",  # EAN-13
        "89860012345678901234",  # ICCID
        "输入 100-240V~50/60Hz 1.5A 输出 19.5V⎓3.34A",
        "150 2000 3000 rpm",
        "1500 3000 4500",
        "客服热线 400-820-8820",
        "2024-05-12 13:45:00",
        "0.13812345678",
        "0x0000007B",
        "110105194912310021",  # the check digit is wrong and nothing says it is an ID
    ],
)
def test_numbers_a_repair_needs_stay(text: str) -> None:
    assert hide_numbers(text) == text


@given(st.text(max_size=200))
def test_hiding_twice_is_hiding_once_and_text_without_digits_is_untouched(text: str) -> None:
    once = hide_numbers(text)
    assert hide_numbers(once) == once
    if not any(c.isnumeric() for c in text):
        assert once == text


@given(mobiles(), st.text(st.characters(categories=["Lo"]), max_size=20), st.text("，。！ \n", max_size=5))
def test_everything_around_a_number_is_kept(number: str, words: str, marks: str) -> None:
    words = f"{words}数"  # no label of a device's number: 型，13800138000
    assert hide_numbers(f"{words}，{number}{marks}") == f"{words}，{HIDDEN}{marks}"


def test_many_digits_in_a_row_may_be_a_number_unless_labelled() -> None:
    assert may_hold_number("38 1234 56789 0")
    assert not may_hold_number("S/N 38123456789012")
    assert not may_hold_number("E21 220V 1500W")


@pytest.mark.parametrize("unit", ["1", "1 ", "13812345678 ", "S/N ", "O0", "1-", "１", "身份证", "\t"])
def test_a_hostile_length_costs_little(unit: str) -> None:
    started = time.process_time()
    hide_numbers(unit * (40_000 // len(unit)))
    assert time.process_time() - started < 3
