"""What needs no numeral to be counted: a thing, a pair, a list."""

from __future__ import annotations

import pytest

from vlm.counting import is_counted
from vlm.measures import read_figures


def _counts(clause: str, text: str) -> bool:
    return is_counted(read_figures(clause)[0], clause, text)


def test_a_thing_and_a_pair_are_counted_without_a_numeral() -> None:
    assert _counts("2 hands hold it", "hold it with both hands")
    assert _counts("用2只手扶住", "用双手扶住")
    assert not _counts("3 hands hold it", "hold it with both hands")


@pytest.mark.parametrize(
    "clause", ["鼓包、进水或过热，这三种情况都不得充电", "不得充电的情况有三种：鼓包、进水或过热"]
)
def test_a_list_is_counted_where_the_text_lists_as_many(clause: str) -> None:
    assert _counts(clause, "电池鼓包、进水或温度高于 45 °C 时，不得给手机充电。")
    assert not _counts(clause.replace("三", "四"), "电池鼓包、进水或温度高于 45 °C 时，不得给手机充电。")
    assert not _counts(clause, "电池鼓包、进水、变形或温度高于 45 °C 时不得充电。"), "one was left out"


def test_a_limit_a_measure_and_a_place_in_order_count_no_list() -> None:
    text = "鼓包、进水或过热时不得充电"
    assert not _counts("等 3 分钟：鼓包、进水或过热", text)
    assert not _counts("第三种情况：鼓包、进水或过热", text)
    assert not _counts("至少三种情况：鼓包、进水或过热", text)
