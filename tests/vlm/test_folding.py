from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vlm.folding import fold, folded_text, plain, weight


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ｍ１．４×３．０", "m1.4x3.0"),
        ("3–5 V", "3~5V"),
        ("按住，松开。", "按住,松开."),
        ("the  “home”\nkey", 'THE "home" key'),
        ("TP5 | VBAT", "tp5 vbat"),
        ("℃ and µF", "°c and μf"),
        ("sig\u00adnal", "signal"),
    ],
)
def test_two_printings_fold_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"), [("10²", "102"), ("1½", "11/2"), ("1 2", "12"), ("no torque", "notorque")]
)
def test_what_means_something_else_folds_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_reading_keeps_case_and_gaps() -> None:
    assert plain("３．７ ｍＶ, MΩ").text == "3.7 mV, MΩ"


def test_a_stretch_of_the_fold_is_a_stretch_of_the_text() -> None:
    text = "电压： ３．７ Ｖ"
    folded = fold(text)
    start = folded.text.index("3.7v")
    assert text[slice(*folded.original(start, start + 4))] == "３．７ Ｖ"
    assert folded.at(text.index("３")) == start


def test_an_ideograph_says_as_much_as_two_letters() -> None:
    assert weight("断电！") == weight("a-b c1") == 4


@given(st.text(max_size=80))
def test_folding_points_back_at_the_text(text: str) -> None:
    for folded in (fold(text), plain(text)):
        assert len(folded.text) == len(folded.origin) == len(folded.ends)
        assert list(folded.origin) == sorted(folded.origin)
        assert all(0 <= a <= b <= len(text) for a, b in zip(folded.origin, folded.ends, strict=True))


@given(st.text(st.characters() | st.sampled_from("  ab1-。"), max_size=40))
def test_without_the_way_back_the_fold_is_the_same(text: str) -> None:
    assert folded_text(text) == fold(text).text


def test_a_kept_gap_is_one_space_that_comes_from_all_of_it() -> None:
    text = "Turn  it to 12 V. "
    folded = fold(text)
    assert folded.text == "turn it to12v."
    assert folded.original(4, 5) == (4, 6)
    assert [text[at].lower() for at in folded.origin] == [*folded.text]
    with pytest.raises(IndexError):
        folded.origin[len(folded.text)]
