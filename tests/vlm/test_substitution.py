"""What find_substituted promises: a word in another's place is found, what moved or says the same is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.substitution import find_substituted

HEATER = "A heating element beside the clip touches the drum and melts the tub."
COVER = "Cover the cartridge with paper, because light damages the drum."
ROLLER = "Hold the transfer roller by its shaft only. Grease on the foam causes white spots."
TP1 = "If VSYS is low while TP1 is in order, U5 is faulty."
SEAL = "Check the seal. Without it the phone loses its splash protection."
FAN = "拧下两颗自攻螺钉，取出风扇。清理进风口和散热片上的灰尘。"
VSYS = "在 TP3 测量 VSYS。如果 TP1 正常而 VSYS 低于 3.50 V，则电源管理芯片 U5 损坏。"
IMAGE = "有图像则更换屏幕总成（第 6.1 节）；没有图像则更换主板。"


@pytest.mark.parametrize(
    ("claim", "printed", "word", "other"),
    [
        ("Cover the cartridge with paper, because light protects the drum.", COVER, "protects", "damages"),
        ("Hold the transfer roller by its foam only.", ROLLER, "foam", "shaft"),
        ("If VSYS is low while TP1 is dead, U5 is faulty.", TP1, "dead", "in order"),
        ("Without it the phone keeps its splash protection.", SEAL, "keeps", "loses"),
        ("拧下两颗自攻螺钉，取出散热片。", FAN, "散热片", "风扇"),
        ("接上原装放电器，等待 15 分钟。", "连接原装充电器，等待 15 分钟。", "放", "充"),
        ("A heating element beside the clip touches the tub and melts the drum.", HEATER, "tub", "drum"),
        ("如果 VSYS 正常而 TP1 低于 3.50 V，则电源管理芯片 U5 损坏。", VSYS, "VSYS", "TP1"),
    ],
)
def test_a_word_in_anothers_place_is_found(claim: str, printed: str, word: str, other: str) -> None:
    reason = find_substituted(claim, [printed])
    assert reason is not None
    assert dict(reason.values)["word"].strip("，。") == word
    values = dict(reason.values)
    assert values.get("printed", values.get("opposite", "")).startswith(other)


@pytest.mark.parametrize(
    ("claim", "printed", "word"),
    [
        (
            "Slide the element over the clip.",
            ["Slide the element under the clip.", "It lies under the clip."],
            "over",
        ),
        ("面板有裂纹，螺钉齐全。", ["面板无裂纹，螺钉齐全。", "面板有裂纹时停止使用。"], "有"),
        ("焊牢旧 IGBT，清除焊锡。", ["焊下旧 IGBT，清除焊锡。", "在新 IGBT 背面涂硅脂。"], "焊牢"),
        ("开盖之前最好拔下电源插头。", ["开盖之前必须拔下电源插头。", "任何一点都可能带电。"], "必须"),
        ("You may pull the mains plug.", ["You must pull the mains plug.", "Parts can be live."], "must"),
    ],
)
def test_one_word_turned_in_a_printed_sentence_is_found(claim: str, printed: list[str], word: str) -> None:
    reason = find_substituted(claim, printed)
    assert reason is not None
    assert dict(reason.values)["word"] == word
    assert find_substituted(printed[0], printed) is None


@pytest.mark.parametrize(
    ("claim", "printed", "code", "word"),
    [
        ("有图像则更换主板，没有图像则更换屏幕总成。", IMAGE, "negation_lost", "没"),
        ("串联灯泡通电试机，灯泡亮时断电。", "串联灯泡通电试机，灯泡不亮时断电。", "negation_lost", "不"),
        (
            "The lock is checked before test 02.",
            "The lock is not checked before test 02.",
            "negation_lost",
            "not",
        ),
        ("The drum does not start at once.", "The drum starts at once.", "negation_added", "does not start"),
        ("Disconnect it first, then open J4.", "Disconnect it before you open J4.", "", ""),
        (
            "The new lock is not fitted with two screws.",
            "The new lock is fitted with two screws.",
            "negation_added",
            "not",
        ),
    ],
)
def test_a_negation_more_or_less_is_found(claim: str, printed: str, code: str, word: str) -> None:
    reason = find_substituted(claim, [printed])
    assert (reason.code, dict(reason.values)["word"]) == (code, word) if reason else code == ""


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        # two negations for none
        ("没有书面同意，不得更换部件。", "更换部件之前，须取得书面同意。"),
        # another word for what is printed there
        ("Cover the cartridge with paper, since light damages the drum.", COVER),
        ("Clean the port and try a second cable.", "Clean the socket and try a second cable."),
        ("如果电流仍不到 0.02 A，更换充电小板。", "如果电流仍低于 0.02 A，更换充电小板。"),
        ("先往左再往右绕手机一周。", "先向左、再向右绕手机一周。"),
        (
            "Less than 10 Ω from TP3 to the shield frame is a short circuit.",
            "Measure the resistance from TP3 to the shield frame before you connect a battery.",
        ),
        # parts of a list, in another order
        ("Never crush, bend or pierce the battery.", "Never pierce, bend or crush the battery."),
        ("Ties, jewellery and long hair are kept away.", "Long hair, jewellery and ties are kept away."),
        ("有白色或绿色腐蚀的电路板须更换。", "有绿色或白色腐蚀的电路板须更换。"),
        # a part left out, or begun with
        ("Remove lint and coins from the impeller.", "Remove lint, coins and hairpins from the impeller."),
        (
            "Tighten the screws of the new unit OR-3260 to 0.6 N·m.",
            "Insert the new unit OR-3260 and tighten the screws to 0.6 N·m in the order left, right, rear.",
        ),
        (
            "Crosswise, the four screws are tightened to 0.9 N·m.",
            "Tighten the four screws crosswise to 0.9 N·m.",
        ),
        ("将屏幕边缘加热 300 秒。", "将屏幕边缘加热 5 分钟。"),
    ],
)
def test_what_says_the_same_or_moved_is_free(claim: str, printed: str) -> None:
    assert find_substituted(claim, [printed]) is None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("A short circuit in the socket causes water.", "Water in the socket causes a short circuit."),
        ("The board is soldered to the buzzer.", "The buzzer is soldered to the board."),
        ("用棉絮剔松木签。", "用木签剔松棉絮。"),
        ("下电路板焊接在蜂鸣器上，不单独更换。", "蜂鸣器焊接在下电路板上，不单独更换。"),
    ],
)
def test_two_things_that_changed_places_are_found(claim: str, printed: str) -> None:
    assert find_substituted(claim, [printed]) is not None


@pytest.mark.parametrize(
    ("claim", "printed"),
    [
        ("Check the coil and the bridge.", "Check the bridge and the coil."),
        ("Under the ring sits the sensor.", "The sensor sits under the ring."),
        ("Check the coil, the bridge.", "Check the bridge, the coil."),
        ("检查线圈和整流桥。", "检查整流桥和线圈。"),
        ("检查线圈、整流桥。", "检查整流桥、线圈。"),
    ],
)
def test_a_list_may_be_told_in_any_order(claim: str, printed: str) -> None:
    assert find_substituted(claim, [printed]) is None


def test_a_figure_in_anothers_place_is_found() -> None:
    printed = [
        "Set the selector to position 1.",
        "To clear F codes, set position 8 and hold Start for 3 seconds.",
    ]
    reason = find_substituted("To clear F codes, set position 1 and hold Start for 3 seconds.", printed)
    assert reason is not None
    assert dict(reason.values) == {"figure": "1", "printed": "8"}
    assert find_substituted("To clear F codes, set position 8 and hold Start for 3 s.", printed) is None
    assert find_substituted("水在 360 秒内沸腾，停止加热。", ["水在 6 分钟内沸腾，停止加热。"]) is None


@given(st.sampled_from([HEATER, COVER, ROLLER, FAN, VSYS, IMAGE]), st.integers(0, 9), st.integers(0, 9))
def test_whole_sentences_of_print_are_free(printed: str, start: int, end: int) -> None:
    sentences = re.split(r"(?<=[.。；])(?!\d)", printed)
    assert find_substituted("".join(sentences[start:end]), [printed]) is None


@given(st.sampled_from([HEATER, COVER, ROLLER]), st.integers(0, 9), st.integers(0, 9))
def test_a_stretch_of_words_without_a_negation_is_free(printed: str, start: int, end: int) -> None:
    assert find_substituted(" ".join(printed.split()[start:end]), [printed]) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(claim: str, printed: str) -> None:
    find_substituted(claim, [printed])


def test_a_single_character_is_no_thing_that_changes_places() -> None:
    assert find_substituted("插头插拔五次。", ["插拔插头五次。"]) is None
