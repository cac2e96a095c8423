"""Codes and models are read out of what people type and what a photo shows, and nothing else is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.codes import between, codes_in, models_in, spelled_out

HALF_TO_FULL = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("E21", ("E21",)),
        ("Ｅ２１", ("E21",)),
        ("E21故障", ("E21",)),
        ("洗衣机显示E21怎么办", ("E21",)),
        ("出现故障代码：E-21，怎么处理？", ("E-21",)),
        ("What does error E-03 mean?", ("E-03",)),
        ("F05", ("F05",)),
        ("F6 E1 error", ("F6", "E1")),
        ("空调显示 E1/E2", ("E1", "E2")),
        ("J-12", ("J-12",)),
        ("J12", ("J12",)),
        ("E 21?", ("E 21",)),
        ("What does J12 mean?", ("J12",)),
        ("J12 是什么意思？", ("J12",)),
        ("the meaning of E 21", ("E 21",)),
        ("Paper jam  OK\nJ-12\nPull out tray 1", ("J-12",)),
        ("it shows Er 03", ("ER 03",)),
        ("check engine P0301", ("P0301",)),
        ("DTC C1234", ("C1234",)),
        ("blue screen 0x0000007B", ("0x0000007B",)),
        ("停止代码 0x7b", ("0x7B",)),
        ("错误代码 0051", ("0051",)),
        ("Error 43", ("43",)),
        ("代码：A4", ("A4",)),
        ("“E–01“ anzeigte", ("E-01",)),
        ("P/N: 923-00123", ("923-00123",)),
        ("料号 5B20X12345", ("5B20X12345",)),
        ("need the GH82-18850A board", ("GH82-18850A",)),
    ],
)
def test_a_code_is_found_and_kept_whole(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "What does {} mean?",
        "what does {} mean",
        "WHAT IS {}",
        "What's {}?",
        "It's {} again",
        "Why {}?",
        "is {} serious",
        "we get {} with every wash",
        "Getting {} since yesterday",
        "how to fix {}",
        "Resetting {} does not help",
        "stuck with the {}",
        "My washer {}",
        "Washer {}, no water",
        "the dryer's {}",
        "Suddenly {}",
        "causing {}",
        "drum won't spin {}",
        "HELMAR {}",
        "Helmar washer {}",
    ],
)
@pytest.mark.parametrize("code", ["E21", "F05", "F20", "F12", "C-02"])
def test_a_code_is_heard_behind_the_words_of_a_sentence_and_behind_a_known_maker(
    text: str, code: str
) -> None:
    assert codes_in(text.format(code), ["Helmar"]) == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "12V 5A",
        "输出 19.5V⎓3.34A 65W",
        "装上 M2 螺丝",
        "error: M3 screw missing",
        "打印机显示 A4",
        "A4 纸卡住了，打印机报错",
        "MAX TEMP",
        "Lumia E530",
        "Gigaset E36",
        "my gigaset e36 won't charge",
        "is the Nokia E71 any good",
        "Bosch E18",
        "Canon F-1 shutter",
        "connector J-12",
        "the plug J-12 is loose",
        "fuse F01 blew",
        "插座J-12松了",
        "a bulb E27",
        "see page E21",
        "can I fill it with E10 petrol",
        "加E10汽油可以吗",
        "What is the S10?",
        "What does M4 mean?",
        "J12 and TP4",
        "Huawei P10",
        "press F2 when the screen shows the logo",
        "出现标志时按F12键",
        "how to boot with F12",
        "F10 does not open the BIOS",
        "E27灯泡",
        "错误3次后锁定",
        "USB3 error",
        "S10 error",
        "ISO-9001-2015",
        "2024-05-12",
        "S/N: NV7A-0032817",
        "序列号 NV7A-0032817",
        "my phone won't turn on",
        "我的手机打不开",
        "",
    ],
)
def test_units_sizes_keys_and_products_are_no_codes(text: str) -> None:
    assert codes_in(text) == ()


def test_a_code_inside_a_given_product_name_is_not_a_code() -> None:
    assert codes_in("Ender E3 V2.0 显示 E1", ["E3 V2.0"]) == ("E1",)
    assert codes_in("e3  v2.0 error", ["E3 V2.0"]) == ()


def test_a_model_named_by_the_text_is_not_a_code() -> None:
    assert codes_in("型号：E36 错误 E01") == ("E01",)


@pytest.mark.parametrize(
    ("text", "models"),
    [
        ("型号：XR-200 电压：220V", ("XR-200",)),
        ("型号:ＸＲ－２００", ("XR-200",)),
        ("产品型号 QQ-12 PRO", ("QQ-12 PRO",)),
        ("型号是XR-200的手机打不开", ("XR-200",)),
        ("机型\nQQ-12 PRO\nS/N 12345678", ("QQ-12 PRO",)),
        ("MODEL NO. ABC-123 V2\nSERIAL NO. 998877", ("ABC-123 V2",)),
        ("Model: Galaxy S10", ("Galaxy S10",)),
        ("Model Number: MK3S+ Rated: 24V", ("MK3S+",)),
        ("this model does not start", ()),
        ("model 2 stopped", ()),
        ("remodel X-20", ()),
        ("型号：", ()),
    ],
)
def test_models_stand_after_their_label(text: str, models: tuple[str, ...]) -> None:
    assert models_in(text) == models


codes = st.from_regex(r"E[0-9]{2}|F0[0-9]|E-[0-9]{2}|0x[0-9A-F]{2,8}|P0[0-9]{3}", fullmatch=True)
phrases = st.sampled_from(
    ["洗衣机报故障{}怎么办", "error {} on the display", "屏幕显示{}。", "{}", "代码：{}，请帮忙"]
)


@given(codes, phrases)
def test_writing_width_and_case_do_not_matter(code: str, phrase: str) -> None:
    text = phrase.format(code)
    assert codes_in(text) == (code,)
    assert codes_in(text.translate(HALF_TO_FULL)) == (code,)
    assert codes_in(text.lower()) == (code,)


@given(st.lists(codes, min_size=1, max_size=5, unique=True))
def test_reading_its_own_output_again_changes_nothing(found: list[str]) -> None:
    once = codes_in("故障代码 " + "、故障代码 ".join(found))
    assert once == tuple(found)
    assert codes_in("\n".join(once)) == once


@given(
    st.integers(0, 9999),
    st.sampled_from(["V", "A", "W", "mm", "Hz", "℃", "%", "N·m", "kg", "伏", "安"]),
    st.sampled_from(["显示{}", "error at {}", "额定 {}", "{}"]),
)
def test_a_quantity_is_never_a_code(value: int, unit: str, phrase: str) -> None:
    assert codes_in(phrase.format(f"{value}{unit}")) == ()


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_and_only_what_it_says_is_found(text: str) -> None:
    for code in codes_in(text):
        assert any(c.isdigit() for c in code)
    assert len(set(models_in(text))) == len(models_in(text))


@pytest.mark.parametrize(
    "unit", ["-", "A", "1", "P/N", "型号 ", "Model: a", "error ", "E21 ", "A-1", "0x", " ", "代码", "\n"]
)
def test_a_hostile_length_costs_little(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    codes_in(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("E0 to E8", ("E0", "E8")),
        ("E0-E8 是什么意思", ("E0", "E8")),
        ("E1、E3 和 E5", ("E1", "E3", "E5")),
        ("E1, E3 and E5", ("E1", "E3", "E5")),
        ("E10 E11 F05 F12 mean?", ("E10", "E11", "F05", "F12")),
        ("J-11 to J-49", ("J-11", "J-49")),
        ("error codes C-101, C-301 and C-999", ("C-101", "C-301", "C-999")),
        ("capacitors C3 and C5", ()),
        ("connectors J3 and J4", ()),
        ("TP1 to TP6 voltages", ()),
        ("A3 and A4 paper", ()),
        ("N7 and P310", ()),
        ("E14 and E27 bulbs", ("E14",)),
    ],
)
def test_codes_that_are_told_together_are_each_one(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("E0 to E4", ("E1", "E2", "E3")),
        ("E08-E11", ("E09", "E10")),
        ("J-11 到 J-14", ("J-12", "J-13")),
        ("E1 and E4", ()),
        ("E8 to E1", ()),
        ("E1 to F4", ()),
        ("2 to 4", ()),
    ],
)
def test_the_codes_between_two_ends(text: str, inner: tuple[str, ...]) -> None:
    assert between(text) == inner


def test_an_endless_range_costs_little() -> None:
    assert len(between("E0 to E9999")) < 200


def test_a_range_is_spelled_out() -> None:
    assert spelled_out("what are E0-E8?") == "what are E0 to E8?"
    assert spelled_out("E-21 and E21-2") == "E-21 and E21-2"
