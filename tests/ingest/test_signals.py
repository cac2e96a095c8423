from __future__ import annotations

import pytest

from ingest.signals import is_mild, is_safety_title, read_signal, speaks_of_harm


@pytest.mark.parametrize(
    ("text", "level", "alone"),
    [
        ("WARNING", "warning", True),
        ("Warning: Hot", "warning", False),
        ("DANGER Risk of shock", "danger", False),
        ("⚠ CAUTION – Sharp edges", "caution", False),
        ("NOTICE!", "notice", True),
        ("危险：高压", "danger", False),
        ("警告", "warning", True),
        ("【注意】勿用水", "notice", False),
        ("当心！烫手", "caution", False),
        ("⚠ Hot surface", "warning", False),
    ],
)
def test_signal_words_of_both_languages(text: str, level: str, alone: bool) -> None:
    signal = read_signal(text)
    assert signal is not None
    assert (signal.level, signal.alone) == (level, alone)


@pytest.mark.parametrize(
    "text",
    [
        "Warning lights",
        "Danger zones are marked",
        "1.2 Warning",
        "注意检查接头",
        "警告标签的位置",
        "Caution is advised",
    ],
)
def test_words_in_a_sentence_or_title_are_no_signal(text: str) -> None:
    assert read_signal(text) is None


def test_a_note_is_mild_and_warns_only_of_harm() -> None:
    signal = read_signal("Note: the cover is black")
    assert signal is not None and signal.mild
    assert not speaks_of_harm("Note: the cover is black")
    assert speaks_of_harm("Note: never open the cover") and speaks_of_harm("注：不可更改文件名")


def test_titles_above_lists_of_cautions() -> None:
    assert (
        is_safety_title("六、注意事项")
        and is_safety_title("1.1 Safety precautions")
        and is_safety_title("Notes")
    )
    assert not is_safety_title("3.2 Battery")
    assert is_safety_title("注意事项", plural=True) and not is_safety_title("WARNING", plural=True)
    assert is_mild("Notes:") and not is_mild("Warnings")
