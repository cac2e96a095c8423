from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vlm.backing import content_of, gather, unbacked


@pytest.mark.parametrize(
    ("quote", "claim"),
    [
        ("Pull plug CN5 off the pump.", "Disconnect CN5 from the pump."),
        ("Take the cover off.", "The cover is removed."),
        ("Press and hold the key for 5 s.", "The key must be held down for 5 s."),
        ("Insulated probes are used.", "Make sure of good insulation of the probes."),
        ("拧下两颗螺钉，取下压板。", "先卸下2颗螺丝，再拆下压板"),
        ("严禁刺穿电池。", "电池千万不要扎破"),
    ],
)
def test_other_words_for_the_same_are_backed(quote: str, claim: str) -> None:
    assert unbacked(claim, gather(quote)) == ""


@pytest.mark.parametrize(
    ("quote", "claim", "word"),
    [
        ("Pull the plug.", "Pull the plug and bless it.", "bless"),
        ("Note the code.", "Do not quote the code.", "quote"),
        ("Tighten the nut.", "Slobber on the nut.", "slobber"),
        ("拔下插头。", "拔下插头并念咒", "念咒"),
        ("拔下插头。", "烧掉插头", "烧"),
    ],
)
def test_a_word_that_nothing_backs_is_named(quote: str, claim: str, word: str) -> None:
    assert unbacked(claim, gather(quote)) == word


def test_names_may_be_said_and_figures_are_left_aside() -> None:
    assert unbacked("On the Orlen P310, wait 5 minutes.", gather("Wait."), "Orlen P310") == ""
    assert unbacked("On the Orlen, wait.", gather("Wait.")) == "orlen"


def test_content_is_what_says_something() -> None:
    assert content_of("It is not the plug") == content_of("the plug")
    assert content_of("不要用金属物") == {"金属", "属物"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_strange(claim: str, quote: str) -> None:
    assert isinstance(unbacked(claim, gather(quote), quote), str)
    assert unbacked(claim, gather(claim)) == ""
