"""Markers find their sentence and what they point at; what is no marker stays in the text."""

from __future__ import annotations

import pytest

from vlm.markers import Marked, read_marked, series

KNOWN = series(5, 3)


def said(answer: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(s.text, s.labels, s.unknown) for s in read_marked(answer, KNOWN).sentences]


def test_one_series_for_passages_and_pictures() -> None:
    assert series(2, 2) == {"1": "S1", "2": "S2", "3": "S3", "4": "S4", "image1": "S3", "image2": "S4"}
    assert series(0, 2, first_picture=0)["image0"] == "S1"


@pytest.mark.parametrize(
    ("answer", "labels", "unknown"),
    [
        ("Turn it [1].", ("S1",), ()),
        ("Turn it [S1].", ("S1",), ()),
        ("Turn it [1][2].", ("S1", "S2"), ()),
        ("Turn it [1, 2].", ("S1", "S2"), ()),
        ("Turn it [S1, S2].", ("S1", "S2"), ()),
        ("Turn it *[1], [2]*.", ("S1", "S2"), ()),
        ("转动【3】。", ("S3",), ()),
        ("转动[1，2]。", ("S1", "S2"), ()),
        ("Turn it [text4].", ("S4",), ()),
        ("Turn it [image 2].", ("S7",), ()),
        ("Turn it (image2).", ("S7",), ()),
        ("Turn it ![the panel](image2, image3).", ("S7", "S8"), ()),
        ("Turn it [3](image3).", ("S8",), ()),
        ("Turn it ([2](#2)).", ("S2",), ()),
        ("Turn it [9].", (), ("9",)),
        ("Turn it [2][9].", ("S2",), ("9",)),
        ("Turn it [image9].", (), ("image9",)),
        ("Turn it ![]().", (), ("",)),
        ("Turn it [1][1].", ("S1",), ()),
    ],
)
def test_every_form_of_a_marker(answer: str, labels: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert said(answer) == [(("转动。" if "转" in answer else "Turn it."), labels, unknown)]


@pytest.mark.parametrize(
    "answer",
    [
        "Set `a[1]` to 4.",
        "Use 3.3 V (2) as in [3.3 V].",
        "Item (2) is in $x[1] \\in R$ here.",
        "Code E[rr] 21.",
    ],
)
def test_what_is_no_marker_stays(answer: str) -> None:
    assert said(answer) == [(answer, (), ())]


def test_a_marker_at_a_line_s_beginning_belongs_to_what_follows() -> None:
    assert said("- [1] Open it.\n- [2] Close it.") == [
        ("- Open it.", ("S1",), ()),
        ("- Close it.", ("S2",), ()),
    ]


def test_a_marker_after_the_stop_belongs_to_what_was_said() -> None:
    assert said("Open it. [1] Close it. [2]") == [("Open it.", ("S1",), ()), ("Close it.", ("S2",), ())]
    assert said("打开盖子。[1]然后关上。[2]") == [("打开盖子。", ("S1",), ()), ("然后关上。", ("S2",), ())]


def test_a_sentence_cites_only_where_all_it_points_at_was_shown() -> None:
    assert Marked("x", ("S1",)).cites
    assert not Marked("x").cites
    assert not Marked("x", ("S1",), ("9",)).cites


@pytest.mark.parametrize(
    "answer",
    [
        "The passages do not state it.",
        "It is not mentioned in the manual.",
        "手册中没有提及该型号。",
        "无法确定。",
    ],
)
def test_abstentions(answer: str) -> None:
    assert read_marked(answer, KNOWN).abstained
    assert not read_marked(answer + " The torque is 5 N·m [1].", KNOWN).abstained


def test_dummies_after_an_abstention_go() -> None:
    answer = read_marked("The passages do not provide it. Answer: 0.0", KNOWN)
    assert [s.text for s in answer.sentences] == ["The passages do not provide it."]
    assert answer.findings == ("dummy_answer",)
    assert read_marked("Answer: 0.0", KNOWN).findings == ()


def test_decoration_goes() -> None:
    assert [s[0] for s in said("Of course. ✅ Open it [1].\n**Final Answer**: Close it [2].")] == [
        "Open it.", "Close it.",
    ]  # fmt: skip


def test_actions_that_never_were_are_told() -> None:
    assert read_marked("A search for the model confirms it [1].", KNOWN).findings == ("false_action",)
    assert read_marked("联网搜索显示该型号已停产[1]。", KNOWN).findings == ("false_action",)


def test_nothing_is_nothing() -> None:
    assert read_marked("", KNOWN).sentences == ()
    assert not read_marked(" \n ", KNOWN).abstained
