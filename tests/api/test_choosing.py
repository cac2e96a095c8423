"""How an option is picked, and how somebody says that he does not know."""

from __future__ import annotations

import pytest

from api.choosing import chosen, in_doubt

OPTIONS = (("N7 Pro", "N7 Pro"), ("N7", "N7"), ("WM-620", "WM-620"))


@pytest.mark.parametrize(
    ("words", "picked"),
    [
        ("n7", "N7"),
        ("N7 Pro.", "N7 Pro"),
        ("2", "N7"),
        ("2.", "N7"),
        ("#3", "WM-620"),
        ("number two please", "N7"),
        ("option 1", "N7 Pro"),
        ("the first", "N7 Pro"),
        ("The second one!", "N7"),
        ("it's the 3rd one", "WM-620"),
        ("I mean the last one", "WM-620"),
        ("the last", "WM-620"),
        ("第二个", "N7"),
        ("第二个吧", "N7"),
        ("选第1个", "N7 Pro"),
        ("是第三款", "WM-620"),
        ("最后一个", "WM-620"),
        ("第二", "N7"),
    ],
)
def test_an_option_is_picked_by_label_number_or_place(words: str, picked: str) -> None:
    assert chosen(words, OPTIONS) == picked
    assert not in_doubt(words, OPTIONS)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the second screw is loose",
        "how do I remove the first one",
        "第二个螺丝松了",
        "the phone",
        "2 screws",
        "one of the lamps blinks",
        "最后一个步骤怎么做",
        "I don't know how to clean the filter",
        "不知道怎么换电池",
        "not sure whether the fan turns",
    ],
)
def test_other_words_pick_nothing_and_are_no_doubt(words: str) -> None:
    assert chosen(words, OPTIONS) is None
    assert not in_doubt(words, OPTIONS)


@pytest.mark.parametrize(
    "words",
    [
        "I don't know",
        "i dont know which one it is",
        "Sorry, no idea.",
        "not sure",
        "I'm not sure which model",
        "idk",
        "still no idea",
        "I can't read it",
        "不知道",
        "我也不知道啊",
        "不确定",
        "不清楚是哪个型号",
        "忘了",
        "看不清",
        "the seventh",
        "第五个",
        "9",
    ],
)
def test_who_does_not_know_or_picks_what_is_not_offered_is_in_doubt(words: str) -> None:
    assert chosen(words, OPTIONS) is None
    assert in_doubt(words, OPTIONS)


def test_without_options_no_place_is_picked() -> None:
    assert chosen("the second one", ()) is None
    assert not in_doubt("the second one", ())
    assert in_doubt("不知道", ())
