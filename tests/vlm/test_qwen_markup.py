"""A `<` is a tag only where a whole, known tag stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.qwen_html import read_blocks
from vlm.qwen_markup import mark_up


@pytest.mark.parametrize(
    "words",
    [
        "U < 230 V",
        "a<b and c>d",
        "<OK>",
        "<E21>",
        "x<i>y",
        "<p and q>",
        "</ nothing>",
        "<1>",
        "< div>",
        "<<>>",
        "<placeholder>",
        "R&D",
        "&copy",
        "&unknown;",
        "5 <p 3>",
        "<b>",
        "<!no>",
    ],
)
def test_printed_signs_are_no_tags(words: str) -> None:
    text = "".join(block.text for block in read_blocks(f"before {words} after").blocks)
    assert text == f"before {words} after" or words == "<!no>"


@pytest.mark.parametrize(
    "tag",
    [
        "<div>",
        "</div>",
        "<br/>",
        "<br />",
        "<TD>",
        '<div class="a" data-bbox="1 2 3 4">',
        "<td nowrap>",
        "<hr>",
        "<div class=text>",
        "<p\n class='x'>",
        '<img alt="U < 230 V">',
        "<!-- x -->",
    ],
)
def test_tags_are_tags(tag: str) -> None:
    assert "&lt;" not in mark_up(f"A{tag}B").text.replace("U &lt; 230", "")


@pytest.mark.parametrize("end", ["<div", "</di", '<div class="te', "<!-- Tab", "<td colspan=2 row"])
def test_a_tag_that_was_cut_is_told_and_left_out(end: str) -> None:
    marked = mark_up(f"<div>A</div>{end}")
    assert marked.cut
    assert marked.text == "<div>A</div>"


@pytest.mark.parametrize("end", ["U <", "a <b", "x < y", "5 <3"])
def test_a_sign_at_the_end_of_plain_text_is_no_cut_tag(end: str) -> None:
    assert not mark_up(end).cut


def test_blocks_are_counted() -> None:
    assert mark_up("<div><b>x</b></div><td>").tags == 3


@given(st.text(max_size=200))
def test_text_without_angles_comes_back(text: str) -> None:
    plain = "".join(c for c in text if c not in "<>\r\x00\v" and not "\ud800" <= c <= "\udfff").replace(
        "&", "&amp;"
    )
    blocks = read_blocks(plain).blocks
    assert "".join(b.text for b in blocks).strip() == plain.replace("&amp;", "&").strip()
