from __future__ import annotations

import pytest

from vlm.joining_words import Kind, goes_on, is_led, joining_words, joint_of, kind_of, refers


@pytest.mark.parametrize(
    ("stretch", "kind"),
    [
        ("with that out of the way", "then"),
        ("the step that comes after it is this", "then"),
        ("once all that is taken care of", "then"),
        ("next on the list", "then"),
        ("first of all", "first"),
        ("what you do first is", "first"),
        ("to be done first", "first"),
        ("before doing so", "before"),
        ("but first", "before"),
        ("the manual also says", "also"),
        ("one after the other", "lead"),
        ("the procedure is as follows", "lead"),
        ("when it is over", ""),
        ("then in the second stage", ""),
        ("first to that", ""),
        ("this is the", ""),
    ],
)
def test_what_a_stretch_of_joining_words_tells(stretch: str, kind: Kind) -> None:
    joint, count = joint_of(stretch.split())
    assert count == len(stretch.split())
    assert kind_of(joint) == kind


def test_a_joint_ends_where_a_step_begins() -> None:
    words = ["the", "next", "step", "is", "to", "open", "it"]
    joint, count = joint_of(words)
    assert words[count:] == ["open", "it"]
    assert goes_on(joint, words[count:])
    assert not goes_on(["after", "that"], ["plug", "is", "in"])


def test_what_ends_a_sentence_leads_nothing_unless_it_refers() -> None:
    assert is_led(["the", "next", "step"], ". ", ": ") and not is_led(["the", "next", "step"], ". ", ". ")
    assert is_led(["do", "this", "first"], ". ", ". ") and refers(["do", "this", "first"])
    assert is_led(["done"], ". ", ". ") and not is_led(["done"], ": ", ". ")
    assert not is_led(["done"], ' "', '". ')
    assert not is_led(["then", "to"], ". ", ": ")


@pytest.mark.parametrize(
    "stretch",
    [
        "the second", "second", "finish this", "then continue", "also complete it", "in the second",
        "then two", "the manual", "in order", "then with that", "that second",
    ],
)  # fmt: skip
def test_what_tells_of_a_step_leads_to_none(stretch: str) -> None:
    assert not is_led(stretch.split(), "Open the first, ", ", ")


@pytest.mark.parametrize(
    "stretch",
    [
        "next",
        "and with that done",
        "as the second step",
        "once done",
        "that being over",
        "according to the manual",
        "but first",
        "also",
    ],
)
def test_an_adverbial_leads_to_a_step(stretch: str) -> None:
    assert is_led(stretch.split(), "Open it, ", ", ")


def test_every_word_of_the_lists_is_lower_case() -> None:
    assert all(word == word.lower() for words in joining_words().values() for word in words)
