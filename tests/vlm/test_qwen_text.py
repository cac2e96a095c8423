"""Loose text is parted into headings, paragraphs and tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.qwen_text import split_text


def test_pieces_in_order() -> None:
    split = split_text(
        "# A\n\none\ntwo\n\n| a | b |\n|---|---|\n| 1 | 2 |\nafter\n\\begin{tabular}{c}x\\end{tabular} tail"
    )
    assert [(p.level, p.text) if p.table is None else p.table.rows for p in split.pieces] == [
        (1, "A"), (0, "one\ntwo"), 2, (0, "after"), 1, (0, "tail"),
    ]  # fmt: skip
    assert split.marked
    assert not split.unclosed


def test_plain_text_is_not_marked() -> None:
    assert not split_text("one\n\ntwo").marked


def test_stars_in_the_words_of_a_tag_are_printed() -> None:
    assert (
        split_text("《宇通客车*600066* 6月》 **x**", markdown=False).pieces[0].text
        == "《宇通客车*600066* 6月》 **x**"
    )


def test_a_tabular_within_a_cell_belongs_to_it() -> None:
    (piece,) = split_text(
        "\\begin{tabular}{cc}a & \\begin{tabular}{c}b \\\\ c\\end{tabular} \\\\ d & e\\end{tabular}"
    ).pieces
    assert piece.table is not None


def test_a_tabular_without_end_is_told() -> None:
    split = split_text("\\begin{tabular}{cc}a & b")
    assert split.unclosed
    assert split.pieces[0].table is not None


def test_an_end_without_beginning_is_dropped() -> None:
    assert [p.text for p in split_text("a\n\\end{tabular}\nb").pieces] == ["a", "b"]


def test_tables_that_say_nothing_are_none() -> None:
    assert split_text("|  |  |\n|  |  |").pieces == ()


@given(
    st.lists(st.text(alphabet="abc断电 ", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=12)
)
def test_paragraphs_come_back(paragraphs: list[str]) -> None:
    pieces = split_text("\n\n".join(paragraphs)).pieces
    assert [p.text for p in pieces] == [" ".join(p.split()) for p in paragraphs]
