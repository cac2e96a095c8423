"""Comparable words: what folds together, what stays apart, and that offsets point into the text as given."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.wording import CANNOT, bases, inflections, key_of, words

REPAIR_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "打不开了没法無壓電機後蓋换 won't isn’t charging stopped no longer ﬁ ｗ０．，。-/'´\u200b\u0301é"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def keys(text: str) -> list[str]:
    return [word.key for word in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＷＯＮ’Ｔ  turn-on", "won't turn on"),
        ("won´t turn on", "wont turn on"),
        ("will not turn on", "won't turn on"),
        ("is unable to turn on", "does not turn on"),
        ("fails to turn on", "no longer turn on"),
        ("stopped charging", "isn't charging"),
        ("doesn't want to start", "never start"),
        ("電池沒電，後蓋", "电池没电,后盖"),
        ("打 不 开", "打不开"),
        ("沒辦法開機", "无法开机"),
        ("没有声音", "没声音"),
        ("colour", "color"),
        ("the phone's screen", "the phone screen"),
        ("soft\u00adware", "software"),
    ],
)
def test_what_reads_the_same_has_the_same_keys(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("不能用", "不用"),  # cannot be used / no need to
        ("turn on", "won't turn on"),
        ("stop charging", "stopped charging"),  # an instruction / a symptom
        ("未来", "没来"),
        ("无线", "没线"),
        ("打开。后盖", "打开后盖"),
    ],
)
def test_what_reads_differently_keeps_its_keys(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_modal_negations_become_one_word() -> None:
    assert keys("没办法开机") == [CANNOT, "开", "机"]
    assert bases(CANNOT) == (CANNOT, "不")


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("screens", "screen"),
        ("batteries", "battery"),
        ("switches", "switch"),
        ("charging", "charge"),
        ("stopped", "stop"),
        ("tapping", "tap"),
        ("taping", "tape"),
        ("drying", "dry"),
        ("dried", "dry"),
        ("resetting", "reset"),
        ("cancelling", "cancel"),
        ("broken", "break"),
        ("froze", "freeze"),
        ("loosened", "loosen"),
    ],
)
def test_light_inflection_is_undone(form: str, word: str) -> None:
    assert word in bases(form)


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("taping", "tap"),
        ("string", "str"),
        ("speed", "spe"),
        ("lens", "le"),
        ("boring", "bor"),
        ("tubes", "tub"),
    ],
)
def test_a_form_is_not_given_to_another_word(form: str, other: str) -> None:
    assert other not in bases(form)


@given(st.from_regex(r"[a-z]{3,10}", fullmatch=True))
def test_every_inflection_leads_back_to_its_word(word: str) -> None:
    for form in inflections(word):
        assert len(form) < 4 or word in bases(form)


@given(REPAIR_TEXT)
def test_words_stand_in_order_inside_the_text(text: str) -> None:
    read = words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in read)
    # ¼ reads as several words on one character, so places may repeat but never go back.
    assert all(one.start <= two.start and one.end <= two.end for one, two in pairwise(read))


@given(REPAIR_TEXT)
def test_normal_forms_read_the_same(text: str) -> None:
    assert keys(text) == keys(unicodedata.normalize("NFKC", text))


@given(REPAIR_TEXT)
def test_the_short_way_to_keys_is_the_long_way(text: str) -> None:
    assert list(key_of(text)) == keys(text)
