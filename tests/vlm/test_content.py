"""The words that say something: no free words, no figures; codes as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.content import content_of, spared


def test_content_is_what_says_something() -> None:
    assert content_of("It is not the plug") == content_of("the plug")
    assert content_of("不要用金属物") == {"金属", "属物"}


def test_figures_step_aside_and_codes_stay() -> None:
    assert content_of("Tighten NV-7090-A to 0.25 N·m, wait 10 minutes") == {"tighten", "wait", "NV-7090-A"}
    assert content_of("M1.4×4.5 螺钉 0.12 N·m") == {"螺钉", "M1.4X4.5"}
    assert content_of("4.2V") == frozenset()


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(content_of(text))


def test_what_a_figure_measures_steps_aside_but_no_word_that_begins_like_it() -> None:
    assert spared("\x00 厚的胶") == "\x00的胶"
    assert spared("\x00重新焊好") == "\x00重新焊好" and spared("\x00高于") == "\x00高于"
