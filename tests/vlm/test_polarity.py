from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.polarity import clauses_of, negations_of, terms_of


def _sides(text: str, word: str) -> set[tuple[str, int]]:
    return {side for term in terms_of(text) if term.text == word for side in term.sides}


def test_a_word_and_its_opposite_stand_on_two_sides() -> None:
    assert ("side", 0) in _sides("电池左侧", "左侧")
    assert ("side", 1) in _sides("to the right of the fan", "right")
    assert ("turn", 1) in _sides("turn it counter-clockwise", "counter-clockwise")


@pytest.mark.parametrize("text", ["左右两侧", "right away", "连接器 J4", "拧紧开关", "排线"])
def test_words_within_a_thing_s_name_or_idiom_turn_nothing(text: str) -> None:
    named = {pair for term in terms_of(text) for pair, _ in term.sides}
    assert not named & {"side", "connect", "power", "start"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Do not bend the cable", "no"),
        ("请勿带电插拔", "no"),
        ("没装垫圈", "no"),
        ("you need not wait", "need not"),
        ("无需等待", "need not"),
        ("除非已断电", "unless"),
        ("only while offline", "only"),
        ("不超过 3 mm", "bound"),
        ("no longer than 5 s", "bound"),
        ("must not exceed 5 V", "bound"),
    ],
)
def test_negations_are_told_apart(text: str, polarity: str) -> None:
    assert [n.polarity for n in negations_of(text)] == [polarity]


@pytest.mark.parametrize(
    "text", ["不锈钢螺丝", "No. 8 screw", "无线模块", "不仅如此", "not only this", "TP1 没问题", "屏幕没反应"]
)
def test_words_that_hold_a_negation_negate_nothing(text: str) -> None:
    assert not [n for n in negations_of(text) if n.polarity == "no"]


def test_what_a_list_forbids_is_forbidden_in_every_item() -> None:
    clauses = clauses_of("Do not bend the cable, twist it, or pull it. Press the key.")
    assert [("no" in c.polarities) for c in clauses] == [True, True, True, False]


@given(st.text(max_size=150))
def test_any_text_can_be_read(text: str) -> None:
    assert all(c.text.strip() for c in clauses_of(text))
    assert all(t.sides for t in terms_of(text))
    negations_of(text)


def test_a_phrase_that_the_text_breaks_off_is_a_shorter_one() -> None:
    assert [n.text for n in negations_of("do not")] == ["do not"]
    assert [n.text for n in negations_of("this is not")] == ["not"]


def test_a_clause_tells_where_a_negation_may_open() -> None:
    affirmed, denied = clauses_of("Open the lid, do not pull.")
    assert not affirmed.opens and denied.opens
