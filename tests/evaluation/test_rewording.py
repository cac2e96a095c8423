from __future__ import annotations

from evaluation.rewording import CODE, NUMBER, Swap, imperative, sentences, strings, swapped, words


def test_numbers_are_no_parts_of_codes() -> None:
    assert NUMBER.findall("Tighten M1.4x3.0 (NV-7012-A, E21) to 0.12 N·m in 5 s") == ["0.12", "5"]
    assert CODE.findall("更换NV-7012-A，见E21和CN5") == ["NV-7012-A", "E21", "CN5"]


def test_each_place_is_swapped_alone_and_keeps_its_capital() -> None:
    assert list(Swap(r"\bleft\b", "right").each("Left, then left")) == [
        "Right, then left",
        "Left, then right",
    ]
    assert [m.text for m in swapped("opposite", strings(("左", "右")), "左边")] == ["右边"]
    assert not list(swapped("opposite", words(("on", "off")), "button"))


def test_sentences_keep_decimals_whole() -> None:
    assert sentences("Wait 0.5 s. Then stop.", "en") == ["Wait 0.5 s.", "Then stop."]
    assert sentences("等待。再拆。", "zh") == ["等待。", "再拆。"]
    assert imperative("Close the tap.") and not imperative("The tap is closed.")
