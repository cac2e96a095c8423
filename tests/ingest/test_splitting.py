from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.splitting import measure, split, split_lines


def test_short_text_is_whole() -> None:
    assert split("Remove the cover.", "en") == [(0, 17)]


def test_long_text_is_cut_between_sentences() -> None:
    sentence = "Tighten the nut to 5.5 N·m with a torque wrench, see fig. 3. "
    text = sentence * 20
    parts = [text[a:b] for a, b in split(text, "en")]
    assert len(parts) > 1
    assert all(p.startswith("Tighten") and p.endswith("3.") and measure(p) <= 1 for p in parts)


def test_chinese_is_cut_at_its_full_stops() -> None:
    text = "拧下后盖的八颗螺钉，取下后盖。" * 40
    parts = [text[a:b] for a, b in split(text, "zh")]
    assert len(parts) >= 2
    assert all(p.endswith("。") and measure(p) <= 1 for p in parts)


def test_a_sentence_without_end_is_cut_too() -> None:
    assert all(measure("长" * 2000) > measure("长" * (b - a)) <= 1 for a, b in split("长" * 2000, "zh"))


def test_labels_are_cut_between_lines() -> None:
    text = "\n".join(f"label {n} of the picture" for n in range(60))
    parts = [text[a:b] for a, b in split_lines(text)]
    assert len(parts) == 3 and "\n".join(parts) == text
    assert all(measure(p) <= 1 for p in parts)
    assert split_lines("") == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab1 .,。，\n拧紧;", max_size=1200), st.sampled_from(["en", "zh"]))
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    ranges = split(text, "zh" if language == "zh" else "en")
    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert all(a < b and measure(text[a:b]) <= 1.01 for a, b in ranges)
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))
