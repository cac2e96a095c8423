from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Piece, count_cjk, make_row, mends, read_words, write
from ingest.lines import is_cjk
from kb_sources.manual import Box


def piece(text: str, unsure: bool = False, x0: float = 60.0) -> Piece:
    box = Box(x0 / 600, 0.1, 0.5, 0.2)
    return Piece(1, 0, text, box, x0, 80, 300, 92, 10, False, 0, "textlayer", unsure)


def test_lines_of_prose_join_with_spaces_but_not_within_chinese() -> None:
    assert write([piece("Remove the"), piece("cover.")])[0] == "Remove the cover."
    assert write([piece("拧下后盖的"), piece("螺钉。")])[0] == "拧下后盖的螺钉。"


def test_a_hyphen_that_breaks_a_word_goes_and_one_of_a_compound_stays() -> None:
    text, spans, _ = write([piece("Adjust the posi-"), piece("tion of it")])
    assert text == "Adjust the position of it"
    assert [text[s.start : s.end] for s in spans] == ["Adjust the posi", "tion of it"]
    words = read_words([piece("a self-locking nut"), piece("power on"), piece("the posi-"), piece("tion")])
    assert write([piece("the self-"), piece("locking nut")], words)[0] == "the self-locking nut"
    assert write([piece("before power-"), piece("on.")], words)[0] == "before power-on."
    assert write([piece("part 490-"), piece("14859")], words)[0] == "part 490-14859"
    assert not mends("see https://maker.example/en/murata-", "electronics", frozenset())


def test_a_code_broken_at_the_end_of_its_cell_goes_on() -> None:
    lines = [piece("SV03A103AEA01R"), piece("00 (MFG)")]
    assert write(lines, right=0.505)[0] == "SV03A103AEA01R00 (MFG)"
    assert write(lines, right=0.9)[0] == "SV03A103AEA01R 00 (MFG)"
    assert write([piece("plain wording"), piece("00 more")], right=0.505)[0] == "plain wording 00 more"


def test_bullets_of_symbol_fonts_are_left_out_and_unsure_lines_are_marked() -> None:
    text, spans, unsure = write([piece("\uf0b7 5.5 N·m", unsure=True), piece("and more")])
    assert text == "5.5 N·m and more"
    assert [text[a:b] for a, b in unsure] == ["5.5 N·m"]
    assert len(spans) == 2


def test_a_row_begins_where_the_sign_before_it_begins() -> None:
    row = make_row([piece("Hot", x0=90.0)], around=Box(0.1, 0.1, 0.12, 0.12), sign=True)
    assert (row.x0, row.left, row.sign) == (90.0, 60.0, True)


@given(st.text(max_size=30))
def test_counting_follows_the_reader_s_idea_of_chinese(text: str) -> None:
    assert count_cjk(text) == sum(is_cjk(c) for c in text)


@given(st.lists(st.text(alphabet="ab- 拧\uf0b7", max_size=8), max_size=6))
def test_spans_ascend_and_hold_what_was_printed(texts: list[str]) -> None:
    text, spans, _ = write([piece(t) for t in texts])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end].strip() for s in spans)
    assert sum(s.end - s.start for s in spans) <= len(text)
