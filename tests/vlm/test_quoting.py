from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Located, Reference, Shown
from vlm.quoting import Missed, locate

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
EDITION = Edition("e", "m", "1", "en", "live", "n7.pdf", 3)


def _shown(text: str, label: str = "S1", read_by: str = "textlayer") -> Shown:
    passage = Passage(label, "e", "r", "text", (), 0, text, (), read_by)
    return Shown(label, passage, MANUAL, EDITION)


def _locate(quote: str, text: str, read_by: str = "textlayer") -> str | None:
    found = locate(Reference("S1", quote), {"S1": _shown(text, read_by=read_by)}, 0.95)
    return found.quote if isinstance(found, Located) else None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("Press the RESET key", "Then press the  reset\nkey.", "press the  reset\nkey"),
        ("按住复位键,10秒", "请按住复位键，１０ 秒。", "按住复位键，１０ 秒"),
        ("3.7-4.2 V", "是3.7~4.2V的", "3.7~4.2V"),
        ('the "home" key', "Press the “home” key", "the “home” key"),
        ("M1.4x3.0", "两颗M1.4×3.0螺丝", "M1.4×3.0"),
        ("TP5 VBAT 3.7 V", "TP5 | VBAT | 3.7 V", "TP5 | VBAT | 3.7 V"),
        ("turn ½ back", "now turn 1/2 back", "turn 1/2 back"),
    ],
)
def test_quotes_are_found_through_other_print(quote: str, text: str, found: str) -> None:
    assert _locate(quote, text) == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5 seconds", "wait 15 seconds"),
        ("5 seconds", "wait 2.5 seconds"),
        ("tighten it", "retighten it"),
        ("wait 1", "wait 1,500 ms"),
        ("21 means open", "E21 means open"),
        ("11/2 turns", "1½ turns"),
        ("102 mm", "10² mm"),
    ],
)
def test_quotes_do_not_cut_words_or_numbers(quote: str, text: str) -> None:
    assert _locate(quote, text) is None


def test_ocr_text_may_differ_in_letters_never_in_digits() -> None:
    printed = "Insert the cable into connector J103 until the latch cIicks in."
    assert _locate("Insert the cable into connector J103 until the latch clicks in.", printed, "rapidocr")
    assert not _locate("Insert the cable into connector J103 until the latch clicks in.", printed)
    assert not _locate("Insert the cable into connector J108 until the latch clicks in.", printed, "rapidocr")


def test_the_reason_tells_how_a_quote_went_wrong() -> None:
    shown = {
        "S1": _shown("Switch the phone off and wait at least 15 seconds."),
        "S2": _shown("Remove the two screws.", "S2"),
    }
    for reference, code in [
        (Reference("S1", "Remove the two screws."), "misattributed"),
        (Reference("S1", "Switch the phone off at least 15 seconds"), "joined_quote"),
        (Reference("S1", "Switch the phone on and wait"), "quote_not_found"),
        (Reference("S1", "off"), "quote_too_short"),
        (Reference("S7", "Remove the two screws."), "unknown_label"),
    ]:
        found = locate(reference, shown, 0.95)
        assert isinstance(found, Missed)
        assert found.reason.code == code


def test_a_passage_of_one_word_may_be_quoted_whole() -> None:
    assert _locate("PA1", "PA1") == "PA1"


@given(st.text(max_size=120), st.text(max_size=120))
def test_locating_never_raises_and_finds_the_quote_itself(quote: str, text: str) -> None:
    for read_by in ("textlayer", "rapidocr"):
        found = locate(Reference("S1", quote), {"S1": _shown(text, read_by=read_by)}, 0.95)
        if isinstance(found, Located):
            assert 0 <= found.start < found.end <= len(text)


PRINTED = "拧紧 螺丝 请勿 电池 remove the battery connector TP5 3.7V 15 秒 0.25 N·m M1.4x3.0 E21 左侧 ½ －10℃"
WORDS = st.sampled_from(PRINTED.split())


@given(st.lists(WORDS, min_size=3, max_size=14), st.data())
def test_a_verbatim_quote_of_whole_words_is_always_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 2, len(words)))
    quote = " ".join(words[first:last])
    found = _locate(quote, " ".join(words))
    assert found is not None or len([c for c in quote if c.isalnum()]) < 4
