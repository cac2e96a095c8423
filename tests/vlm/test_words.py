from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.words import asked_words, overlap, rarity, words_of


def test_forms_of_a_word_are_one_word() -> None:
    assert words_of("plugged batteries") == words_of("plug battery")
    assert words_of("Tightening the screws") == words_of("tighten a screw")


def test_chinese_is_read_in_pairs_without_empty_words() -> None:
    assert words_of("电池的盖板") == {"电池", "盖板"}


def test_asking_words_ask_nothing() -> None:
    assert asked_words("请问电池怎么换？") == words_of("电池\n换")
    assert asked_words("How do I replace the fan?") == words_of("replace fan")


def test_rare_words_and_names_of_parts_weigh_more() -> None:
    weights = rarity([words_of("D3 lamp"), words_of("red lamp"), words_of("fan lamp")])
    assert weights["d3"] > weights["fan"] > weights["lamp"]
    assert overlap({"d3", "lamp"}, words_of("the D3 lamp"), weights) == weights["d3"] + weights["lamp"]


@given(st.text(max_size=200))
def test_any_text_has_words(text: str) -> None:
    assert all(word == word.lower() for word in words_of(text))
