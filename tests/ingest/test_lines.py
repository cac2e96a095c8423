"""Words to lines: spaces as printed, letters as read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import clean_letter, is_cjk, join_words, make_line
from ingest.page import Word
from kb_sources.manual import Box

BOX = Box(0.1, 0.1, 0.2, 0.2)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["按住", "电源键"], "按住电源键"),
        (["按住", "5", "秒，", "再松开"], "按住 5 秒，再松开"),
        (["Hold", "5", "s"], "Hold 5 s"),
        (["注意：", "（一）"], "注意：（一）"),
        ([], ""),
    ],
)
def test_spaces_are_as_printed(words: list[str], text: str) -> None:
    assert join_words(words) == text


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=6)))
def test_joining_loses_no_letter_and_parts_no_chinese(words: list[str]) -> None:
    joined = join_words(words)
    assert joined.replace(" ", "") == "".join(words).replace(" ", "")
    for before, space, after in zip(joined, joined[1:], joined[2:], strict=False):
        assert not (space == " " and is_cjk(before) and is_cjk(after))


@given(st.characters())
def test_every_code_point_has_a_clean_form_that_can_be_stored(char: str) -> None:
    clean = clean_letter(char)
    clean.encode()
    assert not clean or clean_letter(clean) == clean


@pytest.mark.parametrize(
    ("char", "clean"), [("⻚", "页"), ("⽤", "用"), ("⼾", "户"), ("\u200b", ""), ("\x07", "")]
)
def test_radicals_and_format_characters(char: str, clean: str) -> None:
    assert clean_letter(char) == clean


def test_long_words_weigh_more_in_a_lines_confidence() -> None:
    line = make_line([Word("a", BOX, 0.0), Word("bcd", BOX, 1.0)], "rapidocr")
    assert line.confidence == pytest.approx(0.75)
