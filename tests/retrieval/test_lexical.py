"""How text becomes dimensions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import Encoder, Field, bare, dimension, whole_codes

ENCODER = Encoder()
EMPTY = ENCODER.page("")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Error E21, part 90-1234-A", {"E21", "901234A"}),
        ("错误代码E21表示", {"E21"}),
        ("ER 03 on display", {"ER03"}),
        ("SKR-V1.3", {"SKRV13"}),
        ("Ｅ２１", {"E21"}),
        ("plain words, 12 screws", set()),
        ("U.S.A.", set()),
    ],
)
def test_codes_are_kept_whole(text: str, expected: set[str]) -> None:
    assert whole_codes(text) == expected


@given(st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}(-[0-9]{1,3})?", fullmatch=True))
def test_a_code_has_one_dimension_however_it_is_written(code: str) -> None:
    assert bare(code) in whole_codes(f"shows {code}, then stops")
    assert ENCODER.code(code) == ENCODER.code(code.lower()) == ENCODER.code(code.replace("-", " "))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的手机打不开", ["我", "的", "手机", "打不开"]),
        ("Replace the flex-cable", ["replace", "the", "flex", "cable"]),
        ("error 2055 at 3.7 V", ["error", "2055", "at", "3.7", "v"]),
        ("", []),
        ("!?。", []),
    ],
)
def test_terms_are_the_words_of_the_index(text: str, expected: list[str]) -> None:
    assert [term.text for term in ENCODER.terms(text)] == expected


def test_every_term_of_a_text_is_a_dimension_of_its_vector() -> None:
    text = "Clean the drain pump filter 过滤器 of 2055 units; voltage 3.7 V."
    held = set(ENCODER.document(text, EMPTY, ()).indices)
    for term in ENCODER.terms(text):
        assert dimension(Field.WORDS, term.word) in held, term.text
        assert dimension(Field.STEMS, term.stem) in held, term.text


def test_width_case_and_traditional_characters_are_one() -> None:
    one = ENCODER.document("电池电压 battery", EMPTY, ())
    assert ENCODER.document("電池電壓 ＢＡＴＴＥＲＹ", EMPTY, ()) == one


def test_endings_share_a_stem_but_not_a_word() -> None:
    (charging,), (charged,) = ENCODER.terms("charging"), ENCODER.terms("charged")
    assert charging.stem == charged.stem
    assert charging.word != charged.word


def test_fields_do_not_meet() -> None:
    (term,) = ENCODER.terms("pump")
    fields = {dimension(field, term.word) for field in Field}
    assert len(fields) == len(Field)
    titled = ENCODER.document("", EMPTY, ("Pump",))
    assert dimension(Field.TITLES, term.stem) in titled.indices
    assert dimension(Field.WORDS, term.word) not in titled.indices
    assert dimension(Field.PAGE, term.word) in ENCODER.document("", ENCODER.page("pump"), ()).indices


def test_neighbours_are_pairs_within_a_sentence() -> None:
    held = set(ENCODER.pairs("drain pump. Filter 水泵"))
    assert set(ENCODER.pairs("drain pump")) <= held
    assert set(ENCODER.pairs("水泵")) <= held
    assert not set(ENCODER.pairs("pump filter")) & held


@given(st.text(max_size=200))
def test_any_text_can_be_encoded(text: str) -> None:
    vector = ENCODER.document(text, ENCODER.page(text), (text,))
    assert all(0 <= index < 2**32 for index in vector.indices)
    assert all(value > 0 for value in vector.values)
    ENCODER.terms(text)
    ENCODER.stems(text)
