from __future__ import annotations

import pytest

from kb_sources.manual import Edition, Manual, Passage, PassageKind
from vlm.answer import Located, Shown
from vlm.copies import is_copy, sentences_around

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
STEPS = ("Switch the phone off.", "Warm the cover at 80 °C. Lift it off.", "Clean the frame.")
ZH = ("关机。", "将后盖加热至 80 °C。", "取下后盖。")


def _place(quote: str, text: str, order: int = 0, kind: PassageKind = "step", edition: str = "e") -> Located:
    passage = Passage(f"p{order}", edition, "r", kind, (), order, text, (), "textlayer")
    shown = Shown(f"S{order}", passage, MANUAL, Edition(edition, "m", "1", "en", "live", "n7.pdf", 3))
    return Located(shown, text.index(quote), text.index(quote) + len(quote))


def _places(*quotes: str) -> list[Located]:
    places = [(quote, n, text) for quote in quotes for n, text in enumerate((*STEPS, *ZH)) if quote in text]
    return [_place(quote, text, n) for quote, n, text in places]


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("Switch the phone off.", ["Switch the phone off."]),
        ("Lift it off.", ["Lift it off."]),
        ("Switch the phone off, then clean the frame.", ["Switch the phone off.", "Clean the frame."]),
        ("First, switch the phone off. Clean the frame.", ["Switch the phone off.", "Clean the frame."]),
        ("Switch the phone off; once that is done, clean the frame.", ["Clean the frame.", STEPS[0]]),
        ("Switch the phone off, after which you lift it off.", [STEPS[0], "Lift it off."]),
        ("Switch the phone off. With that out of the way, clean the frame.", [STEPS[0], "Clean the frame."]),
        ("关机。这一步做好后，接着取下后盖。", ["关机。", "取下后盖。"]),
        ("先关机，做完这一步接着取下后盖。", ["关机。", "取下后盖。"]),
        ("关机。将后盖加热至 80 °C，再取下后盖。", [*ZH]),
    ],
)
def test_whole_sentences_in_printed_order_are_a_copy(claim: str, quotes: list[str]) -> None:
    assert is_copy(claim, _places(*quotes))


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("Clean the frame, then switch the phone off.", [STEPS[0], "Clean the frame."]),  # turned
        ("Switch the phone off after you clean the frame.", [STEPS[0], "Clean the frame."]),
        ("Switch the phone off, before that clean the frame.", [STEPS[0], "Clean the frame."]),
        ("Switch the phone off; in the previous step, clean the frame.", [STEPS[0], "Clean the frame."]),
        ("关机，在此之前取下后盖。", ["关机。", "取下后盖。"]),
        ("Clean the frame once that is done.", ["Clean the frame."]),
        ("Switch the phone off, until clean the frame.", [STEPS[0], "Clean the frame."]),
        ("Switch the phone off, otherwise clean the frame.", [STEPS[0], "Clean the frame."]),
        ("Do not switch the phone off, then clean the frame.", [STEPS[0], "Clean the frame."]),
        ("Warm the cover.", ["Warm the cover"]),  # cut: who knows what follows
        ("取下后盖，再关机。", ["关机。", "取下后盖。"]),
        ("关机，不要取下后盖。", ["关机。", "取下后盖。"]),
        ("关机之前取下后盖。", ["关机。", "取下后盖。"]),
        ("", [STEPS[0]]),
    ],
)
def test_whatever_says_more_or_turns_the_order_is_none(claim: str, quotes: list[str]) -> None:
    assert not is_copy(claim, _places(*quotes))


def test_two_editions_have_no_order() -> None:
    here, there = _place(STEPS[0], STEPS[0]), _place(STEPS[2], STEPS[2], 1, edition="other")
    assert not is_copy("Switch the phone off, then clean the frame.", [here, there])


@pytest.mark.parametrize(
    ("joint", "copied"), [(" and ", False), (", then ", False), ("; then ", True), (". ", True)]
)
def test_what_a_denial_may_reach_is_for_the_checks(joint: str, copied: bool) -> None:
    quotes = ["Do not touch the belt.", "Open the cover."]
    claim = f"{quotes[0].rstrip('.')}{joint}{quotes[1].lower()}"
    assert is_copy(claim, [_place(quote, quote, n) for n, quote in enumerate(quotes)]) is copied


@pytest.mark.parametrize("label", ["WARNING: ", "警告: ", "小心："])
def test_a_signal_word_is_no_part_of_a_sentence(label: str) -> None:
    said = "Never pull the belt." if label.isascii() else "不得拉皮带。"
    assert is_copy(said, [_place(said, label + said, kind="warning")])
    assert not is_copy(said, [_place(said, label + said)])  # of a step it may mean anything


def test_what_stands_before_a_signal_word_is_not_passed_over() -> None:
    text = "It is wrong that WARNING: Pull the belt."
    assert not is_copy("Pull the belt.", [_place("Pull the belt.", text, kind="warning")])


def test_a_quote_is_read_to_the_ends_of_its_sentences() -> None:
    text = "Open it. Do not bend the flex; wait. Close it."
    assert sentences_around(_place("bend the flex", text)).strip() == "Do not bend the flex"
    assert (
        sentences_around(_place("Code: E1", "Code: E1 | Fault: fan", kind="row")) == "Code: E1 | Fault: fan"
    )
