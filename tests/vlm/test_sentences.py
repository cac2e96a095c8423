from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.sentences import announces, continues, sentences


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("Wait approx. 5 s. Then press Stop.", "en", ["Wait approx. 5 s.", "Then press Stop."]),
        ("Use No. 8 screws. See fig. 3 first.", "en", ["Use No. 8 screws.", "See fig. 3 first."]),
        ("关机。等待10秒！再拆。", "zh", ["关机。", "等待10秒！", "再拆。"]),
        ("电压：3.7V。\n尺寸：10mm", "zh", ["电压：3.7V。", "尺寸：10mm"]),
    ],
)
def test_sentences_end_where_they_end(text: str, language: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, language)] == parts


def test_lists_of_facts_are_parted_finely_on_demand() -> None:
    text = "D1 红灯亮；D2 绿灯亮。"
    assert len(sentences(text, "zh")) == 1
    assert [text[a:b] for a, b in sentences(text, "zh", fine=True)] == ["D1 红灯亮；", "D2 绿灯亮。"]


def test_a_sentence_that_goes_on_is_known() -> None:
    assert continues("Otherwise it burns.")
    assert continues("否则会烧毁。")
    assert continues("(less than 8)")
    assert not continues("Press Stop.")
    assert announces("Do this:")


@given(st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_no_word_is_lost(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    held = "".join(text[a:b] for a, b in spans)
    assert [c for c in held if c.isalnum()] == [c for c in text if c.isalnum()]
