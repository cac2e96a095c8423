"""A claim's sentence is paired with the printed one that it repeats most of, in the same order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vlm.pairing import nearest, read

FIT = "Fit the new wheel and tighten it to 4 N·m. Wipe the axle with a dry rag."
ZH = "装上新轮并拧紧到 4 N·m。用干布擦拭轴。"


def test_sentences_and_clauses_are_read_apart() -> None:
    sentences, clauses = read("Wipe the axle, do not oil it. Fit the wheel.")
    assert [one.tokens[0] for one in sentences] == ["wipe", "fit"]
    assert [one.tokens[0] for one in clauses] == ["wipe", "do", "fit"]


def test_a_figure_is_one_token_whatever_it_measures() -> None:
    (said, _), _ = read(FIT)
    assert said.tokens.count("#") == 1
    assert "4 N·m" in said.words(0, len(said.tokens))


def test_the_printed_sentence_most_alike_is_paired() -> None:
    for claim, evidence, at in (
        ("Wipe the wheel with a dry rag.", FIT, 1),
        ("用干布擦拭轮。", ZH, 1),
        ("Fit the new axle and tighten it to 4 N·m.", FIT, 0),
        ("装上新轴并拧紧到 4 N·m。", ZH, 0),
    ):
        printed = read(evidence)[0]
        (pair,) = nearest(read(claim)[0][0], printed)
        assert pair.printed is printed[at]
        assert any(tag == "replace" for tag, *_ in pair.codes)


def test_what_shares_too_little_is_no_pair() -> None:
    assert nearest(read("Close the door.")[0][0], read(FIT)[0]) == []
    assert nearest(read("关上门。")[0][0], read(ZH)[0]) == []


@given(st.text(alphabet="abc 一二三。., 4", max_size=40))
def test_a_copy_is_paired_with_nothing(text: str) -> None:
    for said in read(text)[0]:
        assert nearest(said, read(text)[0]) == []
